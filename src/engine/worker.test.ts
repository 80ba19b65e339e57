import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Response } from './protocol.ts'

const SCENARIO = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: small}
spec:
  machineTypes: [{name: standard, allocatable: {cpu: "8", memory: 32Gi}}]
  machines: [{type: standard}]
`

const WEB = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: web, resources: {requests: {cpu: 500m}}}]}
`

const LATE = `${SCENARIO}  arrivals: {order: web*8, every: 1s}\n${WEB}`

interface Sent {
  readonly response: Response
  readonly transfer: readonly ArrayBuffer[]
}

let sent: Sent[] = []
let onSent: (response: Response) => void = () => {}
const post = (data: unknown) => {
  ;(globalThis as unknown as { onmessage(event: { data: unknown }): void }).onmessage({ data })
}

/** Every look at the clock finds so much time gone (ms); a busy machine tells no progress of its own. */
function tick(by: number): void {
  let wall = 0
  vi.stubGlobal('performance', { now: () => (wall += by) })
}
const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000 })

/** Whatever a structured clone would copy byte by byte. */
function buffersIn(value: unknown): readonly ArrayBufferLike[] {
  if (ArrayBuffer.isView(value)) return [value.buffer]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(buffersIn) : []
}

describe('the worker', () => {
  beforeEach(async () => {
    sent = []
    onSent = () => {}
    tick(0)
    vi.resetModules()
    vi.stubGlobal('postMessage', (response: Response, transfer: ArrayBuffer[]) => {
      sent.push({ response, transfer })
      onSent(response)
    })
    await import('./worker.ts')
    expect(sent).toEqual([{ response: { id: 0, ok: true, result: null }, transfer: [] }])
    sent = []
  })
  afterEach(() => vi.unstubAllGlobals())

  it('answers with the same id and moves the buffers', async () => {
    post({ id: 7, request: { type: 'load', text: SCENARIO } })
    await until(() => expect(sent).toHaveLength(1))
    expect(sent[0]!.response).toMatchObject({ id: 7, ok: true, result: { loaded: true } })
    expect(new Set(sent[0]!.transfer)).toEqual(new Set(buffersIn(sent[0]!.response)))
    expect(sent[0]!.transfer.length).toBeGreaterThan(40)
    post({ id: 8, request: { type: 'check', text: SCENARIO } })
    expect(sent[1]).toMatchObject({ response: { id: 8, ok: true }, transfer: [] })
    expect(sent[1]!.response).not.toHaveProperty('update')
  })

  it('answers an error to what it cannot do, and goes on', async () => {
    post({ id: 1, request: { type: 'advance', to: 5 } })
    expect(sent[0]!.response).toEqual({ id: 1, ok: false, error: 'No scenario is loaded.' })
    post({ id: 2, request: { type: 'load', text: SCENARIO } })
    await until(() => expect(sent).toHaveLength(2))
    expect(sent[1]!.response).toHaveProperty('ok', true)
  })

  it.each([[undefined], [null], [42], ['load'], [{}], [{ id: 3 }], [{ id: 3, request: null }]])(
    'answers an error to a malformed message: %j',
    (message) => {
      post(message)
      expect(sent).toHaveLength(1)
      expect(sent[0]!.response).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) })
    },
  )

  it('tells how far long work has come, takes a cancel meanwhile, and lets others wait', async () => {
    // A slice is a turn, and every other one is told.
    tick(30)
    const ids = () => sent.flatMap(({ response }) => ('ok' in response ? [response.id] : []))
    const told = () =>
      sent.flatMap(({ response }) =>
        'progress' in response && response.id === 2 ? [response.progress] : [],
      )
    post({ id: 1, request: { type: 'load', text: LATE } })
    await until(() => expect(ids()).toEqual([1]))
    let isTold = false
    onSent = (response) => {
      if (isTold || response.id !== 2) return
      isTold = true
      post({ id: 4, request: { type: 'check', text: LATE } })
      post({ id: 5, request: { type: 'cancel', request: 2 } })
      post({ id: 6, request: { type: 'cancel', request: 4 } })
    }
    post({ id: 2, request: { type: 'advance', to: 60_000 } })
    post({ id: 3, request: { type: 'describe', lane: 'kubernetes', kind: 'Node', row: 0 } })
    await until(() => expect(ids()).toEqual([1, 4, 5, 6, 2, 3]))
    expect(told().length).toBeGreaterThan(0)
    const answer = (id: number) =>
      sent.find(({ response }) => response.id === id && 'ok' in response)!.response
    expect([answer(5), answer(6)]).toMatchObject([
      { result: { cancelled: true } },
      { result: { cancelled: false } },
    ])
    const { update } = answer(2) as Extract<Response, { ok: true }>
    expect(answer(2)).toMatchObject({ cancelled: true })
    expect(update!.now).toBeLessThan(60_000)
    for (const { now, to } of told()) {
      expect(to).toBe(60_000)
      expect(now).toBeLessThanOrEqual(update!.now)
    }
    // It goes on from there to what it would have been at once.
    post({ id: 7, request: { type: 'seek', to: 60_000 } })
    await until(() => expect(ids().at(-1)).toBe(7))
    expect(answer(7)).toMatchObject({ update: { now: 60_000, commands: { done: 0, all: 0 } } })
  })

  it('tells how far the reasons of a pod are, and takes a cancel of them', async () => {
    tick(30)
    const many = LATE.replace('type: standard}]', 'type: standard, count: 150}]').replace(
      'web*8, every: 1s',
      'web*300, every: 100ms',
    )
    post({ id: 1, request: { type: 'load', text: many } })
    post({ id: 2, request: { type: 'seek', to: 60_000 } })
    const has = (id: number) => sent.some(({ response }) => response.id === id && 'ok' in response)
    await until(() => expect(has(2)).toBe(true))
    onSent = (response) => {
      if (response.id !== 3 || 'ok' in response) return
      onSent = () => {}
      post({ id: 4, request: { type: 'cancel', request: 3 } })
    }
    post({ id: 3, request: { type: 'why', lane: 'kubernetes-bin-packing', row: 290 } })
    await until(() => expect(has(3)).toBe(true))
    const answers = sent.filter(({ response }) => response.id >= 3).map(({ response }) => response)
    expect(answers).toMatchObject([
      { id: 3, progress: { to: 60_000 } },
      { id: 4, result: { cancelled: true } },
      { id: 3, cancelled: true, result: { attempts: [{ verdicts: [] }] } },
    ])
  })

  it('shows the way, each state once the page has taken the one before, if it is asked to', async () => {
    tick(30)
    post({ id: 1, request: { type: 'load', text: LATE } })
    await until(() => expect(sent.at(-1)).toMatchObject({ response: { id: 1, ok: true } }))
    const shownBy = (id: number) =>
      sent.flatMap(({ response, transfer }) =>
        response.id === id && 'progress' in response && response.update
          ? [{ ...response, transfer }]
          : [],
      )
    post({ id: 2, request: { type: 'seek', to: 3_000, shows: 100 } })
    await until(() => expect(sent.at(-1)).toMatchObject({ response: { id: 2, ok: true } }))
    expect(shownBy(2)).toHaveLength(1)
    onSent = (response) => {
      if (response.id === 3 && 'progress' in response && response.update)
        post({ id: 100, request: { type: 'taken', request: 3 } })
    }
    post({ id: 3, request: { type: 'seek', to: 60_000, shows: 100 } })
    await until(() => expect(sent.at(-1)).toMatchObject({ response: { id: 3, ok: true } }))
    const states = shownBy(3)
    expect(states.length).toBeGreaterThan(2)
    for (const { update, progress, transfer } of states) {
      expect(update!.now).toBe(progress.now)
      expect(new Set(transfer)).toEqual(new Set(buffersIn(update)))
    }
    const { update } = sent.at(-1)!.response as Extract<Response, { ok: true }>
    const seqs = [...states.map((each) => each.update!.seq), update!.seq]
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index))
    post({ id: 4, request: { type: 'seek', to: 120_000 } })
    await until(() => expect(sent.at(-1)).toMatchObject({ response: { id: 4, ok: true } }))
    expect(shownBy(4)).toEqual([])
    // The past is shown when one is there.
    post({ id: 5, request: { type: 'seek', to: 7_000, shows: 100 } })
    await until(() => expect(sent.at(-1)).toMatchObject({ response: { id: 5, ok: true } }))
    expect(shownBy(5)).toEqual([])
  })

  it('answers others between the slices of a long request', async () => {
    post({ id: 1, request: { type: 'load', text: SCENARIO } })
    await until(() => expect(sent).toHaveLength(1))
    tick(10)
    post({ id: 2, request: { type: 'shuffles', orders: 20 } })
    post({ id: 3, request: { type: 'advance', to: 1_000 } })
    expect(sent.map(({ response }) => response.id)).toEqual([1, 3])
    await until(() => expect(sent.map(({ response }) => response.id)).toEqual([1, 3, 2]))
  })
})
