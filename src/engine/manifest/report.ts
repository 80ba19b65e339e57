import type { Diagnostic, Said, TextRange } from '../protocol.ts'
import { say, told } from '../sentences/sentences.ts'
import type { DocumentText } from './splitDocuments.ts'

/** Offsets within a document's text: start and end. */
export type Span = readonly [start: number, end: number]

/** Problems of one document, with lines and columns of the whole text; a mere text is what Kubernetes prints. */
export interface Report {
  error(problem: string | Said, span: Span): void
  warning(problem: string | Said, span: Span): void
  readonly diagnostics: Diagnostic[]
  /** How many errors have been reported, those that are not shown included. */
  errors(): number
  /** A span as lines and columns of the whole text. */
  range(span: Span): TextRange
}

/** More than this says nothing new, and costs time on the page. */
const MOST_PER_DOCUMENT = 20

/** What stands in a chart's files between double braces. */
const TEMPLATE =
  /\{\{-?\s*([.$]+\w|(if|else|end|range|with|include|template|define|block|toYaml|quote|default|tpl)\b)/

/** Whether the lines of a problem, or the one above, hold what Helm would have replaced. */
function isTemplate(text: string, [start, end]: Span): boolean {
  const line = text.lastIndexOf('\n', start - 1)
  const from = line <= 0 ? 0 : text.lastIndexOf('\n', line - 1) + 1
  const to = text.indexOf('\n', Math.max(start, end))
  return TEMPLATE.test(text.slice(from, to < 0 ? undefined : to))
}

/** Starts the report of a document. */
export function startReport({ index, text, startLine }: DocumentText): Report {
  const diagnostics: Diagnostic[] = []
  const position = lineLookup(text, startLine)
  let errors = 0
  let dropped = false
  let hinted = false
  const range = ([start, end]: Span): TextRange => {
    const from = position(start)
    const to = position(Math.max(start, end))
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }
  const add = (severity: Diagnostic['severity'], problem: string | Said, span: Span) => {
    if (severity === 'error') errors += 1
    if (dropped) return
    if (diagnostics.length === MOST_PER_DOCUMENT) {
      dropped = true
      problem = say('moreProblems')
    }
    if (severity === 'error' && !hinted && isTemplate(text, span)) {
      hinted = true
      problem = say('helmTemplate', problem)
    }
    diagnostics.push({ severity, ...told(problem), document: index, ...range(span) })
  }
  return {
    error: (problem, span) => add('error', problem, span),
    warning: (problem, span) => add('warning', problem, span),
    diagnostics,
    errors: () => errors,
    range,
  }
}

function lineLookup(text: string, startLine: number) {
  let starts: number[] | undefined
  return (offset: number) => {
    // Most documents have no problem and never need this.
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: startLine + low, column: offset - starts[low]! + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** A person's text in a message: on one line, not longer than a line. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text
  return JSON.stringify(short)
}
