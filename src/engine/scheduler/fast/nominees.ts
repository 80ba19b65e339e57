import type { Nominated } from '../fitCheck.ts'
import type { PodInfo } from '../framework.ts'
import type { NodeColumns } from './nodeColumns.ts'
import type { PlacedFilter } from './template.ts'

/** Pods that were promised a place, for which others have to leave room. */
export interface Nominees {
  meet(nominated: Nominated): void
  /** By slot: 1 = pods are nominated to it; undefined without any. Good until the next call. */
  mark(nominated: Nominated): Uint8Array | undefined
  at(slot: number, nominated: Nominated): readonly PodInfo[]
  /**
   * What `ask` answers while the nominated pods are on the slot.
   * @param active filters whose `preFilter` has to be asked again afterwards
   */
  askBeside<T>(slot: number, nominated: Nominated, ask: () => T, active: readonly PlacedFilter[]): T
}

export function createNominees(columns: NodeColumns): Nominees {
  let marks = new Uint8Array(0)
  const marked: number[] = []
  /** What the marks are about, apart from one slot, and as which nodes stood where. */
  let markedFor: Nominated['all']
  let nodeStamp = -1
  let own = -1
  let met: Nominated['all']
  const at = (slot: number, nominated: Nominated) => nominated.get(columns.nameOf(slot)) ?? NOBODY

  function markAll(nominated: Iterable<[string, readonly PodInfo[]]>): void {
    if (marks.length < columns.capacity) marks = new Uint8Array(columns.capacity)
    else for (const slot of marked) marks[slot] = 0
    marked.length = 0
    for (const [name, infos] of nominated) {
      const slot = columns.slotOf(name)
      if (slot < 0 || infos.length === 0) continue
      marks[slot] = 1
      marked.push(slot)
    }
  }

  return {
    at,
    meet(nominated) {
      const { all } = nominated
      if (all && all === met) return
      for (const [, infos] of all ?? nominated) for (const { pod } of infos) columns.meet(pod)
      met = all
    },
    mark(nominated) {
      if (nominated.size === 0) return undefined
      const { all } = nominated
      const isKnown = all && all === markedFor && nodeStamp === columns.nodeStamp
      if (!isKnown || marks.length < columns.capacity) markAll(all ?? nominated)
      else if (own >= 0) marks[own] = 1
      markedFor = all
      nodeStamp = columns.nodeStamp
      own = -1
      if (all && nominated.own !== undefined) {
        const slot = columns.slotOf(nominated.own)
        if (slot >= 0 && at(slot, nominated).length === 0) {
          marks[slot] = 0
          own = slot
        }
      }
      return marked.length > (own < 0 ? 0 : 1) ? marks : undefined
    },
    askBeside(slot, nominated, ask, active) {
      const answer = columns.experiment(slot, (bench) => {
        for (const info of at(slot, nominated)) bench.add(info)
        return ask()
      })
      for (const { run } of active) run.preFilter?.()
      return answer
    },
  }
}

const NOBODY: readonly PodInfo[] = []
