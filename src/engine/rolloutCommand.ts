import type { DaemonSet, Deployment, PodTemplateSpec, StatefulSet } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import type { Command, Said } from './protocol.ts'
import { sameTemplate, withoutHash } from './rules/podTemplate.ts'
import { annotationsAfterUndo, revisionOf, revisionToUndo } from './rules/revision.ts'
import { say } from './sentences/sentences.ts'
import { toTimestamp } from './sim/calendar.ts'
import { inOrder, templateOf } from './store/controllerRevisions.ts'
import { nameOf, uidOf } from './store/identity.ts'

type RolloutCommand = Extract<Command, { readonly type: 'rollout' }>
const ROLLED = ['Deployment', 'DaemonSet', 'StatefulSet'] as const
type Rolled = (typeof ROLLED)[number]
type Workload = Deployment | DaemonSet | StatefulSet

/** Set on the template, so that all pods are made anew although nothing else changes. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

/**
 * What `kubectl rollout` does to a workload (staging/src/k8s.io/kubectl/pkg/polymorphichelpers).
 *
 * @returns why it cannot be done; nothing has changed then
 */
export function rollout(cluster: Cluster, command: RolloutCommand): Said | undefined {
  const { namespace, name, action } = command
  const wanted = command.kind.toLowerCase().replace(/s$/, '')
  const kind = ROLLED.find((each) => each.toLowerCase() === wanted)
  if (!kind) return say('noRollout', command.kind, action, ROLLED)
  const workload = cluster.store.get(kind, namespace, name)
  if (!workload?.spec) return say('noObjectIn', kind, name, namespace)
  switch (action) {
    case 'pause':
    case 'resume':
      if (kind !== 'Deployment') return say('deploymentsPause', kind)
      return pause(cluster, workload as Deployment, action === 'pause')
    case 'restart':
      return restart(cluster, kind, workload)
    case 'undo':
      // kubectl says 0 for the one before.
      return undo(cluster, kind, workload, command.toRevision || undefined)
  }
}

function pause({ store }: Cluster, deployment: Deployment, paused: boolean): Said | undefined {
  const { paused: before = false, ...spec } = deployment.spec!
  if (before === paused) {
    return say(paused ? 'pausedAlready' : 'notPaused', nameOf(deployment))
  }
  store.update('Deployment', { ...deployment, spec: paused ? { ...spec, paused } : spec })
  return undefined
}

function restart(cluster: Cluster, kind: Rolled, workload: Workload): Said | undefined {
  const { template } = workload.spec!
  if (isPaused(workload)) return say('pausedRestart', kind, nameOf(workload))
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
): Said | undefined {
  const former = formerOf(cluster, kind, workload, revision)
  if (!former) {
    return revision === undefined
      ? say('noEarlierRevision', kind, nameOf(workload))
      : say('noRevision', kind, nameOf(workload), revision)
  }
  if (isPaused(workload)) return say('pausedUndo', kind, nameOf(workload))
  if (sameTemplate(former.template, workload.spec?.template)) {
    return say('templateAlready', kind, nameOf(workload), former.revision)
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
