// npm run soak [-- --decisions N --seed N]: the fast engine against the readable one, for long.
import { ensurePackages, runNode } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
process.exit(runNode([await buildCommand('bench/soak.ts'), ...process.argv.slice(2)]))
