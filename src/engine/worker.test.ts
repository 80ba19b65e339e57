import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Response } from './protocol.ts'

const SCENARIO = `apiVersion: podfall.dev/v1
kind: Scenario
metadata: {name: small}
spec:
  machineTypes: [{name: standard, allocatable: {cpu: "8", memory: 32Gi}}]
  machines: [{type: standard}]
`

interface Sent {
  readonly response: Response
  readonly transfer: readonly ArrayBuffer[]
}

let sent: Sent[] = []
const post = (data: unknown) => {
  ;(globalThis as unknown as { onmessage(event: { data: unknown }): void }).onmessage({ data })
}

describe('the worker', () => {
  beforeEach(async () => {
    sent = []
    vi.resetModules()
    vi.stubGlobal('postMessage', (response: Response, transfer: ArrayBuffer[]) => {
      sent.push({ response, transfer })
    })
    await import('./worker.ts')
    expect(sent).toEqual([{ response: { id: 0, ok: true, result: null }, transfer: [] }])
    sent = []
  })
  afterEach(() => vi.unstubAllGlobals())

  it('answers with the same id and moves the buffers', () => {
    post({ id: 7, request: { type: 'load', text: SCENARIO } })
    expect(sent[0]!.response).toMatchObject({ id: 7, ok: true, result: { loaded: true } })
    expect(sent[0]!.transfer.length).toBe(2 * 31)
    post({ id: 8, request: { type: 'check', text: SCENARIO } })
    expect(sent[1]).toMatchObject({ response: { id: 8, ok: true }, transfer: [] })
    expect(sent[1]!.response).not.toHaveProperty('update')
  })

  it('answers an error to what it cannot do, and goes on', () => {
    post({ id: 1, request: { type: 'advance', to: 5 } })
    expect(sent[0]!.response).toEqual({ id: 1, ok: false, error: 'No scenario is loaded.' })
    post({ id: 2, request: { type: 'load', text: SCENARIO } })
    expect(sent[1]!.response.ok).toBe(true)
  })

  it.each([[undefined], [null], [42], ['load'], [{}], [{ id: 3 }], [{ id: 3, request: null }]])(
    'answers an error to a malformed message: %j',
    (message) => {
      post(message)
      expect(sent).toHaveLength(1)
      expect(sent[0]!.response).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) })
    },
  )

  it('answers others between the slices of a long request', async () => {
    post({ id: 1, request: { type: 'load', text: SCENARIO } })
    post({ id: 2, request: { type: 'shuffles', orders: 20 } })
    post({ id: 3, request: { type: 'advance', to: 1_000 } })
    expect(sent.map(({ response }) => response.id)).toEqual([1, 3])
    await vi.waitFor(() => expect(sent.map(({ response }) => response.id)).toEqual([1, 3, 2]))
  })
})
