import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml'
import type { Report } from './report.ts'

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
    report.error(
      'This document is larger than 1.5 MiB, more than a cluster stores for one object; split it.',
      [0, 0],
    )
    return undefined
  }
  // Ten thousand errors are ten thousand stack traces, unless nobody takes them.
  const limit = StackedError.stackTraceLimit
  StackedError.stackTraceLimit = 0
  try {
    const document = compose(text, budget)
    if (document === undefined) {
      report.error('This file has too many parts to be read at once; split it.', [0, 0])
      return undefined
    }
    const [first] = document.errors
    if (first) reportSyntax(first, text, report)
    return first ? undefined : document
  } catch {
    // The parser is recursive: brackets in brackets can use up the stack.
    report.error(
      'This document is nested too deeply to be read; write it with less nesting.',
      [0, 0],
    )
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

interface SyntaxProblem {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

function reportSyntax(problem: SyntaxProblem, text: string, report: Report): void {
  const [start, end] = problem.pos
  const tab = tabBefore(text, start)
  if (tab !== undefined) {
    report.error('A tab stands where YAML wants spaces; indent with spaces.', [tab, tab + 1])
    return
  }
  report.error(sentence(problem), [start, Math.max(start + 1, end)])
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

const SENTENCES: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'An alias cannot have a tag or an anchor of its own; remove it.',
  BAD_ALIAS: 'This alias has no name; write *name.',
  BAD_COLLECTION_TYPE: 'The tag says one kind of collection, the text is another; remove the tag.',
  BAD_DIRECTIVE: 'This % line is not a YAML directive; remove it.',
  BAD_DQ_ESCAPE: 'This is not an escape that YAML knows; write \\\\ for a backslash.',
  BAD_INDENT: 'The indentation does not fit the lines above; line this up with its siblings.',
  BAD_SCALAR_START: 'A plain text cannot begin with this character; put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'A nested block cannot stand on this line; put it on the next line, indented, or check for a colon too many.',
  BLOCK_IN_FLOW:
    'Inside [ ] and { } everything must be written with commas; close the bracket first.',
  KEY_OVER_1024_CHARS:
    'This key is longer than 1024 characters; a colon or a line break is missing.',
  MULTILINE_IMPLICIT_KEY:
    'A key must stand on one line; a colon is missing here or on the line above.',
  MULTIPLE_ANCHORS: 'A value can have one anchor; remove the others.',
  MULTIPLE_TAGS: 'A value can have one tag; remove the others.',
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces; indent with spaces.',
}

function sentence({ code, message }: SyntaxProblem): string {
  const open = /^Flow (?:map|sequence) .* end with a (.)/.exec(message)
  if (open) return `A bracket above is not closed; write ${open[1]} at its end.`
  const known = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined
  if (known) return known
  // Missing brackets, quotes and colons: the parser names the character.
  const [first = ''] = message.split('\n')
  return `This is not YAML: ${first.replace(/[.:]?\s*$/, '')}. Look at this line and the one above.`
}
