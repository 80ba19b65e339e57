import { createStore, get, type UseStore, update } from 'idb-keyval'
import * as v from 'valibot'

/** A round that was played here. */
export interface KeptScore {
  readonly mode: 'five' | 'daily' | 'pager'
  readonly seed: number
  readonly score: number
  /** Milliseconds since 1970. */
  readonly playedAt: number
}

const KEY = 'scores'
/** Of each mode. */
const MOST = 10

const Kept = v.array(
  v.object({
    mode: v.picklist(['five', 'daily', 'pager']),
    seed: v.number(),
    score: v.number(),
    playedAt: v.number(),
  }),
)

/** What is played while storage is blocked lasts as long as the page. */
let here: readonly KeptScore[] = []

/** The best rounds of each mode, best first. `kept` = they will be there at the next visit. */
export async function readScores(): Promise<{
  readonly scores: readonly KeptScore[]
  readonly kept: boolean
}> {
  try {
    const read = v.safeParse(Kept, (await get(KEY, store())) ?? [])
    return { scores: best([...here, ...(read.success ? read.output : [])]), kept: true }
  } catch {
    return { scores: here, kept: false }
  }
}

/** A list for each mode in this order, without the modes that were not played. */
export function listsOf(scores: readonly KeptScore[], modes: readonly KeptScore['mode'][]) {
  return modes
    .map((mode) => ({ mode, scores: scores.filter((score) => score.mode === mode) }))
    .filter((list) => list.scores.length > 0)
}

/** Adds a round; two tabs add to the same list. */
export async function keepScore(score: KeptScore): Promise<void> {
  try {
    await update(
      KEY,
      (stored: unknown) => {
        const read = v.safeParse(Kept, stored ?? [])
        return best([...(read.success ? read.output : []), score])
      },
      store(),
    )
  } catch {
    here = best([...here, score])
  }
}

function best(scores: readonly KeptScore[]): readonly KeptScore[] {
  const counts = new Map<string, number>()
  return [...scores]
    .sort((a, b) => b.score - a.score || a.playedAt - b.playedAt)
    .filter(({ mode }) => {
      const before = counts.get(mode) ?? 0
      counts.set(mode, before + 1)
      return before < MOST
    })
}

let opened: UseStore | undefined
/** Opened when it is first needed: where storage is blocked, that alone can throw. */
function store(): UseStore {
  opened ??= createStore('podfall', 'kept')
  return opened
}
