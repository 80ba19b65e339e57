import { describe, expect, it } from 'vitest'
import { createEncoder } from './encode/encoder.ts'
import { parseScenarioFile } from './manifest/scenarioFile.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import { finish } from './work.ts'

/** Long enough that it is worth while to keep stops on its way. */
const FILE = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: long}
spec:
  lanes: [kubernetes-default]
  machineTypes: [{name: a, allocatable: {cpu: 32, memory: 64Gi}}]
  machines: [{type: a, count: 8}]
  arrivals: {at: 1s, app: web, count: 320, over: 500s}
  actions: [{at: 200s, pullPlug: {machine: 2}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web, resources: {requests: {cpu: 100m}}}]}
`
const END = 550_000

function started(): Simulation {
  const { scenario, objects } = parseScenarioFile(FILE)
  return createSimulation({
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed: 1,
    shuffle: undefined,
    policies: {},
    parse: parseScenarioFile,
  })
}

function picture({ run, nextEventAt }: Simulation) {
  const commands = { done: 0, all: 0 }
  return createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
}

describe('stops on the way of a long run', () => {
  it('what is shown is what a straight run shows, in fewer steps, and a fork forgets what was', () => {
    const simulation = started()
    simulation.runUntil(END)
    const all = simulation.run.actions
    let slices = 0
    for (const work = simulation.slices.prepare(); !work.next().done; ) slices += 1
    expect(slices).toBeGreaterThan(0)

    /** Steps that going there takes. */
    const go = (to: number) => {
      let steps = 0
      for (const work = simulation.slices.seek(to); !work.next().done; ) steps += 1
      return steps
    }
    const straight = started()
    straight.runUntil(310_000)
    expect(go(310_000)).toBeLessThan(all / 4)
    expect(picture(simulation)).toEqual(picture(straight))
    expect(go(END)).toBeLessThan(all / 4)

    // From here on it is another run: only what stands before the command can still be used.
    go(250_000)
    simulation.dispatch({ type: 'drain', machine: 3 })
    const forked = started()
    forked.runUntil(250_000)
    forked.dispatch({ type: 'drain', machine: 3 })
    forked.runUntil(400_000)
    go(400_000)
    expect(picture(simulation)).toEqual(picture(forked))
    simulation.undo()
    finish(simulation.slices.prepare())
    straight.seek(400_000)
    go(400_000)
    expect(picture(simulation)).toEqual(picture(straight))
  })
})
