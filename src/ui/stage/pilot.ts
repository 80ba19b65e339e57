import { clampCamera, scaleAt, WHOLE, zoomAbout } from './camera.ts'
import type { Ground } from './ground.ts'
import { TIMES } from './motion/timings.ts'
import type { Camera, Rect, Target } from './stage.ts'

/** What the camera's pilot needs from the stage. */
export interface Cockpit {
  readonly host: HTMLElement
  readonly ground: Ground
  readonly signal: AbortSignal
  targetAt(x: number, y: number): Target | undefined
  /** The camera that looks at what is pressed twice. */
  closeTo(target: Target): Camera | undefined
  /** Goes there in `time` ms, or at once. */
  go(camera: Camera | undefined, time: number | undefined): void
}

/** Zoom per px of a wheel. */
const WHEEL = 1.0016
/** px that arrows move, and that a press may move before it is a drag. */
const STEP = 80
const SLACK = 4
/** From this share of the closest look on, pressing twice leads back. */
const CLOSE = 0.85
/** px of a wheel's line, where a browser counts in lines. */
const LINE = 16

/**
 * Wheel, fingers, mouse and arrows move the camera. Arrows belong to the timeline as long as all of
 * the wells is seen. A drag is no click.
 */
export function steer(cockpit: Cockpit): void {
  const { host, ground, signal } = cockpit
  const fingers = new Map<number, { x: number; y: number }>()
  let dragged = false
  /** Where the camera was before it went to a machine. */
  let before: Camera | undefined
  const at = (event: MouseEvent) => {
    const box = host.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  const wheel = (event: WheelEvent) => {
    if (!ground.camera && event.deltaY >= 0) return
    // In a window that is too low for the page the wheel is what scrolls it.
    if (!event.ctrlKey && scrolls(host.ownerDocument.documentElement)) return
    const place = at(event)
    if (!isInRoom(ground, place.x, place.y)) return
    event.preventDefault()
    const px = event.deltaY * (event.deltaMode === 1 ? LINE : 1) * (event.ctrlKey ? 6 : 1)
    const { x, y } = place
    cockpit.go(zoomed(ground, WHEEL ** -px, x, y), undefined)
  }

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    if (fingers.size === 0) dragged = false
    fingers.set(event.pointerId, at(event))
  }

  const move = (event: PointerEvent) => {
    const old = fingers.get(event.pointerId)
    if (!old) return
    const now = at(event)
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place)
    const [other] = others
    if (!dragged && !other && Math.hypot(now.x - old.x, now.y - old.y) < SLACK) return
    if (!dragged && (other || ground.camera)) {
      dragged = true
      for (const id of fingers.keys()) host.setPointerCapture(id)
    }
    if (!dragged) return
    fingers.set(event.pointerId, now)
    if (!other) {
      cockpit.go(panned(ground, now.x - old.x, now.y - old.y), undefined)
      return
    }
    const spread = (place: { x: number; y: number }) =>
      Math.max(20, Math.hypot(place.x - other.x, place.y - other.y))
    cockpit.go(panned(ground, (now.x - old.x) / 2, (now.y - old.y) / 2), undefined)
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
    cockpit.go(zoomed(ground, spread(now) / spread(old), middle.x, middle.y), undefined)
  }

  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
  }

  const click = (event: MouseEvent) => {
    if (!dragged) return
    dragged = false
    event.stopImmediatePropagation()
  }

  const twice = (event: MouseEvent) => {
    const { x, y } = at(event)
    const target = cockpit.targetAt(x, y)
    const here = ground.bound
    const there = target && cockpit.closeTo(target)
    if (!there || (here && here.zoom > ground.closest * CLOSE)) {
      cockpit.go(before, TIMES.camera)
      before = undefined
    } else {
      before = here
      cockpit.go(there, TIMES.camera)
    }
  }

  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (!arrow || !ground.camera) return
    cockpit.go(panned(ground, -arrow[0] * STEP, -arrow[1] * STEP), TIMES.key)
    event.preventDefault()
    event.stopPropagation()
  }

  // Names stand over the picture; the wheel turns it there, too.
  const around = host.parentElement ?? host
  around.addEventListener('wheel', wheel, { signal, passive: false })
  host.addEventListener('pointerdown', down, { signal })
  host.addEventListener('pointermove', move, { signal })
  host.addEventListener('pointerup', up, { signal })
  host.addEventListener('pointercancel', up, { signal })
  host.addEventListener('click', click, { signal, capture: true })
  host.addEventListener('dblclick', twice, { signal })
  host.addEventListener('keydown', key, { signal })
}

function scrolls({ scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight > clientHeight + 1
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The camera that would have zoomed about a point of the stage. */
function zoomed(ground: Ground, factor: number, x: number, y: number): Camera | undefined {
  const from = ground.camera ?? WHOLE
  const area = areaAt(ground, x, y)
  const at = area
    ? { x: (x - area.x) / area.width, y: (y - area.y) / area.height }
    : { x: 0.5, y: 0.5 }
  return zoomAbout(from, from.zoom * factor, at, ground.reach)
}

/** The room of the side that a point lies in, with what is over and under it. */
function areaAt({ areas }: Ground, x: number, y: number): Rect | undefined {
  const distance = (area: Rect) =>
    Math.max(0, area.x - x, x - area.x - area.width) +
    Math.max(0, area.y - y, y - area.y - area.height)
  return areas?.lanes.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** Whether a point lies in the room of a side. */
function isInRoom({ areas }: Ground, x: number, y: number): boolean {
  const lanes = areas?.lanes ?? []
  return lanes.some(
    (area) => x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height,
  )
}

/** The camera moved by so many px: what is seen follows the finger. */
function panned(ground: Ground, dx: number, dy: number): Camera | undefined {
  const area = ground.areas?.lanes[0]
  const from = ground.bound
  if (!from || !area) return from
  const scale = scaleAt(from.zoom, ground.reach)
  const { zoom, x, y } = from
  const to = { zoom, x: x - dx / area.width / scale.x, y: y - dy / area.height / scale.y }
  return clampCamera(to, ground.reach)
}
