import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocatableOf, specRequests } from '../api/amounts.ts'
import type { Cluster } from '../cluster.ts'
import { createSimulation } from '../simulation.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import { createStrandedCache, laneMetrics } from './laneMetrics.ts'
import { isFinished, wasDropped } from './podState.ts'
import { strandedAmounts } from './stranded.ts'

const RESOURCES = ['cpu', 'memory']

/** The same numbers from the objects alone, the slow way. */
function counted({ store, cloud }: Cluster) {
  const pods = store.list('Pod')
  const shapes = [
    ...store.list('Deployment').map(({ spec }) => specRequests({ spec: spec!.template.spec })),
    ...store.list('Job').map(({ spec }) => specRequests({ spec: spec!.template.spec })),
    ...pods.map(specRequests),
  ]
  const holding = (name: string) =>
    pods.filter((pod) => pod.spec?.nodeName === name && (!isFinished(pod) || wasDropped(pod)))
  const sums = RESOURCES.map(() => ({ allocatable: 0, requested: 0, stranded: 0 }))
  for (const { name } of cloud.machines().filter(({ power, booting }) => power && !booting)) {
    const allocatable = allocatableOf(store.get('Node', '', name)!)
    const requests = holding(name).map(specRequests)
    const sum = (r: string) => requests.reduce((total, amounts) => total + (amounts[r] ?? 0), 0)
    const free = {
      cpu: allocatable.cpu! - sum('cpu'),
      memory: allocatable.memory! - sum('memory'),
      pods: allocatable.pods! - requests.length,
    }
    const stranded = strandedAmounts(RESOURCES, free, shapes)
    RESOURCES.forEach((resource, r) => {
      sums[r]!.allocatable += allocatable[resource]!
      sums[r]!.requested += sum(resource)
      sums[r]!.stranded += stranded[r]!
    })
  }
  return {
    machines: cloud.machines().length,
    machinesUp: cloud.machines().filter(({ power }) => power).length,
    machinesUsed: cloud.machines().filter(({ name, power }) => power && holding(name).length > 0)
      .length,
    costPerHour: cloud.machines().reduce((total, { pricePerHour }) => total + pricePerHour, 0),
    pending: pods.filter(
      ({ spec, metadata }) => spec?.nodeName === undefined && !metadata?.deletionTimestamp,
    ).length,
    resources: sums.map((sum) => ({
      ...sum,
      idle: sum.allocatable - sum.requested - sum.stranded,
    })),
  }
}

describe('the books of a lane', () => {
  it('W1, W2: say at any time what counting everything anew would say', () => {
    fc.assert(
      fc.property(script, fc.array(fc.integer({ min: 0, max: END })), (steps, looks) => {
        const simulation = createSimulation(testSettings(OPENING_ORDER))
        const caches = simulation.run.clusters.map(({ ledger }) =>
          createStrandedCache(ledger, RESOURCES),
        )
        const check = () =>
          simulation.run.clusters.forEach((cluster, lane) => {
            const { ledger } = cluster
            const numbers = laneMetrics(ledger, RESOURCES, caches[lane]!)
            expect(numbers).toMatchObject(counted(cluster))
            expect(numbers.down).toBeLessThanOrEqual(ledger.pods.size)
            expect(numbers.appMinutesLost).toBeGreaterThanOrEqual(0)
          })
        // A lane that changes its world starts a new run, whose books these caches do not know.
        const sameWorld = steps.filter(([, { type }]) => type !== 'setPolicy')
        const times = [...sameWorld, ...looks.map((at) => [at, undefined] as const)]
        for (const [at, command] of times.sort(([a], [b]) => a - b)) {
          simulation.runUntil(at)
          if (command) simulation.dispatch(command)
          check()
        }
      }),
      { seed: 11, numRuns: 25 },
    )
  })

  it('W2: a machine that boots is paid for and not dead, and offers nothing yet', () => {
    const settings = testSettings('web')
    const [type] = settings.scenario.machineTypes
    const machineTypes = [type!, { ...type!, name: 'slow', bootTime: 60_000 }]
    const simulation = createSimulation({
      ...settings,
      scenario: { ...settings.scenario, machineTypes },
    })
    simulation.dispatch({ type: 'addMachine', machineType: 'slow' })
    simulation.runUntil(1_000)
    const numbers = () =>
      simulation.run.clusters.map(({ ledger }) => {
        const { machines, machinesUp, resources } = laneMetrics(
          ledger,
          RESOURCES,
          createStrandedCache(ledger, RESOURCES),
        )
        return [machines, machinesUp, resources[0]!.allocatable / 8_000]
      })
    expect(numbers()).toEqual([
      [4, 4, 3],
      [4, 4, 3],
    ])
    simulation.runUntil(61_000)
    expect(numbers()).toEqual([
      [4, 4, 4],
      [4, 4, 4],
    ])
  })
})
