// npm run -s podfall -- COMMAND: the engine from a terminal. Builds what is not built yet; standard
// output carries the command's own output only.
import { pathToFileURL } from 'node:url'
import { ensurePackages } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
const command = await buildCommand('src/cli/podfall.ts')
// Files are meant from where the person stands; npm itself goes to the repository's root.
const { INIT_CWD, npm_lifecycle_event } = process.env
if (npm_lifecycle_event === 'podfall' && INIT_CWD) process.chdir(INIT_CWD)
await import(pathToFileURL(command).href)
