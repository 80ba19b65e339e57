import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from './api/objects.ts'
import { createEncoder } from './encode/encoder.ts'
import { createParseMemo } from './history/parseMemo.ts'
import { parseScenarioFile } from './manifest/scenarioFile.ts'
import type { Command } from './protocol.ts'
import { createSimulation, type Simulation } from './simulation.ts'

const TEXT = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: undo}
spec:
  lanes: [one-click, kubernetes-default]
  machineTypes: [{name: m, allocatable: {cpu: 4, memory: 16Gi}, buyable: true}]
  machines: [{type: m, count: 3}]
  nodeGroups: [{name: cheap, type: m, max: 3, count: 1, spot: true}]
  maxMachines: 9
  arrivals: [{at: 1s, app: web, count: 6, over: 6s}]
  until: 600s
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: web:1, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: podfall.dev/v1
kind: Traffic
metadata: {name: curl}
spec: {to: http://web, requestsPerSecond: 5}
`
const web = { kind: 'Deployment', namespace: 'default', name: 'web' }
const lane = 'kubernetes-default'
const POD = `apiVersion: v1
kind: Pod
metadata: {name: extra}
spec: {containers: [{name: c, image: x, resources: {requests: {cpu: 500m}}}]}
`

/** One of each at least: fails to compile when a command is missing. */
const COMMANDS: { readonly [T in Command['type']]: readonly Extract<Command, { type: T }>[] } = {
  apply: [{ type: 'apply', text: POD }],
  delete: [{ type: 'delete', ...web }],
  scale: [
    { type: 'scale', ...web, replicas: 1 },
    { type: 'scale', ...web, replicas: 9 },
  ],
  annotate: [{ type: 'annotate', ...web, annotations: { 'podfall.dev/load-cpu': '2' } }],
  rollout: [{ type: 'rollout', action: 'restart', ...web }],
  setTraffic: [
    { type: 'setTraffic', namespace: 'default', name: 'curl', requestsPerSecond: 90, lane },
  ],
  pullPlug: [
    { type: 'pullPlug', machine: 1 },
    { type: 'pullPlug', machine: 3, lane },
  ],
  plugIn: [{ type: 'plugIn', machine: 2 }],
  terminate: [{ type: 'terminate', machine: 1, lane }],
  cordon: [{ type: 'cordon', machine: 1 }],
  uncordon: [{ type: 'uncordon', machine: 3 }],
  drain: [{ type: 'drain', machine: 1 }],
  killRandom: [{ type: 'killRandom' }],
  addMachine: [{ type: 'addMachine' }],
  setPolicy: [
    { type: 'setPolicy', lane, policy: 'first-fit' },
    { type: 'setPolicy', lane: 'one-click', policy: 'best-fit' },
  ],
  acknowledgePager: [{ type: 'acknowledgePager', lane: 'one-click' }],
  reclaim: [{ type: 'reclaim', machine: 4, lane }],
  controlPlane: [{ type: 'controlPlane', up: false, lane }],
}

const AT = 100_000

function started(): Simulation {
  const { scenario, objects } = parseScenarioFile(TEXT)
  const simulation = createSimulation({
    scenario: scenario!,
    objects: objects.map(({ object }) => object as KubernetesObject),
    seed: 3,
    shuffle: undefined,
    policies: {},
    parse: createParseMemo(),
  })
  simulation.runUntil(20_000)
  simulation.dispatch({ type: 'pullPlug', machine: 2 })
  simulation.dispatch({ type: 'cordon', machine: 3 })
  simulation.runUntil(AT)
  return simulation
}

function bytes({ run, nextEventAt, log, done, branch, branches }: Simulation): string {
  const commands = { done, all: log.length }
  const update = createEncoder().update(run, { nextEventAt, commands, dropped: 0 }, true)
  return JSON.stringify([update, log, branch, branches])
}

describe('T24: undo gives back the state as it was, to the byte', () => {
  it.each(Object.values(COMMANDS).flat())('after $type', (command) => {
    const simulation = started()
    const before = bytes(simulation)
    expect(simulation.dispatch(command).error).toBeUndefined()
    expect(bytes(simulation)).not.toBe(before)
    simulation.runUntil(AT + 200_000)
    expect(simulation.undo()).toBe(true)
    expect(simulation.now).toBe(AT)
    expect(bytes(simulation)).toBe(before)
  })

  it('each of them in a row, and all of them back', () => {
    const simulation = started()
    const stages = [bytes(simulation)]
    for (const command of Object.values(COMMANDS).flat()) {
      if (simulation.dispatch(command).error === undefined) stages.push(bytes(simulation))
    }
    expect(stages.length).toBeGreaterThan(15)
    while (stages.length > 0) {
      expect(bytes(simulation)).toBe(stages.pop())
      simulation.undo()
    }
  })
})
