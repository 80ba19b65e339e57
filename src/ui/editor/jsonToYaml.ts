import { stringify } from 'yaml'

/** A text of JSON as YAML in block style; a text that is no JSON after all, unchanged. */
export function jsonToYaml(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })
}
