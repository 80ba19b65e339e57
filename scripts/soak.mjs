// npm run soak [-- --decisions N --seed N --workers N]: the fast engine against the readable one, for long.
// npm run soak -- --heap [--minutes N --nodes N --pods N]: memory of a run that churns for long.
import { ensurePackages, runNode } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

ensurePackages()
const args = process.argv.slice(2)
const heap = args.includes('--heap')
const rest = args.filter((arg) => arg !== '--heap')
const command = await buildCommand(heap ? 'bench/heap.ts' : 'bench/soak.ts')
process.exit(runNode([...(heap ? ['--expose-gc'] : []), command, ...rest]))
