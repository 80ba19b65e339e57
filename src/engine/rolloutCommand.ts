import type { DaemonSet, Deployment, PodTemplateSpec, StatefulSet } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import type { Command } from './protocol.ts'
import { sameTemplate, withoutHash } from './rules/podTemplate.ts'
import { annotationsAfterUndo, revisionOf, revisionToUndo } from './rules/revision.ts'
import { toTimestamp } from './sim/calendar.ts'
import { inOrder, templateOf } from './store/controllerRevisions.ts'
import { uidOf } from './store/identity.ts'

type RolloutCommand = Extract<Command, { readonly type: 'rollout' }>
const ROLLED = ['Deployment', 'DaemonSet', 'StatefulSet'] as const
type Rolled = (typeof ROLLED)[number]
type Workload = Deployment | DaemonSet | StatefulSet

/** Set on the template, so that all pods are made anew although nothing else changes. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

/**
 * What `kubectl rollout` does to a workload (staging/src/k8s.io/kubectl/pkg/polymorphichelpers).
 *
 * @returns why it cannot be done, as a sentence; nothing has changed then
 */
export function rollout(cluster: Cluster, command: RolloutCommand): string | undefined {
  const { namespace, name, action } = command
  const wanted = command.kind.toLowerCase().replace(/s$/, '')
  const kind = ROLLED.find((each) => each.toLowerCase() === wanted)
  if (!kind) return `A ${command.kind} has no rollout to ${action}: only ${ROLLED.join(', ')} have.`
  const workload = cluster.store.get(kind, namespace, name)
  if (!workload?.spec) return `There is no ${kind} "${name}" in the namespace "${namespace}".`
  switch (action) {
    case 'pause':
    case 'resume':
      if (kind !== 'Deployment') return `Only a Deployment can be paused, not a ${kind}.`
      return pause(cluster, workload as Deployment, action === 'pause')
    case 'restart':
      return restart(cluster, kind, workload)
    case 'undo':
      // kubectl says 0 for the one before.
      return undo(cluster, kind, workload, command.toRevision || undefined)
  }
}

function pause({ store }: Cluster, deployment: Deployment, paused: boolean): string | undefined {
  const { paused: before = false, ...spec } = deployment.spec!
  const { name } = deployment.metadata!
  if (before === paused) {
    return `The Deployment "${name}" is ${paused ? 'paused already' : 'not paused'}.`
  }
  store.update('Deployment', { ...deployment, spec: paused ? { ...spec, paused } : spec })
  return undefined
}

function restart(cluster: Cluster, kind: Rolled, workload: Workload): string | undefined {
  const { template } = workload.spec!
  if (isPaused(workload))
    return `${label(kind, workload)} is paused; resume it before restarting it.`
  const annotations = {
    ...template.metadata?.annotations,
    [RESTARTED_AT]: toTimestamp(cluster.clock.now),
  }
  const restarted = { ...template, metadata: { ...template.metadata, annotations } }
  setTemplate(cluster, kind, workload, restarted)
  return undefined
}

/** A template of a workload's history. */
interface Former {
  readonly revision: number
  readonly template: PodTemplateSpec
  readonly annotations: Readonly<Record<string, string>> | undefined
}

function undo(
  cluster: Cluster,
  kind: Rolled,
  workload: Workload,
  revision: number | undefined,
): string | undefined {
  const former = formerOf(cluster, kind, workload, revision)
  if (!former) {
    return revision === undefined
      ? `${label(kind, workload)} has no earlier revision to go back to.`
      : `${label(kind, workload)} has no revision ${revision} in its history.`
  }
  if (isPaused(workload)) {
    return `${label(kind, workload)} is paused; resume it before undoing its rollout.`
  }
  if (sameTemplate(former.template, workload.spec?.template)) {
    return `${label(kind, workload)} has the template of revision ${former.revision} already.`
  }
  const annotations = former.annotations ?? workload.metadata?.annotations
  const metadata = { ...workload.metadata, ...(annotations && { annotations }) }
  setTemplate(cluster, kind, { ...workload, metadata }, withoutHash(former.template))
  return undefined
}

/** @param revision undefined = the one before the latest */
function formerOf(
  { store }: Cluster,
  kind: Rolled,
  workload: Workload,
  revision: number | undefined,
): Former | undefined {
  if (kind === 'Deployment') {
    const set = revisionToUndo(store.ownedBy('ReplicaSet', uidOf(workload)), revision)
    const template = set?.spec?.template
    if (!set || !template) return undefined
    const annotations = annotationsAfterUndo(workload as Deployment, set)
    return { revision: revisionOf(set), template, annotations }
  }
  const history = inOrder(store.ownedBy('ControllerRevision', uidOf(workload)))
  const found =
    revision === undefined
      ? history.at(-2)
      : history.find((candidate) => candidate.revision === revision)
  return found && { revision: found.revision, template: templateOf(found), annotations: undefined }
}

function setTemplate(
  { store }: Cluster,
  kind: Rolled,
  workload: Workload,
  template: PodTemplateSpec,
): void {
  store.update(kind, { ...workload, spec: { ...workload.spec!, template } } as Workload)
}

function isPaused(workload: Workload): boolean {
  return 'paused' in workload.spec! && workload.spec.paused === true
}

function label(kind: Rolled, { metadata }: Workload): string {
  return `The ${kind} "${metadata?.name}"`
}
