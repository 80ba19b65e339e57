import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml'
import { say } from '../sentences/sentences.ts'
import type { Report } from './report.ts'
import { type YamlProblem, yamlProblem } from './yamlProblem.ts'

/**
 * How many lexical tokens may still be read in this file: what bounds the time, whatever the text.
 * A token takes 1 to 2 microseconds; ordinary manifests have two bytes and a half to a token.
 */
export interface Budget {
  tokens: number
}

export const TOKENS_PER_FILE = 500_000
/** An object above this size does not fit into a cluster's etcd either (1.5 MiB a request). */
const LARGEST_DOCUMENT = 1_572_864

/** V8's own switch; elsewhere setting it does nothing. */
const StackedError = Error as ErrorConstructor & { stackTraceLimit?: number }

/**
 * Reads one YAML or JSON document. Syntax errors are reported; then nothing is returned.
 * @returns the document; undefined when it is empty, broken or too large
 */
export function readYaml(
  text: string,
  report: Report,
  budget: Budget,
): Document.Parsed<ParsedNode> | undefined {
  if (!hasContent(text)) return undefined
  if (text.length > LARGEST_DOCUMENT) {
    report.error(say('documentTooLarge'), [0, 0])
    return undefined
  }
  // Ten thousand errors are ten thousand stack traces, unless nobody takes them.
  const limit = StackedError.stackTraceLimit
  StackedError.stackTraceLimit = 0
  try {
    const document = compose(text, budget)
    if (document === undefined) {
      report.error(say('tooManyParts'), [0, 0])
      return undefined
    }
    const [first] = document.errors
    if (first) reportSyntax(first, text, report)
    return first ? undefined : document
  } catch {
    // The parser is recursive: brackets in brackets can use up the stack.
    report.error(say('documentTooDeep'), [0, 0])
    return undefined
  } finally {
    StackedError.stackTraceLimit = limit
  }
}

/** undefined = over the budget. */
function compose(text: string, budget: Budget): Document.Parsed<ParsedNode> | undefined {
  const lexer = new Lexer()
  const parser = new Parser()
  const composer = new Composer({
    prettyErrors: false,
    // The parser compares every key with every other; reading the values finds doubles in passing.
    uniqueKeys: false,
    logLevel: 'silent',
  })
  // Escapes are read one by one, and each may be an error.
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) budget.tokens -= 1
  let document: Document.Parsed<ParsedNode> | undefined
  const take = (token: Parameters<typeof composer.next>[0]) => {
    for (const next of composer.next(token)) document ??= next
  }
  for (const lexeme of lexer.lex(text)) {
    budget.tokens -= 1
    if (budget.tokens < 0) return undefined
    for (const token of parser.next(lexeme)) take(token)
  }
  for (const token of parser.end()) take(token)
  for (const next of composer.end(true, text.length)) document ??= next
  return document
}

/** False for blank lines, comments and directives alone. */
const hasContent = (text: string) => /^\uFEFF?[ \t]*[^\s#%\uFEFF]/m.test(text)

interface SyntaxProblem extends YamlProblem {
  readonly pos: readonly [number, number]
}

function reportSyntax(problem: SyntaxProblem, text: string, report: Report): void {
  const [start, end] = problem.pos
  const tab = tabBefore(text, start)
  if (tab !== undefined) {
    report.error(say('tab'), [tab, tab + 1])
    return
  }
  report.error(yamlProblem(problem), [start, Math.max(start + 1, end)])
}

/** Offset of a tab in the indentation of the line of `offset` or of the line above. */
function tabBefore(text: string, offset: number): number | undefined {
  let end = text.indexOf('\n', offset)
  if (end < 0) end = text.length
  for (let i = 0; i < 2 && end >= 0; i++) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const indentation = /^[ \t]*/.exec(text.slice(start, Math.min(end, start + 200)))?.[0] ?? ''
    const tab = indentation.indexOf('\t')
    if (tab >= 0) return start + tab
    end = start - 1
  }
  return undefined
}
