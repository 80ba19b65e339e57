import { describe, expect, it } from 'vitest'
import type { Replies } from '../protocol.ts'
import type { Answer } from '../requests/answer.ts'
import { createRequestHandler } from '../requests.ts'
import type { Work } from '../work.ts'

/** More machines than verdicts are recorded for as they come. */
const MACHINES = 150
const scenario = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: many }
spec:
  lanes: [kubernetes-default]
  machineTypes:
    - { name: standard, price: 1, allocatable: { cpu: 4, memory: 8Gi } }
  machines:
    - { type: standard, count: ${MACHINES} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 300
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: main, image: web:1, resources: { requests: { cpu: 1500m, memory: 1Gi } } }
`

function finish<T>(work: T | Work<T>): T {
  if (!(typeof work === 'object' && work !== null && 'next' in work)) return work as T
  for (let slice = work.next(); ; slice = work.next()) if (slice.done) return slice.value
}

describe('K18 verdicts that were not kept', () => {
  const handler = createRequestHandler()
  finish(handler.handle({ type: 'load', text: scenario }))
  finish(handler.handle({ type: 'seek', to: 60_000 }))
  const why = (row: number) =>
    (
      finish(handler.handle({ type: 'why', lane: 'kubernetes-default', row }))
        .result as Replies['why']
    ).attempts

  it.each([0, 130, 250])('are made again for row %i, with the same outcome', (row) => {
    const [attempt] = why(row)
    const { verdicts, selected, candidates, examined } = attempt!
    expect(examined).toBeUndefined()
    expect(verdicts.length).toBeGreaterThanOrEqual(100)
    const best = verdicts.reduce((most, { total = 0 }) => Math.max(most, total), 0)
    expect(best).toBeGreaterThan(0)
    expect(verdicts.filter(({ total }) => total === best).map(({ node }) => node)).toEqual(
      candidates,
    )
    expect(candidates).toContain(selected)
    // The pod is really there.
    const text = finish(
      handler.handle({ type: 'describe', lane: 'kubernetes-default', kind: 'Pod', row }),
    ).result as Replies['describe']
    expect(text.text).toContain(selected!)
  })

  it('tell how far they are, and end with the decision that was asked for', () => {
    const told = (row: number) => {
      const work = handler.handle({ type: 'why', lane: 'kubernetes-default', row }) as Work<Answer>
      return [...work].map((progress) => progress?.share ?? Number.NaN)
    }
    const shares = told(250)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.length).toBeGreaterThan(2)
    expect(told(0).length).toBeLessThan(shares.length)
  })

  it('are left when nobody wants them any more: the decision is what it is without them', () => {
    const leave = () => 'cancelled' as const
    const left = handler.handle({ type: 'why', lane: 'kubernetes-default', row: 250 }, leave)
    expect(finish(left)).toMatchObject({
      cancelled: true,
      result: { attempts: [{ verdicts: [], selected: expect.any(String) }] },
    })
  })
})

it('T20: a peek tells how far it is, and is left at the next slice when nobody waits for it', () => {
  const handler = createRequestHandler()
  finish(handler.handle({ type: 'load', text: scenario }))
  finish(handler.handle({ type: 'seek', to: 60_000 }))
  const request = { type: 'peek', to: 60_000 } as const
  let leaves = false
  const leave = () => (leaves ? ('cancelled' as const) : undefined)
  const work = handler.handle(request, leave) as Work<Answer>
  expect(work.next()).toMatchObject({ done: false, value: { share: expect.any(Number) } })
  leaves = true
  const nothing = { at: undefined, lanes: [], left: true }
  expect(work.next()).toEqual({ done: true, value: { result: nothing, cancelled: true } })
  // Whoever asks again is answered.
  expect(finish(handler.handle(request)).result).toEqual({ at: undefined, lanes: [] })
})
