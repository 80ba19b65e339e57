import { parseQuantity, QuantityError } from '../api/quantity.ts'
import { type FieldType, fieldsOf } from './fieldTypes.ts'

/** What a plain value says wrongly, and where: `spec.containers[0].name`. */
export interface DecodeProblem {
  readonly path: string
  readonly kind: 'type' | 'unknownField'
  /** `must be text, not a number`; empty for an unknown field. */
  readonly message: string
  readonly value?: unknown
}

/** Deeper than any object of a modelled kind. */
const DEEPEST = 64

/**
 * A plain value (parsed JSON or YAML) as a value of a type of fields.gen.ts, the way the API
 * machinery decodes it: null counts as absent, a required field that is missing is empty, unknown
 * fields are left out and reported. Which words and numbers make sense is not looked at. The value is
 * not changed. Never throws.
 * @param type name of a type, such as Pod
 */
export function decode(
  value: unknown,
  type: string,
): { readonly value: unknown; readonly problems: readonly DecodeProblem[] } {
  const problems: DecodeProblem[] = []
  return { value: decodeAs({ kind: 'object', type }, value, '', 0, problems), problems }
}

function decodeAs(
  type: FieldType,
  value: unknown,
  path: string,
  depth: number,
  problems: DecodeProblem[],
): unknown {
  if (value === null || value === undefined) return undefined
  const wrong = (wanted: string) => {
    const message = `must be ${wanted}, not ${nameOf(value)}`
    problems.push({ path, kind: 'type', message, value: short(value) })
    return undefined
  }
  if (depth > DEEPEST) {
    problems.push({ path, kind: 'type', message: 'is nested too deeply' })
    return undefined
  }
  switch (type.kind) {
    case 'unknown':
      return value
    case 'string':
    case 'words':
    case 'Duration':
      return typeof value === 'string' ? value : wrong('text')
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false')
    case 'number':
      return typeof value === 'number' ? value : wrong('a number')
    case 'integer':
      return Number.isSafeInteger(value) ? value : wrong('a whole number')
    case 'IntOrString':
      if (Number.isSafeInteger(value) || typeof value === 'string') return value
      return wrong('a whole number or text')
    case 'Quantity':
      return decodeQuantity(value, path, problems) ? value : undefined
    case 'either': {
      for (const option of type.options) {
        const tried: DecodeProblem[] = []
        const found = decodeAs(option, value, path, depth, tried)
        if (tried.length === 0) return found
      }
      return decodeAs(type.options[0]!, value, path, depth, problems)
    }
    case 'list':
      if (!Array.isArray(value)) return wrong('a list')
      return value.map(
        (item, index) =>
          decodeAs(type.of, item, `${path}[${index}]`, depth + 1, problems) ?? emptyOf(type.of),
      )
    case 'map': {
      if (!isObject(value)) return wrong('a map')
      const entries: [string, unknown][] = []
      for (const [key, item] of Object.entries(value)) {
        const found = decodeAs(type.of, item, `${path}[${key}]`, depth + 1, problems)
        entries.push([key, found ?? emptyOf(type.of)])
      }
      return Object.fromEntries(entries)
    }
    case 'object':
      if (!isObject(value)) return wrong('a map')
      return decodeObject(type.type, value, path, depth, problems)
  }
}

function decodeObject(
  type: string,
  value: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  problems: DecodeProblem[],
): unknown {
  const fields = fieldsOf(type)
  const result: Record<string, unknown> = {}
  const prefix = path === '' ? '' : `${path}.`
  for (const key of Object.keys(value)) {
    const field = fields.get(key)
    if (field) {
      const found = decodeAs(field.type, value[key], `${prefix}${key}`, depth + 1, problems)
      if (found !== undefined) result[key] = found
    } else if (value[key] !== null && value[key] !== undefined) {
      problems.push({ path: `${prefix}${key}`, kind: 'unknownField', message: '' })
    }
  }
  for (const { name, required, type: wanted } of fields.values()) {
    if (required && result[name] === undefined) result[name] = emptyOf(wanted)
  }
  return result
}

function decodeQuantity(value: unknown, path: string, problems: DecodeProblem[]): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') {
    const message = `must be a quantity such as 500m or 2Gi, not ${nameOf(value)}`
    problems.push({ path, kind: 'type', message, value: short(value) })
    return false
  }
  try {
    parseQuantity(value)
    return true
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    problems.push({ path, kind: 'type', message: `is no quantity: ${error.message}`, value })
    return false
  }
}

/** What a field holds that must be there and is not: Go's zero value. */
function emptyOf(type: FieldType): unknown {
  switch (type.kind) {
    case 'boolean':
      return false
    case 'number':
    case 'integer':
    case 'IntOrString':
      return 0
    case 'list':
      return []
    case 'object':
    case 'map':
      return {}
    case 'either':
      return emptyOf(type.options[0]!)
    case 'Quantity':
      return '0'
    case 'unknown':
      return undefined
    default:
      return ''
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return Number.isInteger(value) ? 'a number' : 'a fraction'
    case 'boolean':
      return 'true or false'
    default:
      return 'a map'
  }
}

/** Fit for a message: nothing large. */
function short(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 57)}...` : value
  return typeof value === 'object' ? undefined : value
}
