import { describe, expect, it } from 'vitest'
import { shapeFits, strandedAmounts } from './stranded.ts'

const web = { cpu: 1000, memory: 2 }
const db = { cpu: 1000, memory: 12 }
const cpuOnly = { cpu: 500 }
const gpu = { cpu: 1000, memory: 4, 'nvidia.com/gpu': 1 }

describe('P8: stranded capacity', () => {
  it.each([
    ['nothing free', { cpu: 0, memory: 0, pods: 10 }, [web], [0, 0]],
    ['a known shape fits: idle, not stranded', { cpu: 2000, memory: 4, pods: 10 }, [web], [0, 0]],
    ['no cpu left: memory is stranded', { cpu: 0, memory: 14, pods: 10 }, [web, db], [0, 14]],
    ['too little cpu is stranded too', { cpu: 500, memory: 14, pods: 10 }, [web, db], [500, 14]],
    [
      'a shape that asks for cpu alone keeps cpu idle, not memory',
      { cpu: 500, memory: 14, pods: 10 },
      [web, cpuOnly],
      [0, 14],
    ],
    ['the pod count is a resource', { cpu: 4000, memory: 8, pods: 0 }, [web], [4000, 8]],
    ['no known shapes at all', { cpu: 1000, memory: 1, pods: 1 }, [], [1000, 1]],
    [
      'a shape that needs a GPU the machine lacks',
      { cpu: 8000, memory: 32, pods: 1 },
      [gpu],
      [8000, 32],
    ],
    ['a negative rest is no rest', { cpu: -1000, memory: 4, pods: 1 }, [web], [0, 4]],
  ] as const)('%s', (_, free, shapes, expected) => {
    expect(strandedAmounts(['cpu', 'memory'], free, shapes)).toEqual(expected)
  })

  it('a GPU nobody asks for is stranded while cpu and memory are idle', () => {
    const free = { cpu: 4000, memory: 16, 'nvidia.com/gpu': 1, pods: 100 }
    expect(strandedAmounts(['cpu', 'memory', 'nvidia.com/gpu'], free, [web])).toEqual([0, 0, 1])
  })

  it('an exact fit fits', () => {
    expect(shapeFits(web, { cpu: 1000, memory: 2, pods: 1 })).toBe(true)
    expect(shapeFits(web, { cpu: 999, memory: 2, pods: 1 })).toBe(false)
  })
})
