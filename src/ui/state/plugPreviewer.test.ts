import { expect, test } from 'vitest'
import type { Command, LaneFuture, RequestType } from '../../engine/protocol.ts'
import type { EngineClient } from '../client/engineClient.ts'
import { createPlugPreviewer } from './plugPreviewer.ts'
import { usePlugPreview } from './walkStore.ts'

const question = (machine: number) => ({
  ...{ lane: 'cluster', row: machine },
  command: { type: 'pullPlug', machine } as const,
})

/** An engine that answers when it is told to, and what has been asked of it. */
function engine() {
  const asked: Command[] = []
  const cancelled: RequestType[] = []
  let answer: (lanes: readonly LaneFuture[] | undefined) => void = () => {}
  const client = {
    request: (request: { readonly command: Command }) => {
      asked.push(request.command)
      return new Promise((resolve, reject) => {
        answer = (lanes) => (lanes ? resolve({ lanes }) : reject(new Error('cancelled')))
      })
    },
    cancel: (types: readonly RequestType[] = []) => cancelled.push(...types),
  } as unknown as Pick<EngineClient, 'request' | 'cancel'>
  const previewer = createPlugPreviewer({ client, stage: () => undefined })
  const reply = async (lanes?: readonly LaneFuture[]) => {
    answer(lanes)
    await Promise.resolve()
    await Promise.resolve()
    await Promise.resolve()
  }
  return { asked, cancelled, reply, previewer }
}

const FUTURE: LaneFuture = { lane: 'cluster', pods: [], bought: 0, after: 0 }

test('V8: a question that nobody waits for is cancelled, and the next one asked', async () => {
  const { asked, cancelled, reply, previewer } = engine()
  previewer.ask(question(1))
  expect(cancelled).toEqual([])
  previewer.ask(question(2))
  expect([asked.length, cancelled]).toEqual([1, ['whatIf']])
  await reply()
  expect(asked).toEqual([question(1).command, question(2).command])
  await reply([FUTURE])
  expect(usePlugPreview.getState().shown).toMatchObject({ row: 2, futures: [FUTURE] })
  previewer.ask(undefined)
  expect([usePlugPreview.getState().shown, cancelled]).toEqual([undefined, ['whatIf']])
})

test('V8: what was cancelled by hand is not asked again when the run goes on', async () => {
  const { asked, reply, previewer } = engine()
  previewer.ask(question(1))
  await reply([FUTURE])
  previewer.runChanged()
  await reply()
  previewer.runChanged()
  expect(asked).toHaveLength(2)
  expect(usePlugPreview.getState().shown).toBeUndefined()
})
