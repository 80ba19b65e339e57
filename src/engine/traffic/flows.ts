import type { Entry } from './targets.ts'

/** What one pod got in a second. */
export interface Flow {
  /** Of the pod; '' = they got to none. */
  readonly uid: string
  version: string
  answered: number
  failed: number
}

/** Where a sender's requests go, second by second. */
export interface Flows {
  /** Those of the last whole second, in the order in which pods were first sent something in it. */
  readonly last: readonly Flow[]
  /** Requests that got to no pod. */
  lost(count: number): void
  /** Takes what an entry has counted since it was last taken. */
  take(entry: Entry): void
  /** A second is over. */
  close(): void
}

export function createFlows(): Flows {
  let now = new Map<string, Flow>()
  let last: readonly Flow[] = []

  function flowTo(uid: string): Flow {
    const flow = now.get(uid) ?? { uid, version: '', answered: 0, failed: 0 }
    now.set(uid, flow)
    return flow
  }

  return {
    get last() {
      return last
    },
    lost(count) {
      flowTo('').failed += count
    },
    take(entry) {
      const { answeredNow, failedNow, target, version } = entry
      entry.answeredNow = 0
      entry.failedNow = 0
      if (answeredNow === 0 && failedNow === 0) return
      const flow = flowTo(target.uid)
      if (answeredNow > 0) flow.version = version
      flow.answered += answeredNow
      flow.failed += failedNow
    },
    close() {
      last = [...now.values()]
      now = new Map()
    },
  }
}
