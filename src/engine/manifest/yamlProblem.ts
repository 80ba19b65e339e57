import type { Said } from '../protocol.ts'
import { english, say } from '../sentences/sentences.ts'

/** What the YAML parser found. */
export interface YamlProblem {
  readonly code: string
  readonly message: string
}

/** The problems whose code says it all. */
const BY_CODE: Readonly<Record<string, Said>> = {
  ALIAS_PROPS: say('aliasWithProps'),
  BAD_ALIAS: say('aliasWithoutName'),
  BAD_COLLECTION_TYPE: say('wrongCollectionTag'),
  BAD_DIRECTIVE: say('noDirective'),
  BAD_DQ_ESCAPE: say('noEscape'),
  BAD_INDENT: say('indentation'),
  BAD_SCALAR_START: say('plainStart'),
  BLOCK_AS_IMPLICIT_KEY: say('blockOnLine'),
  BLOCK_IN_FLOW: say('blockInBrackets'),
  KEY_OVER_1024_CHARS: say('keyTooLong'),
  MULTILINE_IMPLICIT_KEY: say('keyOverLines'),
  MULTIPLE_ANCHORS: say('severalAnchors'),
  MULTIPLE_TAGS: say('severalTags'),
  TAB_AS_INDENT: say('tab'),
}

/** The parser's own messages: missing brackets, quotes and colons, which it names. */
const REASONS: readonly (readonly [RegExp, (...found: string[]) => Said])[] = [
  [/^Implicit map keys need to be followed/, () => say('keyWithoutValue')],
  [/^Missing closing (["'])quote/, (quote) => say('missingQuote', quote)],
  [/^Missing , between flow (\w+)/, (flow) => say('missingComma', flow)],
  [/^Missing , or : between flow (\w+)/, (flow) => say('missingCommaOrColon', flow)],
  [/^Sequence item without/, () => say('missingDash')],
  [/^Missing directives-end\/doc-start/, () => say('missingMarker')],
  [/^Unexpected block-seq-ind on same line/, () => say('dashAfterKey')],
  [/^Comments must be separated/, () => say('spaceBeforeComment')],
  [/^Tags and anchors must be separated/, () => say('spaceAfterTag')],
  [/^Block scalar header includes extra characters: (.*)$/, (text) => say('blockHeader', text)],
  [/^Not a YAML token: (.*)$/, (text) => say('noToken', text)],
  [/^Unexpected (\S+) at node end/, (token) => say('unexpectedAfter', token)],
  [
    /^Unexpected (\S+) token in YAML (\w+): (.*)$/,
    (token, stream, text) => say('unexpectedIn', token, stream, text),
  ],
  [/^Unexpected (\S+) in flow (\w+)/, (token, flow) => say('unexpectedInBrackets', token, flow)],
  [/^Unexpected (\S+) token/, (token) => say('unexpected', token)],
]

/** A problem of the YAML parser as a sentence that says what to do. */
export function yamlProblem({ code, message }: YamlProblem): Said {
  const open = /^Flow (?:map|sequence) .* end with a (.)/.exec(message)?.[1]
  if (open !== undefined) return say('openBracket', open)
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code]!
  const [first = ''] = message.split('\n')
  return say('notYaml', reasonOf(first.replace(/[.:]?\s*$/, '')))
}

/** The parser's message as a sentence that is known, or as it is. */
function reasonOf(message: string): string | Said {
  for (const [pattern, reason] of REASONS) {
    const [whole, ...found] = pattern.exec(message) ?? []
    if (whole === undefined) continue
    const said = reason(...found)
    // A longer message says more than the sentence does.
    return english(said) === message ? said : message
  }
  return message
}
