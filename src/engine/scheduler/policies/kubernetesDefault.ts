import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS, DEFAULT_SCORES } from '../profile.ts'

/** kube-scheduler as it comes: every plugin with its own weight. It spreads. */
export const kubernetesDefault: SchedulerPolicy = {
  id: 'kubernetes-default',
  title: 'Kubernetes default',
  subtitle: 'spreads pods over the machines',
  chip: 'Score: spread out',
  rule: 'Of the nodes that pass every filter, one with the highest score.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores: DEFAULT_SCORES,
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 0,
  },
  pick: { by: 'score', ties: 'random' },
}
