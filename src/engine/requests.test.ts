import { describe, expect, it } from 'vitest'
import type { Command, Replies, Request, RunUpdate } from './protocol.ts'
import type { Answer } from './requests/answer.ts'
import { createRequestHandler, type RequestHandler } from './requests.ts'
import { answerTo } from './testing/answerTo.ts'
import type { Work } from './work.ts'

const SCENARIO = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: small}
spec:
  lanes: [one-click, kubernetes-bin-packing]
  machineTypes:
  - {name: standard, allocatable: {cpu: "8", memory: 32Gi}, price: 0.384}
  machines: [{type: standard, count: 2}]
  maxMachines: 4
  arrivals: {order: web*4 db*3}
`
const app = (name: string, cpu: string, memory: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: 0
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
      - name: main
        image: example/${name}:1
        resources: {requests: {cpu: ${JSON.stringify(cpu)}, memory: ${memory}}}
`
const TEXT = SCENARIO + app('web', '1', '2Gi') + app('db', '1', '12Gi')

const ask = answerTo

function loaded(): RequestHandler {
  const handler = createRequestHandler()
  ask(handler, { type: 'load', text: TEXT })
  return handler
}

const seek = (handler: RequestHandler, to: number) =>
  ask(handler, { type: 'seek', to }).update as RunUpdate
const command = (handler: RequestHandler, given: Command) => {
  const { result, update } = ask(handler, { type: 'command', command: given })
  return { reply: result as Replies['command'], update: update! }
}

describe('load', () => {
  it('starts a run and tells everything about it', () => {
    const { result, update } = ask(createRequestHandler(), { type: 'load', text: TEXT, seed: 5 })
    expect(result).toEqual({ diagnostics: [], loaded: true })
    expect(update).toMatchObject({ seq: 1, reset: true, now: 0, nextEventAt: 1_000 })
    expect(update!.info).toMatchObject({
      name: 'small',
      seed: 5,
      resources: ['cpu', 'memory'],
      evictionWait: 350_000,
      machineTypes: [{ name: 'standard', allocatable: [8_000, 32 * 2 ** 30], pricePerHour: 0.384 }],
    })
    expect(update!.info!.arrivals.map((arrival) => arrival.app)).toEqual([0, 0, 0, 0, 1, 1, 1])
    expect(update!.apps!.map(({ name, requests }) => [name, ...requests])).toEqual([
      ['web', 1_000, 2 * 2 ** 30],
      ['db', 1_000, 12 * 2 ** 30],
    ])
    expect(update!.lanes.map(({ nodes }) => nodes.names)).toEqual(['vm-1\nvm-2', 'node-1\nnode-2'])
  })

  it('keeps the old run when the text has mistakes', () => {
    const handler = loaded()
    const { now } = seek(handler, 2_500)
    const { result, update } = ask(handler, { type: 'load', text: TEXT.replace('web*4', 'wob*4') })
    expect(result).toMatchObject({ loaded: false, diagnostics: [{ severity: 'error' }] })
    expect(update).toBeUndefined()
    expect(ask(handler, { type: 'advance', to: 3_000 }).update).toMatchObject({ reset: false })
    expect(now).toBe(2_500)
  })

  it('takes policies and a log along', () => {
    const handler = createRequestHandler()
    const log = [{ at: 500, command: { type: 'addMachine' } as const }]
    const policies = { 'one-click': 'first-fit' }
    const { update } = ask(handler, { type: 'load', text: TEXT, policies, log })
    expect(update!.lanes[0]!.policy).toBe('first-fit')
    expect(update).toMatchObject({ nextEventAt: 500, commands: { done: 0, all: 1 } })
    expect(update!.script).toEqual({ policies, log })
    expect(seek(handler, 600).lanes[0]!.metrics.machines).toBe(3)
  })

  it('permutes the arrivals by the shuffle seed', () => {
    const handler = createRequestHandler()
    const apps = (shuffle: number) =>
      ask(handler, { type: 'load', text: TEXT, shuffle }).update!.info!.arrivals.map((a) => a.app)
    expect(apps(3)).toEqual(apps(3))
    expect(apps(3)).not.toEqual(apps(4))
    expect([...apps(3)].sort()).toEqual([0, 0, 0, 0, 1, 1, 1])
  })
})

describe('apply', () => {
  it('says what it did, in the words of kubectl', () => {
    const handler = loaded()
    seek(handler, 7_500)
    const changed = TEXT.replace('memory: 2Gi', 'memory: 3Gi') + app('api', '2', '4Gi')
    const { reply, update } = command(handler, { type: 'apply', text: changed })
    expect(reply.results).toEqual([
      { object: 'deployment.apps/web', result: 'configured' },
      { object: 'deployment.apps/db', result: 'unchanged' },
      { object: 'deployment.apps/api', result: 'created' },
    ])
    expect(update.apps!.map(({ name, requests }) => [name, requests[1]! / 2 ** 30])).toEqual([
      ['web', 3],
      ['db', 12],
      ['api', 4],
    ])
    // Arrivals have scaled web to 4; its manifest still says 0, which is no change.
    const { lanes } = seek(handler, 30_000)
    expect(lanes[1]!.metrics).toMatchObject({ pending: 0, down: 0 })
    expect(lanes[1]!.metrics.resources[1]!.requested / 2 ** 30).toBe(4 * 3 + 3 * 12)
    // The runbook leaves running apps alone (R8).
    expect(lanes[0]!.metrics.resources[1]!.requested / 2 ** 30).toBe(4 * 2 + 3 * 12)
  })

  it('applies the good documents while one is broken', () => {
    const handler = loaded()
    const text = `${app('api', '2', '4Gi')}---\nkind: [\n`
    const { reply } = command(handler, { type: 'apply', text })
    expect(reply.results).toEqual([{ object: 'deployment.apps/api', result: 'created' }])
    expect(reply.diagnostics).toMatchObject([{ severity: 'error', document: 2 }])
    expect(reply.error).toBeUndefined()
  })

  it('changes nothing when nothing can be read', () => {
    const handler = loaded()
    const { reply, update } = command(handler, { type: 'apply', text: 'a: [' })
    expect(reply.error).toMatch(/\.$/)
    expect(update.commands).toEqual({ done: 0, all: 0 })
  })

  it('refuses what the API server refuses', () => {
    const handler = loaded()
    const other = app('web', '1', '2Gi').replace(
      '{matchLabels: {app: web}}',
      '{matchLabels: {x: y}}',
    )
    const text = other.replace('metadata: {labels: {app: web}}', 'metadata: {labels: {x: y}}')
    const { reply } = command(handler, { type: 'apply', text })
    expect(reply.results).toEqual([{ object: 'deployment.apps/web', result: 'failed' }])
    expect(reply.diagnostics[0]!.message).toMatch(/field is immutable/)
  })

  it('is replayed with the rest of the log', () => {
    const handler = loaded()
    seek(handler, 2_500)
    command(handler, { type: 'apply', text: app('web', '4', '2Gi') })
    const before = seek(handler, 9_000).lanes[1]!.metrics
    seek(handler, 0)
    expect(seek(handler, 9_000).lanes[1]!.metrics).toEqual(before)
  })
})

describe('questions', () => {
  it('check reads without applying', () => {
    const { result } = ask(createRequestHandler(), { type: 'check', text: TEXT })
    expect(result).toMatchObject({ hasScenario: true, diagnostics: [] })
    expect((result as Replies['check']).shapes.map((shape) => shape.app)).toEqual(['web', 'db'])
  })

  it('why gives the attempts of a pod, also of one that is gone', () => {
    const handler = loaded()
    seek(handler, 3_000)
    const why = (lane: string) =>
      (ask(handler, { type: 'why', lane, row: 0 }).result as Replies['why']).attempts
    expect(why('kubernetes-bin-packing')).toHaveLength(1)
    expect(
      why('kubernetes-bin-packing')[0]!
        .verdicts.map(({ node }) => node)
        .sort(),
    ).toEqual(['node-1', 'node-2'])
    const [attempt] = why('one-click')
    expect(attempt).toMatchObject({ pod: 'web-1', selected: 'vm-1', rule: expect.any(String) })
    expect(attempt!.verdicts).toMatchObject([
      { node: 'vm-1', passed: ['NodeResourcesFit'] },
      { node: 'vm-2', reasons: ['not looked at'] },
    ])
    command(handler, { type: 'delete', kind: 'Pod', namespace: 'default', name: 'web-1' })
    expect(why('one-click')).toHaveLength(1)
  })

  it('describe prints the object', () => {
    const handler = loaded()
    seek(handler, 3_000)
    const lane = 'kubernetes-bin-packing'
    const text = (kind: 'Pod' | 'Node') =>
      (ask(handler, { type: 'describe', lane, kind, row: 0 }).result as Replies['describe']).text
    expect(text('Pod')).toMatch(/^apiVersion: v1\nkind: Pod\nmetadata:\n/)
    expect(text('Node')).toMatch(/\n {2}name: node-1\n/)
    expect(() => ask(handler, { type: 'describe', lane, kind: 'Pod', row: 99 })).toThrow('is gone')
  })

  it('shuffles gives the median number of machines, in slices', () => {
    const handler = loaded()
    const slices = handler.handle({ type: 'shuffles', orders: 5 }) as Generator
    let count = 0
    while (!slices.next().done) count += 1
    expect(count).toBeGreaterThanOrEqual(5)
    const { result } = ask(handler, { type: 'shuffles', orders: 5 })
    const lanes = (result as Replies['shuffles']).lanes
    expect(lanes.map(({ lane }) => lane)).toEqual(['one-click', 'kubernetes-bin-packing'])
    for (const { median } of lanes) expect(median).toBeGreaterThanOrEqual(2)
  })

  it('what cannot be answered gets a sentence', () => {
    const empty = createRequestHandler()
    expect(() => ask(empty, { type: 'advance', to: 1 })).toThrow('No scenario is loaded.')
    const handler = loaded()
    expect(() => ask(handler, { type: 'seek', to: Number.NaN })).toThrow('no simulated time')
    expect(() => ask(handler, { type: 'seek', to: -1 })).toThrow('no simulated time')
    expect(() => ask(handler, { type: 'why', lane: 'x', row: 0 })).toThrow('There is no lane "x".')
    expect(() => ask(handler, { type: 'sing' } as never)).toThrow('There is no request "sing".')
    expect(() => ask(handler, { type: 'shuffles', orders: 0 })).toThrow('number of orders')
    const policies = { 'one-click': 'wishful' }
    expect(() => ask(handler, { type: 'load', text: TEXT, policies })).toThrow(
      'no policy "wishful"',
    )
  })
})

describe('looking ahead', () => {
  const RIGHT = 'kubernetes-bin-packing'
  const peek = (handler: RequestHandler, to: number) =>
    ask(handler, { type: 'peek', to, lane: RIGHT }).result as Replies['peek']
  const stop = (
    handler: RequestHandler,
    type: 'advance' | 'seek',
    attempt: number,
    when: 'before' | 'after',
  ) => ask(handler, { type, to: 60_000, stop: { lane: RIGHT, attempt, when } }).update!

  it('T22: the run stops just before the decision that was seen, and right after it', () => {
    const handler = loaded()
    seek(handler, 1_500)
    const { at, lanes } = peek(handler, 60_000)
    const [decision] = lanes[1]!.decisions
    expect(at).toBe(2_000)
    const before = stop(handler, 'advance', decision!.attempt.id, 'before')
    expect(before).toMatchObject({ now: 2_000, nextEventAt: 2_000, reset: false })
    expect(before.lanes[1]!.metrics.pending).toBe(1)
    expect(before.lanes[1]!.attempts).toEqual([])
    const after = stop(handler, 'advance', decision!.attempt.id, 'after')
    expect(after.lanes[1]!.attempts).toEqual([decision!.attempt])
    expect(after.lanes[1]!.metrics.pending).toBe(0)
    // What has been is not undone by going forward.
    expect(stop(handler, 'advance', decision!.attempt.id, 'before').now).toBe(2_000)
    expect(peek(handler, 60_000).at).toBe(3_000)
  })

  it('T22: goes back to just before any attempt', () => {
    const handler = loaded()
    const all = seek(handler, 30_000).lanes[1]!.attempts
    const before = stop(handler, 'seek', all[2]!.id, 'before')
    expect(before).toMatchObject({ now: all[2]!.at, reset: true })
    expect(before.lanes[1]!.metrics.pending).toBe(1)
    expect(peek(handler, 60_000).lanes[1]!.decisions[0]!.attempt).toEqual(all[2])
  })

  it('T22: a command in the middle of a moment comes after the rest of it, as in a replay', () => {
    const handler = loaded()
    seek(handler, 1_500)
    stop(handler, 'advance', peek(handler, 60_000).lanes[1]!.decisions[0]!.attempt.id, 'before')
    const { update } = command(handler, { type: 'pullPlug', machine: 1 })
    expect(update.lanes[1]!.metrics.pending).toBe(0)
    const live = seek(handler, 60_000).lanes.map(({ metrics }) => metrics)
    seek(handler, 0)
    expect(seek(handler, 60_000).lanes.map(({ metrics }) => metrics)).toEqual(live)
  })

  it('T22: there is no stop at what never is', () => {
    const handler = loaded()
    expect(() => stop(handler, 'seek', 999, 'before')).toThrow('There is no such decision')
  })

  it('T21: only the newest question is answered', () => {
    const handler = loaded()
    seek(handler, 8_000)
    const first = handler.handle({ type: 'whatIf', command: { type: 'pullPlug', machine: 1 } })
    const second = handler.handle({ type: 'whatIf', command: { type: 'pullPlug', machine: 2 } })
    if (!('next' in first) || !('next' in second)) throw new Error('not in slices')
    second.next()
    expect(() => {
      while (!first.next().done);
    }).toThrow('Another question has come.')
    let slice = second.next()
    while (!slice.done) slice = second.next()
    const { lanes } = slice.value.result as Replies['whatIf']
    expect(lanes.map(({ lane }) => lane)).toEqual(['one-click', RIGHT])
    expect(lanes.every(({ pods }) => pods.length > 0)).toBe(true)
  })

  it('T21: a question is left at the next slice when nobody waits for its answer', () => {
    const handler = loaded()
    seek(handler, 60_000)
    let leaves = false
    const leave = () => (leaves ? ('cancelled' as const) : undefined)
    const request = { type: 'whatIf', command: { type: 'pullPlug', machine: 1 } } as const
    const work = handler.handle(request, leave) as Work<Answer>
    expect(work.next()).toMatchObject({ done: false, value: { share: expect.any(Number) } })
    leaves = true
    expect(() => work.next()).toThrow('Nobody waits for the answer any more.')
  })

  it('prepares for the next question only in a run in which one was asked', () => {
    const handler = loaded()
    seek(handler, 8_000)
    expect(handler.prepare().next().done).toBe(true)
    ask(handler, { type: 'whatIf', command: { type: 'pullPlug', machine: 1 } })
    const work = handler.prepare()
    while (!work.next().done);
    expect(peek(handler, 60_000).at).toBeUndefined()
  })
})

describe('the way to another moment', () => {
  /** All that there is to say of the run. */
  const everything = (handler: RequestHandler) => {
    const { seq: _, ...rest } = ask(handler, { type: 'compare' }).update!
    return JSON.stringify(rest)
  }
  /** Looks at the run after every so many slices. */
  function lookedAt(handler: RequestHandler, request: Request, every: number) {
    const work = handler.handle(request) as Work<Answer>
    const seen: RunUpdate[] = []
    for (let n = 1; ; n++) {
      const slice = work.next()
      if (slice.done) return { seen, answer: slice.value }
      if (n % every > 0) continue
      const { progress } = handler
      const update = handler.reached()
      if (update) seen.push(update)
      if (update) expect(progress).toMatchObject({ now: update.now, to: 60_000 })
    }
  }

  it.each([1, 7])('looked at after every %i slices, the run is the same to the byte', (every) => {
    const straight = loaded()
    seek(straight, 60_000)
    const handler = loaded()
    const { seen, answer } = lookedAt(handler, { type: 'seek', to: 60_000 }, every)
    expect(seen.length).toBeGreaterThan(5)
    expect(seen.every(({ reset }) => !reset)).toBe(true)
    expect(answer.update!.seq).toBe(seen.at(-1)!.seq + 1)
    expect(everything(handler)).toBe(everything(straight))
  })

  it('says which arrivals of the very moment are still to come', () => {
    const handler = createRequestHandler()
    const text = TEXT.replace('{order: web*4 db*3}', '[{at: 1s, app: web, count: 4}]')
    ask(handler, { type: 'load', text })
    const { seen } = lookedAt(handler, { type: 'seek', to: 60_000 }, 1)
    const ofMoment = seen.filter(({ now }) => now === 1_000)
    const held = ofMoment.map(({ lanes }) => lanes.map(({ arrivalsHeld = 0 }) => arrivalsHeld))
    expect(held.slice(0, 5)).toEqual([
      [3, 3],
      [2, 2],
      [1, 1],
      [0, 0],
      [0, 0],
    ])
  })

  it('is not to be seen while another run is made, of which nothing may come', () => {
    const handler = loaded()
    seek(handler, 60_000)
    expect(lookedAt(handler, { type: 'seek', to: 2_000 }, 1).seen).toEqual([])
    expect(lookedAt(handler, { type: 'load', text: TEXT }, 1).seen).toEqual([])
  })
})
