import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS } from '../profile.ts'

/** Best fit; `Fullest` defines exactly what full means. Equally full: the first in the list. */
export const bestFit: SchedulerPolicy = {
  id: 'best-fit',
  title: 'Best fit',
  subtitle: 'the machine that gets fullest',
  chip: 'Score: pack tightly',
  rule: 'Of the machines that fit, the one with the least room left afterwards.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: [{ plugin: 'Fullest', weight: 1 }],
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 100,
  },
  pick: { by: 'score', ties: 'first' },
}
