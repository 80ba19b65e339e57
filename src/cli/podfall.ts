import { writeSync } from 'node:fs'
import { type Output, RUN_USAGE, runCommand } from './runCommand.ts'

const COMMANDS: Readonly<Record<string, (args: readonly string[], output: Output) => number>> = {
  run: runCommand,
}

const [, , command, ...args] = process.argv

/** Synchronous, so that nothing is cut off when the process ends, into a pipe or not. */
const output: Output = {
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
}

const known = command !== undefined && Object.hasOwn(COMMANDS, command)
if (known) process.exitCode = COMMANDS[command]!(args, output)
else if (command === undefined || command === '--help' || command === '-h') output.out(RUN_USAGE)
else {
  output.err(`podfall: there is no command "${command}"; there is: run\n`)
  process.exitCode = 2
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // A reader that has seen enough, as `head` has, is no mistake.
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw error
    }
  }
}
