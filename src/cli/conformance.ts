import { conformanceCommand } from './conformanceCommand.ts'
import { terminal } from './terminal.ts'

const [, , suites, ...args] = process.argv
process.exitCode = conformanceCommand(suites!, args, terminal)
