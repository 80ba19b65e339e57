import { expect, test } from 'vitest'
import { createRequestHandler } from '../../engine/requests.ts'
import { answerTo } from '../../engine/testing/answerTo.ts'
import { applyUpdate, createMirror } from '../state/applyUpdate.ts'
import { EXAMPLES } from '../state/examples.ts'
import { rolloutLines } from './rolloutLines.ts'

/** What each machine says of the rollout in roll-to-2, which begins after 12 s. */
function play() {
  const handler = createRequestHandler()
  const mirror = createMirror()
  const ask = (request: Parameters<typeof handler.handle>[0]) => {
    const answer = answerTo(handler, request)
    if (answer.update) applyUpdate(mirror, answer.update)
    return answer
  }
  const { text } = EXAMPLES.find(({ name }) => name === 'roll-to-2')!
  ask({ type: 'load', text })
  const said = () => {
    const { result } = ask({ type: 'workloads', lane: 'kubernetes' })
    const { workloads } = result as { workloads: Parameters<typeof rolloutLines>[3] }
    const lane = mirror.lanes[0]!
    return [0, 1, 2].map((node) => rolloutLines(mirror, lane, node, workloads).join(' | '))
  }
  return {
    at: (to: number) => {
      ask({ type: 'advance', to })
      return said()
    },
    rollout: (action: 'pause' | 'resume') => {
      const target = { kind: 'Deployment', namespace: 'default', name: 'web' }
      ask({ type: 'command', command: { type: 'rollout', action, ...target } })
      return said()
    },
  }
}

test('machines tell the revisions of their pods while a rollout goes on, and that it is paused', () => {
  const run = play()
  expect(run.at(11_000)).toEqual(['', '', ''])
  const halfway = run.at(18_000)
  const paused = run.rollout('pause')
  const resting = run.at(60_000)
  run.rollout('resume')
  expect({ halfway, paused, resting }).toMatchInlineSnapshot(`
    {
      "halfway": [
        "web: 1 of revision 2, 2 of revision 1",
        "web: 1 of revision 2, 2 of revision 1",
        "web: 2 of revision 2, 2 of revision 1",
      ],
      "paused": [
        "web, rollout paused: 1 of revision 2, 2 of revision 1",
        "web, rollout paused: 1 of revision 2, 2 of revision 1",
        "web, rollout paused: 2 of revision 2, 2 of revision 1",
      ],
      "resting": [
        "web, rollout paused: 1 of revision 2, 2 of revision 1",
        "web, rollout paused: 1 of revision 2, 1 of revision 1",
        "web, rollout paused: 2 of revision 2, 1 of revision 1",
      ],
    }
  `)
  expect(run.at(120_000)).toEqual(['', '', ''])
})
