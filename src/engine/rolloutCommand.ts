import type { Deployment } from './api/types.gen.ts'
import type { Cluster } from './cluster.ts'
import type { Command } from './protocol.ts'
import { sameTemplate, withoutHash } from './rules/podTemplate.ts'
import { annotationsAfterUndo, revisionOf, revisionToUndo } from './rules/revision.ts'
import { toTimestamp } from './sim/calendar.ts'
import { uidOf } from './store/identity.ts'

type RolloutCommand = Extract<Command, { readonly type: 'rollout' }>

/** Set on the template, so that all pods are made anew although nothing else changes. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

/**
 * What `kubectl rollout` does to a Deployment (staging/src/k8s.io/kubectl/pkg/polymorphichelpers).
 *
 * @returns why it cannot be done, as a sentence; nothing has changed then
 */
export function rollout(cluster: Cluster, command: RolloutCommand): string | undefined {
  const { namespace, name, action } = command
  if (!/^deployments?$/i.test(command.kind)) {
    return `A ${command.kind} has no rollout to ${action}: only Deployments have.`
  }
  const deployment = cluster.store.get('Deployment', namespace, name)
  if (!deployment?.spec) {
    return `There is no Deployment "${name}" in the namespace "${namespace}".`
  }
  switch (action) {
    case 'pause':
    case 'resume':
      return pause(cluster, deployment, action === 'pause')
    case 'restart':
      return restart(cluster, deployment)
    case 'undo':
      return undo(cluster, deployment, command.toRevision)
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

function restart({ store, clock }: Cluster, deployment: Deployment): string | undefined {
  const { template, paused } = deployment.spec!
  const { name } = deployment.metadata!
  if (paused) return `The Deployment "${name}" is paused; resume it before restarting it.`
  const annotations = {
    ...template.metadata?.annotations,
    [RESTARTED_AT]: toTimestamp(clock.now),
  }
  const restarted = { ...template, metadata: { ...template.metadata, annotations } }
  store.update('Deployment', { ...deployment, spec: { ...deployment.spec!, template: restarted } })
  return undefined
}

function undo(
  { store }: Cluster,
  deployment: Deployment,
  revision: number | undefined,
): string | undefined {
  const { name } = deployment.metadata!
  // kubectl says 0 for the one before.
  const set = revisionToUndo(store.ownedBy('ReplicaSet', uidOf(deployment)), revision || undefined)
  if (!set?.spec?.template) {
    return revision
      ? `The Deployment "${name}" has no revision ${revision} in its history.`
      : `The Deployment "${name}" has no earlier revision to go back to.`
  }
  if (deployment.spec?.paused) {
    return `The Deployment "${name}" is paused; resume it before undoing its rollout.`
  }
  if (sameTemplate(set.spec.template, deployment.spec?.template)) {
    return `The Deployment "${name}" has the template of revision ${revisionOf(set)} already.`
  }
  const annotations = annotationsAfterUndo(deployment, set)
  store.update('Deployment', {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    spec: { ...deployment.spec!, template: withoutHash(set.spec.template) },
  })
  return undefined
}
