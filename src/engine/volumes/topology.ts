import { matchesAnyTerm } from '../api/selectors.ts'
import type { Node, NodeSelectorTerm, StorageClass, VolumeNodeAffinity } from '../api/types.gen.ts'

/*
 * Where a volume is when it has been made, and so from where it can be reached (the external
 * provisioner's topology.go): in the zone of the node that was chosen; for a claim that did not wait,
 * in one of the zones there are, by its name.
 */

/** What a cloud's disks are bound to, unless their class says otherwise. */
const ZONE = 'topology.kubernetes.io/zone'

/** Labels and their values: one place. */
type Segment = readonly (readonly [key: string, value: string])[]

/**
 * @param node the one that was selected for the claim; undefined = the claim did not wait for a pod
 * @param nodes all there are
 * @returns undefined = the driver knows no zones, and its volumes can be reached from everywhere
 */
export function volumeAffinity(
  claim: string,
  storageClass: StorageClass | undefined,
  node: Node | undefined,
  nodes: readonly Node[],
): VolumeNodeAffinity | undefined {
  const allowed = allowedSegments(storageClass)
  if (node) {
    const own = allowed.find((segment) => isIn(segment, node)) ?? segmentOf(node)
    return affinityTo(own)
  }
  const possible = allowed.length > 0 ? allowed : distinct(nodes.map(segmentOf))
  return affinityTo(possible[turnOf(claim) % Math.max(1, possible.length)] ?? [])
}

function segmentOf({ metadata }: Node): Segment {
  const zone = metadata?.labels?.[ZONE]
  return zone === undefined ? [] : [[ZONE, zone]]
}

const isIn = (segment: Segment, node: Node): boolean => matchesAnyTerm([termOf(segment)], node)

const termOf = (segment: Segment): NodeSelectorTerm => ({
  matchExpressions: segment.map(([key, value]) => ({ key, operator: 'In', values: [value] })),
})

function affinityTo(segment: Segment): VolumeNodeAffinity | undefined {
  return segment.length > 0 ? { required: { nodeSelectorTerms: [termOf(segment)] } } : undefined
}

/** Every combination of values that a class allows, in upstream's order. */
function allowedSegments(storageClass: StorageClass | undefined): readonly Segment[] {
  return distinct(
    (storageClass?.allowedTopologies ?? []).flatMap(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.reduce<readonly Segment[]>(
        (segments, { key, values }) =>
          segments.flatMap((segment) => values.map((value): Segment => [...segment, [key, value]])),
        [[]],
      ),
    ),
  )
}

function distinct(segments: readonly Segment[]): readonly Segment[] {
  const sorted = segments
    .filter((segment) => segment.length > 0)
    .map((segment) => segment.toSorted(([a], [b]) => (a < b ? -1 : 1)))
    .map(
      (segment) => [segment.map(([key, value]) => `${key}#${value}`).join(','), segment] as const,
    )
  return [...new Map(sorted)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, segment]) => segment)
}

/** A set's claims take turns, all of one pod in one place: the hash of its name and its number. */
function turnOf(claim: string): number {
  const [, before = claim, index] = /^(.*)-(\d+)$/.exec(claim) ?? []
  const hashed = index === undefined ? claim : before.slice(before.lastIndexOf('-') + 1)
  return (fnv32(hashed) + Number(index ?? 0)) >>> 0
}

/** FNV-1, 32 bits, of a name (ASCII). */
function fnv32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(index)
  }
  return hash >>> 0
}
