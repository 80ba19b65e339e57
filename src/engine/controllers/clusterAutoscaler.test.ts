import { describe, expect, it } from 'vitest'
import { createRun, type Run } from '../lanes.ts'
import type { MachineType, Scenario } from '../scenario.ts'
import { testSettings } from '../testing/settings.ts'

const small: MachineType = {
  name: 'small',
  allocatable: { cpu: '4', memory: '16Gi', pods: '110' },
  labels: {},
  taints: [],
  pricePerHour: 0.2,
  bootTime: 60_000,
  buyable: true,
}
const large: MachineType = {
  ...small,
  name: 'large',
  allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
  pricePerHour: 0.4,
}

/** One Kubernetes lane that starts with one small machine. */
function start(arrivals: string, scenario: Partial<Scenario> = {}): Run {
  const [, lane] = testSettings('').scenario.lanes
  return createRun(
    testSettings(arrivals, {
      lanes: [lane!],
      machineTypes: [large, small],
      machines: [{ type: 'small', count: 1 }],
      ...scenario,
    }),
  )
}

const names = (run: Run) => run.clusters[0]!.cloud.machines().map(({ type }) => type)
const said = (run: Run, reason: string) =>
  run.clusters[0]!.log.after(0)
    .filter((event) => event.reason === reason)
    .map(({ at, message }) => `${at} ${message}`)

describe('the cluster autoscaler', () => {
  it('A1: looks at full multiples of 10 s while a pod fits nowhere', () => {
    const run = start('video*2')
    run.runUntil(9_999)
    expect(names(run)).toEqual(['small'])
    run.runUntil(10_000)
    expect(names(run)).toEqual(['small', 'small'])
    expect(said(run, 'TriggeredScaleUp')).toEqual([
      '10000 pod triggered scale-up: [{small 1->2 (max: 20)}]',
    ])
  })

  it('A1: looks at once when no type takes time to boot', () => {
    const run = start('video*2', { machineTypes: [{ ...small, bootTime: 0 }] })
    run.runUntil(2_000)
    expect(names(run)).toEqual(['small', 'small'])
  })

  it('A2: what fits on a machine that is still booting buys nothing', () => {
    const run = start('video web web*4 video')
    run.runUntil(10_000)
    expect(names(run)).toEqual(['small', 'small', 'small'])
    expect(run.clusters[0]!.ledger.pending).toBe(5)
    run.runUntil(69_999)
    expect(run.clusters[0]!.ledger.pending).toBe(5)
    // A4: booted, and used.
    run.runUntil(72_000)
    expect(run.clusters[0]!.ledger.pending).toBe(0)
    expect(names(run)).toHaveLength(3)
  })

  it('A3: buys the cheapest type that takes the pod', () => {
    const apps = { cpu: '6', memory: '2Gi' }
    const settings = testSettings('')
    const web = settings.objects[0]!
    const big = JSON.parse(JSON.stringify(web).replace('"1"', `"${apps.cpu}"`)) as typeof web
    const [, lane] = settings.scenario.lanes
    const run = createRun(
      testSettings(
        'web video video',
        {
          lanes: [lane!],
          machineTypes: [large, small],
          machines: [],
        },
        [big, ...settings.objects.slice(1)],
      ),
    )
    run.runUntil(200_000)
    expect(names(run)).toEqual(['large', 'small', 'small'])
    expect(run.clusters[0]!.ledger.pending).toBe(0)
  })

  it('A3: buys nothing beyond the maximum, says so once, and buys when there is room again', () => {
    const run = start('video*2', { maxMachines: 1 })
    run.runUntil(100_000)
    expect(said(run, 'NotTriggerScaleUp')).toEqual([
      "10000 pod didn't trigger scale-up: 2 max node group size reached",
    ])
    run.perform({ type: 'terminate', machine: 1 })
    run.runUntil(300_000)
    expect(names(run)).toEqual(['small'])
    expect(said(run, 'TriggeredScaleUp')).toHaveLength(1)
  })

  it('A3: a pod larger than every machine buys nothing', () => {
    const run = start('db', {
      machineTypes: [{ ...small, allocatable: { cpu: '4', memory: '8Gi' } }],
    })
    run.runUntil(100_000)
    expect(names(run)).toEqual(['small'])
    expect(said(run, 'NotTriggerScaleUp')).toEqual([
      "10000 pod didn't trigger scale-up: 1 Insufficient memory",
    ])
    expect(run.nextAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(100_000)
  })

  it('A4: a bought machine costs at once', () => {
    const run = start('video*2')
    run.runUntil(10_000)
    const { ledger } = run.clusters[0]!
    expect([...ledger.machines.values()].map(({ machine }) => machine.booting)).toEqual([
      false,
      true,
    ])
    expect(ledger.machines.size).toBe(2)
  })

  it('types that are not on offer are never bought', () => {
    const run = start('video*2', { machineTypes: [{ ...small, buyable: false }] })
    run.runUntil(100_000)
    expect(names(run)).toEqual(['small'])
    expect(run.clusters[0]!.ledger.pending).toBe(1)
  })

  it('lets a Node that a manifest brings be the machine of that name that is still booting', () => {
    const run = start('video*2')
    run.runUntil(15_000)
    const { cloud, store } = run.clusters[0]!
    const booting = cloud.machines().at(-1)!
    store.create('Node', { apiVersion: 'v1', kind: 'Node', metadata: { name: booting.name } })
    run.runUntil(80_000)
    expect(cloud.machines()).toHaveLength(2)
    expect(booting.booting).toBe(false)
  })

  it('buys nothing for a pod that has been promised a place', () => {
    const run = start('video*2')
    run.runUntil(2_000)
    const { store, cloud } = run.clusters[0]!
    const waiting = store.list('Pod').find(({ spec }) => !spec?.nodeName)!
    const nominatedNodeName = cloud.machines()[0]!.name
    store.update('Pod', { ...waiting, status: { ...waiting.status, nominatedNodeName } })
    run.runUntil(30_000)
    expect(names(run)).toEqual(['small'])
  })
})
