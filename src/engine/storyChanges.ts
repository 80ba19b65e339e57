import type { Kind, KubernetesObject } from './api/objects.ts'
import type { Change } from './protocol.ts'
import type { Scenario } from './scenario.ts'

/** What differs between a manifest and the one before it, as far as a sentence can tell. */
export function changesOf(
  before: KubernetesObject | undefined,
  now: KubernetesObject & { readonly kind: Kind },
): readonly Change[] {
  const { name = '', namespace = 'default' } = now.metadata ?? {}
  const what = named(now.kind, { name, namespace })
  if (before === undefined) return [{ ...what, type: 'new' }]
  const changes: Change[] = []
  const changed = (type: 'image' | 'replicas', from: unknown, to: unknown) => {
    if (from !== undefined && to !== undefined && from !== to)
      changes.push({ ...what, type, from: String(from), to: String(to) })
  }
  for (const [container, image] of imagesOf(now)) {
    changed('image', ...shortest(imagesOf(before).get(container), image))
  }
  changed('replicas', replicasOf(before), replicasOf(now))
  const [old, fresh] = [selectorOf(before), selectorOf(now)]
  for (const [key, to] of Object.entries(fresh)) {
    const from = old[key]
    if (from !== undefined && from !== to)
      changes.push({ ...what, type: 'selector', key, from, to })
  }
  // Not its kind, which manifests write differently, nor in which order fields stand.
  const same = JSON.stringify(sorted(before)) === JSON.stringify(sorted(now))
  if (changes.length === 0 && !same) changes.push({ ...what, type: 'other' })
  return changes
}

/** The object of a change; the namespace where it says something. */
function named(
  kind: string,
  { name, namespace }: { readonly name: string; readonly namespace: string },
) {
  return { kind, name, ...(namespace !== 'default' && { namespace }) }
}

const known = new WeakMap<Scenario, readonly (readonly Change[])[]>()

/**
 * What each `apply` of a scenario changes in the manifests that it begins with and in those that were
 * applied before, in the order of its actions; what `scale` and `setTraffic` set, since what was before
 * may be the run's own doing; of other actions nothing.
 */
export function storyChanges(
  scenario: Scenario,
  objects: readonly KubernetesObject[],
  parse: (text: string) => { readonly objects: readonly { readonly object: KubernetesObject }[] },
): readonly (readonly Change[])[] {
  const found = known.get(scenario)
  if (found !== undefined) return found
  const latest = new Map(objects.map((object) => [keyOf(object), object]))
  const all = scenario.actions.map(({ command }) => {
    if (command.type === 'scale') {
      return [
        { ...named(command.kind, command), type: 'scaled', to: String(command.replicas) } as const,
      ]
    }
    if (command.type === 'setTraffic') {
      const to = String(command.requestsPerSecond)
      return [{ ...named('Traffic', command), type: 'sends', to } as const]
    }
    if (command.type !== 'apply') return []
    return parse(command.text).objects.flatMap(({ object }) => {
      const key = keyOf(object)
      const changes = changesOf(latest.get(key), object as KubernetesObject & { kind: Kind })
      latest.set(key, object)
      return changes
    })
  })
  known.set(scenario, all)
  return all
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return JSON.stringify([kind, metadata?.namespace ?? 'default', metadata?.name])
}

/** Parts of manifests that several kinds have. */
interface Parts {
  readonly replicas?: number
  readonly selector?: Readonly<Record<string, unknown>>
  readonly template?: { readonly spec?: { readonly containers?: readonly Container[] } }
}

interface Container {
  readonly name: string
  readonly image?: string
}

function partsOf(object: KubernetesObject): Parts {
  return ('spec' in object ? (object.spec as Parts | undefined) : undefined) ?? {}
}

function replicasOf(object: KubernetesObject): number | undefined {
  return partsOf(object).replicas
}

function imagesOf(object: KubernetesObject): ReadonlyMap<string, string | undefined> {
  const containers = partsOf(object).template?.spec?.containers ?? []
  return new Map(containers.map(({ name, image }) => [name, image]))
}

/** Of a Service: which pods it sends requests to. */
function selectorOf(object: KubernetesObject): Readonly<Record<string, string>> {
  const selector = object.kind === 'Service' ? (partsOf(object).selector ?? {}) : {}
  return selector as Readonly<Record<string, string>>
}

/** Tags alone where the rest is the same. */
function shortest(
  from: string | undefined,
  to: string | undefined,
): [string | undefined, string | undefined] {
  const cut = (image: string) => /^(.*):([^:/]+)$/.exec(image)
  const [old, fresh] = [cut(from ?? ''), cut(to ?? '')]
  return old && fresh && old[1] === fresh[1] ? [old[2], fresh[2]] : [from, to]
}

/** The same value with the fields of its objects in alphabetical order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
