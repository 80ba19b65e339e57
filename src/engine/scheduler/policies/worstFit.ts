import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS } from '../profile.ts'

/** Worst fit; `Emptiest` defines exactly what empty means. Equally empty: the first in the list. */
export const worstFit: SchedulerPolicy = {
  id: 'worst-fit',
  title: 'Worst fit',
  subtitle: 'the machine that stays emptiest',
  chip: 'Score: spread out',
  rule: 'Of the machines that fit, the one with the most room left afterwards.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: [{ plugin: 'Emptiest', weight: 1 }],
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 100,
  },
  pick: { by: 'score', ties: 'first' },
}
