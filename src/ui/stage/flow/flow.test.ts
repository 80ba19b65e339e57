import { describe, expect, it } from 'vitest'
import { AREAS, exampleText, quadsOf, stageOf } from '../testing/drawn.ts'
import { Flow } from './flow.ts'
import { lengthOf, pathTo, pointAt } from './path.ts'

const ONE = { ...AREAS.desktop, lanes: [{ x: 160, y: 116, width: 1684, height: 463 }] }

/** An example at a moment, with its requests on their way. */
function shown(name: string, at: number, reducedMotion = false, playing = false) {
  const stage = stageOf(exampleText(name), ONE)
  const { scene, mirror, painter } = stage
  scene.setSettings({ ...scene.settings, reducedMotion, playing })
  scene.flow = new Flow(scene)
  stage.advance(at)
  return {
    ...stage,
    texts: () =>
      painter.labels.filter(({ key }) => key.startsWith('flow:')).map(({ text }) => text),
    /** Middles of dots of answered requests. */
    dots: () => {
      const { hue } = scene.brush.look(mirror.lanes[0]!.pods.app[0]!)
      const colours = [hue.fill, hue.edge.light]
      return quadsOf(painter.layers.moving)
        .filter(({ right, left, fill }) => {
          const rgb = ((fill & 0xff) << 16) | (fill & 0xff00) | ((fill >>> 16) & 0xff)
          return right - left < 12 && colours.includes(rgb)
        })
        .map(({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2])
    },
    paint: (now: number) => {
      const moving = scene.advance(now)
      painter.paint(now)
      return moving
    },
  }
}

describe('requests on their way', () => {
  it('begin when somebody sends some', () => {
    const stage = shown('roll-to-2', 3_000)
    stage.paint(0)
    expect(stage.texts()).toEqual([])
    expect(stage.dots()).toEqual([])
  })

  it('are told in numbers: rate, versions, failures', () => {
    const stage = shown('roll-to-2-lossy', 60_000)
    stage.paint(0)
    const [traffic] = stage.mirror.lanes[0]!.traffic
    const [one, two] = traffic!.versions
    expect(stage.texts()).toEqual([
      'curl 50/s',
      'a dot is 5',
      `1.0: ${one!.answered}`,
      `2.0: ${two!.answered.toLocaleString('en')}`,
      `${traffic!.failed} failed`,
    ])
  })

  it('are those of the namespace that is looked at', () => {
    const stage = shown('qa-to-production', 20_000)
    const senders = (namespace: string) => {
      stage.scene.setSettings({ ...stage.scene.settings, namespace })
      stage.paint(0)
      return stage.texts().filter((text) => text.includes('/s'))
    }
    expect(senders('')).toEqual(['qa/testers 5/s', 'production/customers 40/s'])
    expect(senders('qa')).toEqual(['qa/testers 5/s'])
    expect(senders('elsewhere')).toEqual(['qa/testers 5/s', 'production/customers 40/s'])
  })

  it('rest while the run does, and move while it is played', () => {
    const still = shown('roll-to-2', 12_000)
    expect(still.paint(0)).toBe(false)
    const before = still.dots()
    expect(before.length).toBeGreaterThan(8)
    expect(still.paint(500)).toBe(false)
    expect(still.dots()).toEqual(before)
    const played = shown('roll-to-2', 12_000, false, true)
    played.paint(0)
    expect(played.paint(50)).toBe(true)
    expect(played.dots()).not.toEqual(before)
  })

  it('stand still where motion is not wanted', () => {
    const stage = shown('roll-to-2', 12_000, true, true)
    expect(stage.paint(0)).toBe(false)
    const before = stage.dots()
    expect(before.length).toBeGreaterThan(8)
    expect(stage.paint(50)).toBe(false)
    expect(stage.dots()).toEqual(before)
  })

  it('end between the halves of ready pods', () => {
    const stage = shown('roll-to-2', 12_000)
    stage.paint(0)
    const { wells, lane, gutter } = stage.scene.layout!
    const middles = wells.map(({ laneX }) => laneX[0]! + lane + gutter / 2)
    const rim = Math.min(...wells.map(({ y }) => y))
    const inWells = stage.dots().filter(([, y]) => y! > rim)
    expect(inWells.length).toBeGreaterThan(3)
    for (const [x] of inWells) {
      expect(Math.min(...middles.map((middle) => Math.abs(middle - x!)))).toBeLessThan(0.5)
    }
  })

  it('fall in the alarm colour where they are lost', () => {
    const stage = shown('control-plane-down', 45_000)
    stage.paint(0)
    const { alarm } = stage.scene.brush.colours
    const rgb = (fill: number) => ((fill & 0xff) << 16) | (fill & 0xff00) | ((fill >>> 16) & 0xff)
    const crosses = () =>
      quadsOf(stage.painter.layers.moving).filter(
        ({ fill, right, left }) => right - left < 14 && rgb(fill) === alarm,
      )
    // Two strokes each, about three a second for one and a half.
    expect(crosses().length).toBeGreaterThanOrEqual(6)
    expect(crosses().length % 2).toBe(0)
  })
})

describe('the way of a request', () => {
  const well = {
    row: 0,
    side: 0,
    x: 100,
    floor: 300,
    laneX: [104, 140],
    lanes: [0, 1],
    heights: [8, 8],
    width: 70,
  }
  const measure = { lod: 0 as const, cell: 20, lane: 26, gutter: 10, wall: 3, pad: 1 }

  it('runs along the line, then down between the halves', () => {
    const path = pathTo({ x: 500, y: 20 }, well, measure, 2, false)
    expect(path).toEqual([500, 20, 135, 20, 135, 260])
    expect(lengthOf(path)).toBe(365 + 240)
    expect(pointAt(path, 0)).toEqual({ x: 500, y: 20 })
    expect(pointAt(path, 0.5)).toEqual({ x: 500 - 302.5, y: 20 })
    expect(pointAt(path, 1)).toEqual({ x: 135, y: 260 })
  })

  it('passes beside the wells of an upper row', () => {
    const path = pathTo({ x: 500, y: 20 }, well, measure, 2, true)
    expect(path).toEqual([500, 20, 97.5, 20, 97.5, 135, 135, 135, 135, 260])
  })
})
