/**
 * Text to a short word that may stand in a URL and back: raw DEFLATE, then base64url (RFC 4648
 * section 5, without padding). Both come with the browser.
 */

/** Characters of unpacked text that are accepted; a small word can hold a very long text. */
export const MOST_UNPACKED = 6_000_000

export class UnpackError extends Error {
  readonly reason: 'damaged' | 'tooLarge'

  constructor(reason: 'damaged' | 'tooLarge') {
    super(reason)
    this.reason = reason
  }
}

export async function pack(text: string): Promise<string> {
  const bytes = await throughStream(new TextEncoder().encode(text), new CompressionStream(FORMAT))
  return toBase64Url(bytes)
}

/** Throws an UnpackError, whatever the word is, when it is not one that `pack` has made. */
export async function unpack(word: string): Promise<string> {
  try {
    const bytes = fromBase64Url(word)
    const text = await throughStream(bytes, new DecompressionStream(FORMAT), MOST_UNPACKED)
    return new TextDecoder('utf-8', { fatal: true }).decode(text)
  } catch (error) {
    throw error instanceof UnpackError ? error : new UnpackError('damaged')
  }
}

const FORMAT = 'deflate-raw'

type Bytes = Uint8Array<ArrayBuffer>

async function throughStream(
  input: Bytes,
  stream: ReadableWritablePair<Bytes, BufferSource>,
  most: number = Number.POSITIVE_INFINITY,
): Promise<Bytes> {
  const chunks: Bytes[] = []
  let length = 0
  const reader = new Blob([input]).stream().pipeThrough(stream).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length
    if (length > most) {
      await reader.cancel()
      throw new UnpackError('tooLarge')
    }
    chunks.push(part.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Arguments of one call are limited. */
const PER_CALL = 8_192

function toBase64Url(bytes: Bytes): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += PER_CALL)
    binary += String.fromCharCode(...bytes.subarray(at, at + PER_CALL))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(word: string): Bytes {
  if (!/^[\w-]*$/.test(word)) throw new UnpackError('damaged')
  const binary = atob(word.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
