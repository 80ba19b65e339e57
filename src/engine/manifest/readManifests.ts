import { type Document, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml'
import { KINDS, type Kind, type KubernetesObject } from '../api/objects.ts'
import type { Diagnostic, Said } from '../protocol.ts'
import { say, told } from '../sentences/sentences.ts'
import { checkObject } from './checkObject.ts'
import { convert } from './convert.ts'
import { meant } from './didYouMean.ts'
import { type Budget, readYaml, TOKENS_PER_FILE } from './readYaml.ts'
import { quoted, type Report, type Span, startReport } from './report.ts'
import { type DocumentText, splitDocuments } from './splitDocuments.ts'
import { type Anchors, keyText, type Path, placeOf, placeSpan, spanOf } from './tree.ts'

/** An object that was read, and where. */
export interface ManifestObject {
  readonly kind: Kind
  readonly object: KubernetesObject
  /** From 0. */
  readonly document: number
  /** First line of the document, from 1. */
  readonly line: number
  readonly source: Source
}

/** The text behind an object. */
export interface Source {
  readonly document: DocumentText
  readonly report: Report
  readonly root: ParsedNode
  readonly anchors: Anchors
}

/** A document of a kind that others read (Scenario); its apiVersion has been checked. */
export interface OtherDocument {
  readonly kind: string
  readonly document: DocumentText
  readonly report: Report
  readonly root: YAMLMap.Parsed
}

export interface Manifests {
  readonly objects: readonly ManifestObject[]
  readonly others: readonly OtherDocument[]
  /** In order of the text. Complete only once `others` have been read, too. */
  diagnostics(): Diagnostic[]
}

/** Above this a text is not even looked at. */
const LARGEST_TEXT = 5_000_000
const MOST_DOCUMENTS = 5_000

/**
 * Reads a multi-document YAML or JSON text. Never throws: every problem is a diagnostic, and good
 * documents are returned while others are broken.
 * @param otherKinds apiVersion of each kind that is not Kubernetes' own, to be read by the caller
 */
export function readManifests(
  text: string,
  otherKinds: Readonly<Record<string, string>> = {},
): Manifests {
  const refusal = refuse(text)
  if (refusal) {
    const diagnostic = { severity: 'error', ...told(refusal), document: 0, ...START } as const
    return { objects: [], others: [], diagnostics: () => [diagnostic] }
  }
  const documents = splitDocuments(text)
  const reports: Report[] = []
  const found = new Finds(otherKinds)
  const budget: Budget = { tokens: TOKENS_PER_FILE }
  for (const document of documents.slice(0, MOST_DOCUMENTS)) {
    const report = startReport(document)
    reports.push(report)
    const parsed = readYaml(document.text, report, budget)
    if (parsed?.contents) found.document(document, report, parsed)
    if (budget.tokens < 0) break
  }
  const beyond = documents[MOST_DOCUMENTS]
  if (beyond) {
    const report = startReport(beyond)
    report.error(say('tooManyDocuments', MOST_DOCUMENTS), [0, 0])
    reports.push(report)
  }
  return {
    objects: found.objects,
    others: found.others,
    diagnostics: () => reports.flatMap((report) => report.diagnostics),
  }
}

const START = { line: 1, column: 1, endLine: 1, endColumn: 1 }

function refuse(text: string): Said | undefined {
  if (text.length <= LARGEST_TEXT) return undefined
  const size = (text.length / 1_000_000).toFixed(1)
  return say('textTooLarge', size, LARGEST_TEXT / 1_000_000)
}

class Finds {
  readonly objects: ManifestObject[] = []
  readonly others: OtherDocument[] = []
  readonly #otherKinds: Readonly<Record<string, string>>
  /** First line of each object, by kind, namespace and name. */
  readonly #lines = new Map<string, number>()

  constructor(otherKinds: Readonly<Record<string, string>>) {
    this.#otherKinds = otherKinds
  }

  document(document: DocumentText, report: Report, parsed: Document.Parsed<ParsedNode>): void {
    const root = parsed.contents
    if (!isMap(root)) {
      if (isScalar(root) && root.value === null) return
      report.error(say('notAnObject'), spanOf(root))
      return
    }
    const kind = wordAt(root, 'kind')
    const items = root.items.find((item) => keyText(item) === 'items')?.value
    if (kind?.endsWith('List') && isSeq(items)) {
      for (const item of items.items) {
        if (isMap(item)) this.#object(document, report, item)
        else report.error(say('listEntry'), spanOf(item))
      }
      return
    }
    this.#object(document, report, root)
  }

  #object(document: DocumentText, report: Report, root: YAMLMap.Parsed): void {
    const kind = this.#kindOf(root, report)
    if (kind === undefined) return
    if (!isKind(kind)) {
      this.others.push({ kind, document, report, root })
      return
    }
    const before = report.errors()
    const { value, anchors } = convert(root, { kind: 'object', type: kind }, report)
    if (value === undefined || report.errors() > before) return
    const object = value as KubernetesObject
    checkObject(kind, object, (severity, problem, path) => {
      report[severity](problem, spanAt(root, path, anchors))
    })
    if (report.errors() === before) this.#add({ kind, object, document, report, root, anchors })
  }

  #add(found: { kind: Kind; object: KubernetesObject } & Source): void {
    const { kind, object, document, report, root, anchors } = found
    const { name, namespace = 'default' } = object.metadata ?? {}
    const key = `${kind}/${KINDS[kind].namespaced ? namespace : ''}/${name}`
    const first = this.#lines.get(key)
    if (first !== undefined) {
      const problem = say('sameName', kind, name ?? '', first)
      report.error(problem, spanAt(root, ['metadata', 'name'], anchors))
      return
    }
    const span = spanAt(root, ['metadata', 'name'], anchors)
    this.#lines.set(key, report.range(span).line)
    const source = { document, report, root, anchors }
    this.objects.push({ kind, object, document: document.index, line: document.startLine, source })
  }

  /** Checks kind and apiVersion; undefined = nothing to read here. */
  #kindOf(root: YAMLMap.Parsed, report: Report): string | undefined {
    const kind = wordAt(root, 'kind')
    const at = (field: string): Span => spanAt(root, [field], new Map())
    if (!kind) {
      report.error(say('noKind'), at('kind'))
      return undefined
    }
    const known = { ...this.#otherKinds, ...API_VERSIONS }
    const wanted = Object.hasOwn(known, kind) ? known[kind] : undefined
    if (wanted === undefined) {
      const ending = meant(kind, Object.keys(known), say('documentLeftOut'))
      report.warning(say('unknownKind', quoted(kind), ending), at('kind'))
      return undefined
    }
    const apiVersion = wordAt(root, 'apiVersion')
    if (apiVersion === wanted) return kind
    if (apiVersion === undefined) report.error(say('noApiVersion', kind, wanted), at('kind'))
    else report.error(say('wrongApiVersion', kind, wanted, quoted(apiVersion)), at('apiVersion'))
    return undefined
  }
}

const API_VERSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(KINDS).map(([kind, { apiVersion }]) => [kind, apiVersion]),
)

const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind)

function wordAt(map: YAMLMap.Parsed, key: string): string | undefined {
  const value = map.items.find((item) => keyText(item) === key)?.value
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined
}

const spanAt = (root: ParsedNode, path: Path, anchors: Anchors): Span =>
  placeSpan(placeOf(root, path, anchors))
