import type {
  Attempt,
  NodeVerdict,
  PreemptionOption,
  PreemptionReasons,
  PreemptionRule,
} from '../../engine/scheduler/attempt.ts'
import { reasonWords as say } from './reasons.ts'
import { runbookText } from './runbook.ts'
import { speak, type Translated } from './spoken.ts'
import { clock, count, laneLabel } from './units.ts'

/** What explains one decision, phase by phase; its sentences are made below. */
const walkEn = {
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

export type WalkWords = Translated<typeof walkEn>

/** In the language that is spoken. */
export let walkWords: WalkWords = walkEn
speak('walk', walkEn, (texts) => {
  walkWords = texts
})

/** `api-2, web-3 and db-1`; more than `most` names are how many they are. */
function list(names: readonly string[], many = say.nodes, most = 4): string {
  return names.length > most ? many(names.length) : say.and(names)
}

// ---------------------------------------------------------------- the phases

/** Who is next, out of how many, and what it asks for. */
export function queueSentence(pod: string, asks: string, waiting: number, tried: number): string {
  return say.queue(pod, waiting, tried, asks)
}

/** Why a node is out: a key that equal reasons share, and how to say it of so many nodes. */
interface Reason {
  readonly key: string
  readonly text: (n: number) => string
}

function reasonOf({ rejectedBy = '', insufficient = [] }: NodeVerdict): Reason {
  if (insufficient.length > 0) {
    const what = say.and(insufficient.map(({ resource }) => resourceName(resource)))
    return { key: what, text: (n) => say.lack(n, what) }
  }
  const text = say.refused[rejectedBy] ?? ((n: number) => say.refusedBy(n, rejectedBy))
  return { key: rejectedBy, text }
}

function resourceName(resource: string): string {
  if (resource === 'memory') return say.memory
  return resource === 'pods' ? say.onePodMore : laneLabel(resource)
}

/** `6 nodes: 2 lack CPU, 1 is tainted; 3 fit.`, or of how many nodes those were that were looked at. */
export function filterSentence({ verdicts, nominated, ...rest }: Attempt): string {
  const { nodes = verdicts.length } = rest
  if (nodes === 0) return say.noNode
  if (nominated !== undefined) return say.choices.triedAlone(nominated, nodes !== 1)
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
  if (groups.size === 0 && fitting === nodes) return say.allFit(nodes)
  const parts = [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .map((group) => group.text(group.count))
  return say.filtered(verdicts.length, nodes, parts, fitting)
}

/** What a policy that does not score goes by. */
export function ruleText(rule: string): string {
  return say.rules[rule] ?? rule
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
  if (nominated !== undefined) return say.promised(nominated)
  if (fitting.length === 1) return say.onlyFits(selected)
  if (rule !== undefined) return say.byRule(ruleText(rule).replace(/[.。]$/, ''), selected)
  const best = verdicts.find(({ node }) => node === selected)?.total
  if (best === undefined) return say.taken(selected)
  const others = fitting.flatMap(({ node, total }) =>
    total === undefined || candidates.includes(node) ? [] : [{ node, total }],
  )
  if (candidates.length > 1) return say.tied(list(candidates), best, maxTotal)
  const second = others.sort((a, b) => b.total - a.total)[0]
  if (second === undefined) return say.most(selected, best, maxTotal)
  return say.mostAhead(selected, best, maxTotal, second.node, second.total)
}

/** What comes of it. `label` says how a pod is called on the page. */
export function bindSentence(
  pod: string,
  { selected, preemption }: Attempt,
  label: (name: string) => string,
): string {
  if (selected !== undefined) return say.bound(pod, selected)
  if (preemption === undefined) return say.staysPending(pod)
  const { victims, nominatedNode, reasons } = preemption
  const who = list(victims.map(label), say.pods)
  const [chosen] = reasons?.options ?? []
  return reasons === undefined || chosen === undefined || victims.length > 1
    ? say.makesRoom(pod, nominatedNode, who, victims.length)
    : say.makesRoomFor(pod, nominatedNode, who, chosen.priority, reasons.priority)
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
    sentences.push(say.spared(list(pods, say.pods, 3), pods.length, budget))
  }
  if (broken.length > 0) sentences.push(say.breaks(budgetsOf(broken)))
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
  const who = list(victims.map(label), say.pods)
  return say.guarded(who, victims.length, node, priority, budgetsOf(broken), broken.length)
}

function budgetsOf(names: readonly string[]): string {
  return say.budgets(names.length, list(names))
}

/** By which rule of the candidate order this node came before the next one. */
function betterSentence({ options, rule }: PreemptionReasons): string {
  const [best, ...others] = options
  if (best === undefined) return ''
  if (others.length === 0) return say.noOther
  const next = others.find((option) => rule !== undefined && differs(best, option, rule))
  if (rule === undefined || next === undefined) return ''
  const victims = () => say.better.victims(best.victims.length, next.victims.length)
  const because = {
    budgets: () => say.better.budgets(best.violations, next.violations),
    priority: () => say.better.priority(best.priority, next.priority),
    // The sum adds 2^31 for each, so that more pods always weigh more.
    sum: () => (best.victims.length < next.victims.length ? victims() : say.better.sum(0, 0)),
    victims,
    start: () => say.better.start(0, 0),
  }[rule]
  return say.rather(best.node, next.node, because())
}

/** What clearing another node would have cost. */
export function optionSentence(option: PreemptionOption, label: (name: string) => string): string {
  const { node, victims, priority, broken = [] } = option
  const breaks = broken.length > 0 ? budgetsOf(broken) : ''
  return say.option(node, list(victims.map(label), say.pods), victims.length, priority, breaks)
}

function differs(a: PreemptionOption, b: PreemptionOption, rule: PreemptionRule): boolean {
  if (rule === 'budgets') return a.violations !== b.violations
  if (rule === 'priority') return a.priority !== b.priority
  return rule !== 'victims' || a.victims.length !== b.victims.length
}

function wakeSentences(pod: string, verdicts: readonly NodeVerdict[]): string[] {
  const refusedBy = new Set(verdicts.map(({ rejectedBy = '' }) => rejectedBy))
  const wakes = [...refusedBy].flatMap((plugin) => say.wakes[plugin] ?? [])
  return wakes.length === 0 ? [] : [say.wake(pod, wakes.slice(0, 3))]
}

// ---------------------------------------------------------------- what if

/** As much of a pod's future as a sentence needs. */
export interface ToldPod {
  readonly label: string
  readonly outcome: 'moves' | 'pending' | 'down' | 'gone' | 'unwanted'
  readonly machine?: string
  readonly message?: string
  /** It only makes room for those that move. */
  readonly preempted?: boolean
}

/** Above what a plug would do. */
export const plugHeading = (machine: string): string => say.plug.heading(machine)
export const plugIfPulled = (): string => say.plug.ifPulled
export const plugWorkingOut = (): string => say.plug.workingOut

/**
 * `5 pods: 4 are re-created on node-1 and node-2 after 5 min 50 s; db-3 stays pending: 0/5 nodes …`; on the
 * One-click side `5 apps are down …`.
 * @param after until the last of them has its machine
 */
export function futureSentence(
  concerned: readonly ToldPod[],
  bought: number,
  after: number,
  runbook: boolean,
): string {
  const { plug } = say
  if (concerned.length === 0) return plug.nothing
  const pods = concerned.filter(({ preempted }) => !preempted)
  const of = (outcome: ToldPod['outcome']) => pods.filter((pod) => pod.outcome === outcome)
  const parts: string[] = []
  const moving = of('moves')
  if (moving.length > 0) {
    const machines = unique(moving.map(({ machine }) => machine ?? ''))
    const where = list(machines, runbook ? say.machines : say.nodes)
    parts.push(plug.move(who(moving, pods), moving.length, where, bought, machines.length, after))
  }
  const pending = of('pending')
  if (pending.length > 0) {
    const message = pending[0]!.message?.replace(/\.\s*$/, '')
    const [some, n] = [who(pending, pods), pending.length]
    parts.push(
      message === undefined ? plug.stay(some, n) : plug.stayWhy(some, n, runbookText(message)),
    )
  }
  const down = of('down')
  if (down.length > 0) parts.push(downPart(down, pods, after, runbook))
  const gone = of('gone')
  if (gone.length > 0) parts.push(plug.gone(who(gone, pods), gone.length))
  const unwanted = of('unwanted')
  if (unwanted.length > 0) parts.push(plug.unwanted(who(unwanted, pods), unwanted.length))
  const pushed = concerned.filter(({ preempted }) => preempted)
  if (pushed.length > 0) parts.push(pushedPart(pushed, moving.length > 0))
  if (pods.length === 0) return `${parts.join('; ')}.`
  const all = runbook ? say.apps(pods.length) : say.pods(pods.length)
  return plug.told(all, parts)
}

/**
 * Who has to leave other machines, for whom, and what becomes of them.
 * @param theirs for those that were spoken of; else for pods that matter more
 */
function pushedPart(pushed: readonly ToldPod[], theirs: boolean): string {
  const labels = pushed.map(({ label }) => label)
  const pending = pushed.filter(({ outcome }) => outcome === 'pending').length
  const machines = unique(
    pushed.flatMap(({ outcome, machine = '' }) => (outcome === 'moves' ? machine : [])),
  )
  const moving = machines.length > 0 ? pushed.length - pending : 0
  const fates = say.plug.fates(moving, list(machines), pending)
  return say.plug.pushed(list(labels, say.pods, 3), pushed.length, theirs, fates)
}

function downPart(
  down: readonly ToldPod[],
  all: readonly ToldPod[],
  after: number,
  runbook: boolean,
): string {
  const back = down.filter(({ machine }) => machine !== undefined)
  const some = who(down, all)
  if (!runbook || back.length === 0) return say.plug.down(some, down.length)
  const where = list(unique(back.map(({ machine }) => machine!)), say.machines)
  const stuck = down.length - back.length
  return say.plug.downUntil(some, down.length, back.length, where, after, stuck)
}

/** `all`, a few names, or a number. */
function who(some: readonly ToldPod[], all: readonly ToldPod[]): string {
  if (some.length === all.length && all.length > 1) return say.plug.all
  return some.length <= 2 ? say.and(some.map(({ label }) => label)) : count(some.length)
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
