import type { Node, Pod } from '../../api/types.gen.ts'
import { createRandom } from '../../sim/seededRandom.ts'
import { structurallyEqual } from '../../store/structuralEquality.ts'
import type { Decision } from '../decide.ts'
import { type ClusterFacts, readableEngine } from '../engine.ts'
import { FEW_EQUALS } from '../fast/fastCycle.ts'
import { fastEngine } from '../fast/fastEngine.ts'
import type { Nominated } from '../fitCheck.ts'
import type { ClusterView, PodInfo } from '../framework.ts'
import { groupSelectors } from '../groupSelectors.ts'
import { podInfo } from '../nodeView.ts'
import { createNominations } from '../nominations.ts'
import { runnable } from '../profile.ts'
import type { CycleStart } from '../schedulingCycle.ts'
import { topologyFacts } from '../topologyFacts.ts'
import { lookAgain, type Sight } from '../wholeLater.ts'
import {
  dice,
  HOST,
  NAMESPACES,
  plainNode,
  plainTemplate,
  randomNode,
  randomTemplate,
} from './randomPods.ts'
import { plainPolicy, randomPolicy } from './randomProfile.ts'
import { randomStorage } from './randomStorage.ts'

/** What a comparison of the two engines came to. */
export interface Comparison {
  readonly decisions: number
  /** How many of them the fast engine took the fast way. */
  readonly fast: number
  /** How many of these by blocks of the list of nodes. */
  readonly byBlocks: number
  /** How many of these told nodes apart by a value. */
  readonly byValue: number
  /** How many of the fast ones found the best nodes while they looked at them. */
  readonly fused: number
  /** How many of the fast ones looked for reasons only where something had changed. */
  readonly patched: number
  /** How many attempts had verdicts made of what they saw, after everything else had happened. */
  readonly late: number
  /** The first one that differs. */
  readonly mismatch?: { readonly step: number; readonly readable: unknown; readonly fast: unknown }
}

/** Everything of a decision but its verdicts, of which only the number counts, as plain values. */
function comparable({ record, selected, refusal, bindings, next }: Decision) {
  const { verdicts, candidates, equals = candidates.length, ...others } = record
  const { examined = verdicts.length, ...rest } = others
  const named = equals > FEW_EQUALS ? [] : candidates
  return {
    record: { ...rest, examined, candidates: named, equals },
    selected,
    bindings,
    next,
    refusal: refusal && {
      ...refusal,
      rejectedBy: [...refusal.rejectedBy].sort(),
      victims: refusal.victims.map(({ metadata }) => metadata?.name),
    },
  }
}

/** Larger clusters are not looked at again: that takes the readable engine long. */
const LOOKED_AT_AGAIN = 50

/** A pod that preemption has ended, and that is still there. */
function leaving(pod: Pod): Pod {
  const reason = 'PreemptionByScheduler'
  return {
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
    status: {
      ...pod.status,
      conditions: [{ type: 'DisruptionTarget', status: 'True', reason }],
    },
  }
}

/**
 * Lets both engines live through the same random cluster and compares every decision: nodes and pods
 * come, change and go, pods are tried, placed, preempted and nominated.
 * @param steps things that happen, about two thirds of them decisions
 */
export function compareEngines(seed: number, steps: number): Comparison {
  const random = createRandom(seed)
  const d = dice(random)
  // Some clusters are large and plain: what is made for those is hardly met in the others.
  const isPlain = d.maybe(25)
  const [policyOf, nodeOf, templateOf] = isPlain
    ? ([plainPolicy, plainNode, plainTemplate] as const)
    : ([randomPolicy, randomNode, randomTemplate] as const)
  const policies = [policyOf(d), policyOf(d)].map((policy) => ({
    profile: runnable(policy.profile),
    pick: policy.pick,
  }))
  const storage = randomStorage(d)
  const namespaces = new Map(NAMESPACES.map((name) => [name, { tier: d.one(['gold', 'tin']) }]))
  const services = d.some(NAMESPACES, 60).map((namespace) => ({
    metadata: { name: 's', namespace },
    spec: { selector: { app: 'web' } },
  }))
  const facts: ClusterFacts = {
    kubernetesMinor: d.one([33, 34, 35, 35]),
    namespaceLabels: (name) => namespaces.get(name),
    groupSelectors: (pod) =>
      groupSelectors(pod, {
        services: (namespace) => services.filter((each) => each.metadata.namespace === namespace),
        owner: () => undefined,
      }),
    storage,
    disruptionBudgets: d.some(NAMESPACES, 25).map((namespace) => ({
      namespace,
      name: 'budget',
      selector: { matchLabels: { app: d.one(['web', 'db']) } },
      disruptionsAllowed: d.below(3),
      disruptedPods: new Set(),
    })),
  }
  const readable = readableEngine(facts)
  const fast = fastEngine(facts, LOOKED_AT_AGAIN)
  const both = [readable, fast] as const
  const nodes = new Map<string, Node>()
  const pods = new Map<string, Pod>()
  const nominations = createNominations()
  /** Pods that were promised a place, by uid. */
  const promised = new Map<string, Pod>()
  const templates = Array.from({ length: 2 + d.below(5) }, () => templateOf(d))
  // The same draws for both.
  const draws = [createRandom(seed), createRandom(seed)] as const
  let start: CycleStart = { index: 0, last: 0 }
  let serial = 0
  let decisions = 0
  const late: { readonly step: number; readonly now: unknown; later(): unknown }[] = []

  const nodeCount = d.one(isPlain ? [90, 200, 330] : [1, 4, 12, 40, 130])
  for (let i = 0; i < nodeCount; i++) putNode(nodeOf(d, `n${i}`))

  function putNode(node: Node): void {
    nodes.set(node.metadata!.name!, node)
    for (const engine of both) engine.putNode(node)
  }

  function putPod(pod: Pod): void {
    const uid = pod.metadata!.uid!
    pods.set(uid, pod)
    for (const engine of both) engine.putPod(numberOf(uid), pod, pod.spec!.nodeName!)
  }

  function removePod(uid: string): void {
    pods.delete(uid)
    for (const engine of both) engine.removePod(numberOf(uid))
  }

  /** Uids are `p` and a number. */
  const numberOf = (uid: string) => Number(uid.slice(1))

  function newPod(): Pod {
    const template = d.maybe(isPlain ? 3 : 12) ? templateOf(d) : d.one(templates)
    const name = `p${serial++}`
    const metadata = { ...template.metadata, name, uid: name }
    return { ...template, metadata, status: { phase: 'Pending' } }
  }

  function change(): void {
    const pod = pods.size > 0 ? d.one([...pods.values()]) : undefined
    const node = nodes.size > 0 ? d.one([...nodes.values()]) : undefined
    const what = d.below(100)
    if (what < 30 && pod) removePod(pod.metadata!.uid!)
    else if (what < 45 && pod) {
      const deletionTimestamp = '2026-01-01T00:00:00Z'
      putPod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp } })
    } else if (what < 55 && pod) {
      const labels = { ...pod.metadata?.labels, app: d.one(['web', 'db']) }
      putPod({ ...pod, metadata: { ...pod.metadata, labels } })
    } else if (what < 60 && pod) putPod({ ...pod, status: { phase: 'Running' } })
    else if (what < 80 && node) {
      const name = node.metadata!.name!
      const labels = { ...node.metadata!.labels, [HOST]: 'x' }
      const how = d.below(5)
      if (how === 0) putNode(nodeOf(d, name))
      else if (how === 1) putNode({ ...node, status: { ...node.status, conditions: [] } })
      else if (how === 2) putNode({ ...node, metadata: { name, labels } })
      else if (how === 3) {
        const { images } = randomNode(d, name).status!
        putNode({ ...node, status: { ...node.status, images } })
      } else {
        nodes.delete(name)
        for (const engine of both) engine.removeNode(name)
      }
    } else if (what < 92) putNode(nodeOf(d, `n${nodeCount + serial++}`))
    else if (what < 95) {
      const name = d.one(NAMESPACES)
      namespaces.set(name, { tier: d.one(['gold', 'tin']) })
      for (const engine of both) {
        engine.note({ type: 'MODIFIED', kind: 'Namespace', object: { metadata: { name } } })
      }
    } else if (what < 96) storage.change()
    else if (what < 98) templates[d.below(templates.length)] = templateOf(d)
    else for (const uid of [...promised.keys()]) forgetPromise(uid)
  }

  function forgetPromise(uid: string): void {
    promised.delete(uid)
    nominations.remove(uid)
  }

  /** A pod that was nominated to a node, to be tried again; undefined without any. */
  function nominatedPod(): Pod | undefined {
    const pod = promised.size > 0 && d.maybe(25) ? d.one([...promised.values()]) : undefined
    // Somebody may have taken its place in the line.
    if (pod && d.maybe(20)) forgetPromise(pod.metadata!.uid!)
    return pod
  }

  /** What the scheduler hands over, or the same as a plain map. */
  function nominatedAgainst(info: PodInfo): Nominated {
    const others = nominations.against(info)
    return d.maybe(80) ? others : new Map(others)
  }

  const counts = () => ({
    decisions,
    fast: fast.fastDecisions,
    byBlocks: fast.blockDecisions,
    byValue: fast.valueDecisions,
    fused: fast.fusedDecisions,
    late: late.length,
    patched: fast.patchedFailures,
  })

  /** What the readable engine says of a decision now, and what it will say of what the fast one saw. */
  function lookLater(
    step: number,
    [readable, fast]: readonly Decision[],
    sight: Omit<Sight, 'cluster'>,
    cluster: ClusterView,
  ): void {
    const { seen } = fast!
    if (!seen) return
    const { verdicts, candidates } = readable!.record
    const { profile } = sight.rules
    const counted = topologyFacts(sight.info.pod, cluster, profile.source)
    late.push({
      step,
      now: { verdicts, candidates, counted },
      later: () => lookAgain({ ...sight, cluster: seen }),
    })
  }

  for (let step = 0; step < steps; step++) {
    if (d.maybe(isPlain ? 10 : 35)) {
      change()
      continue
    }
    const pod = nominatedPod() ?? newPod()
    const rules = d.maybe(90) ? policies[0]! : policies[1]!
    const info = podInfo(pod)
    const nominated = nominatedAgainst(info)
    const answers = both.map((engine, i) =>
      engine.decide(info, { ...rules, random: draws[i]! }, start, nominated),
    )
    const [expected, found] = answers.map(comparable)
    decisions += 1
    if (!structurallyEqual(expected, found)) {
      const mismatch = { step, readable: expected, fast: found }
      return { ...counts(), mismatch }
    }
    lookLater(step, answers, { info, rules, start, nominated }, readable.cluster())
    const { selected, refusal, next } = answers[0]!
    start = next
    if (selected !== undefined) putPod({ ...pod, spec: { ...pod.spec!, nodeName: selected } })
    if (selected !== undefined || refusal?.nominated === '') forgetPromise(pod.metadata!.uid!)
    if (!refusal?.nominated) continue
    const gone = d.maybe(80)
    for (const victim of refusal.victims) {
      if (gone) removePod(victim.metadata!.uid!)
      else putPod(leaving(victim))
    }
    if (d.maybe(75)) {
      const status = { ...pod.status, nominatedNodeName: refusal.nominated }
      const next = { ...pod, status }
      promised.set(pod.metadata!.uid!, next)
      nominations.put(podInfo(next))
    }
  }
  for (const { step, now, later } of late) {
    const found = later()
    if (!structurallyEqual(now, found)) {
      return { ...counts(), mismatch: { step, readable: now, fast: found } }
    }
  }
  return counts()
}
