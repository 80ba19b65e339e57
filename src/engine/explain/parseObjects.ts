import { isAlias, isMap, parseAllDocuments } from 'yaml'
import { ExplainError } from './explainError.ts'

/** The documents of a YAML or JSON text, sorted for `explain`. */
export interface ParsedObjects {
  readonly objects: readonly unknown[]
  /** A KubeSchedulerConfiguration among them. */
  readonly config?: unknown
}

/** Kinds that describe a run and not a cluster. */
const IGNORED_KINDS: readonly unknown[] = ['Scenario']
const CONFIGURATION = 'KubeSchedulerConfiguration'

/** Above this a text is not even looked at. */
const LARGEST_TEXT = 50_000_000

/**
 * Plain objects from text. Where no Node carries the hostname label, no kubelet has registered any of
 * them: they are written by hand, and get the label that their kubelets would give them.
 * @throws ExplainError with the line of what is no YAML
 */
export function parseObjects(text: string): ParsedObjects {
  if (text.length > LARGEST_TEXT) {
    throw new ExplainError('objects', `the text is longer than ${LARGEST_TEXT} characters`)
  }
  const found: unknown[] = []
  for (const document of parseAllDocuments(text, { prettyErrors: true, logLevel: 'silent' })) {
    const [error] = document.errors
    if (error) throw new ExplainError('objects', error.message.split('\n')[0]!.replace(/:$/, ''))
    if (document.contents === null) continue
    if (!isMap(document.contents) || isAlias(document.contents)) {
      throw new ExplainError('objects', 'a document is no Kubernetes object')
    }
    found.push(document.toJS({ maxAliasCount: 10_000 }))
  }
  const documents = found as { readonly kind?: unknown }[]
  const config = documents.find(({ kind }) => kind === CONFIGURATION)
  const objects = documents.filter(
    ({ kind }) => kind !== CONFIGURATION && !IGNORED_KINDS.includes(kind),
  )
  return { objects: withHostnames(objects), ...(config && { config }) }
}

const HOSTNAME = 'kubernetes.io/hostname'

interface NodeLike {
  readonly kind?: unknown
  readonly items?: unknown
  readonly metadata?: {
    readonly name?: unknown
    readonly labels?: Readonly<Record<string, unknown>> | null
  } | null
}

function withHostnames(objects: readonly NodeLike[]): readonly NodeLike[] {
  const isNode = (object: NodeLike | null) => object?.kind === 'Node'
  const inLists = objects.flatMap(({ items }) =>
    Array.isArray(items) ? (items as NodeLike[]) : [],
  )
  const nodes = [...objects, ...inLists].filter(isNode)
  if (nodes.some(({ metadata }) => Object.hasOwn(metadata?.labels ?? {}, HOSTNAME))) return objects
  const labelled = (object: NodeLike): NodeLike => {
    if (Array.isArray(object?.items)) return { ...object, items: object.items.map(labelled) }
    const { metadata } = object ?? {}
    if (!isNode(object) || typeof metadata?.name !== 'string') return object
    const labels = { [HOSTNAME]: metadata.name, ...metadata.labels }
    return { ...object, metadata: { ...metadata, labels } }
  }
  return objects.map(labelled)
}
