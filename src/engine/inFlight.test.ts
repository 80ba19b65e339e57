import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Run } from './lanes.ts'
import type { Command } from './protocol.ts'
import { createSimulation } from './simulation.ts'
import { script } from './testing/scripts.ts'
import { OPENING_ORDER, testSettings } from './testing/settings.ts'

const HOUR = 3_600_000

/** Plays for as long as anything follows; when that was. */
function playOut(simulation: ReturnType<typeof createSimulation>): number {
  for (let left = 10_000; left > 0; left--) {
    const next = simulation.run.inFlight.consequence
    if (next === undefined) return simulation.now
    simulation.runUntil(next)
  }
  throw new Error('it never comes to rest')
}

/** Who serves where, and what waits. */
const picture = ({ clusters }: Run) =>
  clusters.map(({ ledger }) =>
    [...ledger.pods.values()].map(({ uid, state, machine }) => [uid, state, machine?.row]),
  )

describe('what is in flight after a command', () => {
  test.each<[string, Command, number]>([
    // 20 s rounds: one finds the node gone, one waits, the third gives its pods up.
    ['terminate: until podGC has been', { type: 'terminate', machine: 2 }, 100_000],
    ['cordon: nothing', { type: 'cordon', machine: 2 }, 45_000],
    ['power loss: until all has been put back', { type: 'pullPlug', machine: 2 }, 350_000],
  ])('%s', (_, command, least) => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    simulation.runUntil(45_000)
    expect(simulation.dispatch(command).error).toBeUndefined()
    expect(playOut(simulation)).toBeGreaterThanOrEqual(least)
    for (const { ledger } of simulation.run.clusters) expect(ledger.availability.down).toBe(0)
  })

  it('is nothing for a pod that fits nowhere, and for the work of a Job', () => {
    const simulation = createSimulation(testSettings('report db*12', { maxMachines: 3 }))
    simulation.runUntil(60_000)
    const right = simulation.run.clusters[1]!
    expect(right.ledger.pending).toBeGreaterThan(0)
    expect(simulation.run.inFlight.consequence).toBeUndefined()
    expect(simulation.run.inFlight.work).toBeGreaterThan(HOUR)
    expect(simulation.nextEventAt).toBeLessThan(HOUR)
  })

  it('is a machine that boots', () => {
    const [type] = testSettings('').scenario.machineTypes
    const machineTypes = [{ ...type!, bootTime: 40_000 }]
    const simulation = createSimulation(testSettings('web', { machineTypes }))
    simulation.runUntil(10_000)
    expect(simulation.run.inFlight.consequence).toBeUndefined()
    simulation.dispatch({ type: 'addMachine' })
    expect(simulation.run.inFlight.consequence).toBe(50_000)
  })
})

it('when nothing is in flight any more, an hour changes nothing', () => {
  fc.assert(
    fc.property(script, (steps) => {
      const simulation = createSimulation(testSettings(OPENING_ORDER))
      for (const [at, command] of steps) {
        simulation.seek(at)
        simulation.dispatch(command)
      }
      simulation.seek(Math.max(simulation.now, 45_000))
      const restAt = playOut(simulation)
      const atRest = picture(simulation.run)
      simulation.runUntil(restAt + HOUR)
      expect(picture(simulation.run)).toEqual(atRest)
    }),
    { seed: 11, numRuns: 25 },
  )
})
