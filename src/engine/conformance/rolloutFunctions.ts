import type { Deployment, IntOrString } from '../api/types.gen.ts'
import {
  deploymentComplete,
  maxUnavailable,
  newReplicaSetReplicas,
  resolveFenceposts,
} from '../rules/rollout.ts'

interface Rollout {
  readonly replicas: number
  readonly strategy: string
  readonly maxSurge?: IntOrString
  readonly maxUnavailable?: IntOrString
}

/** The functions of the suites that are about Deployments. */
export const ROLLOUT_FUNCTIONS: Readonly<Record<string, (input: never) => unknown>> = {
  resolveFenceposts: (input: { desired: number } & Pick<Rollout, 'maxSurge' | 'maxUnavailable'>) =>
    resolveFenceposts(input.maxSurge, input.maxUnavailable, input.desired),

  deploymentMaxUnavailable: (input: Rollout) => maxUnavailable(deploymentOf(input)),

  newReplicaSetReplicas: (
    input: Omit<Rollout, 'replicas'> & {
      deploymentReplicas: number
      newReplicas: number
      allReplicaSets: number[]
    },
  ) =>
    newReplicaSetReplicas(
      deploymentOf({ ...input, replicas: input.deploymentReplicas }),
      input.newReplicas,
      input.allReplicaSets.reduce((sum, replicas) => sum + replicas, 0),
    ),

  deploymentComplete,
}

function deploymentOf({ replicas, strategy, ...rollingUpdate }: Rollout): Deployment {
  const { maxSurge, maxUnavailable: unavailable } = rollingUpdate
  return {
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: strategy, rollingUpdate: { maxSurge, maxUnavailable: unavailable } },
    },
  }
}
