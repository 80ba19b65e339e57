/**
 * About YAML and its documents. `at`: a field's path; `written`: what stands there, in quotes; `ending`: one of
 * the endings below, which begin with `;` and end the sentence.
 */
export const READING = {
  moreProblems: () => 'There are more problems in this document; repair these first.',
  helmTemplate: (problem: string) =>
    `${problem} This looks like a Helm template that is not rendered yet: "helm template" writes what it stands for.`,
  textTooLarge: (megabytes: string, most: number) =>
    `This text has ${megabytes} MB; Podfall reads at most ${most} MB. Leave out what the run does not need.`,
  documentTooLarge: () =>
    'This document is larger than 1.5 MiB, more than a cluster stores for one object; split it.',
  tooManyDocuments: (most: number) => `This file has more than ${most} documents; split it.`,
  tooManyParts: () => 'This file has too many parts to be read at once; split it.',
  documentTooDeep: () =>
    'This document is nested too deeply to be read; write it with less nesting.',
  tooDeep: () => 'This is nested too deeply; write it with less nesting.',

  // YAML.
  tab: () => 'A tab stands where YAML wants spaces; indent with spaces.',
  aliasWithProps: () => 'An alias cannot have a tag or an anchor of its own; remove it.',
  aliasWithoutName: () => 'This alias has no name; write *name.',
  wrongCollectionTag: () =>
    'The tag says one kind of collection, the text is another; remove the tag.',
  noDirective: () => 'This % line is not a YAML directive; remove it.',
  noEscape: () => 'This is not an escape that YAML knows; write \\\\ for a backslash.',
  indentation: () =>
    'The indentation does not fit the lines above; line this up with its siblings.',
  plainStart: () => 'A plain text cannot begin with this character; put the text in quotes.',
  blockOnLine: () =>
    'A nested block cannot stand on this line; put it on the next line, indented, or check for a colon too many.',
  blockInBrackets: () =>
    'Inside [ ] and { } everything must be written with commas; close the bracket first.',
  keyTooLong: () => 'This key is longer than 1024 characters; a colon or a line break is missing.',
  keyOverLines: () => 'A key must stand on one line; a colon is missing here or on the line above.',
  severalAnchors: () => 'A value can have one anchor; remove the others.',
  severalTags: () => 'A value can have one tag; remove the others.',
  openBracket: (bracket: string) => `A bracket above is not closed; write ${bracket} at its end.`,
  notYaml: (reason: string) => `This is not YAML: ${reason}. Look at this line and the one above.`,

  // What the YAML parser says, as the reason of `notYaml`.
  keyWithoutValue: () => 'Implicit map keys need to be followed by map values',
  missingQuote: (quote: string) => `Missing closing ${quote}quote`,
  missingComma: (flow: string) => `Missing , between flow ${flow} items`,
  missingCommaOrColon: (flow: string) => `Missing , or : between flow ${flow} items`,
  missingDash: () => 'Sequence item without - indicator',
  missingMarker: () => 'Missing directives-end/doc-start indicator line',
  dashAfterKey: () => 'Unexpected block-seq-ind on same line with key',
  spaceBeforeComment: () =>
    'Comments must be separated from other tokens by white space characters',
  spaceAfterTag: () => 'Tags and anchors must be separated from the next token by white space',
  blockHeader: (header: string) => `Block scalar header includes extra characters: ${header}`,
  noToken: (text: string) => `Not a YAML token: ${text}`,
  unexpectedAfter: (token: string) => `Unexpected ${token} at node end`,
  unexpectedIn: (token: string, stream: string, text: string) =>
    `Unexpected ${token} token in YAML ${stream}: ${text}`,
  unexpectedInBrackets: (token: string, flow: string) => `Unexpected ${token} in flow ${flow}`,
  unexpected: (token: string) => `Unexpected ${token} token`,

  // Documents and kinds.
  notAnObject: () =>
    'This is not a Kubernetes object: one begins with apiVersion, kind and metadata.',
  listEntry: () => 'An entry of a List must be an object with kind and metadata.',
  sameName: (kind: string, name: string, line: number) =>
    `There is another ${kind} ${name} in line ${line}; give one of them another name.`,
  noKind: () => 'kind is missing; say what this is, such as kind: Deployment.',
  unknownKind: (written: string, ending: string) =>
    `Podfall does not know the kind ${written}${ending}`,
  noApiVersion: (kind: string, apiVersion: string) =>
    `apiVersion is missing; ${kind} has apiVersion: ${apiVersion}.`,
  wrongApiVersion: (kind: string, apiVersion: string, written: string) =>
    `${kind} has apiVersion: ${apiVersion}, not ${written}.`,
  onlyOne: (kind: string) => `A file has one ${kind}; move this one to a file of its own.`,

  // Keys and aliases.
  danglingAlias: (name: string) => `*${name} stands for nothing: no &${name} is written above.`,
  tooManyAliases: (most: number) =>
    `The aliases of this document stand for more than ${most} values; write them out or remove them.`,
  keyIsNoWord: () => 'A key must be a word, not a list or a group of fields.',
  protoKey: () => '__proto__ is not a key that Kubernetes knows; remove it.',
  keyTwice: (written: string) => `${written} is written twice; keep one.`,
  mergeOfNothing: () => '<< merges the fields of an anchor (<<: *name); this is none.',
  unknownField: (written: string, ending: string) =>
    `${written} is not a field that Kubernetes knows${ending}`,
  unknownFieldIn: (written: string, at: string, ending: string) =>
    `${written} is not a field that Kubernetes knows in ${at}${ending}`,
  unknownScenarioField: (written: string, ending: string) =>
    `${written} is not a field that a Scenario has${ending}`,
  unknownScenarioFieldIn: (written: string, at: string, ending: string) =>
    `${written} is not a field that a Scenario has in ${at}${ending}`,

  // Values.
  thisDocument: () => 'this document',
  wants: (at: string, wanted: string) => `${at} must be ${wanted}.`,
  wantsNot: (at: string, wanted: string, found: string) => `${at} must be ${wanted}, not ${found}.`,
  wantsGroup: (at: string, found: string) =>
    `${at} must be a group of fields, indented below it, not ${found}.`,
  wantsLines: (at: string, found: string) =>
    `${at} must be a group of "key: value" lines, not ${found}.`,
  wantsList: (at: string, found: string) =>
    `${at} must be a list: begin each entry with "- ", not ${found}.`,
  wantsQuotes: (at: string, written: string) => `${at} must be text: put it in quotes, ${written}.`,
  wantsNoQuotes: (at: string, value: string) => `${at} must be ${value} without quotes.`,
  wantsNumberUnquoted: (at: string) => `${at} must be a whole number: remove the quotes.`,
  wantsOneOf: (at: string, words: readonly string[], written: string, ending: string) =>
    `${at} must be one of ${words.join(', ')}, not ${written}${ending}`,
  wantsWord: (at: string, word: string, written: string, ending: string) =>
    `${at} must be ${word}, not ${written}${ending}`,
  wantsNotNegative: (at: string, written: string) => `${at} must be 0 or more, not ${written}.`,
  wantsOtherQuantity: (at: string, reason: string) => `${at} must be a quantity: ${reason}.`,
  wantsAYearAtMost: (at: string) => `${at} must be at most a year.`,
  emptyEntry: (at: string) => `${at} is empty; fill it or remove it.`,
  missingField: (at: string) => `${at} is missing; add it.`,
  aGroup: () => 'a group of fields',
  aList: () => 'a list',
  text: () => 'text',
  trueOrFalse: () => 'true or false',
  wholeNumber: () => 'a whole number',
  number: () => 'a number',
  numberOrShare: () => 'a whole number or a text such as 25%',
  quantity: () => 'a quantity such as 500m or 2Gi',
  timeSpan: () => 'a time span such as 500ms, 10s or 1h30m',
  oneWord: () => 'one word',

  // Endings.
  fullStop: () => '.',
  didYouMean: (word: string) => `; did you mean ${word}?`,
  leftOut: () => '; it is left out.',
  documentLeftOut: () => '; this document is left out.',
  belongsInto: (at: string) => `; it belongs into ${at}.`,
  thereAre: (names: readonly string[]) => `; there are ${names.join(', ')}.`,
}
