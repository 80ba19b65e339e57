import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEncoder } from '../encode/encoder.ts'
import type { Command, Happening, LaneUpdate, RunUpdate } from '../protocol.ts'
import { createReplay } from '../replay.ts'
import { createRequestHandler } from '../requests.ts'
import { answerTo } from '../testing/answerTo.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import { finish } from '../work.ts'
import { findDivergences, firstDifference } from './divergence.ts'

const decision = (pod: string, node?: string): Happening => ({
  type: 'decision',
  pod,
  ...(node !== undefined && { node }),
})
const [x, y, z] = [decision('x', 'n1'), decision('y', 'n1'), decision('y', 'n2')]

describe('the first difference of two lists', () => {
  it.each([
    ['none', [x, y], [x, y], undefined],
    ['at the start', [y], [x], { a: y, b: x }],
    ['in the middle', [x, y, x], [x, z, x], { a: y, b: z }],
    ['one has more', [x, y], [x], { a: y }],
    ['the other has more', [], [x], { b: x }],
  ] as const)('%s', (_, a, b, expected) => {
    expect(firstDifference(a, b)).toEqual(expected)
  })

  it('is where all before is equal, and the two there are not', () => {
    const list = fc.array(fc.constantFrom(x, y, z), { maxLength: 8 })
    fc.assert(
      fc.property(list, list, (a, b) => {
        const found = firstDifference(a, b)
        const equal = a.findIndex((each, i) => each !== b[i])
        const at = equal < 0 ? a.length : equal
        expect(a.slice(0, at)).toEqual(b.slice(0, at))
        if (found === undefined) expect(a).toEqual(b)
        else expect(found).toEqual({ ...(a[at] && { a: a[at] }), ...(b[at] && { b: b[at] }) })
      }),
      { seed: 3, numRuns: 200 },
    )
  })
})

describe('T26: where two runs part', () => {
  const settings = testSettings(OPENING_ORDER)
  type Steps = readonly (readonly [number, Command])[]
  const log = (steps: Steps) => steps.map(([at, command]) => ({ at, command }))
  const replayOf = (steps: Steps) => createReplay(settings, () => log(steps))
  const part = (a: Steps, b: Steps) => finish(findDivergences(replayOf(a), replayOf(b), END))

  it('a run does not part from itself', () => {
    const same: Steps = [[20_000, { type: 'pullPlug', machine: 1 }]]
    expect(part(same, same)).toEqual([])
  })

  it('a plug that is pulled in one of them is the first thing, what is decided otherwise comes later', () => {
    const found = part([], [[20_500, { type: 'pullPlug', machine: 2 }]])
    expect(found.map(({ lane, first }) => [lane, first])).toEqual([
      ['one-click', { at: 20_500, b: { type: 'mark', mark: 'plug', label: 'vm-2' } }],
      [
        'kubernetes-bin-packing',
        { at: 20_500, b: { type: 'mark', mark: 'plug', label: 'node-2' } },
      ],
    ])
    for (const { decision: later } of found) expect(later!.at).toBeGreaterThan(20_500)
  })

  it('a command for one lane leaves the other alone', () => {
    const lane = 'kubernetes-bin-packing'
    const found = part([], [[9_500, { type: 'setPolicy', lane, policy: 'worst-fit' }]])
    expect(found.map((each) => each.lane)).toEqual([lane])
    expect(found[0]!.decision!.a).toMatchObject({ type: 'decision' })
    expect(found[0]!.decision!.a).not.toEqual(found[0]!.decision!.b)
  })

  it('any script: not before the commands differ, and the pictures just before are the same', () => {
    const picture = (steps: Steps, at: number) => {
      const replay = replayOf(steps)
      replay.runUntil(at)
      const summary = { nextEventAt: 0, commands: { done: 0, all: 0 }, dropped: 0 }
      return createEncoder().update(replay.run, summary, true)
    }
    fc.assert(
      fc.property(script, fc.integer({ min: 0, max: 7 }), (steps, index) => {
        const kept = steps.filter((_, i) => i !== index)
        const found = part(steps, kept)
        const at = steps[index]?.[0] ?? Number.POSITIVE_INFINITY
        for (const { first, lane } of found) {
          expect(first.at).toBeGreaterThanOrEqual(at)
          const of = (update: RunUpdate) => update.lanes.find((each) => each.lane === lane)!
          const [one, other] = [picture(steps, first.at - 1), picture(kept, first.at - 1)].map(of)
          expect(one!.pods).toEqual(other!.pods)
        }
      }),
      { seed: 5, numRuns: 6 },
    )
  })
})

describe('T26: two branches side by side', () => {
  const text = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: two}
spec:
  lanes: [one-click, kubernetes-default]
  machineTypes: [{name: m, allocatable: {cpu: 4, memory: 16Gi}, buyable: true}]
  machines: [{type: m, count: 3}]
  arrivals: [{at: 1s, app: web, count: 8, over: 30s}]
  until: 60s
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: web, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
`
  const GPU = `apiVersion: v1
kind: Node
metadata: {name: big, labels: {topology.kubernetes.io/zone: far}}
status: {allocatable: {cpu: 2, memory: 2Gi, nvidia.com/gpu: 1, pods: 10}}
---
apiVersion: v1
kind: Pod
metadata: {name: train}
spec: {containers: [{name: c, image: x, resources: {limits: {nvidia.com/gpu: 1}}}]}
`
  const lane = 'kubernetes-default'

  /** Updates with what was told last of the run as a whole. */
  function forked() {
    const handler = createRequestHandler()
    let info: RunUpdate['info']
    const ask = (request: Parameters<typeof answerTo>[1]) => {
      const { update, ...answer } = answerTo(handler, request)
      info = update?.info ?? info
      return { ...answer, ...(update && { update: { ...update, ...(info && { info }) } }) }
    }
    ask({ type: 'load', text })
    ask({ type: 'seek', to: 60_000 })
    ask({ type: 'seek', to: 10_500 })
    ask({ type: 'command', command: { type: 'apply', text: GPU } })
    return ask
  }

  /** A lane of a run alone, at a moment. */
  function alone(branch: string, at: number): RunUpdate {
    const ask = forked()
    if (branch === 'A') ask({ type: 'branch', action: 'switch', id: 'A' })
    ask({ type: 'seek', to: 59_000 })
    return ask({ type: 'seek', to: at }).update!
  }

  const named = (update: RunUpdate, each: LaneUpdate, all: RunUpdate) => ({
    pods: [...each.pods.row].map((row, i) => [
      row,
      each.pods.names.split('\n')[i],
      all.apps![each.pods.app[i]!]!.name,
      all.statuses![each.pods.status[i]!],
      Object.fromEntries(
        all.info!.resources.map((name, r) => [
          name,
          each.pods.requests[i * all.info!.resources.length + r],
        ]),
      ),
    ]),
    nodes: [...each.nodes.row].map((row, i) => [
      row,
      each.nodes.names.split('\n')[i],
      all.zones?.[each.nodes.zone[i]!],
      each.nodes.allocatable[i * all.info!.resources.length],
    ]),
    pending: each.metrics.pending,
    now: update.now,
  })

  it('each shows its branch as it is, though apps, words and resources are numbered anew', () => {
    const ask = forked()
    const { update } = ask({ type: 'compare', branch: 'A', lane })
    expect(update!.info!.lanes.map(({ id, title }) => [id, title])).toEqual([
      ['B', expect.stringMatching(/^B · /)],
      ['A', expect.stringMatching(/^A · /)],
    ])
    const at = 25_000
    const both = ask({ type: 'seek', to: 0 }).update!
    expect(both.lanes).toHaveLength(2)
    ask({ type: 'compare' })
    ask({ type: 'seek', to: at })
    const shown = ask({ type: 'compare', branch: 'A', lane }).update!
    for (const branch of ['A', 'B']) {
      const single = alone(branch, at)
      const mine = named(shown, shown.lanes.find((each) => each.lane === branch)!, shown)
      const own = named(single, single.lanes.find((each) => each.lane === lane)!, single)
      expect(mine.pods.map((pod) => pod.slice(0, 4))).toEqual(
        own.pods.map((pod) => pod.slice(0, 4)),
      )
      for (const [i, pod] of mine.pods.entries()) {
        expect(pod[4]).toMatchObject(own.pods[i]![4] as object)
      }
      expect(mine.nodes).toEqual(own.nodes)
      expect([mine.pending, mine.now]).toEqual([own.pending, at])
    }
  })

  it('they play and are scrubbed together, say where they part, and can be asked why', () => {
    const ask = forked()
    const { update } = ask({ type: 'compare', branch: 'A', lane })
    const { comparison } = update!.info!
    expect(comparison!.divergences.map((each) => [each.lane, each.first.at])).toEqual([
      ['one-click', 10_500],
      [lane, 10_500],
    ])
    expect(update!.markers.filter(({ type }) => type === 'fork')).toEqual([
      { at: 10_500, type: 'fork', label: '' },
    ])
    const on = ask({ type: 'advance', to: 20_000 }).update!
    expect([on.reset, on.now]).toEqual([false, 20_000])
    expect(ask({ type: 'seek', to: 5_000, rough: true }).update!.now).toBe(5_000)
    const back = ask({ type: 'seek', to: 20_000 }).update!
    expect(back.now).toBe(20_000)
    expect(back.lanes[0]!.pods.requests.length).toBe(
      back.lanes[0]!.pods.row.length * update!.info!.resources.length,
    )
    const { row } = update!.lanes[1]!.pods
    const why = ask({ type: 'why', lane: 'A', row: row[0]! }).result as { attempts: unknown[] }
    expect(why.attempts.length).toBeGreaterThan(0)
  })

  it('nothing can be done meanwhile, and afterwards all is as before', () => {
    const ask = forked()
    const before = ask({ type: 'seek', to: 30_000 }).update!
    ask({ type: 'compare', branch: 'A' })
    const refused = ask({ type: 'command', command: { type: 'addMachine' } })
    expect(refused.result).toMatchObject({ error: expect.stringContaining('compared') })
    expect(() => ask({ type: 'undo' })).toThrow('compared')
    expect(() => ask({ type: 'compare', branch: 'Z' })).toThrow('There is no branch "Z".')
    const after = ask({ type: 'compare' }).update!
    expect(after.info!.comparison).toBeUndefined()
    expect(after.lanes.map((each) => each.lane)).toEqual(['one-click', lane])
    expect(after.lanes[0]!.metrics).toEqual(before.lanes[0]!.metrics)
    expect(after.now).toBe(30_000)
  })
})
