import type { Pod, VolumeAttachment } from '../api/types.gen.ts'
import { MINUTE, type Millis, SECOND } from '../api/units.ts'
import { isFinished } from '../rules/podStatus.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, nameOf, namespaceOf, splitKey, uidOf } from '../store/identity.ts'
import { claimKeysOf, isExclusive, newAttachment } from '../volumes/attachments.ts'
import type { ControllerContext, HasPower } from './context.ts'

/** A cloud puts a disk on a machine within so long. */
const ATTACH: Millis = 2 * SECOND
/** A machine says that it has unmounted a volume, and a cloud takes the disk off, within so long. */
const DETACH: Millis = SECOND
/** After so long a volume is taken off a machine that does not say that it has unmounted it. */
const MAX_WAIT: Millis = 6 * MINUTE
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service'

/**
 * Attaches volumes to the nodes of the pods that use them, and takes them off again
 * (pkg/controller/volume/attachdetach). A disk that only one node may have comes late when its former
 * node is dead.
 */
export function startAttachDetachController(
  { store, clock, events }: ControllerContext,
  hasPower: HasPower,
) {
  const queue = createWorkQueue(clock, 'attachDetach', sync)
  /** Names of attachments that the cloud is at work on, and of their claims. */
  const attaching = createWorkQueue(clock, 'attachDetach/cloud', finish)
  const claims = new Map<string, string>()
  /** Pods with a node, by their uid, by the claim. */
  const users = new Map<string, Map<string, Pod>>()
  /** The volume of each claim, also after the claim is gone. */
  const volumes = new Map<string, string>()
  /** Names of attachments by volume. */
  const attached = new Map<string, Set<string>>()
  /** Since when nobody wants an attachment, by its name. */
  const unwantedSince = new Map<string, Millis>()
  /** Pods that were told that their volume is elsewhere. */
  const told = new Set<string>()

  store.watch(
    ({ kind, type, object }) => {
      if (kind === 'PersistentVolumeClaim') queue.add(keyOf(object))
      if (kind !== 'Pod') return
      const claims = claimKeysOf(object)
      if (claims.length === 0) return
      for (const claim of claims) {
        const pods = users.get(claim) ?? new Map<string, Pod>()
        users.set(claim, pods)
        // One that is on its way out still uses it.
        if (type === 'DELETED' || isFinished(object)) pods.delete(uidOf(object))
        else if (object.spec?.nodeName) pods.set(uidOf(object), object)
        queue.add(claim)
      }
    },
    ['PersistentVolumeClaim', 'Pod'],
    { pods: ({ volumes }) => volumes },
  )

  function sync(key: string): void {
    const { namespace, name } = splitKey(key)
    const claim = store.get('PersistentVolumeClaim', namespace, name)
    const volumeName = claim?.spec?.volumeName || volumes.get(key)
    if (!volumeName) return
    volumes.set(key, volumeName)
    const pods = [...(users.get(key)?.values() ?? [])]
    const wanted = byNode(pods)
    const there = attachmentsOf(volumeName)
    for (const attachment of there) {
      if (wanted.has(attachment.spec.nodeName)) unwantedSince.delete(nameOf(attachment))
      else detach(key, attachment)
    }
    const driver = store.get('PersistentVolume', '', volumeName)?.spec?.csi?.driver
    if (driver === undefined || !claim) return
    for (const [node, its] of wanted) {
      const mine = there.find(({ spec }) => spec.nodeName === node)
      const others = there.filter(
        (each) => each !== mine && store.get('VolumeAttachment', '', nameOf(each)),
      )
      if (mine) continue
      if (others.length > 0 && isExclusive(claim)) tell(volumeName, its, pods)
      else attach(key, volumeName, node, driver)
    }
  }

  function attachmentsOf(volume: string): readonly VolumeAttachment[] {
    return [...(attached.get(volume) ?? [])].flatMap(
      (name) => store.get('VolumeAttachment', '', name) ?? [],
    )
  }

  function attach(claim: string, volume: string, node: string, driver: string): void {
    const name = nameOf(store.create('VolumeAttachment', newAttachment(volume, node, driver)))
    const names = attached.get(volume) ?? new Set<string>()
    attached.set(volume, names.add(name))
    claims.set(name, claim)
    attaching.addAt(name, clock.now + ATTACH)
  }

  /** The disk is there; its pods may start. */
  function finish(name: string): void {
    const attachment = store.get('VolumeAttachment', '', name)
    if (!attachment) return
    store.update('VolumeAttachment', { ...attachment, status: { attached: true } })
    const { nodeName, source } = attachment.spec
    const message = `AttachVolume.Attach succeeded for volume "${source.persistentVolumeName}"`
    for (const pod of users.get(claims.get(name) ?? '')?.values() ?? []) {
      if (pod.spec?.nodeName === nodeName) record('Normal', 'SuccessfulAttachVolume', pod, message)
    }
  }

  function detach(key: string, attachment: VolumeAttachment): void {
    const name = nameOf(attachment)
    const since = unwantedSince.get(name) ?? clock.now
    unwantedSince.set(name, since)
    const due = since + waitFor(attachment.spec.nodeName)
    queue.addAt(key, Math.max(due, clock.now))
    if (due > clock.now) return
    unwantedSince.delete(name)
    attaching.drop(name)
    claims.delete(name)
    store.remove('VolumeAttachment', '', name)
    attached.get(attachment.spec.source.persistentVolumeName ?? '')?.delete(name)
  }

  function waitFor(nodeName: string): Millis {
    const node = store.get('Node', '', nodeName)
    if (node?.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE)) return 0
    return node && hasPower(nodeName) ? DETACH : MAX_WAIT
  }

  /** Once for each pod: whose volume it is. */
  function tell(volume: string, waiting: readonly Pod[], all: readonly Pod[]): void {
    for (const pod of waiting) {
      const id = `${uidOf(pod)} ${volume}`
      if (told.has(id)) continue
      told.add(id)
      const holders = all.filter(({ spec }) => spec?.nodeName !== pod.spec?.nodeName).map(nameOf)
      const why =
        holders.length > 0
          ? `Volume is already used by pod(s) ${holders.join(', ')}`
          : "Volume is already exclusively attached to one node and can't be attached to another"
      record(
        'Warning',
        'FailedAttachVolume',
        pod,
        `Multi-Attach error for volume "${volume}" ${why}`,
      )
    }
  }

  function record(type: 'Normal' | 'Warning', reason: string, pod: Pod, message: string): void {
    const about = { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) } as const
    events.record(type, reason, about, message)
  }

  /** Machines that have power again say what they have unmounted. */
  function lookAgain(): void {
    if (unwantedSince.size > 0) for (const key of volumes.keys()) queue.add(key)
  }

  return { powerLost: () => undefined, powerRestored: lookAgain }
}

function byNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const groups = new Map<string, Pod[]>()
  for (const pod of pods) {
    const node = pod.spec?.nodeName ?? ''
    const group = groups.get(node)
    if (group) group.push(pod)
    else groups.set(node, [pod])
  }
  return groups
}
