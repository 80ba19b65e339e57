// npm run -s podfall -- COMMAND: the engine from a terminal. Builds what is not built yet; standard
// output carries the command's own output only.
import { ensurePackages, runNode } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
process.exit(runNode([await buildCommand('src/cli/podfall.ts'), ...process.argv.slice(2)]))
