/** Pods that are gone and whose uid is still known by their row: as many as attempts are kept of. */
const REMEMBERED = 60_000

/** Which pod had a row, of the 60,000 that went last: nobody can ask about others. */
export interface GoneUids {
  remember(row: number, uid: string): void
  of(row: number): string | undefined
}

export function createGoneUids(): GoneUids {
  const uids = new Map<number, string>()
  let rows: number[] = []
  return {
    remember(row, uid) {
      uids.set(row, uid)
      rows.push(row)
      // Cutting in large pieces keeps the cost per pod constant.
      if (rows.length < 2 * REMEMBERED) return
      for (const old of rows.slice(0, -REMEMBERED)) uids.delete(old)
      rows = rows.slice(-REMEMBERED)
    },
    of: (row) => uids.get(row),
  }
}
