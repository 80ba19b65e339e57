import type { Mirror } from '../state/mirror.ts'
import { arrivalsUpTo } from '../state/playback.ts'
import { asked, labelByName, laneOf } from '../state/podFacts.ts'
import type { RunState } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import type { WalkState } from '../state/walkStore.ts'
import { laneTitle } from '../words/laneTitle.ts'
import type { DecisionFacts, Facts, LaneFacts } from '../words/lessonTexts.ts'

const NOBODY: LaneFacts = {
  title: '',
  runbook: false,
  machines: 0,
  machinesUp: 0,
  machinesUsed: 0,
  costPerHour: 0,
  cpu: 0,
  memory: 0,
  pods: 0,
  pending: 0,
  down: 0,
  lost: 0,
  back: 0,
  answered: 0,
  failed: 0,
}

/** What captions may tell of the moment that is shown. */
export function factsOf(
  run: Pick<RunState, 'info' | 'lanes' | 'now'>,
  walk: WalkState | undefined,
  mirror: Mirror,
): Facts {
  const { info, lanes, now } = run
  const resources = info?.resources ?? []
  const sides = lanes.map((lane) => factsOfLane(lane, resources))
  const left = sides[0] ?? NOBODY
  return {
    left,
    right: sides.at(-1) ?? left,
    arrived: info === undefined ? 0 : arrivalsUpTo(info, now),
    evictionWait: info?.evictionWait ?? 0,
    pagedAt: lanes.find(({ pager }) => pager !== undefined)?.pager?.rangAt,
    decision: walk && decisionFacts(walk, resources, mirror),
  }
}

/** One cluster in numbers. */
export function factsOfLane(lane: LaneSummary, resources: readonly string[]): LaneFacts {
  const { metrics, recovery, traffic } = lane
  const share = (resource: string) => {
    const use = metrics.resources[resources.indexOf(resource)]
    return use === undefined || use.allocatable === 0 ? 0 : use.requested / use.allocatable
  }
  const { machines, machinesUp, machinesUsed, costPerHour, pending, down } = metrics
  return {
    title: laneTitle(lane.title),
    runbook: lane.runbook,
    machines,
    machinesUp,
    machinesUsed,
    costPerHour,
    pods: lane.machines.reduce(
      (sum, { dead, pods, terminating }) => (dead ? sum : sum + pods - terminating),
      0,
    ),
    pending,
    down,
    cpu: share('cpu'),
    memory: share('memory'),
    lost: recovery?.lost ?? 0,
    back: recovery?.back ?? 0,
    answered: traffic?.answered ?? 0,
    failed: traffic?.failed ?? 0,
  }
}

function decisionFacts(
  { lane, decision }: WalkState,
  resources: readonly string[],
  mirror: Mirror,
): DecisionFacts {
  const { attempt } = decision
  const { verdicts, selected } = attempt
  const lacks = (wanted: (resource: string) => boolean) =>
    verdicts.filter(({ insufficient = [] }) => insufficient.some((it) => wanted(it.resource)))
      .length
  const own = laneOf(mirror, lane)
  return {
    pod: (own && labelByName(mirror, own, attempt.pod)) ?? attempt.pod,
    asks: asked(resources, decision.requests),
    nodes: attempt.nodes ?? verdicts.length,
    fitting: verdicts.filter(({ rejectedBy }) => rejectedBy === undefined).length,
    lackCpu: lacks((resource) => resource === 'cpu'),
    lackMemory: lacks((resource) => resource === 'memory'),
    lackGpu: lacks((resource) => /\/gpu$/.test(resource)),
    tainted: verdicts.filter(({ rejectedBy }) => rejectedBy === 'TaintToleration').length,
    chosen: selected,
    points: verdicts.find(({ node }) => node === selected)?.total,
    most: attempt.maxTotal,
  }
}
