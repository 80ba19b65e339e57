import type { RunUpdate } from '../../engine/protocol.ts'
import type { Mirror } from '../state/mirror.ts'
import { stageWords } from '../words/stage.ts'
import { sameCamera } from './ground.ts'
import { evaluateTime, LANDING, TIMES } from './motion/timings.ts'
import type { Overview } from './overview.ts'
import { FramePainter } from './paint/frame.ts'
import type { Layer } from './paint/layers.ts'
import { closeTo, targetAt } from './pointing.ts'
import { LabelLayer } from './renderer/labels.ts'
import { withStandIn } from './renderer/standIn.ts'
import { createSurface, type Surface } from './renderer/surface.ts'
import { Scene } from './scene.ts'
import type {
  Camera,
  Preview,
  Stage,
  StageAreas,
  StageEvents,
  StageSettings,
  Target,
  Walk,
} from './stage.ts'

/** Zoom per press of a key. */
const KEY_ZOOM = 1.5

/** The browser cannot draw the stage; the page shows the sentence. */
export class StageUnavailable extends Error {
  override readonly name = 'StageUnavailable'
}

/**
 * Puts the canvas into `host`, which must be positioned and as large as StageAreas says. Pointer
 * events are taken from `host`: interactive elements of the page lie above it.
 * @throws StageUnavailable when the browser has neither WebGL 2 nor a 2D canvas
 */
export async function createStage(
  host: HTMLElement,
  events: StageEvents,
  settings: StageSettings,
): Promise<Stage> {
  let surface: Surface | undefined
  const scene = new Scene((text) => surface?.glyphs.index(text) ?? -1)
  scene.setSettings(settings)
  scene.director.touchdown = events.touchdown
  const painter = new FramePainter(scene)
  let wake = () => {}
  const layers = painter.layers.all()
  try {
    const redraw = () => {
      scene.dirty = true
      wake()
    }
    const family = fontFamily(host)
    surface = withStandIn(await createSurface(layers, family, redraw), layers, family, redraw)
  } catch (error) {
    surface = await plainSurface(layers, fontFamily(host), error)
  }
  const stage = new LiveStage(host, events, scene, painter, surface)
  wake = stage.wake
  return stage
}

/** Without WebGL 2 the same shapes are drawn on a plain canvas; that is slower, and good enough. */
async function plainSurface(
  layers: readonly Layer[],
  family: string,
  cause: unknown,
): Promise<Surface> {
  try {
    // Fetched by the few who need it.
    const { createCanvasSurface } = await import('./renderer/canvasSurface.ts')
    return createCanvasSurface(layers, family)
  } catch {
    throw new StageUnavailable('This browser cannot draw the stage: it has no canvas.', { cause })
  }
}

function fontFamily(host: HTMLElement): string {
  return getComputedStyle(host).fontFamily || 'system-ui, sans-serif'
}

class LiveStage implements Stage {
  private readonly host: HTMLElement
  private readonly events: StageEvents
  private readonly scene: Scene
  private readonly painter: FramePainter
  private readonly surface: Surface
  private readonly labels = new LabelLayer()
  private readonly abort = new AbortController()
  private frame = 0
  /** Parts of its own that are on their way. */
  private fetching = 0
  private busy = false
  private lastLayout = ''
  private resolution = 0
  private hoveredKey = ''
  private toldCamera: Camera | undefined
  private overview: Overview | undefined
  private overviewAsked = false
  private flowAsked = false
  private destroyed = false

  constructor(
    host: HTMLElement,
    events: StageEvents,
    scene: Scene,
    painter: FramePainter,
    surface: Surface,
  ) {
    this.host = host
    this.events = events
    this.scene = scene
    this.painter = painter
    this.surface = surface
    const { canvas } = surface
    canvas.style.position = 'absolute'
    canvas.style.inset = '0'
    canvas.style.display = 'block'
    canvas.style.pointerEvents = 'none'
    canvas.setAttribute('aria-hidden', 'true')
    host.append(canvas, this.labels.root)
    host.tabIndex = 0
    host.setAttribute('role', 'group')
    host.setAttribute('aria-label', stageWords.picture)
    this.listen()
    this.watchResolution()
    this.watchFonts()
  }

  update(update: RunUpdate, mirror: Mirror, options: { evaluate: boolean; cut: boolean }): void {
    this.scene.update(update, mirror, options, performance.now())
    if (mirror.lanes.some(({ traffic }) => traffic.length > 0)) this.fetchFlow(mirror)
    this.reportLayout()
    this.wake()
  }

  setAreas(areas: StageAreas): void {
    const before = this.scene.areas
    this.scene.setAreas(areas, 1 / currentResolution())
    this.tellCamera()
    if (before?.width !== areas.width || before.height !== areas.height) this.resize()
    this.reportLayout()
    this.wake()
  }

  setSettings(settings: StageSettings): void {
    this.scene.setSettings(settings)
    this.host.setAttribute('aria-label', stageWords.picture)
    this.tellCamera()
    this.reportLayout()
    this.wake()
  }

  setTargets(targets: { hovered: Target | undefined; selected: Target | undefined }): void {
    this.scene.setTargets(targets.hovered, targets.selected)
    this.wake()
  }

  setWalk(walk: Walk | undefined): void {
    if (walk) this.fetchOutlook()
    this.scene.setWalk(walk, performance.now())
    this.wake()
  }

  setPreview(previews: readonly Preview[]): void {
    if (previews.length > 0) this.fetchOutlook()
    this.scene.setPreview(previews)
    this.wake()
  }

  /** Only runs with traffic need it. */
  private fetchFlow(mirror: Mirror): void {
    if (this.flowAsked) return
    this.flowAsked = true
    this.fetched(import('./flow/flow.ts'), ({ Flow }) => {
      this.scene.flow = new Flow(this.scene)
      this.scene.flow.take(mirror, true)
      this.wake()
    })
  }

  private fetchOutlook(): void {
    if (this.painter.outlook) return
    this.fetched(import('./paint/outlook.ts'), ({ previewOn, paintOutlook, paintWaiting }) => {
      this.painter.outlook = { previewOn, paintOutlook, paintWaiting }
      this.scene.dirty = true
      this.wake()
    })
  }

  setCamera(camera: Camera | undefined): void {
    this.go(camera, undefined)
  }

  zoom(presses: number | undefined): void {
    if (presses === undefined) this.go(undefined, TIMES.camera)
    else this.go(this.scene.ground.zoomedAtMiddle(KEY_ZOOM ** presses), TIMES.key)
  }

  find(target: Target): void {
    const camera = closeTo(this.scene, target)
    const { ground } = this.scene
    const seen = ground.lod === 0 && !ground.camera
    if (camera && !seen) this.go(camera, TIMES.camera)
  }

  /** Takes the camera there in `time` ms, or at once. */
  private go(camera: Camera | undefined, time: number | undefined): void {
    const { reducedMotion, instant } = this.scene.settings
    const { ground } = this.scene
    ground.setCamera(camera, performance.now(), reducedMotion || instant ? undefined : time)
    this.scene.dirty = true
    this.tellCamera()
    this.wake()
  }

  private showOverview(now: number): void {
    this.overview?.show(now)
    if (this.overviewAsked || !this.scene.ground.camera) return
    this.overviewAsked = true
    this.fetched(import('./overview.ts'), ({ Overview }) => {
      if (this.destroyed) return
      const { host, scene } = this
      const go = (camera: Camera | undefined, time: number | undefined) => this.go(camera, time)
      this.overview = new Overview({ host, scene, go, wake: this.wake })
      this.wake()
    })
  }

  private tellCamera(): void {
    const { camera } = this.scene.ground
    if (sameCamera(camera, this.toldCamera)) return
    this.toldCamera = camera
    this.events.camera?.(camera)
    this.reportLayout()
  }

  arrivalTime(evaluate: boolean): number {
    const rate = this.scene.facts.rate()
    if (rate === undefined || this.scene.settings.reducedMotion) return 0
    const wells = Math.max(0, ...this.scene.sides.map(({ model }) => model.nodes.length))
    return (LANDING + (evaluate ? evaluateTime(wells) : 0)) / rate
  }

  destroy(): void {
    this.destroyed = true
    cancelAnimationFrame(this.frame)
    this.abort.abort()
    this.labels.root.remove()
    this.overview?.destroy()
    this.surface.destroy()
  }

  /** Asks for one frame; frames follow each other only while something moves. */
  readonly wake = (): void => {
    if (this.frame !== 0 || this.destroyed) return
    this.frame = requestAnimationFrame(this.draw)
    this.setBusy(true)
  }

  private readonly draw = (): void => {
    this.frame = 0
    const now = performance.now()
    const moving = this.scene.advance(now)
    this.tellCamera()
    this.painter.paint(now)
    this.surface.render()
    this.labels.show(this.painter.labels)
    this.showOverview(now)
    if (moving) this.frame = requestAnimationFrame(this.draw)
    else this.rest()
  }

  private rest(): void {
    if (this.frame === 0 && this.fetching === 0) this.setBusy(false)
  }

  /** Until it is there the stage is busy. */
  private fetched<T>(part: Promise<T>, use: (part: T) => void): void {
    this.fetching++
    this.setBusy(true)
    void part.then(use).finally(() => {
      this.fetching--
      this.rest()
    })
  }

  private setBusy(busy: boolean): void {
    if (this.busy === busy) return
    this.busy = busy
    this.events.busy(busy)
  }

  private reportLayout(): void {
    const layout = this.scene.stageLayout()
    if (!layout) return
    const key = JSON.stringify(layout)
    if (key === this.lastLayout) return
    this.lastLayout = key
    this.events.layout(layout)
  }

  private resize(): void {
    const { areas } = this.scene
    this.resolution = currentResolution()
    if (areas) this.surface.resize(areas.width, areas.height, this.resolution)
  }

  private listen(): void {
    const { signal } = this.abort
    const at = (event: PointerEvent | MouseEvent) => {
      const box = this.host.getBoundingClientRect()
      return targetAt(this.scene, event.clientX - box.left, event.clientY - box.top)
    }
    const hover = (target: Target | undefined) => {
      const key = target ? JSON.stringify(target) : ''
      if (key === this.hoveredKey) return
      this.hoveredKey = key
      this.host.style.cursor = target ? 'pointer' : ''
      this.events.hover(target)
    }
    this.listenForPilot()
    this.host.addEventListener('pointermove', (event) => hover(at(event)), { signal })
    this.host.addEventListener('pointerleave', () => hover(undefined), { signal })
    this.host.addEventListener('click', (event) => this.events.select(at(event)), { signal })
  }

  /** What moves the camera is fetched when somebody comes near. */
  private listenForPilot(): void {
    const { host, scene } = this
    const coming = new AbortController()
    const call = () => {
      coming.abort()
      this.fetched(import('./pilot.ts'), ({ steer }) =>
        steer({
          host,
          ground: scene.ground,
          signal: this.abort.signal,
          targetAt: (x, y) => targetAt(scene, x, y),
          closeTo: (target) => closeTo(scene, target),
          go: (camera, time) => this.go(camera, time),
        }),
      )
    }
    // A finger is there without having come near, beside a mouse, too.
    if (matchMedia('(any-pointer: coarse)').matches) {
      call()
      return
    }
    for (const sign of ['pointerenter', 'pointerdown', 'focus', 'wheel'] as const) {
      const around = host.parentElement ?? host
      around.addEventListener(sign, call, { signal: coming.signal, passive: true, capture: true })
    }
  }

  /** The window may move to a screen of another density, or be zoomed. */
  private watchResolution(): void {
    const { signal } = this.abort
    const watch = () => {
      const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
      query.addEventListener(
        'change',
        () => {
          if (this.scene.areas) this.setAreas({ ...this.scene.areas })
          this.resize()
          this.wake()
          watch()
        },
        { once: true, signal },
      )
    }
    watch()
  }

  /** Letters are drawn again when the page's font has arrived. */
  private watchFonts(): void {
    const redraw = () => {
      this.surface.glyphs.setFamily(fontFamily(this.host))
      this.scene.dirty = true
      this.wake()
    }
    document.fonts.addEventListener('loadingdone', redraw, { signal: this.abort.signal })
  }
}

function currentResolution(): number {
  return Math.min(4, Math.max(0.5, window.devicePixelRatio || 1))
}
