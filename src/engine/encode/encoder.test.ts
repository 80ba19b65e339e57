import { describe, expect, it } from 'vitest'
import { type Command, type LaneUpdate, NodeFlag, type RunUpdate } from '../protocol.ts'
import { createSimulation, type Simulation } from '../simulation.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import { createEncoder, type Encoder } from './encoder.ts'
import { transferList } from './transfer.ts'

function updateOf(encoder: Encoder, { run, nextEventAt }: Simulation, reset = false): RunUpdate {
  const summary = { nextEventAt, commands: { done: 0, all: 0 }, dropped: 0 }
  return encoder.update(run, summary, reset)
}

type Row = Record<string, unknown>

/** Rows by number, as a page would keep them. */
interface Copy {
  statuses: readonly string[]
  readonly pods: Map<number, Row>
  readonly nodes: Map<number, Row>
  events: unknown[]
}

/** Applies one lane's update: what any reader of the protocol has to do. */
function take(copy: Copy, update: LaneUpdate, reset: boolean, resources: number): void {
  if (reset) {
    copy.pods.clear()
    copy.nodes.clear()
    copy.events = []
  }
  for (const [rows, columns, removed] of [
    [copy.pods, update.pods, update.podsRemoved],
    [copy.nodes, update.nodes, update.nodesRemoved],
  ] as const) {
    for (const row of removed) rows.delete(row)
    const { names, ...rest } = columns
    const lines = names.split('\n')
    columns.row.forEach((row, index) => {
      const entry: Row = { names: lines[index] || rows.get(row)?.names }
      for (const [name, values] of Object.entries(rest)) {
        const wide = ['requests', 'allocatable', 'requested', 'stranded'].includes(name)
        entry[name] = wide
          ? [...values.slice(index * resources, (index + 1) * resources)]
          : values[index]
      }
      if ('status' in entry) entry.status = copy.statuses[entry.status as number]
      rows.set(row, entry)
    })
  }
  copy.events.push(...update.events)
}

const newCopy = (statuses: readonly string[] = []): Copy => ({
  statuses,
  pods: new Map(),
  nodes: new Map(),
  events: [],
})
const sorted = ({ pods, nodes, events }: Copy) => ({
  pods: [...pods].sort(([a], [b]) => a - b),
  nodes: [...nodes].sort(([a], [b]) => a - b),
  events,
})

describe('updates', () => {
  it('deltas add up to what a reset says', () => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    const encoder = createEncoder()
    const copies = [newCopy(), newCopy()]
    const follow = () => {
      const update = updateOf(encoder, simulation)
      update.lanes.forEach((lane, index) => {
        copies[index]!.statuses = update.statuses ?? copies[index]!.statuses
        take(copies[index]!, lane, update.reset, 2)
      })
      return update
    }
    expect(follow().reset).toBe(true)
    const commands: Record<number, Command> = {
      30000: { type: 'drain', machine: 1 },
      45000: { type: 'pullPlug', machine: 2 },
      46000: { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 3 },
      500000: { type: 'terminate', machine: 3 },
      600000: { type: 'plugIn', machine: 2 },
    }
    for (let time = 500; time <= 800_000; time += 500) {
      simulation.runUntil(time)
      const command = commands[time]
      if (command) simulation.dispatch(command)
      expect(follow().reset).toBe(false)
    }
    const whole = updateOf(createEncoder(), simulation, true)
    whole.lanes.forEach((lane, index) => {
      const fresh = newCopy(whole.statuses)
      take(fresh, lane, true, 2)
      expect(sorted(copies[index]!)).toEqual(sorted(fresh))
    })
    expect(whole.lanes[0]!.nodesRemoved.length).toBe(0)
  })

  it('says nothing when nothing happened', () => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    const encoder = createEncoder()
    simulation.runUntil(1_200)
    updateOf(encoder, simulation)
    const update = updateOf(encoder, simulation)
    expect(update.reset).toBe(false)
    expect(update.apps).toBeUndefined()
    for (const lane of update.lanes) {
      expect(lane.pods.row.length + lane.nodes.row.length).toBe(0)
      expect(lane.events).toEqual([])
      expect(lane.attempts).toEqual([])
    }
  })

  it('starts anew after a step into the past', () => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    const encoder = createEncoder()
    simulation.seek(20_000)
    updateOf(encoder, simulation)
    simulation.seek(10_000)
    const update = updateOf(encoder, simulation)
    expect(update.reset).toBe(true)
    expect(update.lanes[0]!.pods.row.length).toBe(10)
  })

  it('say of the run as a whole what the page does not know', () => {
    const settings = testSettings(OPENING_ORDER)
    const encoder = createEncoder()
    const simulation = createSimulation(settings)
    const { info } = updateOf(encoder, simulation)
    expect(info!.arrivals.length).toBe(41)
    const told = (other: Simulation, reset = false) => updateOf(encoder, other, reset).info
    simulation.seek(20_000)
    simulation.seek(10_000)
    expect(told(simulation)).toBeUndefined()
    // Whoever asks for everything is told, and so is who sees anything else.
    expect(told(simulation, true)).toEqual(info)
    const mixed = told(createSimulation({ ...settings, shuffle: 3 }))!
    expect(mixed.arrivals).not.toEqual(info!.arrivals)
    expect(mixed.arrivals.map(({ app }) => app).sort()).toEqual(
      info!.arrivals.map(({ app }) => app).sort(),
    )
    const { scenario } = settings
    const later = { ...scenario, arrivals: scenario.arrivals.slice(1) }
    expect(told(createSimulation({ ...settings, scenario: later }))!.arrivals.length).toBe(40)
    expect(told(createSimulation(settings))).toEqual(info)
    expect(told(createSimulation(settings))).toBeUndefined()
    const [one] = scenario.lanes
    const alone = createSimulation({ ...settings, scenario: { ...scenario, lanes: [one!] } })
    expect(told(alone)!.lanes.length).toBe(1)
    const web = { kind: 'Deployment', namespace: 'default', name: 'web' } as const
    const unlike = createSimulation({
      ...settings,
      // Apps are numbered as they appear.
      objects: [...settings.objects].reverse(),
    })
    expect(told(unlike)!.arrivals[0]!.app).not.toBe(info!.arrivals[0]!.app)
    unlike.dispatch({ type: 'delete', ...web })
    expect(told(unlike)).toBeUndefined()
  })

  it('what happens to machines in a row at once is one entry', () => {
    const pull = (at: number, machine: number) =>
      ({ at, command: { type: 'pullPlug', machine } }) as const
    const actions = [pull(9, 1), pull(5, 2), pull(5, 3), pull(5, 4), pull(5, 7)]
    const { info } = updateOf(createEncoder(), createSimulation(testSettings('', { actions })))
    expect(info!.actions.map(({ at, label }) => [at, label])).toEqual([
      [5, '2–4'],
      [5, '7'],
      [9, '1'],
    ])
  })

  it('says which group and zone a machine is of, and that it is a spot machine', () => {
    const standard = testSettings('').scenario.machineTypes[0]!
    const labels = { 'topology.kubernetes.io/zone': 'a' }
    const machine = { ...standard, labels, pricePerHour: 0.1 }
    const group = {
      name: 'cheap',
      machine,
      min: 0,
      max: 4,
      count: 1,
      spot: true,
      tier: 'normal',
      notice: 120_000,
      shortage: 0,
    }
    const settings = testSettings('', { nodeGroups: [group] })
    const { info, zones, lanes } = updateOf(createEncoder(), createSimulation(settings))
    expect(info!.nodeGroups).toEqual([
      {
        name: 'cheap',
        machineType: 0,
        min: 0,
        max: 4,
        pricePerHour: 0.1,
        bootTime: 0,
        spot: true,
        tier: 'normal',
        labels: machine.labels,
      },
    ])
    expect(zones).toEqual(['a'])
    for (const { nodes } of lanes) {
      expect([...nodes.group]).toEqual([65_535, 65_535, 65_535, 0])
      expect([...nodes.zone]).toEqual([65_535, 65_535, 65_535, 0])
      expect([...nodes.flags]).toEqual([0, 0, 0, NodeFlag.Spot])
      expect([...nodes.pricePerHour].at(-1)).toBe(0.1)
    }
  })

  it('moves every buffer', () => {
    const simulation = createSimulation(testSettings(OPENING_ORDER))
    const update = updateOf(createEncoder(), simulation)
    expect(new Set(transferList(update)).size).toBe(2 * (17 + 13 + 2))
  })
})
