import { PodFlag } from '../../../engine/protocol.ts'
import type { Attempt } from '../../../engine/scheduler/attempt.ts'
import { unitsPerCell } from '../cells.ts'
import type { Facts } from '../facts.ts'
import type { Ground } from '../ground.ts'
import type { LaneDelta } from '../model.ts'
import type { SceneSide } from '../side.ts'
import type { Touchdown, Walk } from '../stage.ts'
import { type Entry, landedAt, touchesAt } from './choreography.ts'
import type { Evaluation } from './evaluation.ts'
import { findings } from './findings.ts'
import { evaluateTime, TIMES } from './timings.ts'
import { carriedOut, type Found, type ShownWalk } from './walk.ts'

/** Turns what an update changed into motion: who falls, flies or fades, and when. */
export class Director {
  private readonly facts: Facts
  private readonly ground: Ground
  /** Hears of every piece that comes down. */
  touchdown: ((touchdown: Touchdown) => void) | undefined

  constructor(facts: Facts, ground: Ground) {
    this.facts = facts
    this.ground = ground
  }

  perform(index: number, delta: LaneDelta, attempts: readonly Attempt[], now: number): void {
    const side = this.facts.sides[index]!
    const lane = this.facts.mirror!.lanes[index]!
    const rate = this.facts.rate()!
    const reduced = this.facts.settings.reducedMotion
    const evaluation =
      reduced || side.model.runbook ? undefined : this.evaluate(index, attempts, now, rate)
    if (evaluation) side.evaluation = evaluation
    const { moves, model } = side
    const entryOf = (row: number, node: number, from: number, order: number): Entry => {
      const replaces = lane.pods.replaces[row]!
      const recreated = (lane.pods.flags[row]! & PodFlag.Recreated) !== 0
      const source = from >= 0 ? from : replaces >= 0 && replaces !== node ? replaces : -1
      const start =
        evaluation?.row === row
          ? evaluation.fallAt
          : now + (Math.min(order, 12) * TIMES.stagger) / rate
      const flies = source >= 0 && this.ground.wellOf(index, source) !== undefined
      return {
        kind: reduced ? 'fade' : flies ? 'flight' : 'fall',
        start: reduced ? now : start,
        rate,
        from: source,
        edge: reduced ? 0 : recreated || from >= 0 ? 4.5 : 4,
        edgeTime: reduced ? 0 : recreated || from >= 0 ? TIMES.recreatedEdge : TIMES.placedEdge,
        aim: !model.runbook,
      }
    }
    if (!reduced && this.ground.lod === 2) {
      side.tiles.perform(delta, now, rate, (row) => lane.pods.app[row]!)
    }
    moves.perform(this.seenOf(index, delta), now, { rate, reduced }, entryOf, (row) => ({
      heights: model.heights.slice(row * model.resources, (row + 1) * model.resources),
      lows: model.floors.slice(row * model.resources, (row + 1) * model.resources),
    }))
    if (evaluation) {
      const entry = moves.pieces.get(evaluation.row)?.entry
      if (entry)
        side.evaluation = { ...evaluation, end: landedAt(entry) + TIMES.evaluateOut / rate }
    }
  }

  tell(index: number, { arrived }: LaneDelta, now: number): void {
    const { pieces } = this.facts.sides[index]!.moves
    for (const { row } of this.touchdown ? arrived : []) {
      const entry = pieces.get(row)?.entry
      this.touchdown?.({
        lane: index,
        lanes: this.facts.sides.length,
        cells: this.facts.tallestHalf(index, row),
        wait: entry ? touchesAt(entry) - now : 0,
      })
    }
  }

  /** What of a change is to be seen: of machines that are tiles or out of view, no pod is. */
  private seenOf(index: number, delta: LaneDelta): LaneDelta {
    const { ground } = this
    if (ground.lod < 2 && !ground.camera) return delta
    const seen = (node: number) => ground.showsPodsOf(index, node)
    const { where } = this.facts.sides[index]!.model
    return {
      ...delta,
      arrived: delta.arrived.filter(({ node }) => seen(node)),
      left: delta.left.filter(({ node }) => seen(node)),
      moved: delta.moved.filter(({ from, to }) => seen(from) || seen(to)),
      shifted:
        ground.lod === 2
          ? new Map()
          : new Map([...delta.shifted].filter(([row]) => seen(where[row]!))),
      bought: ground.lod === 2 ? [] : delta.bought.filter(seen),
    }
  }

  /** The pod whose decision was gone through falls; its machine stays framed until it has landed. */
  carryOut(side: SceneSide, shown: ShownWalk, delta: LaneDelta): boolean {
    const names = this.facts.mirror?.lanes.find(({ id }) => id === side.model.id)?.pods.names ?? []
    const pod = delta.arrived.find(({ row }) => names[row] === shown.walk.attempt.pod)
    const entry = pod && side.moves.pieces.get(pod.row)?.entry
    if (!entry) return false
    side.evaluation = carriedOut(shown, pod.row, entry.start, landedAt(entry))
    return true
  }

  private evaluate(
    index: number,
    attempts: readonly Attempt[],
    now: number,
    rate: number,
  ): Evaluation | undefined {
    const attempt = attempts.at(-1)
    const lane = this.facts.mirror?.lanes[index]
    if (!attempt || !lane || attempt.rule !== undefined || !this.facts.mirror?.info)
      return undefined
    const row = lane.pods.names.lastIndexOf(attempt.pod)
    if (row < 0) return undefined
    const { model } = this.facts.sides[index]!
    const resources = this.facts.mirror.info.resources
    const heights = model.heights.slice(row * resources.length, (row + 1) * resources.length)
    const { names } = lane.nodes
    const asking = { row, heights }
    const wells = findings(attempt, model, resources, names, lane.pods.names, asking).filter(
      ({ verdict }) => verdict !== undefined,
    )
    if (wells.length === 0) return undefined
    const fallAt = now + evaluateTime(wells.length) / rate
    return {
      row,
      app: lane.pods.app[row]!,
      heights,
      start: now,
      rate,
      wells,
      attempt,
      fallAt,
      end: fallAt + TIMES.evaluateOut / rate,
    }
  }

  /** What there is to see of a walk's decision in the wells that stand there now. */
  readonly find = (walk: Walk): Found => {
    const index = this.facts.sides.findIndex(({ model }) => model.id === walk.lane)
    const lane = this.facts.mirror?.lanes[index]
    const resources = this.facts.mirror?.info?.resources ?? []
    const heights = Float64Array.from(
      resources,
      (name, r) => (walk.requests[r] ?? 0) / unitsPerCell(name),
    )
    if (!lane) return { row: -1, heights, wells: [] }
    const row = lane.pods.names.lastIndexOf(walk.attempt.pod)
    const { model } = this.facts.sides[index]!
    const { names } = lane.nodes
    const asking = { row, heights }
    const wells = findings(walk.attempt, model, resources, names, lane.pods.names, asking)
    return { ...asking, wells }
  }
}
