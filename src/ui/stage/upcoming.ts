import type { Facts } from './facts.ts'
import { letters } from './letters.ts'
import { TIMES } from './motion/timings.ts'
import { type NextLayout, nextLayout } from './nextLayout.ts'
import { type HeldPod, type NextEntry, nextEntries, waitingCount } from './queue.ts'
import type { StageAreas } from './stage.ts'

export interface NextView {
  readonly entries: readonly NextEntry[]
  readonly layout: NextLayout
  readonly total: number
}

/** More entries than ever fit into NEXT. */
const NEXT_LIMIT = 24

/** What NEXT shows, and how its pieces move up. */
export class Upcoming {
  private readonly facts: Facts
  view: NextView | undefined
  /** As it was, while its pieces move up. */
  before: { readonly view: NextView; readonly start: number } | undefined
  private heldBefore = ''

  constructor(facts: Facts) {
    this.facts = facts
  }

  /** How long pieces take to move up, ms. */
  time(): number {
    return TIMES.next / (this.facts.rate() ?? 1)
  }

  /** Forgets what is over; true when something has ended. */
  prune(now: number): boolean {
    if (!this.before || now < this.before.start + this.time()) return false
    this.before = undefined
    return true
  }

  /** Whether a piece has set out, or waits again, since NEXT was laid out. */
  heldChanged(now: number): boolean {
    if (this.facts.sides.length === 0) return false
    return keyOf(this.held(now)) !== this.heldBefore
  }

  /** Lays NEXT out anew; from `now` pieces move up, without it they stand there at once. */
  refresh(areas: StageAreas | undefined, now: number | undefined): void {
    const { mirror, settings } = this.facts
    if (!mirror?.info || !areas) return
    const held = now === undefined ? [] : this.held(now)
    this.heldBefore = keyOf(held)
    const entries = nextEntries(mirror, held, NEXT_LIMIT)
    const total = waitingCount(mirror, held)
    const shapes = entries.map((entry) => this.facts.cellsOf(entry))
    const name = letters(mirror.apps[entries[0]?.app ?? -1]?.name ?? '')
    const layout = nextLayout(areas, shapes, total, name)
    const before = this.view
    this.view = { entries, layout, total }
    const [first] = entries
    // In a wave others stand there with every update: nothing of it is left to move up.
    const seen = before?.entries ?? []
    const others = seen.length > 0 && first && seen.every(({ key }) => key !== first.key)
    if (now === undefined || settings.reducedMotion || !before || others) {
      this.before = undefined
    } else if (seen[0]?.key !== first?.key) this.before = { view: before, start: now }
  }

  /** Pods that are placed by the facts but have not set out yet in the picture. */
  private held(now: number): HeldPod[] {
    const held: HeldPod[] = []
    this.facts.sides.forEach(({ moves }, side) => {
      for (const [row, { entry }] of moves.pieces) {
        if (entry && entry.kind !== 'fade' && now < entry.start) held.push({ side, row })
      }
    })
    return held
  }
}

function keyOf(held: readonly HeldPod[]): string {
  return held.map(({ side, row }) => `${side}:${row}`).join()
}
