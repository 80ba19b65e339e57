import type { LabelSelector, Pod } from '../../api/types.gen.ts'
import type { Template } from './template.ts'

/** Templates that are kept prepared for a profile; each takes 13 bytes a node. */
const TEMPLATES = 256

/** Finds what is prepared for pods of the same template. */
export interface TemplateIndex {
  /**
   * @param group selectors of the services and the owner that the pod belongs to
   * @param prepare makes a template; undefined = such pods take the readable way
   */
  get(
    pod: Pod,
    group: readonly LabelSelector[],
    prepare: () => Template | undefined,
  ): Template | undefined
}

interface Known {
  readonly key: string
  readonly template: Template | undefined
}

/** Parts that pods of one template share, mostly. */
interface Shared {
  readonly known: Known
  readonly sample: Pod
  readonly group: readonly LabelSelector[]
}

/** @param onForgotten hears of templates that are not kept any more */
export function createTemplateIndex(onForgotten: (template: Template) => void): TemplateIndex {
  /** By the list of containers. */
  const shared = new WeakMap<object, Shared>()
  /** The least recently used first. */
  const byKey = new Map<string, Known>()

  function use(known: Known): Template | undefined {
    byKey.delete(known.key)
    byKey.set(known.key, known)
    return known.template
  }

  function forgetOldest(): void {
    for (const [key, { template }] of byKey) {
      byKey.delete(key)
      if (template) onForgotten(template)
      return
    }
  }

  return {
    get(pod, group, prepare) {
      const { containers } = pod.spec!
      const similar = shared.get(containers)
      if (similar && byKey.get(similar.known.key) === similar.known) {
        if (isAlike(similar, pod, group)) return use(similar.known)
      }
      const key = JSON.stringify([pod.metadata?.namespace, pod.metadata?.labels, pod.spec, group])
      const known = byKey.get(key) ?? { key, template: prepare() }
      use(known)
      shared.set(containers, { known, sample: pod, group })
      if (byKey.size > TEMPLATES) forgetOldest()
      return known.template
    },
  }
}

/** True when the pods are one template's beyond doubt; parts that are equal but not shared do not count. */
function isAlike(known: Shared, pod: Pod, group: readonly LabelSelector[]): boolean {
  const { metadata, spec } = known.sample
  if (metadata?.namespace !== pod.metadata?.namespace) return false
  if (metadata?.labels !== pod.metadata?.labels) return false
  if (known.group.length !== group.length) return false
  if (!group.every((selector, i) => sharesValues(selector, known.group[i]!))) return false
  return spec === pod.spec || sharesValues(spec!, pod.spec!)
}

function sharesValues(a: object, b: object): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (left[key] !== right[key]) return false
  for (const key in right) if (!(key in left)) return false
  return true
}
