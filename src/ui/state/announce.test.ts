import { describe, expect, it } from 'vitest'
import { announceWords } from '../words/announce.ts'
import { announcement, type Heard, type Moment } from './announce.ts'

const lane: Heard = { title: 'Scheduler', machines: 3, pending: 0, down: 0, back: 0, lost: 0 }
const start: Moment = {
  epoch: 1,
  arrived: 4,
  all: 41,
  lanes: [{ ...lane, title: 'One-click' }, lane],
  marksForgotten: 0,
  marks: [],
  ended: false,
}
const plug = { type: 'plug', text: 'node-2: plug pulled.' } as const
const bought = { type: 'bought', text: 'node-4: bought.' } as const
const after = (change: Partial<Moment>, right: Partial<Heard> = {}): Moment => ({
  ...start,
  lanes: [start.lanes[0]!, { ...lane, ...right }],
  ...change,
})

describe('an announcement', () => {
  it.each<[string, Moment, string, string]>([
    ['nothing new', start, '', ''],
    ['arrivals', after({ arrived: 6 }), '6 of 41 pods have come.', ''],
    [
      'a machine more',
      after({ marks: [bought] }, { machines: 4 }),
      'node-4: bought. Scheduler: 4 machines.',
      '',
    ],
    [
      'a loss',
      after({ marks: [plug] }, { down: 5 }),
      'node-2: plug pulled. Scheduler: 5 down.',
      'node-2: plug pulled. Scheduler: 5 down.',
    ],
    [
      'a return',
      after({}, { back: 2, lost: 5 }),
      'Scheduler: 2 of 5 back.',
      'Scheduler: 2 of 5 back.',
    ],
    ['pods that wait', after({}, { pending: 3 }), 'Scheduler: 3 pending.', 'Scheduler: 3 pending.'],
    ['the end', after({ ended: true }), 'The run is over.', 'The run is over.'],
    [
      'many marks',
      after({ marks: [bought, bought, bought, bought, bought] }),
      'node-4: bought. node-4: bought. node-4: bought. And 2 more events.',
      '',
    ],
    ['another run', after({ epoch: 2, arrived: 20 }), '', ''],
  ])('%s', (_, now, all, fewer) => {
    expect(announcement(start, now, 'all', announceWords)).toBe(all)
    expect(announcement(start, now, 'fewer', announceWords)).toBe(fewer)
    expect(announcement(start, now, 'off', announceWords)).toBe('')
  })
  it('tells the new ones when the run has forgotten the oldest marks', () => {
    const before = after({ marks: [bought, bought, bought] })
    const now = after({ marksForgotten: 2, marks: [bought, plug] })
    expect(announcement(before, now, 'all', announceWords)).toBe('node-2: plug pulled.')
  })
})
