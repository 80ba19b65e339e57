import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS } from '../profile.ts'

/** Next fit: on from the machine that got the last pod. */
export const dropInLine: SchedulerPolicy = {
  id: 'drop-in-line',
  title: 'Drop in line',
  subtitle: 'goes on from the last machine used',
  chip: 'Rule: next fit',
  rule: 'The first machine that fits, starting at the one used last.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: [],
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 100,
  },
  pick: { by: 'order', from: 'last' },
}
