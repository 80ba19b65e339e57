import type { LabelSelector, Pod } from '../../api/types.gen.ts'
import { areAlike, sharesMembers } from '../alikePods.ts'
import type { Template } from './template.ts'

/** Templates that are kept prepared for a profile; each takes 13 bytes a node. */
const TEMPLATES = 256
/** Fewer where they would take too much: a million slots of all templates together, but never fewer than 64. */
const SLOTS = 1_000_000
const FEWEST = 64

/** Finds what is prepared for pods of the same template. */
export interface TemplateIndex {
  /**
   * @param group selectors of the services and the owner that the pod belongs to
   * @returns undefined when nothing is prepared; without a template such pods take the readable way
   */
  find(pod: Pod, group: readonly LabelSelector[]): Pick<Known, 'template'> | undefined
  /** Keeps what was prepared for the latest pod that was not found. */
  add(template: Template | undefined): void
}

interface Known {
  readonly key: string
  /** Absent also once it is forgotten: what is shared below may outlive it. */
  template: Template | undefined
  isForgotten: boolean
}

/** Parts that pods of one template share, mostly. */
interface Shared {
  readonly known: Known
  readonly sample: Pod
  readonly group: readonly LabelSelector[]
}

/**
 * @param capacity slots that a template keeps something about
 * @param onForgotten hears of templates that are not kept any more
 */
export function createTemplateIndex(
  capacity: number,
  onForgotten: (template: Template) => void,
): TemplateIndex {
  const most = Math.max(FEWEST, Math.min(TEMPLATES, Math.floor(SLOTS / capacity)))
  /** By the list of containers. */
  const shared = new WeakMap<object, Shared>()
  /** The least recently used first. */
  const byKey = new Map<string, Known>()
  let latest: Known | undefined
  /** The key of the latest pod that was not found. */
  let missing = ''

  function use(known: Known): Known {
    if (known === latest) return known
    latest = known
    byKey.delete(known.key)
    byKey.set(known.key, known)
    return known
  }

  function forgetOldest(): void {
    for (const known of byKey.values()) {
      byKey.delete(known.key)
      if (known.template) onForgotten(known.template)
      known.template = undefined
      known.isForgotten = true
      return
    }
  }

  return {
    find(pod, group) {
      const { containers } = pod.spec!
      const similar = shared.get(containers)
      if (similar && !similar.known.isForgotten && isAlike(similar, pod, group)) {
        return use(similar.known)
      }
      missing = keyOf(pod, group)
      const known = byKey.get(missing)
      if (!known) return undefined
      // Not for the first of them: most pods that are alone stay alone.
      shared.set(containers, { known, sample: pod, group })
      return use(known)
    },
    add(template) {
      latest = { key: missing, template, isForgotten: false }
      byKey.set(missing, latest)
      if (byKey.size > most) forgetOldest()
    },
  }
}

function keyOf(pod: Pod, group: readonly LabelSelector[]): string {
  return JSON.stringify([pod.metadata?.namespace, pod.metadata?.labels, pod.spec, group])
}

function isAlike(known: Shared, pod: Pod, group: readonly LabelSelector[]): boolean {
  return (
    areAlike(known.sample, pod) &&
    (known.group === group ||
      (known.group.length === group.length &&
        group.every((selector, i) => sharesMembers(selector, known.group[i]!))))
  )
}
