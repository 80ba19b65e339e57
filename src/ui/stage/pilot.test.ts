import { expect, it } from 'vitest'
import { Ground } from './ground.ts'
import { computeLayout, type MachineShape } from './layout.ts'
import { steer } from './pilot.ts'
import { AREAS } from './testing/drawn.ts'

/** A host that fingers can be put on, and the ground under it. */
function touched(count: number) {
  const machines = Array.from({ length: count }, (_, row): MachineShape => {
    return { row, lanes: [0, 1], heights: [16, 16] }
  })
  const ground = new Ground()
  ground.setAreas(AREAS.phone, 1)
  const sides = ['a', 'b'].map((lane) => ({ lane, machines }))
  ground.setLayout(computeLayout(AREAS.phone, sides, { ...machines[0]!, row: -1 }, 1), undefined)
  const host = Object.assign(new EventTarget(), {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture: () => {},
    parentElement: null,
  })
  steer({
    host: host as unknown as HTMLElement,
    ground,
    signal: new AbortController().signal,
    targetAt: () => undefined,
    closeTo: () => undefined,
    go: (camera) => ground.setCamera(camera, 0, undefined),
  })
  const finger = (type: string, pointerId: number, clientX: number, clientY: number) =>
    host.dispatchEvent(
      Object.assign(new Event(type), { pointerId, clientX, clientY, button: 0, buttons: 1 }),
    )
  return { ground, finger }
}

it.each([200, 1_000, 5_000])('%i machines: two fingers zoom in and out again', (count) => {
  const { ground, finger } = touched(count)
  const { x, y, width, height } = AREAS.phone.lanes[0]
  const [middle, line] = [x + width / 2, y + height / 2]
  const first = ground.measure!.cell
  finger('pointerdown', 1, middle - 30, line)
  finger('pointerdown', 2, middle + 30, line)
  for (let px = 40; px <= 90; px += 10) {
    finger('pointermove', 1, middle - px, line)
    finger('pointermove', 2, middle + px, line)
  }
  // Three times as far apart: three times as large, unless that is closer than one gets.
  const most = ground.reach.most * ground.layout!.cell
  expect(ground.measure!.cell).toBeCloseTo(Math.min(most, first * 3), 1)
  for (let px = 80; px >= 20; px -= 10) {
    finger('pointermove', 1, middle - px, line)
    finger('pointermove', 2, middle + px, line)
  }
  finger('pointerup', 1, middle, line)
  finger('pointerup', 2, middle, line)
  expect(ground.measure!.cell).toBeLessThan(first * 1.01)
})
