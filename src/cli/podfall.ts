import { RUN_USAGE, runCommand } from './runCommand.ts'
import { type Output, terminal } from './terminal.ts'

const COMMANDS: Readonly<Record<string, (args: readonly string[], output: Output) => number>> = {
  run: runCommand,
}

const [, , command, ...args] = process.argv

const known = command !== undefined && Object.hasOwn(COMMANDS, command)
if (known) process.exitCode = COMMANDS[command]!(args, terminal)
else if (command === undefined || command === '--help' || command === '-h') terminal.out(RUN_USAGE)
else {
  terminal.err(`podfall: there is no command "${command}"; there is: run\n`)
  process.exitCode = 2
}
