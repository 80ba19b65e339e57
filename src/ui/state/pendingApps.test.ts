import { expect, test } from 'vitest'
import { createInProcessWorker } from '../client/testing/inProcessWorker.ts'
import { EXAMPLES } from './examples.ts'
import { pendingApps } from './pendingApps.ts'
import { createSession } from './session.ts'
import { useRun } from './stores.ts'

test('V6: lists the apps with pods that wait, the first of each', async () => {
  const session = createSession({
    createWorker: createInProcessWorker,
    requestFrame: () => 0,
    cancelFrame: () => {},
  })
  const text = EXAMPLES.find(({ name }) => name === 'opening')!.text
  await session.load(text, { play: false, at: 20_000 })
  const lane = useRun.getState().lanes[1]!.id
  expect(pendingApps(session.mirror, lane)).toEqual([])
  const manifest = (name: string, replicas: number) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {replicas: ${replicas}, selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: c, resources: {requests: {cpu: 64}}}]}}}\n`
  await session.command({
    type: 'apply',
    text: `${manifest('giant', 3)}---\n${manifest('one', 1)}`,
  })
  const told = pendingApps(session.mirror, lane).map(({ label, more }) => ({ label, more }))
  expect(told).toEqual([
    { label: 'giant-1', more: 2 },
    { label: 'one-1', more: 0 },
  ])
  session.dispose()
})
