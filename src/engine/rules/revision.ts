import type { Deployment, ReplicaSet } from '../api/types.gen.ts'
import { desiredReplicas, maxSurge } from './rollout.ts'

/*
 * What a Deployment notes on its ReplicaSets (deployment_util.go of Kubernetes): which revision each
 * is and was, and how large the Deployment was when it was last sized.
 */

export const REVISION = 'deployment.kubernetes.io/revision'
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'
/** Annotations of the Deployment itself that mean nothing on its ReplicaSets, and the other way round. */
const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
]
/** Characters of the list of former revisions; the oldest go first. */
const LONGEST_HISTORY = 2_000

type Annotations = Readonly<Record<string, string>>

/** The revision of a ReplicaSet; 0 for one that has none, or one that is no number. */
export function revisionOf(set: ReplicaSet): number {
  const text = set.metadata?.annotations?.[REVISION] ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/** What the ReplicaSet of the present template is annotated with, as its Deployment's latest revision. */
export function newestAnnotations(
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  revision: number,
): Annotations {
  const before = newest?.metadata?.annotations
  const old = before?.[REVISION]
  const annotations = { ...before, ...inherited(deployment.metadata?.annotations) }
  if (old !== undefined && Number(old) >= revision) return annotations
  const history = before?.[REVISION_HISTORY]
  const former = old === undefined ? history : history === undefined ? old : `${history},${old}`
  return {
    ...annotations,
    [REVISION]: String(revision),
    ...(former === undefined ? {} : { [REVISION_HISTORY]: shortened(former) }),
  }
}

function shortened(history: string): string {
  let text = history
  while (text.length > LONGEST_HISTORY && text.includes(','))
    text = text.slice(text.indexOf(',') + 1)
  return text
}

/** A Deployment's annotations after it went back to the template of this ReplicaSet. */
export function annotationsAfterUndo(deployment: Deployment, set: ReplicaSet): Annotations {
  const kept = Object.entries(deployment.metadata?.annotations ?? {}).filter(([key]) =>
    OWN_ANNOTATIONS.includes(key),
  )
  return { ...Object.fromEntries(kept), ...inherited(set.metadata?.annotations) }
}

function inherited(annotations: Annotations | undefined): Annotations {
  const all = Object.entries(annotations ?? {})
  return Object.fromEntries(all.filter(([key]) => !OWN_ANNOTATIONS.includes(key)))
}

/** The Deployment's present size, for scaling in proportion later. */
export function scaleAnnotations(deployment: Deployment): Annotations {
  const desired = desiredReplicas(deployment)
  return {
    [DESIRED_REPLICAS]: String(desired),
    [MAX_REPLICAS]: String(desired + maxSurge(deployment)),
  }
}

/**
 * The ReplicaSet that an undo goes back to.
 * @param revision undefined = the one before the latest
 */
export function revisionToUndo(
  sets: readonly ReplicaSet[],
  revision: number | undefined,
): ReplicaSet | undefined {
  if (revision !== undefined) return sets.find((set) => revisionOf(set) === revision)
  return [...sets].sort((a, b) => revisionOf(b) - revisionOf(a))[1]
}
