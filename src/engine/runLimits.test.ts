import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Command, Replies } from './protocol.ts'
import { createRequestHandler } from './requests.ts'
import { answerTo } from './testing/answerTo.ts'

const OPENING = readFileSync(new URL('../../scenarios/opening.yaml', import.meta.url), 'utf8')

const workload = (kind: string, name: string, number: string) => `---
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}}
spec:
  ${number}
  ${kind === 'Job' ? '' : `selector: {matchLabels: {app: ${name}}}`}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      restartPolicy: ${kind === 'Job' ? 'Never' : 'Always'}
      containers: [{name: a, image: a, resources: {requests: {cpu: 10m, memory: 1Mi}}}]
`
const many = (count: number, replicas: number) =>
  Array.from({ length: count }, (_, n) =>
    workload('Deployment', `app-${n}`, `replicas: ${replicas}`),
  ).join('')

function loaded() {
  const handler = createRequestHandler()
  answerTo(handler, { type: 'load', text: OPENING })
  answerTo(handler, { type: 'advance', to: 45_000 })
  const give = (command: Command) =>
    answerTo(handler, { type: 'command', command }).result as Replies['command']
  return { handler, give }
}

describe('M10: what one run may hold', () => {
  test.each<[string, string, string]>([
    [
      'one Deployment',
      workload('Deployment', 'big', 'replicas: 150000'),
      'deployment.apps/big wants 150,000 pods, but one run holds at most 150,000, as many as one Kubernetes cluster is made for.',
    ],
    ['several together', many(10, 20_000), 'deployment.apps/app-7 wants 20,000 pods'],
    [
      'a Job',
      workload('Job', 'big', 'parallelism: 150000\n  completions: 150000'),
      'job.batch/big wants 150,000 pods',
    ],
  ])('%s is refused at once, and nothing is applied', (_, text, sentence) => {
    const { handler, give } = loaded()
    const { error, results } = give({ type: 'apply', text })
    expect(error).toContain(sentence)
    expect(results).toEqual([])
    const { update } = answerTo(handler, { type: 'advance', to: 46_000 })
    expect(update!.commands.all).toBe(0)
    expect(
      update!.lanes.every(({ podsRemoved, pods }) => podsRemoved.length + pods.row.length === 0),
    ).toBe(true)
  })

  test('a file is refused with the place, and the run before stays', () => {
    const { handler } = loaded()
    const text = `${OPENING}\n${many(1, 1)}${workload('Deployment', 'big', 'replicas: 150000')}`
    const { result, update } = answerTo(handler, { type: 'load', text })
    const { loaded: isLoaded, diagnostics } = result as Replies['load']
    expect([isLoaded, update]).toEqual([false, undefined])
    expect(diagnostics.at(-1)!.message).toContain('deployment.apps/big wants 150,000 pods')
    expect(text.split('\n')[diagnostics.at(-1)!.line - 1]).toMatch(/apiVersion/)
    expect(answerTo(handler, { type: 'advance', to: 46_000 }).update!.now).toBe(46_000)
  })

  test('scaling is refused, and a smaller number is not', () => {
    const { give } = loaded()
    const scale = (replicas: number) =>
      give({ type: 'scale', kind: 'deployments', namespace: 'default', name: 'web', replicas })
        .error
    expect(scale(200_000)).toContain('deployment.apps/web wants 200,000 pods')
    expect(scale(20)).toBeUndefined()
  })

  test('what a Job may have one after the other does not count', () => {
    const { give } = loaded()
    const text = workload('Job', 'long', 'parallelism: 2\n  completions: 150000')
    expect(give({ type: 'apply', text }).error).toBeUndefined()
  })
})
