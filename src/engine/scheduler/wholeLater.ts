import type { Random } from '../sim/random.ts'
import type { Attempt, TopologyFact } from './attempt.ts'
import type { Nominated } from './fitCheck.ts'
import type { ClusterView, PodInfo } from './framework.ts'
import { type CycleRules, type CycleStart, schedulingCycle } from './schedulingCycle.ts'
import { topologyFacts } from './topologyFacts.ts'

/** What the readable engine needs to look at a pod as it was looked at when it was decided about. */
export interface Sight {
  readonly info: PodInfo
  readonly cluster: ClusterView
  readonly rules: Pick<CycleRules, 'profile' | 'pick'>
  readonly start: CycleStart
  readonly nominated: Nominated
}

/** Which of several equals was taken is known. */
const NO_CHANCE: Pick<Random, 'below'> = { below: () => 0 }

/**
 * An attempt that was decided the fast way, with what only the readable engine says: a verdict for every
 * node, the names of all equals, what was counted. Worked out when somebody asks first, and then kept in place of
 * what was seen.
 */
export function wholeLater(attempt: Attempt, seen: Sight): () => Attempt {
  let sight: Sight | undefined = seen
  let whole = attempt
  return () => {
    if (sight) whole = withMore(attempt, lookAgain(sight))
    sight = undefined
    return whole
  }
}

/** What only the readable engine says of a decision. */
interface More {
  readonly verdicts: Attempt['verdicts']
  readonly candidates: Attempt['candidates']
  readonly counted: readonly TopologyFact[]
}

/** The readable engine's answer about what was seen then. */
export function lookAgain({ info, cluster, rules, start, nominated }: Sight): More {
  const random = NO_CHANCE as Random
  const cycle = schedulingCycle(info, cluster, { ...rules, random }, start, nominated)
  const { verdicts, candidates } = cycle
  return { verdicts, candidates, counted: topologyFacts(info.pod, cluster, rules.profile.source) }
}

function withMore(attempt: Attempt, { verdicts, candidates, counted }: More): Attempt {
  return {
    ...attempt,
    verdicts,
    candidates,
    equals: undefined,
    examined: undefined,
    counted: counted.length > 0 ? counted : undefined,
  }
}
