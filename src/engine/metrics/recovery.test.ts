import { describe, expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import type { Command } from '../protocol.ts'
import { createSimulation, type Simulation } from '../simulation.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'

const pull: Command = { type: 'pullPlug', machine: 2 }
const plug: Command = { type: 'plugIn', machine: 2 }
const PULLED_AT = 45_000

function pulled(settings = testSettings(OPENING_ORDER)): Simulation {
  const simulation = createSimulation(settings)
  simulation.runUntil(PULLED_AT)
  simulation.dispatch(pull)
  return simulation
}

function playOut(simulation: Simulation): void {
  let next = simulation.run.inFlight.consequence
  for (; next !== undefined; next = simulation.run.inFlight.consequence) simulation.runUntil(next)
}

const right = ({ run }: Simulation) => run.clusters[1]!
const recovery = (simulation: Simulation) => right(simulation).recovery()
const down = ({ run }: Simulation) => run.clusters.map(({ ledger }) => ledger.availability.down)

describe('W5: pods back', () => {
  test('counts up from nothing to all while the machine is dead', () => {
    const simulation = pulled()
    const { lost } = recovery(simulation)!
    expect(lost).toBeGreaterThan(3)
    expect(recovery(simulation)).toEqual({ machine: 'node-2', lost, back: 0 })
    expect(right(simulation).ledger.availability.down).toBe(lost)
    playOut(simulation)
    expect(recovery(simulation)).toEqual({ machine: 'node-2', lost, back: lost })
    expect(down(simulation)).toEqual([0, 0])
  })

  test.each([1, 30, 49, 50, 51, 200, 349, 350, 351, 360, 900])(
    'plugged back in after %i s: nothing is told any more when all is back',
    (seconds) => {
      const simulation = pulled()
      simulation.runUntil(PULLED_AT + seconds * 1_000)
      expect(simulation.dispatch(plug).error).toBeUndefined()
      playOut(simulation)
      expect(recovery(simulation)).toBeUndefined()
      expect(down(simulation)).toEqual([0, 0])
      expect(simulation.run.clusters[0]!.pager()).toBeUndefined()
    },
  )

  test('machines that lie dark together are counted together, and no pod twice', () => {
    const simulation = pulled()
    const first = recovery(simulation)!.lost
    simulation.dispatch({ type: 'pullPlug', machine: 1 })
    const both = recovery(simulation)!
    expect(both).toMatchObject({ machine: 'node-1', back: 0 })
    expect(both.lost).toBe(right(simulation).ledger.availability.down)
    expect(both.lost).toBeGreaterThan(first)
    playOut(simulation)
    expect(recovery(simulation)).toEqual({ ...both, back: both.lost })

    // Where some of them came back the power fails, too: those are still missed once.
    simulation.dispatch({ type: 'pullPlug', machine: 3 })
    const all = recovery(simulation)!
    expect(all.lost - all.back).toBe(right(simulation).ledger.availability.down)
    playOut(simulation)
    expect(recovery(simulation)).toEqual({ ...all, back: all.lost })
    for (const machine of [1, 2, 3]) simulation.dispatch({ type: 'plugIn', machine })
    playOut(simulation)
    expect(recovery(simulation)).toBeUndefined()
  })

  test('an empty machine has lost nothing', () => {
    const simulation = createSimulation(testSettings('web'))
    simulation.runUntil(10_000)
    simulation.dispatch({ type: 'pullPlug', machine: 3 })
    expect(recovery(simulation)).toBeUndefined()
    playOut(simulation)
    expect(recovery(simulation)).toBeUndefined()
  })

  test('a pod that comes before anybody has noticed is lost, too', () => {
    const simulation = createSimulation(
      testSettings('web', { maxMachines: 1, machines: [{ type: 'standard', count: 1 }] }),
    )
    simulation.dispatch({ type: 'pullPlug', machine: 1 })
    expect(recovery(simulation)).toBeUndefined()
    simulation.runUntil(2_000)
    expect(recovery(simulation)).toEqual({ machine: 'node-1', lost: 1, back: 0 })
    simulation.dispatch({ type: 'plugIn', machine: 1 })
    playOut(simulation)
    expect(recovery(simulation)).toBeUndefined()
  })

  test('a bare pod is lost for good: it is missed only until the machine is back', () => {
    const bare: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'alone', namespace: 'default' },
      spec: { containers: [{ name: 'a', image: 'a' }] },
    }
    const machines = [{ type: 'standard', count: 1 }]
    const simulation = createSimulation(testSettings('', { machines }, [bare]))
    simulation.runUntil(10_000)
    simulation.dispatch({ type: 'pullPlug', machine: 1 })
    expect(recovery(simulation)).toEqual({ machine: 'node-1', lost: 1, back: 0 })
    playOut(simulation)
    expect(recovery(simulation)).toMatchObject({ lost: 1, back: 0 })
    simulation.dispatch({ type: 'plugIn', machine: 1 })
    playOut(simulation)
    expect(recovery(simulation)).toBeUndefined()
  })

  test('what nobody wants any more is not missed', () => {
    const simulation = pulled()
    for (const name of ['web', 'api', 'video', 'db', 'cache', 'queue', 'report']) {
      simulation.dispatch({
        type: 'scale',
        kind: 'Deployment',
        namespace: 'default',
        name,
        replicas: 0,
      })
    }
    playOut(simulation)
    expect(recovery(simulation)?.lost ?? 0).toBeLessThanOrEqual(1)
  })
})

test('W6: the pager tells the same number as everybody else, at every moment', () => {
  const simulation = pulled()
  let told = 0
  for (let next = simulation.nextEventAt; next !== undefined && next < 3_000_000; ) {
    simulation.runUntil(next)
    const { ledger, pager } = simulation.run.clusters[0]!
    const apps = pager()?.appsDown
    if (apps !== undefined) {
      told++
      expect(apps).toBe(ledger.availability.down)
      expect(apps).toBeGreaterThan(0)
    }
    next = simulation.nextEventAt
  }
  expect(told).toBeGreaterThan(3)
})
