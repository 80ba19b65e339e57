import type { Deployment, ReplicaSet } from '../api/types.gen.ts'
import { deploymentStatus, foundNewest, progressDeadline } from '../rules/deploymentStatus.ts'
import { isFinished } from '../rules/podStatus.ts'
import { sameTemplate, TEMPLATE_HASH_LABEL, templateHash } from '../rules/podTemplate.ts'
import {
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  newestAnnotations,
  REVISION,
  revisionOf,
  scaleAnnotations,
} from '../rules/revision.ts'
import {
  deploymentComplete,
  desiredReplicas,
  isRollingUpdate,
  newReplicaSetReplicas,
  type Resize,
  type ScaledSize,
  scaleProportionally,
  shrinkOld,
  total,
} from '../rules/rollout.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import {
  controllerOf,
  controllerReference,
  keyOf,
  nameOf,
  namespaceOf,
  objectKey,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** The ReplicaSets of one Deployment, oldest first. */
interface Family {
  readonly newest: ReplicaSet | undefined
  readonly old: readonly ReplicaSet[]
  readonly all: readonly ReplicaSet[]
}

/**
 * Keeps a ReplicaSet per pod template and moves the replicas from the old ones to the newest, by
 * rolling update or by re-creation.
 */
export function startDeploymentController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'deployment', sync)

  store.watch(
    (change) => {
      if (change.kind === 'Deployment') {
        if (change.type === 'DELETED') queue.drop(keyOf(change.object))
        else queue.add(keyOf(change.object))
      } else if (change.kind === 'ReplicaSet') {
        addOwner(change.object)
        // Its former owner must do without one that it has let go.
        if (change.previous && !controllerOf(change.object)) addOwner(change.previous)
      } else if (change.kind === 'Pod' && change.type === 'DELETED') {
        // Recreate waits until the last old pod is really gone.
        const owner = controllerOf(change.object)
        const set = owner && store.get('ReplicaSet', namespaceOf(change.object), owner.name)
        if (set) addOwner(set)
      }
    },
    ['Deployment', 'ReplicaSet', 'Pod'],
    { pods: ({ type }) => type === 'DELETED' },
  )

  function addOwner(set: ReplicaSet): void {
    const owner = controllerOf(set)
    if (owner?.kind === 'Deployment') queue.add(objectKey(namespaceOf(set), owner.name))
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const deployment = store.get('Deployment', namespace, name)
    if (!deployment?.spec?.template) return
    if (deployment.spec.paused || wasScaled(deployment)) {
      // A changed number of replicas is dealt with before anything else, paused or not.
      const { newest } = familyOf(deployment)
      scale(deployment, newest ? withNewest(deployment) : familyOf(deployment))
    } else if (isRollingUpdate(deployment)) {
      rollingUpdate(deployment, withNewest(deployment))
    } else {
      recreate(deployment)
    }
    report(key)
  }

  function familyOf(deployment: Deployment): Family {
    const all = store.ownedBy('ReplicaSet', uidOf(deployment))
    const newest = all.find((set) => sameTemplate(set.spec?.template, deployment.spec?.template))
    return { newest, old: all.filter((set) => set !== newest), all }
  }

  function wasScaled(deployment: Deployment): boolean {
    const desired = String(desiredReplicas(deployment))
    return store.ownedBy('ReplicaSet', uidOf(deployment)).some((set) => {
      const before = set.metadata?.annotations?.[DESIRED_REPLICAS]
      return desiredReplicas(set) > 0 && before !== undefined && before !== desired
    })
  }

  /** Makes sure that there is a ReplicaSet of the present template, marked as the latest revision. */
  function withNewest(deployment: Deployment): Family {
    const { newest, old } = familyOf(deployment)
    const revision = Math.max(0, ...old.map(revisionOf)) + 1
    const created = !newest && create(deployment, old, revision)
    if (newest) {
      const { minReadySeconds } = deployment.spec!
      const annotations = newestAnnotations(deployment, newest, revision)
      store.update('ReplicaSet', {
        ...annotated(newest, annotations),
        spec: { ...newest.spec!, ...(minReadySeconds === undefined ? {} : { minReadySeconds }) },
      })
    }
    const latest = familyOf(deployment)
    if (latest.newest) note(deployment, latest.newest, created)
    return latest
  }

  /** The Deployment's status tells of its newest ReplicaSet. */
  function note({ metadata }: Deployment, newest: ReplicaSet, created: boolean): void {
    const current = store.get('Deployment', metadata?.namespace ?? '', metadata?.name ?? '')!
    const shown = newest.metadata?.annotations?.[REVISION] ?? ''
    const status = foundNewest(current, newest, created, clock.now)
    store.update('Deployment', { ...annotated(current, { [REVISION]: shown }), status })
  }

  /** @returns whether it could be created */
  function create(deployment: Deployment, old: readonly ReplicaSet[], revision: number): boolean {
    const { template, selector, minReadySeconds } = deployment.spec!
    const hash = templateHash(template, deployment.status?.collisionCount)
    const name = `${nameOf(deployment)}-${hash}`
    const namespace = namespaceOf(deployment)
    if (store.get('ReplicaSet', namespace, name)) {
      // Somebody else's ReplicaSet has this name: count the collision, which gives another hash.
      const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
      store.update('Deployment', {
        ...deployment,
        status: { ...deployment.status, collisionCount },
      })
      return false
    }
    const replicas = newReplicaSetReplicas(deployment, 0, total(old.map(sizeOf)))
    store.create('ReplicaSet', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace,
        labels: { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash },
        annotations: {
          ...newestAnnotations(deployment, undefined, revision),
          ...scaleAnnotations(deployment),
        },
        ownerReferences: [controllerReference('Deployment', deployment)],
      },
      spec: {
        replicas,
        ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
        selector: {
          ...selector,
          matchLabels: { ...selector?.matchLabels, [TEMPLATE_HASH_LABEL]: hash },
        },
        template: {
          ...template,
          metadata: {
            ...template.metadata,
            labels: { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash },
          },
        },
      },
      status: { replicas: 0 },
    })
    if (replicas > 0) scaledEvent(deployment, name, 0, replicas)
    return true
  }

  /** One step: growing the newest comes first, shrinking the old ones after it has shown effect. */
  function rollingUpdate(deployment: Deployment, { newest, old, all }: Family): void {
    if (!newest) return
    const desired = desiredReplicas(deployment)
    const size = desiredReplicas(newest)
    const grown =
      size > desired ? desired : newReplicaSetReplicas(deployment, size, total(all.map(sizeOf)))
    if (grown !== size) resize(deployment, newest, grown)
    else resizeAll(deployment, old, shrinkOld(deployment, old.map(sizeOf), sizeOf(newest)))
  }

  /** Nothing new is made as long as an old pod is there, be it on its way out. */
  function recreate(deployment: Deployment): void {
    const { old } = familyOf(deployment)
    const active = old.filter((set) => desiredReplicas(set) > 0)
    for (const set of active) resize(deployment, set, 0)
    const pods = old.flatMap((set) => store.ownedBy('Pod', uidOf(set)))
    if (active.length > 0 || pods.some((pod) => !isFinished(pod))) return
    const { newest } = withNewest(deployment)
    if (newest) resize(deployment, newest, desiredReplicas(deployment))
  }

  function scale(deployment: Deployment, { newest, old, all }: Family): void {
    const desired = desiredReplicas(deployment)
    const active = all.filter((set) => desiredReplicas(set) > 0)
    const only = active.length > 1 ? undefined : (active[0] ?? newest ?? old.at(-1))
    if (only) {
      resize(deployment, only, desired)
    } else if (newest && isSaturated(newest, desired)) {
      for (const set of old) if (desiredReplicas(set) > 0) resize(deployment, set, 0)
    } else {
      const shares = isRollingUpdate(deployment)
        ? scaleProportionally(deployment, active.map(sizeOf))
        : new Map<string, number>()
      // Sets that keep their size are noted too, or the scaling would never be over.
      for (const set of active) {
        resize(deployment, set, shares.get(nameOf(set)) ?? desiredReplicas(set))
      }
    }
  }

  function resizeAll(deployment: Deployment, sets: readonly ReplicaSet[], sizes: Resize): void {
    for (const set of sets) {
      const replicas = sizes.get(nameOf(set))
      if (replicas !== undefined) resize(deployment, set, replicas)
    }
  }

  function resize(deployment: Deployment, set: ReplicaSet, replicas: number): void {
    const before = desiredReplicas(set)
    store.update('ReplicaSet', {
      ...annotated(set, scaleAnnotations(deployment)),
      spec: { ...set.spec!, replicas },
    })
    if (replicas !== before) scaledEvent(deployment, nameOf(set), before, replicas)
  }

  function scaledEvent(deployment: Deployment, set: string, from: number, to: number): void {
    const object = {
      kind: 'Deployment',
      namespace: namespaceOf(deployment),
      name: nameOf(deployment),
    } as const
    const direction = from < to ? 'up' : 'down'
    const message = `Scaled ${direction} replica set ${set} from ${from} to ${to}`
    events.record('Normal', 'ScalingReplicaSet', object, message)
  }

  function report(key: string): void {
    const { namespace, name } = splitKey(key)
    const deployment = store.get('Deployment', namespace, name)!
    const { all, newest } = familyOf(deployment)
    const status = deploymentStatus(deployment, all, newest, clock.now)
    const stored = store.update('Deployment', { ...deployment, status })
    const deadline = progressDeadline(stored)
    queue.drop(key)
    if (deadline !== undefined) queue.addAt(key, deadline, 'beat')
    if (isDone(stored)) dropOldRevisions(stored)
  }

  function isDone({ spec, status }: Deployment): boolean {
    const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 } = status!
    const desired = desiredReplicas({ spec })
    return spec?.paused === true || deploymentComplete({ desired, replicas, updated, available })
  }

  /** Revisions that nobody can go back to any more: beyond the limit, oldest first. */
  function dropOldRevisions(deployment: Deployment): void {
    const limit = deployment.spec?.revisionHistoryLimit
    const { old } = familyOf(deployment)
    if (limit === undefined || old.length <= limit) return
    const byRevision = [...old].sort((a, b) => revisionOf(a) - revisionOf(b))
    for (const set of byRevision.slice(0, old.length - limit)) {
      if (desiredReplicas(set) > 0 || (set.status?.replicas ?? 0) > 0) continue
      store.remove('ReplicaSet', namespaceOf(set), nameOf(set))
    }
  }
}

function isSaturated(set: ReplicaSet, desired: number): boolean {
  return (
    desiredReplicas(set) === desired &&
    set.metadata?.annotations?.[DESIRED_REPLICAS] === String(desired) &&
    set.status?.availableReplicas === desired
  )
}

function sizeOf(set: ReplicaSet): ScaledSize {
  const max = set.metadata?.annotations?.[MAX_REPLICAS]
  return {
    name: nameOf(set),
    replicas: desiredReplicas(set),
    available: set.status?.availableReplicas ?? 0,
    maxReplicas: max === undefined ? undefined : Number(max),
  }
}

function annotated<T extends Deployment | ReplicaSet>(
  object: T,
  annotations: Readonly<Record<string, string>>,
): T {
  const metadata = object.metadata
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } },
  }
}
