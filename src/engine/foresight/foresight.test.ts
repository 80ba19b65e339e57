import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoder } from '../encode/encoder.ts'
import { createParseMemo } from '../history/parseMemo.ts'
import type { Command, FuturePod, LaneFuture, RunUpdate } from '../protocol.ts'
import { PodState } from '../protocol.ts'
import { createSimulation, type Simulation } from '../simulation.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import { finish } from '../work.ts'
import { type Copies, createCopies } from './copies.ts'
import { peek } from './peek.ts'
import { whatIf } from './whatIf.ts'

const LEFT = 'one-click'
const RIGHT = 'kubernetes-bin-packing'

/** Everything the page would be told if it knew nothing. */
function picture({ run, nextEventAt, log, done }: Simulation): RunUpdate {
  const commands = { done, all: log.length }
  return createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
}

const look = (simulation: Simulation, copies: Copies, lane?: string, to = END) =>
  finish(peek(simulation, copies, to, lane))
const ask = (simulation: Simulation, copies: Copies, command: Command) =>
  finish(whatIf(simulation, copies, command))

/** A run of the opening story with everything that a person did in it. */
function played(steps: readonly (readonly [number, Command])[]): Simulation {
  const simulation = createSimulation(testSettings(OPENING_ORDER))
  for (const [at, given] of steps) {
    simulation.seek(at)
    simulation.dispatch(given)
  }
  return simulation
}

describe('peek', () => {
  it('T20: says what the lane then really decides, and changes nothing', () => {
    fc.assert(
      fc.property(
        script,
        fc.integer({ min: 0, max: 120_000 }),
        fc.constantFrom(LEFT, RIGHT),
        (steps, at, lane) => {
          const simulation = played(steps)
          const copies = createCopies(simulation)
          simulation.seek(at)
          // Several in a row, so that copies are used again and moments are entered in the middle.
          for (let round = 0; round < 4; round++) {
            const before = picture(simulation)
            const found = look(simulation, copies, lane)
            expect(picture(simulation)).toEqual(before)
            const cluster = simulation.run.clusters.find(({ id }) => id === lane)!
            const count = cluster.attempts.count
            const decisions = found.lanes.find((entry) => entry.lane === lane)?.decisions ?? []
            if (found.at === undefined) {
              simulation.seek(END)
              expect(last(simulation, lane).attempts.count).toBe(count)
              return
            }
            const { attempt } = decisions[0]!
            const stop = finish(copies.actionsBefore(lane, attempt.id))!
            simulation.goTo(stop)
            expect(last(simulation, lane).attempts.count).toBe(count)
            const row = last(simulation, lane).ledger.pods.get(attempt.uid)?.row
            simulation.goTo(stop + 1)
            const made = last(simulation, lane).attempts.after(count)
            expect(made).toEqual(decisions.map((decision) => decision.attempt))
            expect(simulation.now).toBe(found.at)
            const fact = last(simulation, lane).ledger.pods.get(attempt.uid)!
            expect(decisions[0]).toMatchObject({
              app: fact.app,
              requests: [fact.requests.cpu, fact.requests.memory],
            })
            if (row !== undefined) expect(row).toBe(fact.row)
          }
        },
      ),
      { seed: 11, numRuns: 12 },
    )
  })

  it('T20: goes no farther than it is told to', () => {
    const simulation = played([])
    const copies = createCopies(simulation)
    simulation.seek(1_500)
    expect(look(simulation, copies, undefined, 1_999)).toEqual({ at: undefined, lanes: [] })
    expect(look(simulation, copies, undefined, 2_000).at).toBe(2_000)
  })

  it('T20: names who waits, in the order of the queue', () => {
    const simulation = played([[42_000, { type: 'pullPlug', machine: 2 }]])
    const copies = createCopies(simulation)
    simulation.seek(391_000)
    const waiting: (readonly string[])[] = []
    for (let found = look(simulation, copies, RIGHT); found.at === 392_000; ) {
      const { attempt, queue, waiting: all } = found.lanes[1]!.decisions[0]!
      expect(queue![0]).toBe(attempt.pod)
      expect(all).toBe(queue!.length)
      waiting.push(queue!)
      simulation.goTo(finish(copies.actionsBefore(RIGHT, attempt.id))! + 1)
      found = look(simulation, copies, RIGHT)
    }
    expect(waiting.length).toBeGreaterThan(3)
    // Whoever waited behind the first is next; new ones stand behind.
    for (const [index, queue] of waiting.slice(1).entries()) {
      const before = waiting[index]!.slice(1)
      expect(queue.slice(0, before.length)).toEqual(before)
    }
  })

  it('T20: says how many wait, also where it does not name all of them', () => {
    const many = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: many}
spec:
  replicas: 120
  selector: {matchLabels: {app: many}}
  template:
    metadata: {labels: {app: many}}
    spec: {containers: [{name: main, image: main, resources: {requests: {cpu: 1m}}}]}
`
    const parse = createParseMemo()
    const simulation = createSimulation({ ...testSettings(OPENING_ORDER), parse })
    simulation.seek(20_500)
    const decided = simulation.run.clusters[1]!.attempts.count
    simulation.dispatch({ type: 'apply', text: many })
    const copies = createCopies(simulation)
    // Into the moment in which all of them come.
    simulation.goTo(finish(copies.actionsBefore(RIGHT, decided + 1))!)
    const counts: number[] = []
    for (let round = 0; round < 3; round++) {
      const { attempt, queue, waiting } = look(simulation, copies, RIGHT).lanes[1]!.decisions[0]!
      expect(queue).toHaveLength(50)
      counts.push(waiting!)
      simulation.goTo(finish(copies.actionsBefore(RIGHT, attempt.id))! + 1)
    }
    expect(counts).toEqual([120, 119, 118])
  })
})

const last = (simulation: Simulation, lane: string) =>
  simulation.run.clusters.find(({ id }) => id === lane)!

describe('whatIf', () => {
  it('T21: tells where each pod of the machine then really goes, and changes nothing', () => {
    fc.assert(
      fc.property(
        script,
        fc.integer({ min: 10_000, max: 120_000 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, at, machine) => {
          const simulation = played(steps)
          const copies = createCopies(simulation)
          simulation.seek(at)
          const before = picture(simulation)
          const command = { type: 'pullPlug', machine } as const
          const { lanes, error } = ask(simulation, copies, command)
          expect(picture(simulation)).toEqual(before)
          const known = simulation.run.clusters.map(({ ledger }) => [...ledger.pods.values()])
          const reply = simulation.dispatch(command)
          expect(reply.error).toBe(error)
          if (error !== undefined) return
          simulation.seek(at + longestWait(lanes))
          lanes.forEach((lane, index) => {
            for (const pod of lane.pods) {
              const uid = known[index]!.find(({ row }) => row === pod.row)!.uid
              checkPod(simulation, lane, uid, pod)
            }
          })
        },
      ),
      { seed: 12, numRuns: 20 },
    )
  })

  it('T21: on the one-click side the apps are down until a person has put them back', () => {
    const simulation = played([])
    simulation.seek(45_000)
    const { lanes } = ask(simulation, createCopies(simulation), { type: 'pullPlug', machine: 1 })
    const [left, right] = lanes
    expect(new Set(left!.pods.map(({ outcome }) => outcome))).toEqual(new Set(['down']))
    // Detection 60 s, then 240 s until the person starts, then 60 s an app.
    expect(left!.pods.map(({ after }) => after)).toEqual(
      left!.pods.map((_, index) => 360_000 + index * 60_000),
    )
    expect(left!.pods.every(({ machine }) => machine !== undefined)).toBe(true)
    expect(new Set(right!.pods.map(({ outcome }) => outcome))).toEqual(new Set(['moves']))
    expect(right!.after).toBe(350_000)
  })

  it('T21: who has to make room for what moves is told apart', () => {
    const parse = createParseMemo()
    const { scenario, objects } = parse(readFileSync('scenarios/priorities.yaml', 'utf8'))
    const simulation = createSimulation({
      scenario: scenario!,
      objects: objects.map(({ object }) => object),
      seed: scenario!.seed,
      shuffle: undefined,
      policies: {},
      parse,
    })
    simulation.seek(55_000)
    const checkout = last(simulation, scenario!.lanes.at(-1)!.id).ledger
    const home = [...checkout.pods.values()].find(({ name }) => name.startsWith('checkout'))!
    const machine = Number(home.machine!.machine.name.split('-')[1])
    const { lanes } = ask(simulation, createCopies(simulation), { type: 'pullPlug', machine })
    const pods = lanes.at(-1)!.pods.map(({ row, preempted }) => ({
      name: [...checkout.pods.values()].find((pod) => pod.row === row)!.name.split('-')[0],
      preempted,
    }))
    expect(pods.filter(({ preempted }) => preempted).map(({ name }) => name)).toEqual([
      'render',
      'render',
      'render',
    ])
    expect(pods.filter(({ preempted }) => !preempted)).toHaveLength(3)
  })

  it('T21: what finds no room is pending, with the reason in the words of Kubernetes', () => {
    const simulation = createSimulation(testSettings('db*6', { maxMachines: 3 }))
    simulation.seek(20_000)
    const { lanes } = ask(simulation, createCopies(simulation), { type: 'pullPlug', machine: 1 })
    const { pods, bought } = lanes[1]!
    expect(pods.map(({ outcome }) => outcome)).toEqual(['pending', 'pending'])
    expect(pods[0]!.message).toMatch(/^0\/3 nodes are available: .*Insufficient memory/)
    expect(bought).toBe(0)
  })

  it('T21: tells how far it is, and one that is left is made no further for nobody', () => {
    const simulation = played([])
    simulation.seek(120_000)
    const copies = createCopies(simulation)
    const command = { type: 'pullPlug', machine: 1 } as const
    const told = [...whatIf(simulation, copies, command)].map((progress) => progress!)
    const shares = told.map(({ share = Number.NaN }) => share)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.length).toBeGreaterThan(2)
    expect(shares.every((share) => share > 0 && share <= 1)).toBe(true)
    expect(told.at(-1)!.now).toBeGreaterThan(120_000)
    // The next copy is made while nobody asks, unless the one before was not wanted to the end.
    expect([...copies.prepare()].length).toBeGreaterThan(2)
    simulation.seek(30_000)
    whatIf(simulation, copies, command).next()
    expect([...copies.prepare()]).toEqual([])
  })

  it('T21: a pod that its owner will not want by then is not lost with the machine', () => {
    const settings = testSettings(OPENING_ORDER)
    const web = { kind: 'Deployment', namespace: 'default', name: 'web' }
    const less = { at: 60_000, command: { type: 'scale', ...web, replicas: 0 } } as const
    const scenario = { ...settings.scenario, actions: [less] }
    const simulation = createSimulation({ ...settings, scenario })
    simulation.seek(45_000)
    const asked = ask(simulation, createCopies(simulation), { type: 'pullPlug', machine: 2 })
    const lane = asked.lanes.find((each) => each.lane === RIGHT)!
    const { apps } = simulation.run
    const fates = lane.pods.map(({ app, outcome }) => [apps.nameOf(app), outcome])
    expect(fates.filter(([name]) => name === 'web').length).toBeGreaterThan(0)
    for (const [name, outcome] of fates) {
      expect(outcome === 'unwanted').toBe(name === 'web')
    }
  })

  it('T21: a command that cannot be carried out says why', () => {
    const simulation = played([])
    const asked = ask(simulation, createCopies(simulation), { type: 'pullPlug', machine: 9 })
    expect(asked).toEqual({ lanes: [], error: 'There is no machine 9.' })
  })
})

const longestWait = (lanes: readonly LaneFuture[]) => Math.max(...lanes.map(({ after }) => after))

function checkPod(simulation: Simulation, { lane }: LaneFuture, uid: string, told: FuturePod) {
  const { ledger } = last(simulation, lane)
  let fact = ledger.pods.get(uid)
  while (fact?.replacedBy) fact = fact.replacedBy
  if (told.outcome === 'gone' || told.outcome === 'unwanted') return
  if (told.machine !== undefined) {
    if (fact === undefined) return
    expect(fact.machine?.machine.name).toBe(told.machine)
  } else if (told.outcome === 'pending') {
    expect(fact?.state).toBe(PodState.Pending)
  } else {
    expect(fact?.state).toBe(PodState.Down)
  }
}
