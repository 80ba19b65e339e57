/**
 * How a file's bytes are written, by its byte order mark (Unicode 16, section 23.8): PowerShell's `>`
 * writes UTF-16, everybody else UTF-8, with a mark or without. The label is one that TextDecoder knows,
 * which takes the mark off.
 */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return 'utf-8'
}
