import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoder } from './encode/encoder.ts'
import { createScriptHistory, MOST_BRANCHES } from './history/scriptHistory.ts'
import type { Command } from './protocol.ts'
import { createRequestHandler } from './requests.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { answerTo } from './testing/answerTo.ts'
import { END, script } from './testing/scripts.ts'
import { OPENING_ORDER, testSettings } from './testing/settings.ts'

function picture({ run, nextEventAt, log, done }: Simulation): string {
  const commands = { done, all: log.length }
  const update = createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
  return JSON.stringify(update)
}

const started = () => createSimulation(testSettings(OPENING_ORDER))
const names = ({ branch, branches }: Simulation) => [branch.id, ...branches.map(({ id }) => id)]
const kill = (machine: number): Command => ({ type: 'pullPlug', machine })

describe('T23: a command in the past leaves what was as a branch', () => {
  it('what was seen to go on without it is one, too; what lies ahead of the run is not', () => {
    const simulation = started()
    simulation.runUntil(20_000)
    simulation.dispatch(kill(1))
    expect(names(simulation)).toEqual(['A'])
    simulation.seek(60_000)
    simulation.seek(30_000)
    simulation.dispatch(kill(2))
    expect(names(simulation)).toEqual(['B', 'A'])
    expect(simulation.branches[0]).toMatchObject({ log: [{ at: 20_000 }], seen: 60_000 })
    expect(simulation.log.map(({ at }) => at)).toEqual([20_000, 30_000])
    simulation.runUntil(40_000)
    simulation.dispatch(kill(3))
    expect(names(simulation)).toEqual(['B', 'A'])
  })

  it('undo takes the branch back with the command, and a switch, a name and a removal', () => {
    const simulation = started()
    simulation.seek(60_000)
    simulation.seek(30_000)
    simulation.dispatch(kill(2))
    const before = picture(simulation)
    expect(simulation.switchTo('A')).toBe(true)
    expect([...names(simulation), simulation.now]).toEqual(['A', 'B', 30_000])
    expect(simulation.renameBranch('B', 'what if')).toBe(true)
    expect(simulation.branches[0]!.name).toBe('what if')
    expect(simulation.removeBranch('A')).toBe(false)
    expect(simulation.removeBranch('B')).toBe(true)
    expect(names(simulation)).toEqual(['A'])
    simulation.undo()
    expect(simulation.branches[0]!.name).toBe('what if')
    simulation.undo()
    simulation.undo()
    expect(names(simulation)).toEqual(['B', 'A'])
    expect(picture(simulation)).toBe(before)
    simulation.undo()
    expect(names(simulation)).toEqual(['A'])
    expect(simulation.switchTo('B')).toBe(false)
  })

  it('any script: switching there and back gives the same bytes', () => {
    const time = fc.integer({ min: 0, max: END })
    fc.assert(
      fc.property(script, time, time, (steps, fork, later) => {
        const simulation = started()
        for (const [at, given] of steps) {
          simulation.seek(at)
          simulation.dispatch(given)
        }
        simulation.seek(END)
        const first = picture(simulation)
        const way = simulation.branch.id
        simulation.seek(fork)
        if (simulation.dispatch({ type: 'addMachine' }).error !== undefined) return
        simulation.seek(END)
        const second = picture(simulation)
        const other = simulation.branch.id
        if (other === way) return
        simulation.seek(later)
        simulation.switchTo(way)
        expect(simulation.now).toBe(later)
        simulation.seek(END)
        expect(picture(simulation)).toBe(first)
        simulation.switchTo(other)
        expect(picture(simulation)).toBe(second)
      }),
      { seed: 11, numRuns: 8 },
    )
  })

  it('no more than so many are kept, and those with a name longest', () => {
    const history = createScriptHistory({}, [], { id: 'A', name: 'mine' })
    for (let n = 0; n < MOST_BRANCHES + 10; n++) {
      history.reached(10)
      history.add({ at: 5, command: kill(1) })
    }
    const { current, others } = history.branches
    expect(others).toHaveLength(MOST_BRANCHES)
    expect(others[0]!.name).toBe('mine')
    expect(current.id).toBe('BI')
  })
})

describe('branches through requests', () => {
  const text = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: two}
spec:
  lanes: [one-click, kubernetes-default]
  machineTypes: [{name: m, allocatable: {cpu: 4, memory: 16Gi}}]
  machines: [{type: m, count: 3}]
  until: 60s
`

  it('the page is told of all, and a new worker has them again', () => {
    const handler = createRequestHandler()
    answerTo(handler, { type: 'load', text })
    answerTo(handler, { type: 'seek', to: 50_000 })
    answerTo(handler, { type: 'seek', to: 20_000 })
    const { update } = answerTo(handler, { type: 'command', command: kill(2) })
    expect(update!.script).toMatchObject({ branch: { id: 'B' }, branches: [{ id: 'A', log: [] }] })
    const renamed = answerTo(handler, { type: 'branch', action: 'rename', id: 'B', name: 'dark' })
    expect(renamed.result).toEqual({ done: true })
    const kept = renamed.update!.script!
    expect(kept.branch).toEqual({ id: 'B', name: 'dark' })
    const fresh = createRequestHandler()
    const loaded = answerTo(fresh, { type: 'load', text, ...kept })
    expect(loaded.update!.script).toEqual(kept)
    const back = answerTo(fresh, { type: 'branch', action: 'switch', id: 'A' })
    expect(back.update!.script).toMatchObject({ log: [], branches: [kept.branch] })
    expect(answerTo(fresh, { type: 'branch', action: 'remove', id: 'X' }).result).toEqual({
      done: false,
    })
  })
})
