/** The characters of what the YAML parser calls by a name; a value, quoted or not, has none. */
const CHARACTERS: Readonly<Record<string, string>> = {
  alias: '*',
  anchor: '&',
  'block-map': ':',
  'block-seq': '-',
  'block-seq-ind': '-',
  'explicit-key-ind': '?',
  'flow-map-end': '}',
  'flow-map-start': '{',
  'flow-seq-end': ']',
  'flow-seq-start': '[',
  'map-value-ind': ':',
  'seq-item-ind': '-',
  tag: '!',
}

/** What the YAML parser met, as it is written; `value` for a scalar. */
export function yamlToken(token: string, value: string): string {
  if (token.endsWith('scalar')) return value
  return Object.hasOwn(CHARACTERS, token) ? CHARACTERS[token]! : token
}

/** The brackets of a `flow map` and a `flow sequence`. */
export const brackets = (flow: string): string => (flow === 'map' ? '{ }' : '[ ]')
