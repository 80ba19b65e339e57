import type { SchedulerPolicy } from '../policy.ts'
import { DEFAULT_FILTERS, DEFAULT_POST_FILTERS, DEFAULT_SCORES, type Profile } from '../profile.ts'

/** Scores that pull pods apart have no place in a profile that packs. */
const SPREADING: readonly string[] = ['PodTopologySpread']

const scores: Profile['scores'] = DEFAULT_SCORES.filter(
  ({ plugin }) => !SPREADING.includes(plugin),
).map((score) =>
  score.plugin === 'NodeResourcesBalancedAllocation' ? { ...score, weight: 2 } : score,
)

/** The default profile, turned round: full nodes first, and those evenly used twice as much. */
export const kubernetesBinPacking: SchedulerPolicy = {
  id: 'kubernetes-bin-packing',
  title: 'Kubernetes bin packing',
  subtitle: 'looks at the shape, then chooses',
  chip: 'Score: pack tightly',
  rule: 'Of the nodes that pass every filter, one with the highest score.',
  world: 'kubernetes',
  profile: {
    filters: DEFAULT_FILTERS,
    scores,
    args: {
      NodeResourcesFit: {
        scoringStrategy: {
          type: 'MostAllocated',
          resources: [
            { name: 'cpu', weight: 1 },
            { name: 'memory', weight: 1 },
          ],
        },
      },
    },
    postFilters: DEFAULT_POST_FILTERS,
    percentageOfNodesToScore: 0,
  },
  pick: { by: 'score', ties: 'random' },
}
