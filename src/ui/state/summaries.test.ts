import { describe, expect, test } from 'vitest'
import type { Command, RunUpdate } from '../../engine/protocol.ts'
import { createRequestHandler } from '../../engine/requests.ts'
import { answerTo } from '../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { EXAMPLES } from './examples.ts'
import { machineText } from './machineText.ts'
import {
  asksFor,
  podDetails,
  podFacts,
  podRowByName,
  podStateText,
  podsOfNode,
} from './podFacts.ts'
import { machinesOf, summarize } from './summaries.ts'

function play(name: string, to: number, command?: Command) {
  const handler = createRequestHandler()
  const mirror = createMirror()
  const ask = (request: Parameters<typeof handler.handle>[0]): RunUpdate => {
    const answer = answerTo(handler, request)
    if (answer.update === undefined) throw new Error('no update')
    applyUpdate(mirror, answer.update)
    return answer.update
  }
  const { text } = EXAMPLES.find((example) => example.name === name)!
  ask({ type: 'load', text })
  let update = ask({ type: 'advance', to })
  if (command !== undefined) update = ask({ type: 'command', command })
  return { mirror, update, ask }
}

test.each([
  ['team-quota', 12_000, [undefined, 6]],
  ['opening', 12_000, [undefined, undefined]],
] as const)('what admission refuses is told by lane: %s', (name, at, expected) => {
  const { mirror, update } = play(name, at)
  const lanes = summarize(mirror, update.lanes, [])
  expect(lanes.map(({ refused }) => refused?.pods)).toEqual(expected)
})

test.each([
  ['qa-to-production', 5_000, ['qa/shop-1', 'qa/shop-2']],
  ['opening', 2_000, ['api-1']],
])('labels name the namespace where a run has several: %s', (name, at, expected) => {
  const { mirror } = play(name, at)
  const { pods } = mirror.lanes[0]!
  const labels = Array.from({ length: pods.count }, (_, row) => {
    return podFacts(mirror, mirror.lanes[0]!.id, row)?.label
  })
  expect(labels).toEqual(expect.arrayContaining(expected))
})

describe('the text twin', () => {
  test('after 35 pods it reads as the picture shows', () => {
    const { mirror, update } = play('opening', 35_000)
    const [left, right] = summarize(mirror, update.lanes, [])
    const text = (lane: typeof left, index: number) => {
      return machineText(mirror.info!.resources, lane!.machines[index]!, lane!.runbook)
    }
    expect(left!.machines).toHaveLength(9)
    expect(right!.machines).toHaveLength(6)
    expect(text(left, 0)).toBe('vm-1, 8 of 8 vCPU, 18 of 32 GiB, 6 pods')
    expect(text(left, 8)).toBe('vm-9, 0.5 of 8 vCPU, 8 of 32 GiB, 1 pod')
  })

  test('a dead machine says so on both sides', () => {
    const { mirror, update } = play('opening', 20_000, { type: 'pullPlug', machine: 2 })
    for (const lane of summarize(mirror, update.lanes, [])) {
      expect(lane.machines.map((machine) => machine.dead)).toContain(true)
      expect(lane.machines[1]!.dead).toBe(true)
    }
  })

  test('what stood on a dead machine is not counted as running, before and after it came back', () => {
    const { mirror, update, ask } = play('opening', 20_000, { type: 'pullPlug', machine: 2 })
    const texts = (lanes: ReturnType<typeof summarize>) =>
      lanes.map((lane) => machineText(mirror.info!.resources, lane.machines[1]!, lane.runbook))
    const first = summarize(mirror, update.lanes, [])
    const lost = first[1]!.machines[1]!.pods
    expect(lost).toBeGreaterThan(1)
    expect(texts(first)).toEqual([
      `vm-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no power, ${first[0]!.machines[1]!.pods} apps down`,
      `node-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no power, ${lost} pods lost`,
    ])
    const later = summarize(mirror, ask({ type: 'advance', to: 800_000 }).lanes, first)
    expect(texts(later)).toEqual([
      'vm-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no power',
      `node-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no power, ${lost} pods lost, ${lost} re-created elsewhere`,
    ])
    const back = ask({ type: 'command', command: { type: 'plugIn', machine: 2 } })
    expect(texts(summarize(mirror, back.lanes, later))).toEqual([
      'vm-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods',
      expect.stringMatching(/^node-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods(, not ready)?$/),
    ])
    const again = ask({ type: 'command', command: { type: 'pullPlug', machine: 2 } })
    expect(texts(summarize(mirror, again.lanes, later))[1]).toBe(
      'node-2, 0 of 8 vCPU, 0 of 32 GiB, 0 pods, dead, no power',
    )
  })

  test('an app that lost all its copies at once is named', () => {
    const { mirror, update, ask } = play('zones', 23_000)
    const lost = (lanes: ReturnType<typeof summarize>) => lanes.map(({ allLost }) => allLost)
    const first = summarize(mirror, update.lanes, [])
    expect(lost(first)).toEqual([[{ app: 'shop', copies: 3 }], []])
    const later = summarize(mirror, ask({ type: 'advance', to: 450_000 }).lanes, first)
    expect(lost(later)).toEqual([[], []])
  })

  test('pods that have been told to go are counted, and say so', () => {
    const { mirror, update } = play('opening', 20_000, { type: 'drain', machine: 2 })
    const [, right] = summarize(mirror, update.lanes, [])
    const machine = right!.machines[1]!
    expect(machine.terminating).toBeGreaterThan(0)
    expect(machineText(mirror.info!.resources, machine, false)).toContain(
      `${machine.pods} pods, ${machine.terminating} terminating, cordoned`,
    )
    const lane = mirror.lanes[1]!
    const row = podsOfNode(lane, machine.row).find((pod) => lane.pods.state[pod] === 5)!
    expect(podStateText(podFacts(mirror, lane.id, row)!)).toBe('terminating')
  })

  test.each([
    [2, false, 'running'],
    [2, true, 'running, but no power'],
    [5, true, 'terminating, but no power'],
    [6, true, 'down'],
  ])('a pod in state %i, powerless %s: %s', (state, powerless, text) => {
    expect(podStateText({ state, powerless })).toBe(text)
  })

  test("what kubectl says of a pod stands in its details, and in its machine's text", () => {
    const { mirror } = play('roll-to-2', 14_000)
    const lane = mirror.lanes[0]!
    const rows = Array.from({ length: lane.pods.count }, (_, row) => row)
    const details = rows.map((row) => podDetails(podFacts(mirror, lane.id, row)!).join(' '))
    expect(new Set(details)).toEqual(
      new Set(['1/1 ready Running revision 1', '0/1 ready Running revision 2']),
    )
    const texts = machinesOf(lane, mirror.info!).map((one) =>
      machineText(mirror.info!.resources, one, false),
    )
    expect(texts.filter((text) => text.endsWith('3 pods, 1 not ready'))).toHaveLength(2)
  })

  test.each([
    // The kernel has just killed the leak; ten pods ask for nothing.
    [38_000, 1, '1 pod, 1 CrashLoopBackOff'],
    [38_000, 0, '14 pods, 10 without requests'],
    [40_500, 0, '15 pods, 11 without requests, 1 starting'],
    [212_000, 0, '13 pods, 9 without requests, memory pressure: pods are evicted'],
  ])('P16 at %i ms machine %i says what its pods are at: %s', (at, index, expected) => {
    const { mirror, update } = play('no-requests', at)
    const [lane] = summarize(mirror, update.lanes, [])
    const text = machineText(mirror.info!.resources, lane!.machines[index]!, false)
    expect(text.slice(text.indexOf('GiB, ') + 5)).toBe(expected)
  })

  test('machines keep their identity while nothing changes', () => {
    const { mirror, update, ask } = play('opening', 20_000)
    const before = summarize(mirror, update.lanes, [])
    const after = summarize(mirror, ask({ type: 'advance', to: 20_001 }).lanes, before)
    expect(after[0]!.machines).toBe(before[0]!.machines)
  })
})

describe('pods', () => {
  test('stand on their machine in the order in which they came', () => {
    const { mirror } = play('opening', 35_000)
    const lane = mirror.lanes[0]!
    const first = machinesOf(lane, mirror.info!)[0]!
    const labels = podsOfNode(lane, first.row).map((row) => podFacts(mirror, lane.id, row)!.label)
    expect(labels).toEqual(['api-1', 'queue-2', 'api-3', 'web-2', 'web-4', 'web-7'])
  })

  test('are found by their real name and say what they ask for', () => {
    const { mirror } = play('opening', 6_000)
    const lane = mirror.lanes[1]!
    const row = podRowByName(lane, lane.pods.names[4]!)!
    const pod = podFacts(mirror, lane.id, row)!
    expect(pod.label).toBe('db-1')
    expect(pod.name).toMatch(/^db-[a-z0-9]+-[a-z0-9]{5}$/)
    expect(asksFor(mirror.info!.resources, pod.requests)).toBe('1 vCPU and 12 GiB')
    expect(podRowByName(lane, 'nobody')).toBeUndefined()
  })

  test('one that is not there has no facts', () => {
    const { mirror } = play('opening', 1_000)
    expect(podFacts(mirror, 'one-click', 7)).toBeUndefined()
    expect(podFacts(mirror, 'nowhere', 0)).toBeUndefined()
  })
})
