import { AdmissionError, POD_UPDATE_FORBIDDEN } from '../api/admission.ts'
import type { ControllerRevision, Pod, StatefulSet } from '../api/types.gen.ts'
import { templateHash } from '../rules/podTemplate.ts'
import { ADMITTING, admitsMore, createRefusals } from '../rules/refusals.ts'
import {
  claimOwners,
  claimsOf,
  ordinalOf,
  statefulPod,
  withIdentity,
} from '../rules/statefulPod.ts'
import {
  availableAt,
  planStatefulSet,
  type SetRevisions,
  statefulSetStatus,
} from '../rules/statefulUpdate.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import {
  REVISION_HASH_LABEL,
  REVISION_HISTORY_LIMIT,
  type Revisions,
  removeOldest,
  syncRevisions,
  templateOf,
} from '../store/controllerRevisions.ts'
import { deletePod } from '../store/deletePod.ts'
import {
  controllerOf,
  keyOf,
  nameOf,
  namespaceOf,
  objectKey,
  splitKey,
  uidOf,
} from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Keeps pods that are somebody: each has its number, its name and its claims, also when made anew. */
export function startStatefulSetController({ store, clock, events }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'statefulSet', sync)
  const refusals = createRefusals()
  /** Keys of pods that are in the way of one that a set would make, or cannot be made one: told of once. */
  const blocked = new Set<string>()

  store.watch(
    (change) => {
      if (change.kind === 'StatefulSet') {
        if (change.type === 'DELETED') queue.drop(keyOf(change.object))
        else queue.add(keyOf(change.object))
      } else if (change.kind === 'Pod') {
        const { object, previous } = change
        for (const owner of [controllerOf(object), previous && controllerOf(previous)]) {
          if (owner?.kind === 'StatefulSet') queue.add(objectKey(namespaceOf(object), owner.name))
        }
        if (change.type === 'DELETED') freed(object)
      } else if (admitsMore(change)) {
        for (const key of refusals.clear()) queue.add(key)
      }
    },
    ['StatefulSet', 'Pod', ...ADMITTING],
    {
      pods: ({ type, owner }) =>
        type === 'DELETED' || owner === 'StatefulSet' || owner === 'several',
    },
  )

  /** The name that a pod of nobody's had may be one that a set waits for. */
  function freed(pod: Pod): void {
    if (blocked.size > 0) blocked.delete(keyOf(pod))
    const set = /^(.*)-\d+$/.exec(nameOf(pod))?.[1]
    if (set === undefined || controllerOf(pod)) return
    if (store.get('StatefulSet', namespaceOf(pod), set)) {
      queue.add(objectKey(namespaceOf(pod), set))
    }
  }

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const set = store.get('StatefulSet', namespace, name)
    if (!set?.spec?.template.spec) return
    const history = syncRevisions(store, {
      kind: 'StatefulSet',
      owner: set,
      template: set.spec.template,
      collisions: set.status?.collisionCount ?? 0,
      hash: templateHash,
    })
    const current =
      history.old.find((revision) => nameOf(revision) === set.status?.currentRevision) ??
      history.current
    const revisions = { current: nameOf(current), update: nameOf(history.current) }
    const pods = store.ownedBy('Pod', uidOf(set))
    const steps = planStatefulSet(set, pods, revisions, clock.now)
    const { create, remove } = steps
    for (const pod of pods) keepClaims(set, pod)
    for (const pod of steps.misfits) tellMisfit(set, pod)
    for (const pod of steps.identify) {
      store.update('Pod', withIdentity(set, pod))
      record('Normal', 'SuccessfulUpdate', set, `update ${inSet(nameOf(pod), set)} successful`)
    }
    for (const { ordinal, revision } of create) {
      const from = revision === revisions.update ? history.current : current
      if (!createPod(set, from, ordinal)) break
    }
    for (const pod of remove) {
      deletePod(store, clock, namespaceOf(pod), nameOf(pod))
      record('Normal', 'SuccessfulDelete', set, `delete ${inSet(nameOf(pod), set)} successful`)
    }
    report(set, pods, revisions, history.collisions)
    dropOldRevisions(set, history, revisions)
    const next = pods
      .map((pod) => availableAt(set, pod) ?? Number.NEGATIVE_INFINITY)
      .filter((at) => at > clock.now)
    if (next.length > 0) {
      queue.addAt(
        key,
        next.reduce((a, b) => Math.min(a, b)),
      )
    }
  }

  /** @returns whether admission let it in */
  function createPod(set: StatefulSet, from: ControllerRevision, ordinal: number): boolean {
    if (refusals.has(keyOf(set), set.metadata?.generation)) return false
    const pod = statefulPod(set, templateOf(from), nameOf(from), ordinal)
    if (store.get('Pod', namespaceOf(pod), nameOf(pod))) {
      const taken = `pods "${nameOf(pod)}" already exists`
      if (!blocked.has(keyOf(pod)))
        record(
          'Warning',
          'FailedCreate',
          set,
          `create ${inSet(nameOf(pod), set)} failed error: ${taken}`,
        )
      blocked.add(keyOf(pod))
      return false
    }
    if (!makeClaims(set, nameOf(pod), ordinal)) return false
    try {
      store.create('Pod', pod)
    } catch (refusal) {
      if (!(refusal instanceof AdmissionError)) throw refusal
      refused(set, `create ${inSet(nameOf(pod), set)} failed error: ${refusal.message}`)
      return false
    }
    record('Normal', 'SuccessfulCreate', set, `create ${inSet(nameOf(pod), set)} successful`)
    return true
  }

  /** Its claims are made, but a pod's volumes cannot be changed any more (UpdateStatefulPod). */
  function tellMisfit(set: StatefulSet, pod: Pod): void {
    const name = nameOf(pod)
    if (blocked.has(keyOf(pod)) || !makeClaims(set, name, ordinalOf(set, pod)!)) return
    blocked.add(keyOf(pod))
    const why = `Pod "${name}" is invalid: ${POD_UPDATE_FORBIDDEN}`
    record('Warning', 'FailedUpdate', set, `update ${inSet(name, set)} failed error: ${why}`)
  }

  function refused(set: StatefulSet, message: string): void {
    record('Warning', 'FailedCreate', set, message)
    refusals.add(keyOf(set), set.metadata?.generation)
  }

  /** @returns whether admission let them in */
  function makeClaims(set: StatefulSet, pod: string, ordinal: number): boolean {
    for (const claim of claimsOf(set, ordinal)) {
      const name = nameOf(claim)
      if (store.get('PersistentVolumeClaim', namespaceOf(claim), name)) continue
      try {
        store.create('PersistentVolumeClaim', claim)
      } catch (refusal) {
        if (!(refusal instanceof AdmissionError)) throw refusal
        const where = `create Claim ${name} for ${inSet(pod, set)}`
        refused(set, `${where} failed error: ${refusal.message}`)
        return false
      }
      const message = `create Claim ${name} ${inSet(pod, set)} success`
      record('Normal', 'SuccessfulCreate', set, message)
    }
    return true
  }

  /** Claims of a pod that waits are made again; all are owned as the set's policy says. */
  function keepClaims(set: StatefulSet, pod: Pod): void {
    const ordinal = ordinalOf(set, pod)
    if (ordinal === undefined || !set.spec?.volumeClaimTemplates) return
    const may = !refusals.has(keyOf(set), set.metadata?.generation)
    if (may && pod.status?.phase === 'Pending') makeClaims(set, nameOf(pod), ordinal)
    for (const { metadata } of claimsOf(set, ordinal)) {
      const claim = store.get('PersistentVolumeClaim', namespaceOf(set), metadata?.name ?? '')
      if (!claim) continue
      const owners = claimOwners(set, pod, claim)
      const { ownerReferences: before = [], ...rest } = claim.metadata!
      if (owners.length === 0 && before.length === 0) continue
      store.update('PersistentVolumeClaim', {
        ...claim,
        metadata: owners.length > 0 ? { ...rest, ownerReferences: owners } : rest,
      })
    }
  }

  function report(
    set: StatefulSet,
    pods: readonly Pod[],
    revisions: SetRevisions,
    collisions: number,
  ): void {
    const status = statefulSetStatus(set, pods, revisions, collisions, clock.now)
    store.update('StatefulSet', { ...set, status })
  }

  /** Revisions beyond the limit that nothing is at. */
  function dropOldRevisions(set: StatefulSet, { old }: Revisions, { current }: SetRevisions): void {
    const limit = set.spec?.revisionHistoryLimit ?? REVISION_HISTORY_LIMIT
    if (old.length <= limit) return
    const used = new Set(
      store.ownedBy('Pod', uidOf(set)).map((pod) => pod.metadata?.labels?.[REVISION_HASH_LABEL]),
    )
    const unused = old.filter((revision) => {
      const name = nameOf(revision)
      return name !== current && !used.has(name)
    })
    removeOldest(store, unused, unused.length - limit)
  }

  function record(type: 'Normal' | 'Warning', reason: string, set: StatefulSet, message: string) {
    const object = { kind: 'StatefulSet', namespace: namespaceOf(set), name: nameOf(set) } as const
    events.record(type, reason, object, message)
  }
}

function inSet(pod: string, set: StatefulSet): string {
  return `Pod ${pod} in StatefulSet ${nameOf(set)}`
}
