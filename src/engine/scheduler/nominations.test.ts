import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { podInfo } from './nodeView.ts'
import { createNominations } from './nominations.ts'

const SPEC = { containers: [] }

function waiting(name: string, node: string | undefined, priority = 0) {
  const spec = priority === 0 ? SPEC : { ...SPEC, priority }
  const pod: Pod = { metadata: { name, uid: name }, spec, status: { nominatedNodeName: node } }
  return podInfo(pod)
}

function started(...infos: readonly ReturnType<typeof waiting>[]) {
  const nominations = createNominations()
  for (const info of infos) nominations.put(info)
  /** `node: names of pods` that this pod has to leave room for. */
  const told = (info: ReturnType<typeof waiting>) => {
    const found = nominations.against(info)
    const lines = Array.from(found, ([node, others]) => {
      expect(found.get(node)).toBe(others)
      return `${node}: ${others.map(({ pod }) => pod.metadata!.name).join(' ')}`
    })
    expect(found.size).toBe(lines.length)
    return lines.sort()
  }
  return { nominations, told }
}

const a = waiting('a', 'n1')
const b = waiting('b', 'n1')
const c = waiting('c', 'n2', 5)
const none = waiting('none', undefined)

test('a pod leaves room for others of the same or a higher priority, not for itself', () => {
  const { told } = started(a, b, c, none)
  expect(told(none)).toEqual(['n1: a b', 'n2: c'])
  expect(told(a)).toEqual(['n1: b', 'n2: c'])
  expect(told(c)).toEqual([])
  expect(told(waiting('high', undefined, 9))).toEqual([])
})

test('the last promise that goes leaves nothing', () => {
  const { nominations, told } = started(a, c)
  expect(told(a)).toEqual(['n2: c'])
  nominations.put(waiting('c', undefined, 5))
  expect(told(a)).toEqual([])
  nominations.remove('a')
  expect(told(none)).toEqual([])
})

test('what is kept for everybody stays until a promise changes', () => {
  const { nominations } = started(a, b, c)
  const { all } = nominations.against(a)
  // The last attempt was written into its status.
  nominations.put(podInfo({ ...b.pod, status: { ...b.pod.status, message: 'tried' } }))
  expect(nominations.against(b).all).toBe(all)
  nominations.put(waiting('b', 'n3'))
  expect(nominations.against(b).all).not.toBe(all)
  expect(nominations.against(none).get('n3')).toHaveLength(1)
})
