import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS } from '../profile.ts'

export const random: SchedulerPolicy = {
  id: 'random',
  title: 'Random',
  subtitle: 'any machine with room',
  chip: 'Rule: random',
  rule: 'Any machine that fits, drawn by seed.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: [],
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 100,
  },
  pick: { by: 'random' },
}
