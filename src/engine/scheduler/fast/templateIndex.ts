import type { LabelSelector, Pod } from '../../api/types.gen.ts'
import { areAlike, sharesMembers } from '../alikePods.ts'
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
  /** Absent also once it is forgotten: what is shared below may outlive it. */
  template: Template | undefined
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
    for (const known of byKey.values()) {
      byKey.delete(known.key)
      if (known.template) onForgotten(known.template)
      known.template = undefined
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
      const known = byKey.get(key)
      if (known) {
        // Not for the first of them: most pods that are alone stay alone.
        shared.set(containers, { known, sample: pod, group })
        return use(known)
      }
      const template = prepare()
      byKey.set(key, { key, template })
      if (byKey.size > TEMPLATES) forgetOldest()
      return template
    },
  }
}

function isAlike(known: Shared, pod: Pod, group: readonly LabelSelector[]): boolean {
  return (
    areAlike(known.sample, pod) &&
    known.group.length === group.length &&
    group.every((selector, i) => sharesMembers(selector, known.group[i]!))
  )
}
