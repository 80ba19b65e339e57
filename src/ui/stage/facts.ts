import { NodeFlag, PodState } from '../../engine/protocol.ts'
import type { Mirror } from '../state/mirror.ts'
import { isTrouble } from '../state/podTrouble.ts'
import { unitsPerCell } from './cells.ts'
import { motionRate } from './motion/timings.ts'
import type { PodMarks } from './paint/marks.ts'
import { lanesOf, type NextEntry } from './queue.ts'
import type { SceneSide } from './side.ts'
import type { StageSettings } from './stage.ts'

/** Simulated ms from binding within which containers start that wait for nothing: a piece is solid. */
const START_MOST = 1_500

/** What painters ask of the run: facts of the mirror as the stage shows them. Knows no canvas and no clock. */
export class Facts {
  sides: SceneSide[] = []
  mirror: Mirror | undefined
  settings: StageSettings = {
    theme: 'light',
    reducedMotion: false,
    speed: 1,
    instant: false,
  }
  /** By side: somebody sends it requests, as far as the layout knows. */
  senders: readonly boolean[] = []

  isDead(side: number, node: number): boolean {
    return (this.nodeFlags(side, node) & NodeFlag.Dead) !== 0
  }

  nodeFlags(side: number, node: number): number {
    return this.mirror?.lanes[side]?.nodes.flags[node] ?? 0
  }

  /** A pod that does nothing any more because its machine has no power, in a runbook world. */
  isDown(side: number, row: number): boolean {
    return this.mirror?.lanes[side]?.pods.state[row] === PodState.Down
  }

  /** A pod with a deletion timestamp: it still takes its room until it is gone. */
  isTerminating(side: number, row: number): boolean {
    return this.mirror?.lanes[side]?.pods.state[row] === PodState.Terminating
  }

  /** It does not serve yet, or no more: its containers run or are being created. */
  isUnready(side: number, row: number): boolean {
    const pods = this.mirror?.lanes[side]?.pods
    if (!pods) return false
    const state = pods.state[row]
    if (state === PodState.Unready) return true
    if (state !== PodState.Creating) return false
    // Between two tries nothing runs at all.
    if (isTrouble(this.mirror!.statuses[pods.status[row]!] ?? '')) return true
    // What has just landed starts in a moment; where people ask for it, that moment counts.
    if (this.senders[side]) return true
    return this.mirror!.now - pods.boundAt[row]! > START_MOST
  }

  /** Another namespace than its own is looked at. */
  isAside(side: number, row: number): boolean {
    const { namespace } = this.settings
    const apps = this.mirror?.apps
    // A namespace that is not of this run hides nothing.
    if (!namespace || !apps?.some((app) => app.namespace === namespace)) return false
    return apps[this.appOf(side, row)]?.namespace !== namespace
  }

  /** What its piece shows besides the letter; undefined = nothing. */
  marksOf(side: number, row: number): PodMarks | undefined {
    const lane = this.mirror?.lanes[side]
    if (!lane || this.sides[side]!.model.runbook) return undefined
    const { version, restarts, volumes, status } = lane.pods
    const said = this.mirror!.statuses[status[row]!] ?? ''
    const failing = isTrouble(said)
    const marks = {
      version: version[row]!,
      restarts: restarts[row]!,
      volumes: volumes[row]!,
      // Volumes are there when the first container is, be it one that only prepares.
      attaching: this.isUnready(side, row) && said === 'ContainerCreating',
    }
    if (marks.version < 2 && marks.restarts === 0 && marks.volumes === 0 && !failing)
      return undefined
    return { ...marks, failing }
  }

  appOf(side: number, row: number): number {
    return this.mirror?.lanes[side]?.pods.app[row] ?? 0
  }

  /** Height of a pod's taller half, cells. */
  tallestHalf(side: number, row: number): number {
    const { heights, resources } = this.sides[side]!.model
    let tallest = 0
    for (let r = 0; r < resources; r++) {
      tallest = Math.max(tallest, heights[row * resources + r]!)
    }
    return tallest
  }

  /** 0..1: how far a booting machine has come, by simulated time. */
  booted(side: number, node: number): number {
    const nodes = this.mirror?.lanes[side]?.nodes
    if (!nodes || !this.mirror) return 1
    if ((nodes.flags[node]! & NodeFlag.Booting) === 0) return 1
    const born = nodes.bornAt[node]!
    const ready = nodes.readyAt[node]!
    if (ready <= born) return 1
    return Math.min(0.95, Math.max(0.08, (this.mirror.now - born) / (ready - born)))
  }

  /** Cells of a waiting piece: the lanes it asks for, CPU and memory always among them. */
  cellsOf(entry: NextEntry): number[] {
    const resources = this.mirror?.info?.resources ?? []
    return lanesOf(entry.requests.map((amount, r) => amount / unitsPerCell(resources[r]!)))
  }

  /** Factor on motion time; undefined = everything is cut. */
  rate(): number | undefined {
    return this.settings.instant ? undefined : motionRate(this.settings.speed)
  }
}
