import { FIELDS } from '../api/fields.gen.ts'

/** What may stand in a field; the texts of fields.gen.ts taken apart. */
export type FieldType =
  | {
      readonly kind:
        | 'string'
        | 'boolean'
        | 'number'
        | 'IntOrString'
        | 'Quantity'
        | 'Duration'
        | 'unknown'
    }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }
  | { readonly kind: 'either'; readonly options: readonly FieldType[] }
  | { readonly kind: 'object'; readonly type: string }

export interface Field {
  readonly name: string
  readonly required: boolean
  readonly type: FieldType
}

const BASIC = new Set([
  'string',
  'boolean',
  'number',
  'IntOrString',
  'Quantity',
  'Duration',
  'unknown',
])
const read = new Map<string, ReadonlyMap<string, Field>>()

/** Fields of a type by name; a type that is not modelled has none. */
export function fieldsOf(type: string): ReadonlyMap<string, Field> {
  let fields = read.get(type)
  if (!fields) {
    const texts = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined
    fields = new Map(
      Object.entries(texts ?? {}).map(([name, text]) => [name, readField(name, text)]),
    )
    read.set(type, fields)
  }
  return fields
}

function readField(name: string, text: string): Field {
  const required = text.startsWith('!')
  return { name, required, type: readFieldType(required ? text.slice(1) : text) }
}

/** `list of` and `map of` take everything that follows: `list of A or B` is a list of either. */
function readFieldType(text: string): FieldType {
  const collection = /^(list|map) of (.+)$/.exec(text)
  if (collection)
    return { kind: collection[1] as 'list' | 'map', of: readFieldType(collection[2]!) }
  const or = text.indexOf(' or ')
  if (or >= 0) {
    return {
      kind: 'either',
      options: [readFieldType(text.slice(0, or)), readFieldType(text.slice(or + 4))],
    }
  }
  if (text.startsWith('one of ')) return { kind: 'words', words: text.slice(7).split('|') }
  if (text.startsWith('integer')) {
    const [minimum, maximum] = text.slice(8).split('..')
    return maximum === undefined
      ? { kind: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
      : { kind: 'integer', minimum: Number(minimum), maximum: Number(maximum) }
  }
  if (BASIC.has(text)) return { kind: text } as FieldType
  return { kind: 'object', type: text }
}
