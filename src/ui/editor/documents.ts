import type { ShapeSource } from '../../engine/protocol.ts'

/** Lines of one document of a multi-document text, from 1, without the `---` that begins it. */
export interface DocumentLines {
  /** How many `---` lines stand above. */
  readonly index: number
  readonly startLine: number
  readonly endLine: number
}

const SEPARATOR = /^---(?=\s|$)/gm

/** Splits a text at its `---` lines, whether or not the documents are good YAML. */
export function splitDocuments(text: string): DocumentLines[] {
  const documents: DocumentLines[] = []
  let startLine = 1
  let line = 1
  let counted = 0
  // Megabytes are split while somebody types: no line is copied, and each is looked at once.
  const countTo = (offset: number) => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < offset; ) {
      line++
      counted = at + 1
      at = text.indexOf('\n', counted)
    }
    return line
  }
  for (const { index } of text.matchAll(SEPARATOR)) {
    const endLine = countTo(index) - 1
    documents.push({ index: documents.length, startLine, endLine })
    startLine = endLine + 2
  }
  documents.push({ index: documents.length, startLine, endLine: countTo(text.length) })
  return documents
}

/** The document a line belongs to; a `---` line belongs to the document that it begins. */
export function documentAt(documents: readonly DocumentLines[], line: number): DocumentLines {
  let [low, high] = [0, documents.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (line <= documents[middle]!.endLine) high = middle
    else low = middle + 1
  }
  return documents[low]!
}

/** The workload whose document contains the line. */
export function shapeAt(shapes: readonly ShapeSource[], line: number): ShapeSource | undefined {
  return shapes.find((shape) => line >= shape.startLine && line <= shape.endLine)
}

/** Lines on which the workload's requests are written, in order. */
export function requestLines(shape: ShapeSource): number[] {
  return [...new Set(Object.values(shape.fields).map((field) => field.line))].sort((a, b) => a - b)
}

/**
 * The first line to show so that a document's requests are seen together with as much of what
 * stands above them as there is room for.
 */
export function topLineFor(shape: ShapeSource, visibleLines: number): number {
  const lines = requestLines(shape)
  const last = lines.at(-1)
  if (last === undefined || shape.endLine - shape.startLine < visibleLines) return shape.startLine
  return Math.max(shape.startLine, last + 2 - visibleLines)
}

/** Documents that are read when a run starts, and never while it goes on. */
export const START_KINDS = ['Scenario', 'KubeSchedulerConfiguration'] as const
export type StartKind = (typeof START_KINDS)[number]

/** The document that `text` needs a restart for, since it differs from what the run was started with. */
export function needsRestart(text: string, started: string): StartKind | undefined {
  return START_KINDS.find((kind) => {
    const part = partOf(text, kind)
    // Without a Scenario document of its own a text can be applied to any run.
    if (part === undefined && kind === 'Scenario') return false
    return part !== partOf(started, kind)
  })
}

/** Text of the Scenario document without comments and blank lines; undefined = there is none. */
export function scenarioPart(text: string): string | undefined {
  return partOf(text, 'Scenario')
}

function partOf(text: string, kind: StartKind): string | undefined {
  const isKind = new RegExp(
    `^(?:"kind"|'kind'|kind)[ \\t]*:[ \\t]*["']?${kind}["']?[ \\t]*(?:#.*)?$`,
    'm',
  )
  const at = text.search(isKind)
  if (at < 0) return undefined
  const start = [...text.slice(0, at).matchAll(SEPARATOR)].at(-1)?.index ?? 0
  const next = text.slice(at).search(/^---(?=\s|$)/m)
  return text
    .slice(start, next < 0 ? undefined : at + next)
    .replace(/^---(?=\s|$).*/, '')
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .map((line) => line.trimEnd())
    .join('\n')
}

/** What stands in the editor's place until it is there: the text from its first app on. */
export function visiblePart(text: string): string {
  const start = text.search(/^kind: Deployment/m)
  return text.slice(Math.max(0, start), Math.max(0, start) + 2000)
}
