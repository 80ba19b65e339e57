import { NAMESPACE_NAME_LABEL } from '../api/defaults.ts'
import type { Pod } from '../api/types.gen.ts'
import { createCache } from '../scheduler/cache.ts'
import { ConfigurationError } from '../scheduler/config/problems.ts'
import { readConfiguration } from '../scheduler/config/readConfiguration.ts'
import { type Decision, decide } from '../scheduler/decide.ts'
import { disruptionBudget } from '../scheduler/disruptionBudget.ts'
import type { ClusterView } from '../scheduler/framework.ts'
import { groupSelectors } from '../scheduler/groupSelectors.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import { createNominations } from '../scheduler/nominations.ts'
import { isTerminated } from '../scheduler/podStatus.ts'
import { kubernetesDefault } from '../scheduler/policies/kubernetesDefault.ts'
import {
  type RunnableProfile,
  type RunnableProfiles,
  runnableProfiles,
  schedulerNameOf,
} from '../scheduler/profile.ts'
import { topologyFacts } from '../scheduler/topologyFacts.ts'
import { KUBERNETES_VERSIONS, type KubernetesVersion, minorOf } from '../scheduler/version.ts'
import { createRandom } from '../sim/seededRandom.ts'
import { completeNode, completeOther, completePod } from './admitObjects.ts'
import { ExplainError } from './explainError.ts'
import { type Explanation, explanationOf, notTried } from './explanation.ts'
import { type ObjectSet, readObjects } from './readObjects.ts'

/** What is asked about some objects. */
export interface ExplainRequest {
  /** The pod to schedule; it is among the objects. Namespace `default` if absent. */
  readonly pod: { readonly namespace?: string; readonly name: string }
  /** A parsed KubeSchedulerConfiguration; the default profile if absent. */
  readonly config?: unknown
  /** Chooses among equal nodes; a whole number, 1 if absent. */
  readonly seed?: number
  /** 1.35 if absent. */
  readonly kubernetesVersion?: KubernetesVersion
}

/**
 * What kube-scheduler would do with one pod, now, and why: every filter's verdict, every score, every
 * node that could be chosen. Nothing is changed by asking.
 *
 * Pods are completed as the API server completes them (SCHEDULER.md section 1). Nodes are taken as they
 * stand, with room for 110 pods if they do not say. A pod that names its node (`spec.nodeName`) and is
 * asked about is asked about as if it were not there yet, and fits only on the node it names.
 * @param objects plain Kubernetes objects (parsed YAML); the order of Nodes is the order of their creation
 * @throws ExplainError when the question cannot be answered as it stands
 */
export function explain(objects: unknown, request: ExplainRequest): Explanation {
  const { key, seed, minor } = readRequest(request)
  const set = readObjects(objects)
  const [namespace, name] = key
  const written = set.get('Pod', namespace, name)
  if (!written) {
    throw new ExplainError('pod', `there is no Pod ${namespace}/${name} among the objects`)
  }
  const classes = set.all('PriorityClass')
  const pod = completePod(written, classes, minor)
  const profile = profileFor(pod, profilesOf(request.config))
  const gate = profile.preEnqueue(pod)
  if (gate !== undefined) return notTried(gate)
  if (pod.metadata?.deletionTimestamp !== undefined) {
    return notTried(`skip schedule deleting pod: ${namespace}/${name}`)
  }

  const cache = createCache()
  const nominations = createNominations()
  for (const node of set.all('Node')) cache.putNode(completeNode(node))
  let id = 0
  for (const given of set.all('Pod')) {
    if (given === written || isTerminated(given)) continue
    const other = completeOther(given, classes, minor)
    if (other.spec?.nodeName) cache.putPod(id++, other, other.spec.nodeName)
    else nominations.put(podInfo(other))
  }
  const cluster: ClusterView = {
    ...factsOf(set),
    kubernetesMinor: minor,
    nodes: cache.nodes(),
  }
  const info = podInfo(pod)
  const rules = { profile, pick: PICK, random: createRandom(seed) }
  const start = { index: 0, last: 0 }
  const decision: Decision = decide(info, cluster, rules, start, nominations.against(info))
  return explanationOf(decision, topologyFacts(pod, cluster, profile.source), seed)
}

const PICK = { by: 'score', ties: 'random' } as const

function readRequest(request: ExplainRequest) {
  const { pod, seed = 1, kubernetesVersion } = request
  const { namespace = 'default', name } = pod ?? {}
  if (typeof name !== 'string' || name === '' || typeof namespace !== 'string') {
    throw new ExplainError('pod', 'pod must be an object with the namespace and name of a Pod')
  }
  if (!Number.isSafeInteger(seed)) {
    throw new ExplainError('seed', `seed must be a whole number, not ${JSON.stringify(seed)}`)
  }
  if (kubernetesVersion !== undefined && !KUBERNETES_VERSIONS.includes(kubernetesVersion)) {
    const known = KUBERNETES_VERSIONS.join(', ')
    const message = `kubernetesVersion must be one of ${known}, not ${JSON.stringify(kubernetesVersion)}`
    throw new ExplainError('kubernetesVersion', message)
  }
  return { key: [namespace, name] as const, seed, minor: minorOf(kubernetesVersion) }
}

const DEFAULT_PROFILES: RunnableProfiles = runnableProfiles([kubernetesDefault.profile])

function profilesOf(config: unknown): RunnableProfiles {
  if (config === undefined || config === null) return DEFAULT_PROFILES
  try {
    return runnableProfiles(readConfiguration(config).profiles)
  } catch (error) {
    if (error instanceof ConfigurationError) throw new ExplainError('config', error.message)
    throw error
  }
}

function profileFor(pod: Pod, profiles: RunnableProfiles): RunnableProfile {
  const name = schedulerNameOf(pod)
  const profile = profiles.get(name)
  if (profile) return profile
  const known = [...profiles.keys()].join(', ')
  const message = `the pod asks for the scheduler "${name}", and there is no such profile; there is ${known}`
  throw new ExplainError('pod', message)
}

function factsOf(set: ObjectSet): Omit<ClusterView, 'nodes'> {
  const services = set.all('Service')
  return {
    namespaceLabels: (name) => ({
      ...set.get('Namespace', '', name)?.metadata?.labels,
      [NAMESPACE_NAME_LABEL]: name,
    }),
    groupSelectors: (pod) =>
      groupSelectors(pod, {
        services: (namespace) =>
          services.filter(({ metadata }) => metadata?.namespace === namespace),
        owner: (kind, namespace, name) => set.get(kind, namespace, name),
      }),
    storage: {
      claim: (namespace, name) => set.get('PersistentVolumeClaim', namespace, name),
      volume: (name) => set.get('PersistentVolume', '', name),
      volumes: () => set.all('PersistentVolume'),
      storageClass: (name) => set.get('StorageClass', '', name),
      csiNode: (name) => set.get('CSINode', '', name),
    },
    disruptionBudgets: set.all('PodDisruptionBudget').map(disruptionBudget),
  }
}
