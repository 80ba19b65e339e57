// npm run -s conformance -- [DIR] [--json]: the suites of conformance/ (or of DIR) through the engine.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensurePackages, root } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
const command = await buildCommand('src/cli/conformance.ts')
// A folder is meant from where the person stands; npm itself goes to the repository's root.
const { INIT_CWD, npm_lifecycle_event } = process.env
if (npm_lifecycle_event === 'conformance' && INIT_CWD) process.chdir(INIT_CWD)
process.argv.splice(2, 0, join(root, 'conformance/suites'))
await import(pathToFileURL(command).href)
