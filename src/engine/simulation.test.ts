import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoder } from './encode/encoder.ts'
import type { Command, RunUpdate } from './protocol.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { END, script } from './testing/scripts.ts'
import { OPENING_ORDER, testSettings } from './testing/settings.ts'
import type { Work } from './work.ts'

/** Everything the page would be told if it knew nothing. */
function picture({ run, nextEventAt, log, done }: Simulation): RunUpdate {
  const commands = { done, all: log.length }
  return createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
}

describe('a run is a function of its settings and its log', () => {
  it('T5: a seek shows what the straight run showed', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 0, max: END }), (steps, past) => {
        const live = createSimulation(testSettings(OPENING_ORDER))
        for (const [at, given] of steps) {
          live.seek(at)
          live.dispatch(given)
        }
        live.seek(END)
        const straight = picture(live)
        live.seek(past)
        live.seek(END)
        expect(picture(live)).toEqual(straight)
        const replayed = createSimulation(live.settings, live.log)
        replayed.seek(END)
        expect(picture(replayed)).toEqual(straight)
      }),
      { seed: 7, numRuns: 25 },
    )
  })

  it('T1: the same input gives the same bytes', () => {
    const bytes = () => {
      const simulation = createSimulation(testSettings(OPENING_ORDER))
      simulation.seek(50_000)
      simulation.dispatch({ type: 'killRandom' })
      simulation.seek(END)
      return JSON.stringify(picture(simulation))
    }
    expect(bytes()).toBe(bytes())
  })
})

describe('work in slices', () => {
  const BUSY = 42_000
  /** So many slices; then it is left. */
  function leave(work: Work<unknown>, slices: number): void {
    for (let n = 0; n < slices; n++) if (work.next().done) return
    work.return(undefined)
  }
  const played = (to: number) => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    simulation.seek(to)
    return simulation
  }

  it.each([0, 1, 7, 40])('left after %i slices, whatever comes next makes it whole', (slices) => {
    const simulation = played(0)
    leave(simulation.slices.runUntil(BUSY), slices)
    leave(simulation.slices.goTo(simulation.run.actions + slices), slices)
    leave(simulation.slices.dispatch({ type: 'drain', machine: 2 }), Number.POSITIVE_INFINITY)
    const { at } = simulation.log[0]!
    simulation.seek(END)
    const straight = played(at)
    straight.dispatch({ type: 'drain', machine: 2 })
    straight.seek(END)
    expect(picture(simulation)).toEqual(picture(straight))
  })

  it('what goes back changes nothing until it is done', () => {
    const simulation = played(BUSY)
    simulation.dispatch({ type: 'pullPlug', machine: 1 })
    simulation.seek(END)
    const before = picture(simulation)
    for (const work of [
      () => simulation.slices.seek(1_000),
      () => simulation.slices.undo(),
      () => simulation.slices.goTo(3),
      () =>
        simulation.slices.dispatch({
          type: 'setPolicy',
          lane: 'kubernetes',
          policy: 'one-click',
        }),
    ]) {
      leave(work(), 2)
      expect(picture(simulation)).toEqual(before)
    }
    expect(simulation.undo()).toBe(true)
    expect(picture(simulation)).toEqual(picture(played(BUSY)))
  })
})

describe('commands and the log', () => {
  const started = () => createSimulation(testSettings(OPENING_ORDER))
  const machines = ({ run }: Simulation) => run.clusters.map(({ cloud }) => cloud.machines().length)

  it('M9: a command that cannot be carried out says so and changes nothing', () => {
    const simulation = started()
    simulation.seek(20_000)
    const before = picture(simulation)
    const errors = (
      [
        { type: 'pullPlug', machine: 77 },
        { type: 'plugIn', machine: 1 },
        { type: 'uncordon', machine: 1 },
        { type: 'addMachine', machineType: 'huge' },
        { type: 'setPolicy', lane: 'nowhere', policy: 'first-fit' },
        { type: 'setPolicy', lane: 'one-click', policy: 'wishful' },
        { type: 'setPolicy', lane: 'one-click', policy: 'one-click' },
        { type: 'acknowledgePager', lane: 'one-click' },
        { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'no', replicas: 1 },
        { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: -1 },
        { type: 'scale', kind: 'Job', namespace: 'default', name: 'report', replicas: 1 },
        { type: 'delete', kind: 'Pod', namespace: 'default', name: 'no' },
        { type: 'delete', kind: 'Cabbage', namespace: 'default', name: 'no' },
      ] satisfies Command[]
    ).map((given) => simulation.dispatch(given).error)
    for (const error of errors) expect(error).toMatch(/^[A-Zv].*\.$/)
    expect(simulation.log).toEqual([])
    expect(picture(simulation)).toEqual(before)
  })

  it('a machine cannot be added beyond the maximum', () => {
    const simulation = createSimulation(testSettings('', { maxMachines: 4 }))
    expect(simulation.dispatch({ type: 'addMachine' }).error).toBeUndefined()
    expect(simulation.dispatch({ type: 'addMachine' }).error).toBe(
      'There are 4 machines already, the most that this scenario allows.',
    )
    expect(machines(simulation)).toEqual([4, 4])
  })

  it('T6: a command in the past drops the later ones, and undo brings them back', () => {
    const simulation = started()
    simulation.seek(45_000)
    simulation.dispatch({ type: 'pullPlug', machine: 2 })
    simulation.seek(50_000)
    simulation.dispatch({ type: 'pullPlug', machine: 3 })
    simulation.seek(60_000)
    const before = picture(simulation)

    simulation.seek(47_000)
    expect(simulation.done).toBe(1)
    expect(simulation.nextEventAt).toBeLessThanOrEqual(50_000)
    simulation.dispatch({ type: 'addMachine' })
    expect(simulation.log.map(({ command }) => command.type)).toEqual(['pullPlug', 'addMachine'])
    expect(simulation.dropped).toBe(1)

    expect(simulation.undo()).toBe(true)
    expect(simulation.now).toBe(47_000)
    simulation.seek(60_000)
    expect(picture(simulation)).toEqual(before)
    expect(simulation.dropped).toBe(0)
  })

  it('undo stands at the time of the command that it takes back', () => {
    const simulation = started()
    simulation.seek(45_000)
    simulation.dispatch({ type: 'pullPlug', machine: 2 })
    simulation.seek(100_000)
    expect(simulation.undo()).toBe(true)
    expect(simulation.now).toBe(45_000)
    expect(simulation.log).toEqual([])
    expect(simulation.undo()).toBe(false)
  })

  it('L4: a policy of another world is given to the lane from its start', () => {
    const simulation = started()
    simulation.seek(41_000)
    expect(machines(simulation)).toEqual([11, 7])
    const reply = simulation.dispatch({
      type: 'setPolicy',
      lane: 'one-click',
      policy: 'kubernetes-bin-packing',
    })
    expect(reply.error).toBeUndefined()
    expect(simulation.now).toBe(41_000)
    expect(machines(simulation)).toEqual([7, 7])
    expect(simulation.undo()).toBe(true)
    expect(machines(simulation)).toEqual([11, 7])
  })

  it('L4: a Kubernetes policy counts from the moment it is set', () => {
    const simulation = started()
    simulation.seek(20_500)
    const lane = 'kubernetes-bin-packing'
    simulation.dispatch({ type: 'setPolicy', lane, policy: 'kubernetes-default' })
    expect(simulation.run.clusters[1]!.policy.id).toBe('kubernetes-default')
    simulation.seek(10_000)
    expect(simulation.run.clusters[1]!.policy.id).toBe('kubernetes-bin-packing')
  })

  it('a random kill takes a machine that is up in every lane', () => {
    const simulation = createSimulation(testSettings(''))
    simulation.dispatch({ type: 'pullPlug', machine: 1, lane: 'one-click' })
    simulation.dispatch({ type: 'pullPlug', machine: 2, lane: 'kubernetes-bin-packing' })
    expect(simulation.dispatch({ type: 'killRandom' }).error).toBeUndefined()
    for (const { cloud } of simulation.run.clusters) expect(cloud.byOrdinal(3)?.power).toBe(false)
    expect(simulation.dispatch({ type: 'killRandom' }).error).toMatch(/^There is no machine/)
  })
})
