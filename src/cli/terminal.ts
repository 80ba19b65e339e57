import { writeSync } from 'node:fs'

/** Where a command writes. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

/** Synchronous, so that nothing is cut off when the process ends, into a pipe or not. */
export const terminal: Output = {
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
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
