import type { TrafficState } from '../../../engine/protocol.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { Label } from '../paint/labels.ts'
import type { ShapeList } from '../paint/shapeList.ts'
import type { Standing } from '../paint/views.ts'
import type { RequestFlow, Scene } from '../scene.ts'
import { Emission } from './emission.ts'
import { paintSender } from './flowPainter.ts'
import { fill, type Sender, step } from './sender.ts'

/** A frame that comes later than this (s) is not made up for. */
const LONGEST_FRAME = 0.1

/**
 * Requests on their way from their senders to pods, as dots. Fetched when a run has traffic. They move
 * while a run is played, at the same calm pace whatever its speed, and rest with it.
 */
export class Flow implements RequestFlow {
  private readonly scene: Scene
  /** By side. */
  private sides: Sender[][] = []
  private known: readonly (readonly TrafficState[])[] = []
  private last: number | undefined

  constructor(scene: Scene) {
    this.scene = scene
  }

  /** Takes what an update has brought; `cut`: what is on its way is what would be, had it always been so. */
  take(mirror: Mirror, cut: boolean): void {
    const fresh = mirror.lanes.map(({ traffic }) => traffic)
    const changed = fresh.map((traffic, side) => traffic !== this.known[side])
    this.known = fresh
    this.sides = fresh.map((traffic, side) =>
      traffic.map((state) => {
        const kept = cut ? undefined : this.sides[side]?.find((one) => isSame(one.state, state))
        const sender = kept ?? {
          state,
          emission: new Emission(),
          dots: [],
          sent: 0,
          versions: new Map<string, number>(),
        }
        sender.state = state
        for (const { version, row, answered } of state.flows) {
          if (answered > 0) sender.versions.set(version, row)
        }
        if (!kept || this.isStill()) fill(sender)
        else if (changed[side]) sender.emission.take(state.flows)
        return sender
      }),
    )
  }

  /** Moves what is on its way; true while something is. `now` is wall time in ms. */
  advance(now: number): boolean {
    const { playing } = this.scene.settings
    const passed = this.last === undefined ? 0 : (now - this.last) / 1_000
    this.last = playing ? now : undefined
    if (!playing || this.isStill()) return false
    const seconds = Math.min(LONGEST_FRAME, passed)
    let moves = false
    for (const sender of this.sides.flat()) {
      step(sender, seconds)
      moves ||= sender.dots.length > 0 || sender.state.requestsPerSecond > 0
    }
    return moves
  }

  paint(side: number, stand: Standing, list: ShapeList, labels: Label[]): void {
    const senders = this.sides[side] ?? []
    const { namespace } = this.scene.settings
    // A namespace that is not of this run hides nobody.
    const picked = this.scene.mirror?.apps.some((app) => app.namespace === namespace)
    // Who has never sent anything is not there yet.
    const shown = senders.filter(
      ({ state }) =>
        (state.requestsPerSecond > 0 || state.answered + state.failed > 0) &&
        (!picked || state.namespace === namespace),
    )
    shown.forEach((sender, place) => {
      paintSender({ scene: this.scene, side, stand, list, labels, place, of: shown.length }, sender)
    })
  }

  /** Nothing moves: marks stand where they would be on their way. */
  private isStill(): boolean {
    return this.scene.settings.reducedMotion || this.scene.settings.instant
  }
}

function isSame(a: TrafficState, b: TrafficState): boolean {
  return a.name === b.name && a.namespace === b.namespace
}
