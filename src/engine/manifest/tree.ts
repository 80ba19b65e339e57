import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import type { Said } from '../protocol.ts'
import { say } from '../sentences/sentences.ts'
import type { Span } from './report.ts'

/** A way from the root of an object to a value: `['spec', 'containers', 0]`. */
export type Path = readonly (string | number)[]

/** `spec.containers[0].resources`; the empty path is `this document`. */
export function pathText(path: Path): string | Said {
  if (path.length === 0) return say('thisDocument')
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (/^[\w-]{1,63}$/.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step.length > 63 ? `${step.slice(0, 60)}...` : step)}]`
  }
  return text
}

/** Anchored nodes of a document, found while it is read from top to bottom. */
export type Anchors = Map<string, ParsedNode>

/** The node that an alias stands for; undefined when no anchor of that name stands above. */
export const resolveAlias = (alias: Alias, anchors: Anchors): ParsedNode | undefined =>
  anchors.get(alias.source)

/** A node's own text; the first line of a block, without what follows it. */
export function spanOf(node: ParsedNode | undefined | null): Span {
  if (!node) return [0, 0]
  const [start, end] = node.range
  if (isMap(node) && !node.flow) {
    const first = node.items[0]?.key as ParsedNode | undefined
    return first ? spanOf(first) : [start, start + 1]
  }
  if (isSeq(node) && !node.flow) return [start, start + 1]
  return [start, end]
}

/** A key as text; undefined when it is no plain word. */
export function keyText(pair: Pair): string | undefined {
  if (!isScalar(pair.key)) return undefined
  const key = pair.key as Scalar
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

export type ParsedPair = Pair<ParsedNode, ParsedNode | null>

/**
 * The pairs of a map, those of its merge keys (`<<: *base`) last. Own keys win over merged ones,
 * so a reader takes the first pair of each key; merged pairs are marked.
 */
export function pairsOf(
  map: YAMLMap,
  anchors: Anchors,
): { readonly pair: ParsedPair; readonly merged: boolean }[] {
  const pairs: { pair: ParsedPair; merged: boolean }[] = []
  const sources: ParsedNode[] = []
  for (const item of map.items as ParsedPair[]) {
    if (isScalar(item.key) && item.key.value === '<<' && item.key.type === 'PLAIN') {
      if (isSeq(item.value)) sources.push(...(item.value.items as ParsedNode[]))
      else if (item.value) sources.push(item.value)
    } else {
      pairs.push({ pair: item, merged: false })
    }
  }
  for (const source of sources) {
    const node = isAlias(source) ? resolveAlias(source, anchors) : source
    if (!isMap(node)) continue
    for (const item of node.items as ParsedPair[]) {
      // A merge inside a merge is more than any manifest needs.
      if (keyText(item) !== '<<') pairs.push({ pair: item, merged: true })
    }
  }
  return pairs
}

/** Where a path is written: its value, and its key when it is an entry of a map. */
export interface Place {
  readonly node: ParsedNode | null
  readonly key: ParsedNode | undefined
  /** False: this is the nearest thing above that is written. */
  readonly exact: boolean
  /** Reached through an alias or a merge: changing it there changes other values, too. */
  readonly shared: boolean
}

/** Finds where a path is written; the nearest thing above when it is not. */
export function placeOf(root: ParsedNode | null, path: Path, anchors: Anchors): Place {
  let place: Place = { node: root, key: undefined, exact: path.length === 0, shared: false }
  for (const [depth, step] of path.entries()) {
    const node = isAlias(place.node) ? (resolveAlias(place.node, anchors) ?? null) : place.node
    let next: Omit<Place, 'exact'> | undefined
    const shared = place.shared || isAlias(place.node)
    if (isSeq(node) && typeof step === 'number') {
      const item = node.items[step] as ParsedNode | undefined
      if (item) next = { node: item, key: undefined, shared }
    } else if (isMap(node)) {
      const found = pairsOf(node, anchors).find(({ pair }) => keyText(pair) === String(step))
      if (found) {
        const { pair, merged } = found
        next = { node: pair.value, key: pair.key, shared: shared || merged }
      }
    }
    if (!next) return { ...place, exact: false }
    place = { ...next, exact: depth === path.length - 1 }
  }
  return place
}

/** The part of the text to underline for a place. */
export function placeSpan(place: Place): Span {
  if (place.exact && place.node && (isScalar(place.node) || isAlias(place.node))) {
    return spanOf(place.node)
  }
  return spanOf(place.key ?? place.node)
}
