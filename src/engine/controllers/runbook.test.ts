import { describe, expect, it } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { createRun, type Run } from '../lanes.ts'
import type { Scenario } from '../scenario.ts'
import { testSettings } from '../testing/settings.ts'

function start(arrivals: string, scenario: Partial<Scenario> = {}): Run {
  const [lane] = testSettings('').scenario.lanes
  const run = createRun(testSettings(arrivals, { lanes: [lane!], ...scenario }))
  run.runUntil(60_000)
  return run
}

/** Machine number of each app, in order of deployment; 0 = none. */
const places = (run: Run) =>
  [...run.clusters[0]!.ledger.pods.values()].map(({ machine }) => machine?.machine.ordinal ?? 0)
const said = (run: Run, reason: string) =>
  run.clusters[0]!.log.after(0)
    .filter((event) => event.reason === reason)
    .map(({ message }) => message)
const scale = (replicas: number, name = 'web') =>
  ({ type: 'scale', kind: 'Deployment', namespace: 'default', name, replicas }) as const

describe('the deploy script', () => {
  it.each([
    ['R1: round and round', 'web*7', [1, 2, 3, 1, 2, 3, 1]],
    ['R1: whatever the shape', 'video web db cache', [1, 2, 3, 1]],
    ['R2: what does not fit gets a new machine', 'db*7', [1, 2, 3, 1, 2, 3, 4]],
    [
      'R1: the number of machines counts as it is now: 7 mod 4 = 3',
      'db*8',
      [1, 2, 3, 1, 2, 3, 4, 4],
    ],
    ['R2: a half that is full is full', 'api*13', [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 4]],
  ])('%s', (_, arrivals, expected) => {
    expect(places(start(arrivals))).toEqual(expected)
  })

  it('R2: without permission to buy, the app waits; when there is a machine it goes there', () => {
    const run = start('db*7', { maxMachines: 3 })
    expect(places(run)).toEqual([1, 2, 3, 1, 2, 3, 0])
    expect(run.clusters[0]!.ledger.pending).toBe(1)
    const [waiting] = run.clusters[0]!.log.after(0).filter(({ reason }) => reason === 'NotDeployed')
    expect(waiting).toMatchObject({
      type: 'Warning',
      object: 'pod/db-7',
      message: 'does not fit vm-1, and no more machines may be bought',
    })
    run.perform({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'db-2' })
    run.runUntil(70_000)
    expect(run.clusters[0]!.ledger.pending).toBe(0)
  })

  it('R1: only arrivals count: an app that waits and is tried again is none', () => {
    // db-7 fits nowhere, and is tried again when report-1 has ended.
    const objects = testSettings('').objects.map((object) =>
      object.kind === 'Job'
        ? (JSON.parse(JSON.stringify(object).replace('24h', '5s')) as typeof object)
        : object,
    )
    const [lane] = testSettings('').scenario.lanes
    const settings = testSettings('db*6 report db web*3', { lanes: [lane!], maxMachines: 3 })
    const run = createRun({ ...settings, objects })
    run.runUntil(20_000)
    const where = new Map(
      [...run.clusters[0]!.ledger.pods.values()].map(({ name, machine }) => [
        name,
        machine?.machine.ordinal,
      ]),
    )
    expect(said(run, 'NotDeployed').length).toBeGreaterThan(1)
    expect(['web-1', 'web-2', 'web-3'].map((name) => where.get(name))).toEqual([3, 1, 2])
  })

  it('says of an app that waits why it does', () => {
    const run = start('db*7', { maxMachines: 3 })
    const status = () => run.clusters[0]!.store.get('Pod', 'default', 'db-7')?.status
    const message = 'does not fit vm-1, and no more machines may be bought'
    expect(status()).toEqual({ phase: 'Pending', reason: 'NotDeployed', message })
    run.perform({ type: 'delete', kind: 'Pod', namespace: 'default', name: 'db-2' })
    run.runUntil(70_000)
    expect(status()).toMatchObject({ phase: 'Running' })
    expect(status()).not.toHaveProperty('reason')
  })

  it('has no machine to buy where none is on offer', () => {
    const run = start('web', { machines: [], machineTypes: [] })
    expect(said(run, 'NotDeployed')).toEqual([
      'there is no machine for it, and no machine is on offer',
    ])
  })

  it('asks nobody for admission: there is no API server', () => {
    const settings = testSettings('')
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: { priorityClassName: 'unheard-of', containers: [{ name: 'p', image: 'p:1' }] },
    }
    const run = createRun({ ...settings, objects: [pod] })
    run.runUntil(5_000)
    expect(run.clusters.map(({ store }) => store.list('Pod').length)).toEqual([1, 0])
  })

  it('R3: an app that was dropped on a cordoned machine stays down until it is uncordoned', () => {
    const run = start('web*3')
    run.perform({ type: 'cordon', machine: 1 })
    run.perform(scale(4))
    run.perform({ type: 'pullPlug', machine: 1 })
    run.perform({ type: 'plugIn', machine: 1 })
    run.runUntil(62_000)
    const { store } = run.clusters[0]!
    expect(store.get('Pod', 'default', 'web-4')?.status?.phase).toBe('Failed')
    run.perform({ type: 'uncordon', machine: 1 })
    run.runUntil(64_000)
    expect(store.get('Pod', 'default', 'web-4')?.status?.phase).toBe('Running')
  })

  it('buys the cheapest type on which the app fits', () => {
    const standard = testSettings('').scenario.machineTypes[0]!
    const machineTypes = [
      standard,
      { ...standard, name: 'tiny', allocatable: { cpu: '1', memory: '4Gi' }, pricePerHour: 0.05 },
    ]
    const run = start('web db', { machineTypes, machines: [] })
    const bought = run.clusters[0]!.cloud.machines().map(({ type }) => type)
    expect(bought).toEqual(['tiny', 'standard'])
  })

  it('waits for a machine that boots', () => {
    const standard = testSettings('').scenario.machineTypes[0]!
    const run = start('web', { machines: [], machineTypes: [{ ...standard, bootTime: 90_000 }] })
    expect(places(run)).toEqual([1])
    expect(run.clusters[0]!.ledger.availability.down).toBe(0)
    run.runUntil(95_000)
    const [pod] = run.clusters[0]!.store.list('Pod')
    expect(pod!.status?.phase).toBe('Running')
  })

  it('R9: removes the newest when it is told to scale down, and numbers go on', () => {
    const run = start('web*4')
    run.perform(scale(2))
    run.runUntil(120_000)
    const names = () => run.clusters[0]!.store.list('Pod').map(({ metadata }) => metadata!.name)
    expect(names()).toEqual(['web-1', 'web-2'])
    run.perform(scale(3))
    expect(names()).toEqual(['web-1', 'web-2', 'web-5'])
    run.perform({ type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' })
    run.runUntil(180_000)
    expect(names()).toEqual([])
  })

  it('runs Jobs to their end, which gives the room back', () => {
    const objects = testSettings('').objects.map((object) =>
      object.kind === 'Job'
        ? (JSON.parse(JSON.stringify(object).replace('24h', '5s')) as typeof object)
        : object,
    )
    const [lane] = testSettings('').scenario.lanes
    const run = createRun(testSettings('report*2', { lanes: [lane!] }, objects))
    run.runUntil(3_000)
    const { ledger } = run.clusters[0]!
    expect(ledger.machinesUsed).toBe(2)
    run.runUntil(30_000)
    expect(ledger.machinesUsed).toBe(0)
    expect(
      run.marks
        .after(0)
        .filter(({ type }) => type === 'jobDone')
        .map(({ label }) => label),
    ).toEqual(['report-1', 'report-2'])
  })

  it('says why: the machine it looked at, and those it did not', () => {
    const run = start('db*7')
    const { attempts, ledger } = run.clusters[0]!
    const last = [...ledger.pods.values()].at(-1)!
    expect(attempts.of(last.uid)).toMatchObject([
      {
        pod: 'db-7',
        selected: 'vm-4',
        rule: 'next machine in the list',
        verdicts: [
          {
            node: 'vm-1',
            rejectedBy: 'NodeResourcesFit',
            reasons: ['Insufficient memory'],
            insufficient: [{ resource: 'memory', capacity: 32 * 2 ** 30, used: 24 * 2 ** 30 }],
          },
          { node: 'vm-4', passed: ['NodeResourcesFit'] },
          { node: 'vm-2', reasons: ['not looked at'] },
          { node: 'vm-3', reasons: ['not looked at'] },
        ],
      },
    ])
  })
})
