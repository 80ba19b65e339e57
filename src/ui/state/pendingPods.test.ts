import { expect, test } from 'vitest'
import { createInProcessWorker } from '../client/testing/inProcessWorker.ts'
import { EXAMPLES } from './examples.ts'
import { pendingPods } from './pendingPods.ts'
import { createSession } from './session.ts'
import { useRun } from './stores.ts'

test('V6: lists every pod that waits', async () => {
  const session = createSession({
    createWorker: createInProcessWorker,
    requestFrame: () => 0,
    cancelFrame: () => {},
  })
  const text = EXAMPLES.find(({ name }) => name === 'opening')!.text
  await session.load(text, { play: false, at: 20_000 })
  const lane = useRun.getState().lanes[1]!.id
  expect(pendingPods(session.mirror, lane)).toEqual({ pods: [], more: 0 })
  const manifest = (name: string, replicas: number) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {replicas: ${replicas}, selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: c, resources: {requests: {cpu: 64}}}]}}}\n`
  await session.command({
    type: 'apply',
    text: `${manifest('giant', 3)}---\n${manifest('one', 1)}`,
  })
  const { pods, more } = pendingPods(session.mirror, lane)
  expect(pods.map(({ label }) => label)).toEqual(['giant-1', 'giant-2', 'giant-3', 'one-1'])
  expect(more).toBe(0)
  session.dispose()
})
