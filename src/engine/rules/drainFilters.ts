import type { Pod } from '../api/types.gen.ts'
import { isFinished } from './podStatus.ts'

/*
 * Which pods of a node `kubectl drain --ignore-daemonsets --delete-emptydir-data --force` takes away, and
 * of which it warns (staging/src/k8s.io/kubectl/pkg/drain/filters.go).
 */

/** What kubectl makes of one pod. */
export interface DrainVerdict {
  readonly goes: boolean
  /** Said before anything is evicted, in kubectl's words. */
  readonly warning?: string
}

const MIRROR = 'kubernetes.io/config.mirror'
const GOES: DrainVerdict = { goes: true }

/**
 * With these flags the order of the filters leaves nothing to say of local storage: pods that have a
 * controller pass the last filter without a word, and those that have none are warned of there.
 * @param hasDaemonSet whether the pod's DaemonSet is there
 */
export function drainVerdict(pod: Pod, hasDaemonSet: (name: string) => boolean): DrainVerdict {
  if (pod.metadata?.annotations?.[MIRROR] !== undefined) return { goes: false }
  if (isFinished(pod)) return GOES
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller)
  if (!owner) return { goes: true, warning: 'deleting Pods that declare no controller' }
  // The warning of one whose DaemonSet is gone is lost to the filters behind, too.
  if (owner.kind !== 'DaemonSet' || !hasDaemonSet(owner.name)) return GOES
  return { goes: false, warning: 'ignoring DaemonSet-managed Pods' }
}

/** All warnings in one line; each names its pods. Empty = there are none. */
export function drainWarnings(pods: readonly (readonly [Pod, DrainVerdict])[]): string {
  const named = new Map<string, string[]>()
  for (const [{ metadata }, { warning }] of pods) {
    if (warning === undefined) continue
    const name = `${metadata?.namespace}/${metadata?.name}`
    named.set(warning, [...(named.get(warning) ?? []), name])
  }
  return [...named].map(([warning, names]) => `${warning}: ${names.join(', ')}`).join('; ')
}
