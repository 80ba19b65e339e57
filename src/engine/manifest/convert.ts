import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { parseGoDuration } from '../api/goDuration.ts'
import { parseQuantity, QuantityError } from '../api/quantity.ts'
import type { Said } from '../protocol.ts'
import { say } from '../sentences/sentences.ts'
import { meant } from './didYouMean.ts'
import { type FieldType, fieldsOf } from './fieldTypes.ts'
import { quoted, type Report, type Span } from './report.ts'
import {
  type Anchors,
  keyText,
  type Path,
  pairsOf,
  pathText,
  resolveAlias,
  spanOf,
} from './tree.ts'

/** Values inside aliases, per document: what an alias bomb multiplies. */
const MOST_ALIASED_VALUES = 10_000
const DEEPEST = 64
const LONGEST_DURATION_HOURS = 24 * 366

/** The reading was given up; the reason has been reported. */
class GivenUp extends Error {}

interface Reader {
  readonly report: Report
  readonly anchors: Anchors
  depth: number
  /** The outermost alias that is being followed. */
  alias: ParsedNode | undefined
  aliasedValues: number
}

/**
 * Turns a document into a plain value of a type of fields.gen.ts and reports what does not fit it.
 * Unknown fields are left out with a warning. Never throws.
 * @returns the value, and the anchors by which paths in it can be found again
 */
export function convert(
  root: ParsedNode,
  type: FieldType,
  report: Report,
): { readonly value: unknown; readonly anchors: Anchors } {
  const reader: Reader = {
    report,
    anchors: new Map(),
    depth: 0,
    alias: undefined,
    aliasedValues: 0,
  }
  try {
    return { value: readValue(reader, root, type, [], spanOf(root)), anchors: reader.anchors }
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error
    return { value: undefined, anchors: reader.anchors }
  }
}

/** @param owner where a missing value is reported */
function readValue(
  reader: Reader,
  node: ParsedNode | null,
  type: FieldType,
  path: Path,
  owner: Span,
): unknown {
  if (node === null) return undefined
  if (isAlias(node)) return readAlias(reader, node, type, path, owner)
  if (node.anchor) reader.anchors.set(node.anchor, node)
  if (reader.alias) countAliased(reader)
  if (isScalar(node) && node.value === null) return undefined
  if (reader.depth >= DEEPEST) {
    reader.report.error(say('tooDeep'), spanOf(node))
    throw new GivenUp()
  }
  reader.depth += 1
  const value = readTyped(reader, node, type, path, owner)
  reader.depth -= 1
  return value
}

function readAlias(reader: Reader, alias: Alias.Parsed, type: FieldType, path: Path, owner: Span) {
  const source = resolveAlias(alias, reader.anchors)
  if (!source) {
    reader.report.error(say('danglingAlias', alias.source), spanOf(alias))
    return undefined
  }
  return insideAlias(reader, alias, () => readValue(reader, source, type, path, owner))
}

/** Reads what an alias or a merge stands for. */
function insideAlias<T>(reader: Reader, alias: ParsedNode, read: () => T): T {
  const outer = reader.alias
  reader.alias = outer ?? alias
  countAliased(reader)
  const value = read()
  reader.alias = outer
  return value
}

function countAliased(reader: Reader): void {
  reader.aliasedValues += 1
  if (reader.aliasedValues > MOST_ALIASED_VALUES) {
    reader.report.error(say('tooManyAliases', MOST_ALIASED_VALUES), spanOf(reader.alias))
    throw new GivenUp()
  }
}

function readTyped(
  reader: Reader,
  node: Exclude<ParsedNode, Alias.Parsed>,
  type: FieldType,
  path: Path,
  owner: Span,
): unknown {
  const wrong = (problem: Said) => {
    reader.report.error(problem, spanOf(node))
    return undefined
  }
  const at = pathText(path)
  switch (type.kind) {
    case 'object':
      if (!isMap(node)) return wrong(say('wantsGroup', at, kindOf(node)))
      return readObject(reader, node, type.type, path, owner)
    case 'map':
      if (!isMap(node)) return wrong(say('wantsLines', at, kindOf(node)))
      return readMap(reader, node, type.of, path)
    case 'list':
      if (!isSeq(node)) return wrong(say('wantsList', at, kindOf(node)))
      return readList(reader, node, type.of, path)
    case 'either': {
      const option = type.options.find((each) => fits(node, each)) ?? type.options[0]!
      return readTyped(reader, node, option, path, owner)
    }
    case 'unknown':
      return readAnything(reader, node, path)
    default:
      if (!isScalar(node)) return wrong(say('wantsNot', at, WANTED[type.kind], kindOf(node)))
      return readScalar(node, type, at, wrong)
  }
}

const WANTED = {
  string: say('text'),
  boolean: say('trueOrFalse'),
  integer: say('wholeNumber'),
  number: say('number'),
  IntOrString: say('numberOrShare'),
  Quantity: say('quantity'),
  Duration: say('timeSpan'),
  words: say('oneWord'),
} as const

const fits = (node: ParsedNode, { kind }: FieldType): boolean => {
  if (isMap(node)) return kind === 'object' || kind === 'map'
  if (isSeq(node)) return kind === 'list'
  return kind !== 'object' && kind !== 'map' && kind !== 'list'
}

const kindOf = (node: ParsedNode) =>
  isMap(node) ? say('aGroup') : isSeq(node) ? say('aList') : quoted((node as Scalar).value)

type ScalarType = Exclude<FieldType, { kind: 'object' | 'map' | 'list' | 'either' | 'unknown' }>

function readScalar(
  node: Scalar.Parsed,
  type: ScalarType,
  at: string | Said,
  wrong: (problem: Said) => undefined,
) {
  const { value } = node
  const written = node.source ?? String(value)
  const insteadOf = (wanted: Said) => wrong(say('wantsNot', at, wanted, quoted(written)))
  switch (type.kind) {
    case 'string':
      if (typeof value === 'string') return value
      return wrong(say('wantsQuotes', at, quoted(written)))
    case 'boolean':
      if (typeof value === 'boolean') return value
      return wrong(
        value === 'true' || value === 'false'
          ? say('wantsNoQuotes', at, value)
          : say('wants', at, WANTED.boolean),
      )
    case 'number':
      return Number.isFinite(value) ? value : insteadOf(WANTED.number)
    case 'integer': {
      if (!Number.isInteger(value)) {
        const quotes = typeof value === 'string' && /^-?\d+$/.test(value)
        return quotes ? wrong(say('wantsNumberUnquoted', at)) : insteadOf(WANTED.integer)
      }
      const { minimum, maximum } = type
      const number = value as number
      if (number < minimum && minimum === 0) return wrong(say('atLeastZero', at))
      if (number < minimum || number > maximum) return wrong(say('between', at, minimum, maximum))
      return number
    }
    case 'IntOrString':
      if (typeof value === 'string' || Number.isSafeInteger(value)) return value
      return wrong(say('wants', at, WANTED.IntOrString))
    case 'words': {
      const { words } = type
      if (typeof value === 'string' && (value === '' || words.includes(value))) return value
      // A release such as 1.35 looks like a number.
      if (typeof value === 'number' && words.includes(written)) return written
      const found = quoted(written)
      const ending = meant(written, words, say('fullStop'))
      return wrong(
        words.length > 1
          ? say('wantsOneOf', at, words, found, ending)
          : say('wantsWord', at, words[0] ?? '', found, ending),
      )
    }
    case 'Quantity':
      return readQuantity(value, written, at, wrong)
    case 'Duration': {
      const span =
        typeof value === 'string' || value === 0 ? parseGoDuration(String(value)) : undefined
      if (span === undefined) return insteadOf(WANTED.Duration)
      if (span > LONGEST_DURATION_HOURS * 3_600_000) return wrong(say('wantsAYearAtMost', at))
      return span
    }
  }
}

function readQuantity(
  value: unknown,
  written: string,
  at: string | Said,
  wrong: (problem: Said) => undefined,
) {
  if (typeof value !== 'string' && typeof value !== 'number') {
    return wrong(say('wants', at, WANTED.Quantity))
  }
  // A number's own digits: as a double, 0.1 and large integers would not be exact.
  const text = typeof value === 'number' ? written : value
  try {
    if (parseQuantity(text).nanos < 0n) return wrong(say('wantsNotNegative', at, quoted(text)))
    return text
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    return wrong(say('wantsOtherQuantity', at, error.said))
  }
}

function readList(reader: Reader, list: YAMLSeq.Parsed, type: FieldType, path: Path): unknown[] {
  return list.items.map((item, index) => {
    const span = spanOf(item)
    if (isEmpty(item)) {
      reader.report.error(say('emptyEntry', pathText([...path, index])), span)
    }
    return readValue(reader, item, type, [...path, index], span)
  })
}

/** Calls `read` once per key, own keys before merged ones; doubles and dangerous keys are errors. */
function eachKey(
  reader: Reader,
  map: YAMLMap.Parsed,
  read: (key: string, value: ParsedNode | null, keySpan: Span) => void,
): void {
  const seen = new Set<string>()
  for (const { pair, merged } of pairsOf(map, reader.anchors)) {
    const key = keyText(pair)
    const span = spanOf(pair.key)
    if (key === undefined) {
      reader.report.error(say('keyIsNoWord'), span)
    } else if (key === '__proto__') {
      reader.report.error(say('protoKey'), span)
    } else if (seen.has(key)) {
      if (!merged) reader.report.error(say('keyTwice', quoted(key)), span)
    } else {
      seen.add(key)
      if (merged) insideAlias(reader, pair.key, () => read(key, pair.value, span))
      else read(key, pair.value, span)
    }
  }
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.value !== '<<' || !isAlias(value)) continue
    if (!isMap(resolveAlias(value, reader.anchors))) {
      reader.report.error(say('mergeOfNothing'), spanOf(key))
    }
  }
}

function readObject(
  reader: Reader,
  map: YAMLMap.Parsed,
  typeName: string,
  path: Path,
  owner: Span,
): Record<string, unknown> {
  const fields = fieldsOf(typeName)
  const object: Record<string, unknown> = {}
  eachKey(reader, map, (key, node, span) => {
    const field = fields.get(key)
    if (!field) {
      const known = [...fields.keys()]
      const ending = meant(key, known, hintBelow(key, typeName, path))
      const ours = typeName.startsWith('Scenario')
      const unknown =
        path.length === 0
          ? say(ours ? 'unknownScenarioField' : 'unknownField', quoted(key), ending)
          : say(
              ours ? 'unknownScenarioFieldIn' : 'unknownFieldIn',
              quoted(key),
              pathText(path),
              ending,
            )
      reader.report.warning(unknown, span)
      return
    }
    const value = readValue(reader, node, field.type, [...path, key], span)
    if (value !== undefined) object[key] = value
  })
  // What a controller reports may be as incomplete as it likes.
  if (path[0] === 'status') return object
  for (const field of fields.values()) {
    if (!field.required || Object.hasOwn(object, field.name)) continue
    if (isWritten(map, field.name)) continue
    reader.report.error(say('missingField', pathText([...path, field.name])), owner)
  }
  return object
}

/** Written, though perhaps wrong: then that has been said already. */
const isWritten = (map: YAMLMap.Parsed, name: string): boolean =>
  map.items.some(
    (item) =>
      keyText(item) === name &&
      item.value !== null &&
      !(isScalar(item.value) && item.value.value === null),
  )

/** Fields are often written one level too high: `replicas` beside `spec`. */
function hintBelow(key: string, typeName: string, path: Path): Said {
  for (const field of fieldsOf(typeName).values()) {
    if (field.type.kind === 'object' && fieldsOf(field.type.type).has(key)) {
      return say('belongsInto', pathText([...path, field.name]))
    }
  }
  return say('leftOut')
}

function readMap(reader: Reader, map: YAMLMap.Parsed, type: FieldType, path: Path) {
  const result: Record<string, unknown> = {}
  eachKey(reader, map, (key, node, span) => {
    const value = readValue(reader, node, type, [...path, key], span)
    if (value !== undefined) result[key] = value
    else if (type.kind === 'string' && isEmpty(node)) result[key] = ''
  })
  return result
}

/** `key:` with nothing behind it; in a map of texts Kubernetes reads it as the empty text. */
const isEmpty = (node: ParsedNode | null): boolean =>
  node === null || (isScalar(node) && node.value === null)

function readAnything(reader: Reader, node: ParsedNode, path: Path): unknown {
  const unknown: FieldType = { kind: 'unknown' }
  if (isMap(node)) return readMap(reader, node, unknown, path)
  if (isSeq(node)) {
    return node.items.map(
      (item, i) => readValue(reader, item as ParsedNode, unknown, [...path, i], [0, 0]) ?? null,
    )
  }
  return (node as Scalar).value
}
