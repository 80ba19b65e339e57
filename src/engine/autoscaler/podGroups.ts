import type { PodInfo } from '../scheduler/framework.ts'
import { controllerOf, uidOf } from '../store/identity.ts'

/** Pods that any node either takes or refuses alike: what one of them is told, all are told. */
export interface PodGroup {
  readonly pods: readonly PodInfo[]
}

/**
 * Sorts pods that one owner made from one template together (cluster-autoscaler/core/scaleup/
 * equivalence); a pod without an owner is a group of its own. In order of their first pods.
 */
export function podGroups(pods: readonly PodInfo[]): PodGroup[] {
  const groups = new Map<string, PodInfo[]>()
  for (const info of pods) {
    const owner = controllerOf(info.pod)
    const key = owner ? `${owner.uid} ${templateOf(info)}` : uidOf(info.pod)
    const group = groups.get(key)
    if (group) group.push(info)
    else groups.set(key, [info])
  }
  return [...groups.values()].map((members) => ({ pods: members }))
}

/** Specs are values that never change. */
const texts = new WeakMap<object, string>()

function templateOf({ pod }: PodInfo): string {
  const { spec, metadata } = pod
  if (!spec) return ''
  let text = texts.get(spec)
  if (text === undefined) {
    text = JSON.stringify([spec, metadata?.labels ?? {}])
    texts.set(spec, text)
  }
  return text
}
