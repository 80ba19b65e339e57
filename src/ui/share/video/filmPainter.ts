import type { Caption } from '../../present/runCaption.ts'
import { FramePainter } from '../../stage/paint/frame.ts'
import type { Label } from '../../stage/paint/labels.ts'
import { createCanvasSurface } from '../../stage/renderer/canvasSurface.ts'
import { Scene } from '../../stage/scene.ts'
import type { StageAreas, StageSettings } from '../../stage/stage.ts'
import type { Mirror } from '../../state/mirror.ts'
import type { LaneSummary } from '../../state/summaries.ts'
import { laneTitle } from '../../words/laneTitle.ts'
import { scenarioTitle } from '../../words/scenarios.ts'
import { shareWords } from '../../words/share.ts'
import { clock, count, dollars, laneLabel, percent } from '../../words/units.ts'
import { words } from '../../words/words.ts'

export const FILM = { width: 1_280, height: 720 } as const

/** As on a screen for an audience, which is where films are shown. */
const BIG = FILM.width / 1_920
const px = (size: number) => size * BIG
const MARGIN = px(44)
const NEXT = px(168)
const GAP = px(16)
const HEAD = px(206)
const FOOT = px(192)

export interface FilmFacts {
  readonly title: string
  /** What is said; `right`: of the right cluster, beside it. */
  readonly caption: Caption | undefined
  readonly at: number
  /** How much of the film is over, 0..1. */
  readonly share: number
  readonly wait: number | undefined
  readonly lanes: readonly LaneSummary[]
  readonly mirror: Mirror
}

/**
 * Paints frames of a film: the stage's own scene by a clock that is given, on a plain canvas, with
 * what the page writes around it.
 */
export class FilmPainter {
  readonly canvas = document.createElement('canvas')
  readonly scene: Scene
  private readonly painter: FramePainter
  private readonly surface: ReturnType<typeof createCanvasSurface>
  private readonly pen: CanvasRenderingContext2D
  private readonly family: string
  private readonly token: (name: string) => string

  private readonly areas: StageAreas
  private readonly hasNext: boolean

  /**
   * @param hasNext whether anything is ever NEXT
   * @throws when the browser has no 2D canvas
   */
  constructor(settings: StageSettings, lanes: number, hasNext: boolean) {
    this.hasNext = hasNext
    this.areas = areas(lanes, hasNext)
    const style = getComputedStyle(document.documentElement)
    this.family = getComputedStyle(document.body).fontFamily
    this.token = (name) => style.getPropertyValue(name).trim()
    this.canvas.width = FILM.width
    this.canvas.height = FILM.height
    const pen = this.canvas.getContext('2d')
    if (pen === null) throw new Error('This browser cannot draw on a canvas.')
    this.pen = pen
    let surface: ReturnType<typeof createCanvasSurface> | undefined
    this.scene = new Scene((text) => surface?.glyphs.index(text) ?? -1)
    this.painter = new FramePainter(this.scene)
    surface = createCanvasSurface(this.painter.layers.all(), this.family)
    this.surface = surface
    this.surface.resize(FILM.width, FILM.height, 1)
    this.scene.setSettings(settings)
    this.scene.setAreas(this.areas, 1)
  }

  /** @param now the film's own time in ms: motions go by it */
  paint(facts: FilmFacts, now: number): void {
    this.scene.advance(now)
    this.painter.paint(now)
    this.surface.render()
    const { pen } = this
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.globalAlpha = 1
    pen.fillStyle = this.token('--bg')
    pen.fillRect(0, 0, FILM.width, FILM.height)
    pen.drawImage(this.surface.canvas, 0, 0)
    for (const label of this.painter.labels) this.label(label)
    this.machineNumbers()
    for (const [index, lane] of facts.lanes.entries()) this.head(lane, index, facts)
    if (this.hasNext) {
      const middle = this.areas.next.x + NEXT / 2
      this.text(words.next, middle, px(62), { size: px(32), weight: 800, align: 'center' })
    }
    const foot = shareWords.pictureFoot(scenarioTitle(facts.title), clock(facts.at))
    this.text(foot, MARGIN, FILM.height - px(28), { size: px(24), colour: '--ink2' })
    if (facts.wait !== undefined) {
      const text = words.playback.fastForward(facts.wait)
      const how = { size: px(28), weight: 700, align: 'right' } as const
      this.text(text, FILM.width - MARGIN, FILM.height - px(28), how)
    }
    this.caption(facts.caption)
    pen.fillStyle = this.token('--line')
    pen.fillRect(0, FILM.height - px(8), FILM.width, px(8))
    pen.fillStyle = this.token('--ink')
    pen.fillRect(0, FILM.height - px(8), FILM.width * facts.share, px(8))
  }

  /** In the middle, or under each cluster what is said of it. */
  private caption(caption: Caption | undefined): void {
    if (caption === undefined) return
    const { text, right } = caption
    const y = FILM.height - px(80)
    const line = (said: string, x: number, most: number, size: number) => {
      this.pen.font = `700 ${size}px ${this.family}`
      const wide = this.pen.measureText(said).width
      const fitting = size * Math.min(1, most / wide)
      this.text(said, x, y, { size: fitting, weight: 700, align: 'center' })
    }
    if (right === undefined) {
      line(text, FILM.width / 2, FILM.width - 2 * MARGIN, px(42))
      return
    }
    const half = FILM.width / 2 - MARGIN - GAP
    line(text, MARGIN + half / 2, half, px(35))
    line(right, FILM.width - MARGIN - half / 2, half, px(35))
  }

  private head(lane: LaneSummary, index: number, { mirror }: FilmFacts): void {
    const { metrics } = lane
    const x = this.areas.lanes[index]!.x
    this.text(laneTitle(lane.title), x, px(72), { size: px(46), weight: 770 })
    let at = x
    const write = (text: string, size: number, weight: number, colour = '--ink') => {
      at += this.text(text, at, px(150), { size: px(size), weight, colour }) + px(14)
    }
    write(count(metrics.machines), 76, 790)
    write(metrics.machines === 1 ? words.score.machine : words.score.machines, 28, 450, '--ink2')
    write(dollars(metrics.costPerHour), 50, 760)
    write(words.score.perHour, 28, 450, '--ink2')
    const resources = mirror.info?.resources ?? []
    const used = resources.slice(0, 2).map((resource, r) => {
      const use = metrics.resources[r]
      const share = (use?.requested ?? 0) / Math.max(1, use?.allocatable ?? 1)
      return `${laneLabel(resource)} ${percent(share)}`
    })
    this.text(used.join('   '), x, px(194), { size: px(28), weight: 650, colour: '--ink2' })
    const trouble = [
      metrics.pending > 0 && `${count(metrics.pending)} ${words.score.pending(metrics.pending)}`,
      metrics.down > 0 && `${count(metrics.down)} ${words.score.down(metrics.down)}`,
    ].filter((part) => part !== false)
    this.text(trouble.join('   '), x + px(330), px(194), {
      size: px(28),
      weight: 720,
      colour: '--alarm-ink',
    })
  }

  private machineNumbers(): void {
    const layout = this.scene.stageLayout()
    if (layout === undefined || layout.lod > 0) return
    for (const well of layout.wells) {
      const side = this.scene.mirror?.lanes.find(({ id }) => id === well.lane)
      const name = well.row < 0 ? undefined : side?.nodes.names[well.row]
      const number = name?.match(/\d+$/)?.[0]
      if (number === undefined) continue
      this.text(number, well.x + well.width / 2, well.y + well.height + px(36), {
        size: Math.min(px(28), well.width * 0.6),
        weight: 700,
        align: 'center',
      })
    }
  }

  private label(label: Label): void {
    const [colour, weight, size, ground] = LOOKS[label.kind] ?? ['--ink2', 600, 14]
    const { text } = label
    const height = label.size ?? px(size * 1.5)
    const { pen } = this
    pen.globalAlpha = label.opacity
    if (ground !== undefined) {
      pen.font = `${weight} ${height}px ${this.family}`
      const width = pen.measureText(text).width + height * 1.3
      pen.fillStyle = this.token(ground)
      pen.beginPath()
      pen.roundRect(label.x - width / 2, label.y - height * 0.9, width, height * 1.8, height * 0.9)
      pen.fill()
    }
    this.text(text, label.x, label.y, {
      size: height,
      weight,
      colour,
      align: 'center',
      middle: true,
    })
    pen.globalAlpha = 1
  }

  /** @returns how wide it is */
  private text(
    text: string,
    x: number,
    y: number,
    how: {
      readonly size: number
      readonly weight?: number
      readonly colour?: string
      readonly align?: CanvasTextAlign
      readonly middle?: boolean
    },
  ): number {
    const { pen } = this
    pen.font = `${how.weight ?? 450} ${how.size}px ${this.family}`
    pen.fillStyle = this.token(how.colour ?? '--ink')
    pen.textAlign = how.align ?? 'left'
    pen.textBaseline = how.middle ? 'middle' : 'alphabetic'
    pen.fillText(text, x, y)
    return pen.measureText(text).width
  }
}

/** Colour, weight, size (px on a page), and what is behind a label; as in stage/renderer/labels.css. */
const LOOKS: Partial<Record<Label['kind'], readonly [string, number, number, string?]>> = {
  name: ['--ink', 650, 16],
  winner: ['--good', 800, 34],
  score: ['--ink2', 650, 26],
  tied: ['--good', 700, 14],
  pill: ['--alarm-ink', 720, 14, '--alarm-bg'],
  dead: ['--on-alarm', 720, 14, '--alarm'],
  waiting: ['--alarm-ink', 720, 14],
  lost: ['--alarm-ink', 720, 14],
  more: ['--ink2', 450, 14],
  gain: ['--good', 760, 18],
}

/** As LOOK.md has the stage for an audience: two clusters, NEXT between them; off the film without it. */
function areas(lanes: number, hasNext: boolean): StageAreas {
  const room = FILM.width - 2 * MARGIN - (hasNext ? NEXT + 2 * GAP : 0)
  const width = lanes > 1 ? room / 2 : room
  const rooms = Array.from({ length: Math.max(1, lanes) }, (_, index) => ({
    x: MARGIN + index * (width + NEXT + 2 * GAP),
    y: HEAD,
    width,
    height: FILM.height - HEAD - FOOT,
  }))
  return {
    width: FILM.width,
    height: FILM.height,
    lanes: rooms,
    next: {
      x: hasNext ? MARGIN + width + GAP : FILM.width,
      y: px(88),
      width: NEXT,
      height: FILM.height - px(88) - FOOT,
    },
    nextDirection: 'column',
    breakpoint: 'desktop',
    big: BIG,
  }
}
