import { describe, expect, it } from 'vitest'
import { createEncoder } from './encode/encoder.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { END } from './testing/scripts.ts'
import { OPENING_ORDER, testSettings } from './testing/settings.ts'
import { finish } from './work.ts'

/** So that a short run has stops, too. */
const MANY = { worthIt: 10, pods: 10_000, most: 6, apart: 100 }
const started = (stops = MANY) => createSimulation(testSettings(OPENING_ORDER), [], stops)

function picture({ run, nextEventAt }: Simulation) {
  const commands = { done: 0, all: 0 }
  return createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
}

/** Steps that going there takes. */
function go(simulation: Simulation, to: number): number {
  let steps = 0
  for (const work = simulation.slices.seek(to); !work.next().done; ) steps += 1
  return steps
}

/** Played to the end and prepared for going back. */
function prepared(stops = MANY): Simulation {
  const simulation = started(stops)
  simulation.runUntil(END)
  finish(simulation.slices.prepare())
  return simulation
}

describe('stops on the way of a long run', () => {
  it.each([1_000, 12_000, 25_000, END])('at %i ms all is as on the straight way', (to) => {
    const simulation = prepared()
    const all = simulation.run.actions
    const straight = started()
    straight.runUntil(to)
    expect(go(simulation, to)).toBeLessThanOrEqual(Math.ceil(all / 3))
    expect(picture(simulation)).toEqual(picture(straight))
    // What was left stands where it stood, and is of use for the way back.
    expect(go(simulation, END)).toBeLessThanOrEqual(Math.ceil(all / 3))
    straight.runUntil(END)
    expect(picture(simulation)).toEqual(picture(straight))
  })

  it('after a command it is another run: only what stands before it can still be used', () => {
    const simulation = prepared()
    const forked = started()
    for (const each of [simulation, forked]) {
      each.seek(20_000)
      each.dispatch({ type: 'drain', machine: 2 })
      each.seek(40_000)
    }
    expect(picture(simulation)).toEqual(picture(forked))
    finish(simulation.slices.prepare())
    simulation.undo()
    finish(simulation.slices.prepare())
    const straight = started()
    straight.seek(40_000)
    simulation.seek(40_000)
    expect(picture(simulation)).toEqual(picture(straight))
  })

  it('a seek that is left half way changes nothing, and has not been in vain', () => {
    const simulation = prepared()
    const before = picture(simulation)
    const work = simulation.slices.seek(9_000)
    work.next()
    work.return()
    expect(picture(simulation)).toEqual(before)
    simulation.seek(9_000)
    const straight = started()
    straight.seek(9_000)
    expect(picture(simulation)).toEqual(picture(straight))
  })

  it('a glance shows a moment at hand without playing, and leaves every stop where it is', () => {
    const simulation = prepared()
    const shown: number[] = []
    for (const to of [
      END - 1_000,
      300_000,
      41_500,
      40_900,
      40_000,
      30_500,
      24_000,
      11_000,
      2_000,
    ]) {
      let steps = 0
      for (const work = simulation.slices.glance(to); !work.next().done; ) steps += 1
      const { now } = simulation
      expect(now).toBeLessThanOrEqual(to)
      if (now < to) expect(steps).toBeLessThan(60)
      shown.push(now)
    }
    const straight = started()
    straight.runUntil(simulation.now)
    expect(picture(simulation)).toEqual(picture(straight))
    // As many moments as there are stops, and the last ones down to the start.
    expect(new Set(shown).size).toBeGreaterThan(3)
    const exact = started()
    finish(exact.slices.glance(33_333))
    expect(exact.now).toBe(33_333)
  })

  it('short runs and very large ones have none', () => {
    for (const stops of [
      { ...MANY, worthIt: 1_000_000 },
      { ...MANY, pods: 3 },
    ]) {
      const simulation = prepared(stops)
      const all = simulation.run.actions
      expect(go(simulation, END - 1)).toBeGreaterThan(all / 2)
    }
  })
})
