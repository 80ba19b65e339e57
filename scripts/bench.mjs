// npm run bench: what bench/README.md describes.
import { ensurePackages, runNode } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
process.exit(runNode([await buildCommand('bench/engine.ts')]))
