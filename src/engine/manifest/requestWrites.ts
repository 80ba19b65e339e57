import { isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from 'yaml'
import { amountToText } from '../api/quantity.ts'
import type { TextRange, TextWrite } from '../protocol.ts'
import type { Source } from './readManifests.ts'
import type { Span } from './report.ts'
import { keyText, type ParsedPair, type Path, placeOf } from './tree.ts'

/**
 * How another request is written into a container, with everything else, comments and style
 * included, left as it is.
 * @param container where the container stands
 * @returns undefined when it cannot be written there
 */
export function requestWrites(
  source: Source,
  container: Path,
  resource: string,
): readonly TextWrite[] | undefined {
  const place = placeOf(source.root, container, source.anchors)
  if (!place.exact || place.shared || !isMap(place.node)) return undefined
  const request = write(source, place.node, ['resources', 'requests', resource])
  if (!request) return undefined
  // Devices cannot be overcommitted: their limit is the request.
  const limit = resource.includes('/')
    ? placeOf(place.node, ['resources', 'limits', resource], source.anchors)
    : undefined
  if (!limit?.exact || limit.shared || !isScalar(limit.node)) return [request]
  return [request, replacement(source, limit.node)]
}

/** Writes the value at a path below a map, making the levels that are missing. */
function write(
  source: Source,
  map: YAMLMap.Parsed,
  [key, ...rest]: readonly string[],
): TextWrite | undefined {
  if (key === undefined) return undefined
  const pair = map.items.find((item) => keyText(item) === key) as ParsedPair | undefined
  if (!pair) return insertion(source, map, [key, ...rest])
  const { value } = pair
  if (rest.length === 0) return isScalar(value) ? replacement(source, value) : undefined
  if (isMap(value)) return write(source, value, rest)
  const empty = value === null || (isScalar(value) && value.value === null && !value.source)
  if (!empty || map.flow) return undefined
  // `requests:` with nothing below it.
  const indent = indentOf(source, pair.key) + 2
  return at(source, endOfLine(source, endOf(pair.key)), below(rest, indent), '')
}

function replacement(source: Source, scalar: Scalar.Parsed): TextWrite {
  const [start, end] = scalar.range
  const text = source.document.text.slice(start, end)
  const quote = /^(["']).*\1$/s.exec(text)?.[1] ?? ''
  return { range: range(source, [start, end]), before: quote, after: quote }
}

function insertion(source: Source, map: YAMLMap.Parsed, keys: readonly string[]): TextWrite {
  const last = map.items.at(-1) as ParsedPair | undefined
  if (map.flow || !last) {
    const before = `${last ? ', ' : ''}${keys.join(': {')}: `
    const end = last ? endOf(last.value ?? last.key) : map.range[0] + 1
    return at(source, end, before, '}'.repeat(keys.length - 1))
  }
  const indent = indentOf(source, map.items[0]!.key as ParsedNode)
  return at(source, endOfLine(source, endOf(last.value ?? last.key)), below(keys, indent), '')
}

const below = (keys: readonly string[], indent: number): string =>
  `${keys.map((key, depth) => `\n${' '.repeat(indent + 2 * depth)}${key}:`).join('')} `

/** Offset behind a node's last character, without the comments and blank lines that follow. */
function endOf(node: ParsedNode): number {
  const items = isMap(node) || isSeq(node) ? node.items : []
  const last = items.at(-1)
  if (last === undefined || (isMap(node) && node.flow) || (isSeq(node) && node.flow)) {
    return node.range[1]
  }
  if (isSeq(node)) return endOf(last as ParsedNode)
  const { key, value } = last as ParsedPair
  // A null without a text stands where its colon ends.
  return value && value.range[1] > value.range[0] ? endOf(value) : endOf(key) + 1
}

function endOfLine({ document: { text } }: Source, offset: number): number {
  // A block of text ends with its line break.
  const from = text[offset - 1] === '\n' ? offset - 1 : offset
  const end = text.indexOf('\n', from)
  if (end < 0) return text.length
  return text[end - 1] === '\r' ? end - 1 : end
}

function indentOf({ document: { text } }: Source, node: ParsedNode): number {
  return node.range[0] - (text.lastIndexOf('\n', node.range[0] - 1) + 1)
}

function at(source: Source, offset: number, before: string, after: string): TextWrite {
  return { range: range(source, [offset, offset]), before, after }
}

const range = ({ report }: Source, span: Span): TextRange => report.range(span)

/**
 * A text in which a workload requests another amount; unchanged when that cannot be written.
 * @param amount cpu in millicores, everything else in base units
 */
export function withRequest(
  text: string,
  writes: readonly TextWrite[] | undefined,
  resource: string,
  amount: number,
): string {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1
  const edits = (writes ?? []).map(({ range: r, before, after }) => ({
    start: offset(r.line, r.column),
    end: offset(r.endLine, r.endColumn),
    text: before + amountToText(resource, amount) + after,
  }))
  edits.sort((a, b) => b.start - a.start)
  return edits.reduce((result, edit) => {
    return result.slice(0, edit.start) + edit.text + result.slice(edit.end)
  }, text)
}
