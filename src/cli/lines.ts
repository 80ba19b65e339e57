import { readSync } from 'node:fs'

/** A signal that nobody gives: waiting on it is sleeping. */
const never = new Int32Array(new SharedArrayBuffer(4))
const CHUNK = 65_536

/**
 * Lines of a file descriptor as soon as they are there, without their ends; also a last one that has
 * none. Waits for a pipe's writer.
 * @throws whatever reading throws
 */
export function* readLines(descriptor: number): Generator<string> {
  const decoder = new TextDecoder()
  const chunk = Buffer.alloc(CHUNK)
  let rest = ''
  for (;;) {
    const length = readSome(descriptor, chunk)
    if (length === 0) break
    const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

/** @returns 0 at the end */
function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      // A terminal, or a pipe that somebody made non-blocking, has nothing yet.
      if (code !== 'EAGAIN') throw error
      Atomics.wait(never, 0, 0, 5)
    }
  }
}
