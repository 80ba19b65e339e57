import './overview.css'
import { stageWords } from '../words/stage.ts'
import { scaleAt } from './camera.ts'
import { sameCamera } from './ground.ts'
import type { Scene } from './scene.ts'
import type { Camera, Rect } from './stage.ts'

/** What the overview needs from the stage. */
export interface Overlook {
  readonly host: HTMLElement
  readonly scene: Scene
  go(camera: Camera | undefined, time: number | undefined): void
  /** Asks for a frame. */
  wake(): void
}

/** Px; under the wells where the page has left room for names, over them on a phone. */
const HEIGHT = 52
const SMALL = 40
const MARGIN = 6
const BUTTON = 36
/** On a phone it stands in the line under the wells. */
const LOW_BUTTON = 26
/** At most so often (ms) a side is painted anew while the run goes on; never two in one frame. */
const PAUSE = 500
const ZOOM = 1.6
/** So many times finer than it is shown a side is painted. */
const FINER = 4
/** On a phone it lies over wells: it is there while the camera moves, and so long after (ms). */
const STAYS = 1_500

/**
 * All machines of every side, small, with a frame around what is seen; a press goes there. Shown
 * while only a part of several rows is seen.
 */
export class Overview {
  private readonly scene: Scene
  private readonly go: Overlook['go']
  private readonly sides: {
    readonly root: HTMLElement
    readonly canvas: HTMLCanvasElement
    readonly frame: HTMLElement
  }[] = []
  private buttons: HTMLElement
  /** What the buttons are named by. */
  private spoken = stageWords
  private readonly host: HTMLElement
  private readonly fine = document.createElement('canvas')
  private leaving: ReturnType<typeof setTimeout> | undefined
  private lastCamera: Camera | undefined
  /** By side: of which layout and revision of the scene, and when. */
  private readonly painted: {
    readonly layout: unknown
    readonly revision: number
    readonly at: number
  }[] = []
  /** Until the pause is over after which a side that is behind is painted. */
  private later: ReturnType<typeof setTimeout> | undefined
  private readonly wake: () => void

  constructor({ host, scene, go, wake }: Overlook) {
    this.host = host
    this.scene = scene
    this.go = go
    this.wake = wake
    this.buttons = this.makeButtons()
  }

  /** Brings it in line with the scene; `now` is wall time in ms. */
  show(now: number): void {
    const { ground, areas } = this.scene
    const { layout, camera } = ground
    const shown = camera && layout && layout.rows > 1 && areas
    if (!shown) {
      for (const { root } of this.sides) root.remove()
      this.buttons.remove()
      return
    }
    const inside = areas.breakpoint === 'phone'
    if (!sameCamera(camera, this.lastCamera)) this.stay(inside)
    this.lastCamera = camera
    const height = inside ? SMALL : HEIGHT
    /** A low window leaves less room under the wells. */
    const lowest = areas.height - height - MARGIN
    areas.lanes.forEach((area, side) => {
      this.sides[side] ??= this.makeSide()
      const { root, frame } = this.sides[side]
      const width = Math.round((height * area.width) / area.height)
      const top = Math.min(area.y + area.height + (inside ? -height - MARGIN : MARGIN), lowest)
      place(root, { x: area.x + area.width - width, y: top, width, height })
      const scale = scaleAt(camera.zoom, ground.reach)
      const [w, h] = [width / scale.x, height / scale.y]
      place(frame, {
        x: camera.x * width - w / 2,
        y: camera.y * height - h / 2,
        width: w,
        height: h,
      })
      if (!root.isConnected) this.host.append(root)
    })
    if (this.spoken !== stageWords) {
      this.spoken = stageWords
      this.buttons.remove()
      this.buttons = this.makeButtons()
    }
    const first = areas.lanes[0]!
    this.buttons.style.left = `${first.x}px`
    const top = first.y + first.height + (inside ? 2 : MARGIN + 8)
    const high = inside ? LOW_BUTTON : BUTTON
    this.buttons.style.top = `${Math.min(top, areas.height - high - (inside ? 2 : MARGIN))}px`
    if (!this.buttons.isConnected) this.host.append(this.buttons)
    this.bringUpToDate(layout, areas.lanes, now)
  }

  /** Paints the sides of which something is another than when they were painted. */
  private bringUpToDate(layout: unknown, areas: readonly Rect[], now: number): void {
    const { revision } = this.scene
    for (const [side, area] of areas.entries()) {
      const before = this.painted[side]
      const late = before !== undefined && before.layout === layout
      if (late && before.revision === revision) continue
      if (late && now < before.at + PAUSE) {
        this.paintLater(before.at + PAUSE - now)
        continue
      }
      this.painted[side] = { layout, revision, at: now }
      this.paint(side, area)
      // Another layout must not be seen with old tiles; what only changes in it can wait a frame.
      if (late) {
        this.paintLater(0)
        return
      }
    }
  }

  /** Frames may end before all is painted. */
  private paintLater(wait: number): void {
    this.later ??= setTimeout(() => {
      this.later = undefined
      this.wake()
    }, wait)
  }

  /** It is there; where it lies over wells, for a while. */
  private stay(passing: boolean): void {
    clearTimeout(this.leaving)
    for (const { root } of this.sides) root.classList.remove('gone')
    if (!passing) return
    this.leaving = setTimeout(() => {
      for (const { root } of this.sides) root.classList.add('gone')
    }, STAYS)
  }

  destroy(): void {
    clearTimeout(this.leaving)
    clearTimeout(this.later)
    for (const { root } of this.sides) root.remove()
    this.buttons.remove()
  }

  /**
   * Every tile with its lanes as they are, `FINER` than the device's pixels and then made smaller: rows
   * of two pixels, each free above and used below, would run together to stripes.
   */
  private paint(side: number, area: Rect): void {
    const { scene } = this
    const { canvas } = this.sides[side]!
    const density = Math.max(1, Math.round(window.devicePixelRatio || 1)) * 2
    canvas.height = HEIGHT * density
    canvas.width = Math.round((canvas.height * area.width) / area.height)
    const height = canvas.height * FINER
    const width = canvas.width * FINER
    this.fine.width = width
    this.fine.height = height
    const context = this.fine.getContext('2d')
    const model = scene.sides[side]?.model
    const { layout } = scene
    if (!context || !model || !layout) return
    const image = context.createImageData(width, height)
    const pixels = new Uint32Array(image.data.buffer)
    const { colours } = scene.brush
    const k = width / area.width
    const fill = (x: number, top: number, w: number, bottom: number, colour: number) => {
      const left = Math.floor((x - area.x) * k)
      const right = Math.max(left + 1, Math.floor((x + w - area.x) * k))
      const y0 = Math.floor((top - area.y) * k)
      const y1 = Math.max(y0 + 1, Math.floor((bottom - area.y) * k))
      const pixel = opaque(colour)
      const [from, to] = [Math.max(0, left), Math.min(width, right)]
      // A few pixels each: a loop is faster than TypedArray.fill.
      for (let line = Math.max(0, y0); line < Math.min(height, y1); line++) {
        for (let at = from; at < to; at++) pixels[line * width + at] = pixel
      }
    }
    for (const well of layout.wells) {
      if (well.side !== side || well.row < 0) continue
      const dead = scene.facts.isDead(side, well.row)
      const tops = model.topsOf(well.row)
      well.lanes.forEach((resource, i) => {
        const x = well.laneX[i]!
        const rim = well.floor - well.heights[i]! * layout.cell
        const used = well.floor - tops[resource]! * layout.cell
        const stranded = model.stranded[well.row * model.resources + resource]! * layout.cell
        if (used - rim > 0.1) fill(x, rim, layout.lane, used, colours.tile)
        if (stranded > 0.3) fill(x, rim, layout.lane, rim + stranded, colours.alarm)
        if (well.floor - used > 0.1)
          fill(x, used, layout.lane, well.floor, dead ? colours.alarm : colours.bar)
      })
    }
    context.putImageData(image, 0, 0)
    const shown = canvas.getContext('2d')
    if (!shown) return
    shown.imageSmoothingQuality = 'high'
    shown.drawImage(this.fine, 0, 0, canvas.width, canvas.height)
  }

  private makeSide() {
    const root = document.createElement('div')
    const canvas = document.createElement('canvas')
    const frame = document.createElement('div')
    root.className = 'stage-overview'
    root.setAttribute('aria-hidden', 'true')
    root.append(canvas, frame)
    keepToItself(root)
    const look = (event: PointerEvent) => {
      const { camera } = this.scene.ground
      if (!camera || (event.type === 'pointermove' && event.buttons === 0)) return
      root.setPointerCapture(event.pointerId)
      const box = root.getBoundingClientRect()
      const x = (event.clientX - box.left) / box.width
      const y = (event.clientY - box.top) / box.height
      this.go({ zoom: camera.zoom, x, y }, undefined)
    }
    root.addEventListener('pointerdown', look)
    root.addEventListener('pointermove', look)
    return { root, canvas, frame }
  }

  private makeButtons(): HTMLElement {
    const root = document.createElement('div')
    root.className = 'stage-zoom'
    keepToItself(root)
    const { ground } = this.scene
    const button = (text: string, label: string, act: () => void) => {
      const element = document.createElement('button')
      element.type = 'button'
      element.textContent = text
      element.setAttribute('aria-label', label)
      element.title = label
      element.addEventListener('click', act)
      root.append(element)
    }
    button('−', stageWords.zoomOut, () => this.go(ground.zoomedAtMiddle(1 / ZOOM), 140))
    button('+', stageWords.zoomIn, () => this.go(ground.zoomedAtMiddle(ZOOM), 140))
    button(stageWords.all, stageWords.zoomAll, () => this.go(undefined, 400))
    return root
  }
}

/** A press on it is none on the stage. */
function keepToItself(element: HTMLElement): void {
  for (const type of ['pointerdown', 'pointermove', 'click', 'dblclick', 'wheel', 'keydown']) {
    element.addEventListener(type, (event) => event.stopPropagation())
  }
}

function place(element: HTMLElement, { x, y, width, height }: Rect): void {
  element.style.transform = `translate(${x}px, ${y}px)`
  element.style.width = `${width}px`
  element.style.height = `${height}px`
}

/** 0xRRGGBB as a pixel of an image: bytes in the order r, g, b, a. */
function opaque(colour: number): number {
  return ((0xff << 24) | ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >>> 16)) >>> 0
}
