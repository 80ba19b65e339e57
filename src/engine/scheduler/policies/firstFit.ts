import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS } from '../profile.ts'

export const firstFit: SchedulerPolicy = {
  id: 'first-fit',
  title: 'First fit',
  subtitle: 'the first machine with room',
  chip: 'Rule: first fit',
  rule: 'The first machine in the list that fits.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: [],
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 100,
  },
  pick: { by: 'order', from: 'top' },
}
