import type {
  Attempt,
  NodeVerdict,
  PreemptionOption,
  PreemptionReasons,
  PreemptionRule,
} from '../../engine/scheduler/attempt.ts'
import { triedAlone } from '../../engine/scheduler/choices.ts'
import { clock, count, duration, laneLabel } from './units.ts'

/** What explains one decision, phase by phase, and what a plug would do; in English. */
export const walkWords = {
  bar: 'Explain',
  close: 'Stop explaining',
  phases: { queue: 'Queue', filter: 'Filter', score: 'Score', bind: 'Bind' },
  /** Instead of the last phase, of a pod that fits nowhere. */
  waits: 'Wait',
  makesRoom: 'Preempt',
  ready: 'Step goes through the scheduler’s next decision.',
  over: 'The scheduler has no decision left to make in this run.',
  question: (pod: string) => `Where will ${pod} go?`,
  predict: 'Predict',
  predictHint: 'Guess the node before it is shown',
  guessAsk: (pod: string) => `Which node gets ${pod}? Choose one on the stage or here, then step.`,
  guessLabel: 'Your guess',
  guessNone: 'none fits',
  guessOpen: 'choose a node',
  guessed: (node: string) => `Your guess: ${node}.`,
  tally: (right: number, all: number) => `${count(right)} of ${count(all)} right`,
  right: 'Right!',
  rightAsWell: (node: string, drawn: string) =>
    `Right: ${node} was just as good; ${drawn} was drawn.`,
  wrongNode: (guess: string, node: string) => `Not ${guess}: it is ${node}.`,
  wrongNone: (guess: string) => `Not ${guess}: none fits.`,
  wrongFits: (node: string) => `One fits: it is ${node}.`,
  unnoticed: (node: string) =>
    `${node} has lost its power, but Kubernetes does not know that yet: it looks ready.`,
  showOnStage: 'Show on the stage',
  attemptAt: (index: number, all: number, at: number) =>
    `attempt ${count(index)} of ${count(all)}, ${clock(at)}`,
} as const

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** `api-2, web-3 and db-1`; more than `most` names are a number of `what`. */
function list(names: readonly string[], most = 4, what = 'nodes'): string {
  if (names.length > most) return `${count(names.length)} ${what}`
  return names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

// ---------------------------------------------------------------- the phases

/** Who is next, out of how many, and what it asks for. */
export function queueSentence(pod: string, asks: string, waiting: number, tried: number): string {
  const place =
    waiting > 1
      ? `${pod} is first of ${count(waiting)} in the queue`
      : `${pod} is next in the queue`
  const again = tried > 0 ? `, for the ${ordinal(tried + 1)} time` : ''
  return `${place}${again}. It asks for ${asks}.`
}

function ordinal(n: number): string {
  const tail = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${tail}`
}

/** Why a node is out: a key that equal reasons share, and the sentence for one and for many. */
interface Reason {
  readonly key: string
  readonly one: string
  readonly many: string
}

const RULES: Readonly<Record<string, readonly [string, string]>> = {
  TaintToleration: ['is tainted', 'are tainted'],
  NodeUnschedulable: ['is cordoned', 'are cordoned'],
  NodeAffinity: ['does not match its node selector', 'do not match its node selector'],
  NodeName: ['is not the one it names', 'are not the one it names'],
  NodePorts: ['has its port taken', 'have its port taken'],
  PodTopologySpread: ['would make the spread too uneven', 'would make the spread too uneven'],
  InterPodAffinity: ['has the wrong neighbours', 'have the wrong neighbours'],
  VolumeBinding: ['cannot have its volume', 'cannot have its volume'],
  VolumeZone: ['is in another zone than its volume', 'are in another zone than its volume'],
  NodeVolumeLimits: ['takes no more volumes', 'take no more volumes'],
}

function reasonOf({ rejectedBy = '', insufficient = [] }: NodeVerdict): Reason {
  if (insufficient.length > 0) {
    const what = list(
      insufficient.map(({ resource }) => resourceName(resource)),
      9,
    )
    return { key: what, one: `lacks ${what}`, many: `lack ${what}` }
  }
  const [one, many] = RULES[rejectedBy] ?? [
    `is refused by ${rejectedBy}`,
    `are refused by ${rejectedBy}`,
  ]
  return { key: rejectedBy, one, many }
}

function resourceName(resource: string): string {
  if (resource === 'memory') return 'memory'
  return resource === 'pods' ? 'room for one more pod' : laneLabel(resource)
}

/** `6 nodes: 2 lack CPU, 1 is tainted; 3 fit.` */
export function filterSentence({ verdicts, nominated, ...rest }: Attempt): string {
  const { nodes = verdicts.length } = rest
  if (nodes === 0) return 'There is no node.'
  if (nominated !== undefined) return triedAlone(nominated, nodes)
  const groups = new Map<string, Reason & { count: number }>()
  let fitting = 0
  for (const verdict of verdicts) {
    if (verdict.rejectedBy === undefined) {
      fitting += 1
      continue
    }
    const reason = reasonOf(verdict)
    const group = groups.get(reason.key) ?? { ...reason, count: 0 }
    group.count += 1
    groups.set(reason.key, group)
  }
  const all = s(nodes, 'node', 'nodes')
  if (groups.size === 0 && fitting === nodes) {
    return nodes === 1 ? 'One node, and it fits.' : `${all}, and all of them fit.`
  }
  const parts = [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .map((group) => `${count(group.count)} ${group.count === 1 ? group.one : group.many}`)
  const fits = fitting === 0 ? 'none fits' : s(fitting, 'fits', 'fit')
  return `${all}${parts.length > 0 ? ': ' : ''}${parts.join(', ')}; ${fits}.`
}

/** Who has the most points, and by how much. */
export function scoreSentence({
  verdicts,
  selected,
  candidates,
  maxTotal,
  rule,
  nominated,
}: Attempt): string {
  const fitting = verdicts.filter((verdict) => verdict.rejectedBy === undefined)
  if (selected === undefined) return ''
  if (nominated !== undefined) return `${nominated} is taken as promised: nothing has to be scored.`
  if (fitting.length === 1) return `Only ${selected} fits, so nothing has to be scored.`
  if (rule !== undefined) return `No scores here. The rule: ${rule}. That is ${selected}.`
  const best = verdicts.find(({ node }) => node === selected)?.total
  if (best === undefined) return `${selected} is taken.`
  const others = fitting.flatMap(({ node, total }) =>
    total === undefined || candidates.includes(node) ? [] : [{ node, total }],
  )
  const points = `${count(best)} of ${count(maxTotal)} points`
  if (candidates.length > 1) return `${list(candidates)} have the same ${points}.`
  const second = others.sort((a, b) => b.total - a.total)[0]
  const ahead = second === undefined ? '' : `, ahead of ${second.node} with ${count(second.total)}`
  return `${selected} has the most: ${points}${ahead}.`
}

/** What comes of it. `label` says how a pod is called on the page. */
export function bindSentence(
  pod: string,
  { selected, preemption }: Attempt,
  label: (name: string) => string,
): string {
  if (selected !== undefined) return `${pod} is bound to ${selected}.`
  if (preemption === undefined) return `${pod} stays pending until something changes.`
  const { victims, nominatedNode, reasons } = preemption
  const who = list(victims.map(label), 4, 'pods')
  const own = victims.length === 1 ? 'has to leave, as its' : 'have to leave, as their'
  const [chosen] = reasons?.options ?? []
  const lower =
    reasons === undefined || chosen === undefined || victims.length > 1
      ? 'priority is lower'
      : `priority ${chosen.priority} is lower than ${reasons.priority}`
  return `${pod} makes room on ${nominatedNode}: ${who} ${own} ${lower}. Then ${pod} is tried again.`
}

/** Why it is these pods of this node that leave; of a pod that waits, what would wake it. */
export function bindReasons(
  pod: string,
  { selected, preemption, verdicts }: Attempt,
  label: (name: string) => string,
): readonly string[] {
  if (selected !== undefined) return []
  if (preemption === undefined) return wakeSentences(pod, verdicts)
  const { reasons } = preemption
  const [chosen] = reasons?.options ?? []
  if (reasons === undefined || chosen === undefined) return []
  const sentences = [
    ...budgetSentences(chosen, label),
    guardedSentence(reasons, label),
    betterSentence(reasons),
  ]
  return sentences.filter((sentence) => sentence !== '')
}

/** Whom a PodDisruptionBudget keeps although more important pods go, and which budget is broken. */
function budgetSentences(
  { broken = [], spared = [] }: PreemptionOption,
  label: (name: string) => string,
): string[] {
  const sentences: string[] = []
  for (const budget of new Set(spared.map((one) => one.budget))) {
    const pods = spared.filter((one) => one.budget === budget).map(({ pod }) => label(pod))
    const lower = pods.length === 1 ? 'is less important, but is' : 'are less important, but are'
    sentences.push(`${list(pods, 3, 'pods')} ${lower} spared by the PodDisruptionBudget ${budget}.`)
  }
  if (broken.length > 0) sentences.push(`This breaks ${budgetsOf(broken)}: there is no other way.`)
  return sentences
}

/** Why it is not the less important pods of another node: a budget guards them. */
function guardedSentence({ options }: PreemptionReasons, label: (name: string) => string): string {
  const [best, ...others] = options
  const guarded = others.find(
    ({ violations, priority }) => violations > best!.violations && priority <= best!.priority,
  )
  if (guarded === undefined) return ''
  const { node, victims, priority, broken = [] } = guarded
  const [matter, them] = victims.length === 1 ? ['matters', 'it'] : ['matter', 'them']
  const keep = broken.length > 1 ? 'keep' : 'keeps'
  const who = list(victims.map(label), 4, 'pods')
  return `${who} on ${node} ${matter} less (priority ${priority}), but ${budgetsOf(broken)} ${keep} ${them}.`
}

function budgetsOf(names: readonly string[]): string {
  return `the ${names.length > 1 ? 'PodDisruptionBudgets' : 'PodDisruptionBudget'} ${list(names)}`
}

/** By which rule of the candidate order this node came before the next one. */
function betterSentence({ options, rule }: PreemptionReasons): string {
  const [best, ...others] = options
  if (best === undefined) return ''
  if (others.length === 0) return 'On no other node would that make room.'
  const next = others.find((option) => rule !== undefined && differs(best, option, rule))
  if (rule === undefined || next === undefined) return ''
  const because = {
    budgets: `clearing it breaks fewer budgets (${best.violations} against ${next.violations})`,
    priority: `who has to go there is less important (priority ${best.priority} against ${next.priority})`,
    // The sum adds 2^31 for each, so that more pods always weigh more.
    sum:
      best.victims.length < next.victims.length
        ? `fewer have to go there (${best.victims.length} against ${next.victims.length})`
        : 'the priorities of those who have to go there add up to less',
    victims: `fewer have to go there (${best.victims.length} against ${next.victims.length})`,
    start: 'who has to go there has not run as long',
  }[rule]
  return `${best.node} rather than ${next.node}: ${because}.`
}

/** What clearing another node would have cost. */
export function optionSentence(option: PreemptionOption, label: (name: string) => string): string {
  const { node, victims, priority, broken = [] } = option
  const breaks = broken.length > 0 ? `, breaking ${budgetsOf(broken)}` : ''
  const priorities = victims.length === 1 ? `priority ${priority}` : `priority ${priority} at most`
  return `${node}: ${list(victims.map(label), 4, 'pods')} would have to leave (${priorities}${breaks}).`
}

function differs(a: PreemptionOption, b: PreemptionOption, rule: PreemptionRule): boolean {
  if (rule === 'budgets') return a.violations !== b.violations
  if (rule === 'priority') return a.priority !== b.priority
  return rule !== 'victims' || a.victims.length !== b.victims.length
}

/** What would wake a pod, by the plugin that refused it: its queueing hints (SCHEDULER.md section 2). */
const WAKES: Readonly<Record<string, string>> = {
  NodeResourcesFit: 'a pod leaves or shrinks, or a node with room comes',
  TaintToleration: 'a taint goes or another node comes',
  NodeUnschedulable: 'a node is uncordoned or comes',
  NodeAffinity: 'a node with the labels it wants comes',
  NodeName: 'the node that it names comes',
  NodePorts: 'a pod that has its port leaves, or a node comes',
  PodTopologySpread: 'pods of its group come or go, or a node comes',
  InterPodAffinity: 'pods of its neighbourhood come or go, or a node comes',
  VolumeBinding: 'its claim, a volume or a storage class comes or changes',
  VolumeZone: 'its claim or volume changes, or a node in its zone comes',
  VolumeRestrictions: 'the pod that has its volume leaves',
  NodeVolumeLimits: 'a pod with volumes leaves, or a node comes',
}

function wakeSentences(pod: string, verdicts: readonly NodeVerdict[]): string[] {
  const refusedBy = new Set(verdicts.map(({ rejectedBy = '' }) => rejectedBy))
  const wakes = [...refusedBy].flatMap((plugin) => WAKES[plugin] ?? [])
  if (wakes.length === 0) return []
  const when = wakes.slice(0, 3).join(', or when ')
  return [`${pod} is tried again when ${when}; and in any case after 5 min.`]
}

// ---------------------------------------------------------------- what if

/** As much of a pod's future as a sentence needs. */
export interface ToldPod {
  readonly label: string
  readonly outcome: 'moves' | 'pending' | 'down' | 'gone'
  readonly machine?: string
  readonly message?: string
  /** It only makes room for those that move. */
  readonly preempted?: boolean
}

export const plugWords = {
  heading: (machine: string) => `If ${machine} loses power`,
  ifPulled: 'If it is pulled:',
  nothing: 'nothing happens to any pod.',
}

/**
 * `5 pods: 4 move to node-1 and node-2 after 5 min 50 s; db-3 stays pending: 0/5 nodes …`; on the
 * One-click side `5 apps are down …`.
 * @param after until the last of them has its machine
 */
export function futureSentence(
  concerned: readonly ToldPod[],
  bought: number,
  after: number,
  runbook: boolean,
): string {
  if (concerned.length === 0) return plugWords.nothing
  const pods = concerned.filter(({ preempted }) => !preempted)
  const of = (outcome: ToldPod['outcome']) => pods.filter((pod) => pod.outcome === outcome)
  const parts: string[] = []
  const moving = of('moves')
  if (moving.length > 0) {
    const machines = unique(moving.map(({ machine }) => machine ?? ''))
    const verb = moving.length === 1 ? 'moves' : 'move'
    const where = list(machines, 4, runbook ? 'machines' : 'nodes')
    const buys = bought > 0 ? boughtPart(bought, machines.length) : ''
    parts.push(`${who(moving, pods)} ${verb} to ${where}${buys}, after ${duration(after)}`)
  }
  const pending = of('pending')
  if (pending.length > 0) {
    const verb = pending.length === 1 ? 'stays' : 'stay'
    const message = pending[0]!.message
    const why = message === undefined ? '' : `: ${message.replace(/\.\s*$/, '')}`
    parts.push(`${who(pending, pods)} ${verb} pending${why}`)
  }
  const down = of('down')
  if (down.length > 0) parts.push(downPart(down, pods, after, runbook))
  const gone = of('gone')
  if (gone.length > 0) {
    const verb = gone.length === 1 ? 'is' : 'are'
    parts.push(`${who(gone, pods)} ${verb} gone for good`)
  }
  const pushed = concerned.filter(({ preempted }) => preempted)
  const taking = pods.some(({ outcome }) => outcome === 'moves')
  if (pushed.length > 0) parts.push(pushedPart(pushed, taking ? ' for them' : OTHERS))
  if (pods.length === 0) return `${parts.join('; ')}.`
  const all = runbook ? s(pods.length, 'app', 'apps') : s(pods.length, 'pod', 'pods')
  return `${all}: ${parts.join('; ')}.`
}

/** For whom there has to be room when none of those that are spoken of gets any. */
const OTHERS = ' for pods that matter more'

/** Who has to leave other machines, for whom, and what becomes of them. */
function pushedPart(pushed: readonly ToldPod[], forWhom: string): string {
  const labels = pushed.map(({ label }) => label)
  const verb = pushed.length === 1 ? 'has' : 'have'
  const pending = pushed.filter(({ outcome }) => outcome === 'pending').length
  const machines = unique(
    pushed.flatMap(({ outcome, machine = '' }) => (outcome === 'moves' ? machine : [])),
  )
  const fates = [
    ...(machines.length > 0
      ? [`${pushed.length - pending === 1 ? 'goes' : 'go'} to ${list(machines)}`]
      : []),
    ...(pending > 0 ? [pending === 1 ? 'stays pending' : 'stay pending'] : []),
  ]
  const mixed =
    fates.length > 1
      ? `, ${count(pushed.length - pending)} ${fates[0]}, ${count(pending)} ${fates[1]}`
      : fates.map((fate) => ` and ${fate}`).join('')
  return `${list(labels, 3, 'pods')} ${verb} to make room${forWhom}${mixed}`
}

function boughtPart(bought: number, machines: number): string {
  return bought < machines ? `, ${count(bought)} of them bought by then` : ', bought by then'
}

function downPart(
  down: readonly ToldPod[],
  all: readonly ToldPod[],
  after: number,
  runbook: boolean,
): string {
  const verb = down.length === 1 ? 'is' : 'are'
  const back = down.filter(({ machine }) => machine !== undefined)
  if (!runbook || back.length === 0) return `${who(down, all)} ${verb} down until power returns`
  const machines = list(unique(back.map(({ machine }) => machine!)), 4, 'machines')
  const person = `a person puts ${back.length === 1 ? 'it' : 'them'} back on ${machines}`
  const last = `${back.length > 1 ? 'the last after' : 'after'} ${duration(after)}`
  const rest = down.length - back.length
  const stuck = rest > 0 ? `; for ${count(rest)} there is no room` : ''
  return `${who(down, all)} ${verb} down until power returns, or until ${person}, ${last}${stuck}`
}

/** `all`, a few names, or a number. */
function who(some: readonly ToldPod[], all: readonly ToldPod[]): string {
  if (some.length === all.length && all.length > 1) return 'all'
  return some.length <= 2 ? list(some.map(({ label }) => label)) : count(some.length)
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
