import { describe, expect, it } from 'vitest'
import { createRun, type Run } from './lanes.ts'
import { PodFlag, PodState } from './protocol.ts'
import type { Scenario } from './scenario.ts'
import { testSettings } from './testing/settings.ts'

const LEFT = 0
const RIGHT = 1
/** Detection 60 s, then 240 s until the person starts, then 60 s an app. */
const RING = 60_000
const AWAKE = RING + 240_000
const APP = 60_000
const EVICTION = 350_000

/** Six web pods on three machines, two each: everything fits on two. */
function start(scenario: Partial<Scenario> = {}): Run {
  const lanes = testSettings('').scenario.lanes.map((lane) =>
    lane.id === 'one-click' ? lane : { ...lane, policy: 'kubernetes-default' },
  )
  const run = createRun(testSettings('web*6', { maxMachines: 3, lanes, ...scenario }))
  run.runUntil(20_000)
  return run
}

function kill(run: Run, machine: number): number {
  run.perform({ type: 'pullPlug', machine })
  return run.now
}

const numbers = (run: Run, lane: number) => {
  const { ledger } = run.clusters[lane]!
  return { down: ledger.availability.down, minutes: ledger.availability.appMinutesLost }
}
const facts = (run: Run, lane: number) => [...run.clusters[lane]!.ledger.pods.values()]
const podsOn = (run: Run, lane: number, name: string) => {
  const { ledger } = run.clusters[lane]!
  return ledger.podsOn(ledger.machines.get(name)!)
}
const reasons = (run: Run, lane: number, since: number) =>
  run.clusters[lane]!.log.after(0)
    .filter(({ at }) => at >= since)
    .map(({ reason }) => reason)

describe('a plug is pulled in a Kubernetes lane', () => {
  it('C6, C7, C8: the pods run again elsewhere after grace period and toleration', () => {
    const run = start()
    const at = kill(run, 2)
    expect(numbers(run, RIGHT).down).toBe(2)
    run.runUntil(at + EVICTION - 1)
    expect(numbers(run, RIGHT)).toEqual({ down: 2, minutes: (2 * (EVICTION - 1)) / 60_000 })
    run.runUntil(at + EVICTION + 5_000)
    expect(numbers(run, RIGHT).down).toBe(0)
    expect(run.clusters[RIGHT]!.recovery()).toEqual({ machine: 'node-2', lost: 2, back: 2 })
    const back = facts(run, RIGHT).filter(({ flags }) => flags & PodFlag.Recreated)
    expect(back.map(({ state }) => state)).toEqual([PodState.Running, PodState.Running])
    const dead = run.clusters[RIGHT]!.ledger.machines.get('node-2')!
    expect(back.map(({ replaces }) => replaces)).toEqual([dead.row, dead.row])
    const old = facts(run, RIGHT).filter(({ machine }) => machine === dead)
    expect(old.map(({ state }) => state)).toEqual([PodState.Terminating, PodState.Terminating])
  })

  it('C10: before that, plugging in restarts the containers in place', () => {
    const run = start()
    const at = kill(run, 2)
    run.runUntil(at + 100_000)
    run.perform({ type: 'plugIn', machine: 2 })
    run.runUntil(at + 800_000)
    expect(numbers(run, RIGHT).down).toBe(0)
    expect(facts(run, RIGHT).length).toBe(6)
    expect(facts(run, RIGHT).every(({ flags }) => !(flags & PodFlag.Recreated))).toBe(true)
    expect(run.clusters[RIGHT]!.recovery()).toBeUndefined()
  })

  it('C10: after that, the machine returns empty', () => {
    const run = start()
    const at = kill(run, 2)
    run.runUntil(at + 400_000)
    run.perform({ type: 'plugIn', machine: 2 })
    run.runUntil(at + 420_000)
    const machine = run.clusters[RIGHT]!.ledger.machines.get('node-2')!
    expect(podsOn(run, RIGHT, 'node-2')).toEqual([])
    expect(machine.notReady).toBe(false)
    expect(facts(run, RIGHT).length).toBe(6)
  })

  it('what fits nowhere stays pending when nothing may be bought', () => {
    const lanes = start().scenario.lanes
    const run = createRun(testSettings('db*6', { maxMachines: 3, lanes }))
    run.runUntil(20_000)
    const at = kill(run, 1)
    run.runUntil(at + EVICTION + 10_000)
    expect(run.clusters[RIGHT]!.ledger.pending).toBe(2)
    expect(numbers(run, RIGHT).down).toBe(2)
    expect(reasons(run, RIGHT, at)).toContain('NotTriggerScaleUp')
  })

  it('C4: a deleted pod is replaced, and the new one says so', () => {
    const run = start()
    const [first] = facts(run, RIGHT)
    run.perform({ type: 'delete', kind: 'Pod', namespace: 'default', name: first!.name })
    run.runUntil(run.now + 60_000)
    const recreated = facts(run, RIGHT).filter(({ flags }) => flags & PodFlag.Recreated)
    expect(recreated.map(({ replaces }) => replaces)).toEqual([-1])
    expect(facts(run, RIGHT).length).toBe(6)
  })

  it('scaling down and up again re-creates nothing', () => {
    const run = start()
    const scale = { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web' } as const
    run.perform({ ...scale, replicas: 2 })
    run.runUntil(run.now + 60_000)
    expect(facts(run, RIGHT).length).toBe(2)
    run.perform({ ...scale, replicas: 4 })
    run.runUntil(run.now + 60_000)
    expect(facts(run, RIGHT).length).toBe(4)
    expect(facts(run, RIGHT).some(({ flags }) => flags & PodFlag.Recreated)).toBe(false)
    expect(numbers(run, RIGHT)).toEqual({ down: 0, minutes: 0 })
  })

  it('C9: a terminated machine loses its pods to the garbage collector, without 300 s', () => {
    const run = start()
    run.perform({ type: 'terminate', machine: 2 })
    expect(numbers(run, RIGHT).down).toBe(2)
    run.runUntil(run.now + 70_000)
    expect(numbers(run, RIGHT).down).toBe(0)
    expect(run.clusters[RIGHT]!.ledger.machines.size).toBe(2)
    expect(facts(run, RIGHT).length).toBe(6)
  })

  it('C12: drain cordons and evicts', () => {
    const run = start()
    run.perform({ type: 'drain', machine: 3 })
    run.runUntil(run.now + 60_000)
    const machine = run.clusters[RIGHT]!.ledger.machines.get('node-3')!
    expect(machine.cordoned).toBe(true)
    expect(podsOn(run, RIGHT, 'node-3')).toEqual([])
    expect(facts(run, RIGHT).length).toBe(6)
  })
})

describe('a plug is pulled in the one-click lane', () => {
  it('R4, R5, R7: the apps are down until the person puts them back, one after the other', () => {
    const run = start()
    const at = kill(run, 2)
    expect(numbers(run, LEFT).down).toBe(2)
    expect(run.clusters[LEFT]!.pager()).toBeUndefined()
    expect(
      facts(run, LEFT)
        .filter(({ state }) => state === PodState.Down)
        .map(({ ordinal }) => ordinal),
    ).toEqual([2, 5])

    run.runUntil(at + RING)
    expect(run.clusters[LEFT]!.pager()).toEqual({
      ringing: true,
      acknowledged: false,
      machine: 'vm-2',
      appsDown: 2,
      rangAt: 181,
    })
    run.runUntil(at + AWAKE + APP - 1)
    expect(numbers(run, LEFT).down).toBe(2)
    // A second for the container to start.
    run.runUntil(at + AWAKE + APP + 1_000)
    expect(numbers(run, LEFT).down).toBe(1)
    run.runUntil(at + AWAKE + 2 * APP + 1_000)
    const minutes = (2 * (AWAKE + APP + 1_000) + APP) / 60_000
    expect(numbers(run, LEFT)).toEqual({ down: 0, minutes })
    expect(run.clusters[LEFT]!.pager()).toBeUndefined()
    expect(reasons(run, LEFT, at)).toEqual([
      'MachineDown',
      'PagerRings',
      'PersonAwake',
      'PutBack',
      'PutBack',
    ])
    const dead = run.clusters[LEFT]!.ledger.machines.get('vm-2')!
    expect(podsOn(run, LEFT, 'vm-2')).toEqual([])
    const back = facts(run, LEFT).filter(({ flags }) => flags & PodFlag.Recreated)
    expect(back.map(({ replaces }) => replaces)).toEqual([dead.row, dead.row])
    // The next machines in the list would be vm-1 and vm-2; the person sees that vm-2 is down.
    expect(back.map(({ machine }) => machine!.machine.name)).toEqual(['vm-1', 'vm-3'])
  })

  it('R6: acknowledging silences the pager and mends nothing', () => {
    const run = start()
    const at = kill(run, 1)
    run.runUntil(at + RING + 5_000)
    const reply = run.perform({ type: 'acknowledgePager', lane: 'one-click' })
    expect(reply.error).toBeUndefined()
    expect(run.clusters[LEFT]!.pager()).toMatchObject({ ringing: false, appsDown: 2 })
    expect(run.perform({ type: 'acknowledgePager', lane: 'one-click' }).error).toBeDefined()
    run.runUntil(at + AWAKE + 3 * APP)
    expect(numbers(run, LEFT).down).toBe(0)
  })

  it('R4: the apps return with the machine, and nobody is called', () => {
    const run = start()
    const at = kill(run, 2)
    run.runUntil(at + RING - 1)
    run.perform({ type: 'plugIn', machine: 2 })
    run.runUntil(at + AWAKE + 3 * APP)
    expect(numbers(run, LEFT).down).toBe(0)
    expect(reasons(run, LEFT, at)).toEqual([])
    expect(facts(run, LEFT).length).toBe(6)
  })

  it('only those that were not put back yet return with the machine', () => {
    const run = start()
    const at = kill(run, 2)
    run.runUntil(at + AWAKE + APP + 5_000)
    run.perform({ type: 'plugIn', machine: 2 })
    run.runUntil(at + AWAKE + 5 * APP)
    expect(numbers(run, LEFT).down).toBe(0)
    expect(facts(run, LEFT).length).toBe(6)
    expect(podsOn(run, LEFT, 'vm-2')).toHaveLength(1)
    expect(reasons(run, LEFT, at).filter((reason) => reason === 'PutBack').length).toBe(1)
  })

  it('R3: an app that is dropped on a dead machine is down until it is noticed', () => {
    const run = start({ machines: [{ type: 'standard', count: 3 }] })
    run.perform({ type: 'pullPlug', machine: 1, lane: 'one-click' })
    run.runUntil(run.now + AWAKE + 4 * APP)
    expect(numbers(run, LEFT).down).toBe(0)
    // Eight placements so far: the next goes to vm-3, the one after it to vm-1.
    const scale = { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web' } as const
    run.perform({ ...scale, replicas: 8 })
    const at = run.now
    expect(numbers(run, LEFT).down).toBe(1)
    run.runUntil(at + RING - 1)
    expect(run.clusters[LEFT]!.pager()).toBeUndefined()
    run.runUntil(at + AWAKE + APP + 1_000)
    expect(numbers(run, LEFT).down).toBe(0)
  })

  it('R3: an app that is dropped on a cordoned machine does not start, until it is back in service', () => {
    const run = start()
    run.perform({ type: 'cordon', machine: 1, lane: 'one-click' })
    const scale = { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web' } as const
    run.perform({ ...scale, replicas: 7 })
    run.runUntil(run.now + 10_000)
    expect(numbers(run, LEFT).down).toBe(1)
    run.perform({ type: 'uncordon', machine: 1, lane: 'one-click' })
    run.runUntil(run.now + 10_000)
    expect(numbers(run, LEFT).down).toBe(0)
    expect(facts(run, LEFT).length).toBe(7)
  })

  it('R9: draining moves the apps by hand', () => {
    const run = start()
    const at = run.now
    run.perform({ type: 'drain', machine: 3 })
    run.runUntil(at + 2 * APP + 40_000)
    expect(podsOn(run, LEFT, 'vm-3')).toEqual([])
    expect(facts(run, LEFT).length).toBe(6)
    expect(reasons(run, LEFT, at)).toEqual(['Moved', 'Moved'])
    expect(numbers(run, LEFT).down).toBe(0)
  })

  it('R5: what has room nowhere waits for a machine', () => {
    const run = createRun(testSettings('db*6', { maxMachines: 3 }))
    run.runUntil(20_000)
    const at = kill(run, 1)
    run.runUntil(at + AWAKE + 4 * APP)
    expect(numbers(run, LEFT).down).toBe(2)
    expect(reasons(run, LEFT, at)).toContain('NotPutBack')
    run.perform({ type: 'terminate', machine: 1, lane: 'one-click' })
    run.perform({ type: 'addMachine', lane: 'one-click' })
    run.runUntil(run.now + 2 * APP + 5_000)
    expect(numbers(run, LEFT).down).toBe(0)
  })

  describe('R9, W3: nobody re-creates an app that a person deleted', () => {
    const web = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
    const pod = (name: string) =>
      ({ type: 'delete', kind: 'Pod', namespace: 'default', name }) as const

    it('it is down from that moment on, whatever comes after it', () => {
      const run = start()
      run.perform(pod('web-1'))
      expect(numbers(run, LEFT).down).toBe(1)
      run.runUntil(run.now + 600_000)
      expect(facts(run, LEFT).length).toBe(5)
      expect(numbers(run, LEFT)).toEqual({ down: 1, minutes: 10 })
      expect([numbers(run, RIGHT).down, facts(run, RIGHT).length]).toEqual([0, 6])
      // One more is wanted and made: it stands for itself.
      run.perform({ type: 'scale', ...web, replicas: 7 })
      run.runUntil(run.now + 10_000)
      expect([numbers(run, LEFT).down, facts(run, LEFT).length]).toEqual([1, 6])
      expect(run.clusters[LEFT]!.pager()).toBeUndefined()
    })

    it('until fewer are wanted: what is missing goes first', () => {
      const run = start()
      run.perform(pod('web-1'))
      run.perform(pod('web-2'))
      run.runUntil(run.now + 60_000)
      run.perform({ type: 'scale', ...web, replicas: 5 })
      expect([numbers(run, LEFT).down, facts(run, LEFT).length]).toEqual([1, 4])
      run.perform({ type: 'scale', ...web, replicas: 2 })
      run.runUntil(run.now + 60_000)
      expect([numbers(run, LEFT).down, facts(run, LEFT).length]).toEqual([0, 2])
    })

    it('or its owner goes, too', () => {
      const run = start()
      run.perform(pod('web-1'))
      run.perform({ type: 'delete', ...web })
      expect(numbers(run, LEFT).down).toBe(0)
    })

    it('on a machine without power it was down already, and nobody puts it back', () => {
      const run = start()
      const at = kill(run, 1)
      run.perform(pod('web-1'))
      expect(numbers(run, LEFT).down).toBe(2)
      run.runUntil(at + AWAKE + 4 * APP)
      expect([numbers(run, LEFT).down, facts(run, LEFT).length]).toEqual([1, 5])
      expect(run.clusters[LEFT]!.pager()).toBeUndefined()
    })
  })
})
