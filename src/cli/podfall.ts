import { EXPLAIN_USAGE, explainCommand } from './explainCommand.ts'
import { RUN_USAGE, runCommand } from './runCommand.ts'
import { type Output, terminal } from './terminal.ts'

const COMMANDS: Readonly<Record<string, (args: readonly string[], output: Output) => number>> = {
  run: runCommand,
  explain: explainCommand,
}

const [, , command, ...args] = process.argv

const known = command !== undefined && Object.hasOwn(COMMANDS, command)
if (known) process.exitCode = COMMANDS[command]!(args, terminal)
else if (command === undefined || command === '--help' || command === '-h') {
  terminal.out(`${RUN_USAGE}\n${EXPLAIN_USAGE}`)
} else {
  const names = Object.keys(COMMANDS).join(', ')
  terminal.err(`podfall: there is no command "${command}"; there are: ${names}\n`)
  process.exitCode = 2
}
