import { describe, expect, it } from 'vitest'
import { createRun } from './lanes.ts'
import { parseScenarioFile } from './manifest/scenarioFile.ts'

const FILE = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: trace}
spec:
  lanes: [kubernetes-default, one-click]
  machineTypes: [{name: a, allocatable: {cpu: 8, memory: 32Gi}}]
  machines: [{type: a, count: 2}]
  arrivals:
    trace: |
      1 train 40
      2 train 5
      3 train
---
apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  suspend: true
  template:
    spec:
      restartPolicy: Never
      containers: [{name: train, image: train, resources: {requests: {cpu: 1}}}]
`

describe('arrivals of a trace', () => {
  it('work for as long as their line says, else as their template does', () => {
    const { scenario, objects } = parseScenarioFile(FILE)
    const run = createRun({
      scenario: scenario!,
      objects: objects.map(({ object }) => object),
      seed: 1,
      shuffle: undefined,
      policies: {},
      parse: parseScenarioFile,
    })
    run.runUntil(120_000)
    for (const { store, log } of run.clusters) {
      expect(store.list('Job').map(({ metadata }) => metadata!.name)).toEqual([
        'train',
        'train-1',
        'train-2',
        'train-3',
      ])
      // A second for the container to start, then the work: 40 s, 5 s, and the usual 30 s.
      const done = log.after(0).filter(({ reason }) => /^(Completed|Finished)$/.test(reason))
      expect(done.map(({ at, object }) => `${at} ${object}`)).toEqual([
        '8000 job/train-2',
        '34000 job/train-3',
        '42000 job/train-1',
      ])
    }
  })
})
