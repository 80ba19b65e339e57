import { compareQuantities } from '../api/quantity.ts'
import { matchesAnyTerm, matchesLabelSelector } from '../api/selectors.ts'
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../api/types.gen.ts'

/** Whether pods on this node can reach the volume. */
export function isReachable({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec?.nodeAffinity?.required
  return required === undefined || matchesAnyTerm(required.nodeSelectorTerms, node)
}

/**
 * The smallest volume that suits a claim (component-helpers storage/volume FindMatchingVolume): one
 * that is already meant for it, otherwise one that is free.
 * @param node where the pod would run; undefined = anywhere
 * @param taken names of volumes that other claims of the same pod get
 */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node: Node | undefined,
  taken: ReadonlySet<string> = new Set(),
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined
  for (const volume of volumes) {
    const { metadata, spec } = volume
    if (taken.has(metadata?.name ?? '') || metadata?.deletionTimestamp !== undefined) continue
    if (!suits(volume, claim) || (node && !isReachable(volume, node))) continue
    if (isMeantFor(volume, claim)) return volume
    if (spec?.claimRef || !isAvailable(volume)) continue
    if (!smallest || compareQuantities(sizeOf(volume), sizeOf(smallest)) < 0) smallest = volume
  }
  return smallest
}

/** Size, access modes, volume mode, class and labels. */
function suits(volume: PersistentVolume, { spec }: PersistentVolumeClaim): boolean {
  const wanted = spec?.resources?.requests?.storage ?? '0'
  const modes = volume.spec?.accessModes ?? []
  return (
    compareQuantities(sizeOf(volume), wanted) >= 0 &&
    (spec?.accessModes ?? []).every((mode) => modes.includes(mode)) &&
    (volume.spec?.volumeMode ?? 'Filesystem') === (spec?.volumeMode ?? 'Filesystem') &&
    (volume.spec?.storageClassName ?? '') === (spec?.storageClassName ?? '') &&
    (!spec?.selector || matchesLabelSelector(spec.selector, volume.metadata?.labels))
  )
}

const sizeOf = ({ spec }: PersistentVolume): string => spec?.capacity?.storage ?? '0'

function isMeantFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec ?? {}
  return (
    claimRef?.name === metadata?.name &&
    claimRef?.namespace === metadata?.namespace &&
    (!claimRef?.uid || !metadata?.uid || claimRef.uid === metadata.uid)
  )
}

/** A volume whose controller has not looked at it yet counts as one that it will find to be free. */
const isAvailable = ({ status }: PersistentVolume): boolean =>
  (status?.phase ?? 'Available') === 'Available'
