import type { Command, RunUpdate } from '../../../engine/protocol.ts'
import { createRequestHandler } from '../../../engine/requests.ts'
import { answerTo } from '../../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from '../../state/applyUpdate.ts'
import { EXAMPLES } from '../../state/examples.ts'
import { FramePainter } from '../paint/frame.ts'
import { SHAPE_WORDS, type ShapeList, VERTEX_WORDS } from '../paint/shapeList.ts'
import { Scene } from '../scene.ts'
import type { StageAreas } from '../stage.ts'

/** Areas as the page measures them on some screens. */
export const AREAS = {
  desktop: {
    width: 1864,
    height: 662,
    breakpoint: 'desktop',
    nextDirection: 'column',
    lanes: [
      { x: 20, y: 116, width: 808, height: 463 },
      { x: 1036, y: 116, width: 808, height: 463 },
    ],
    next: { x: 856, y: 56, width: 152, height: 600 },
  },
  phone: {
    width: 370,
    height: 570,
    breakpoint: 'phone',
    nextDirection: 'row',
    lanes: [
      { x: 12, y: 72, width: 346, height: 140 },
      { x: 12, y: 400, width: 346, height: 140 },
    ],
    next: { x: 44, y: 250, width: 316, height: 72 },
  },
} as const satisfies Readonly<Record<string, StageAreas>>

/** What a list draws, quad by quad. */
export interface Quad {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly lanes: number
  readonly fill: number
  readonly edge: number
  readonly dash: number
  readonly pattern: number
  readonly glyph: number
}

export function quadsOf(list: ShapeList): Quad[] {
  const f = list.floats
  const w = new Uint32Array(f.buffer)
  return Array.from({ length: list.count }, (_, i) => {
    const at = i * SHAPE_WORDS
    const xs = [0, 1, 2, 3].map((corner) => f[at + corner * VERTEX_WORDS]!)
    const ys = [0, 1, 2, 3].map((corner) => f[at + corner * VERTEX_WORDS + 1]!)
    return {
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
      lanes: f[at + 14]!,
      fill: w[at + 16]!,
      edge: w[at + 17]!,
      dash: f[at + 21]!,
      pattern: f[at + 26]!,
      glyph: f[at + 28]!,
    }
  })
}

/** A scene and its painter over a real run, without a canvas. */
export function stageOf(text: string, areas: StageAreas) {
  const handler = createRequestHandler()
  const mirror = createMirror()
  const scene = new Scene(() => 0)
  const painter = new FramePainter(scene)
  scene.setAreas(areas, 1)
  const ask = (
    request: Parameters<typeof handler.handle>[0],
    { now = 0, evaluate = false, cut = true } = {},
  ): RunUpdate => {
    const answer = answerTo(handler, request)
    if (answer.update === undefined) throw new Error('no update')
    applyUpdate(mirror, answer.update)
    scene.update(answer.update, mirror, { evaluate, cut }, now)
    return answer.update
  }
  ask({ type: 'load', text })
  return {
    scene,
    painter,
    mirror,
    ask,
    command: (command: Command, motion = {}) => ask({ type: 'command', command }, motion),
    advance: (to: number, motion = {}) => ask({ type: 'advance', to }, motion),
  }
}

export function exampleText(name: string): string {
  return EXAMPLES.find((example) => example.name === name)!.text
}
