import type { PreemptionRule } from '../../engine/scheduler/attempt.ts'
import { CHOICE_WORDS } from '../../engine/scheduler/choices.ts'
import { COUNTED_WORDS } from '../../engine/scheduler/countedSentence.ts'
import { speak, type Translated } from './spoken.ts'
import { count, duration } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

function ordinal(n: number): string {
  const tail = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${count(n)}${tail}`
}

/**
 * What the sentences of one decision, and of a plug that is pulled, are made of. `who`: names, or how many;
 * `n`: how many they are.
 */
const reasonsEn = {
  /** `api-2, web-3 and db-1` */
  and: (names: readonly string[]) =>
    names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
  nodes: (n: number) => s(n, 'node', 'nodes'),
  pods: (n: number) => s(n, 'pod', 'pods'),
  machines: (n: number) => s(n, 'machine', 'machines'),
  apps: (n: number) => s(n, 'app', 'apps'),
  queue: (pod: string, waiting: number, tried: number, asks: string) => {
    const place =
      waiting > 1
        ? `${pod} is first of ${count(waiting)} in the queue`
        : `${pod} is next in the queue`
    const again = tried > 0 ? `, for the ${ordinal(tried + 1)} time` : ''
    return `${place}${again}. It asks for ${asks}.`
  },
  memory: 'memory',
  onePodMore: 'room for one more pod',
  lack: (n: number, what: string) => `${s(n, 'lacks', 'lack')} ${what}`,
  refusedBy: (n: number, plugin: string) => `${s(n, 'is', 'are')} refused by ${plugin}`,
  /** So many nodes are out, by the plugin that refused them. */
  refused: {
    TaintToleration: (n) => s(n, 'is tainted', 'are tainted'),
    NodeUnschedulable: (n) => s(n, 'is cordoned', 'are cordoned'),
    NodeAffinity: (n) => `${s(n, 'does', 'do')} not match its node selector`,
    NodeName: (n) => s(n, 'is not the one it names', 'are not the one it names'),
    NodePorts: (n) => `${s(n, 'has', 'have')} its port taken`,
    PodTopologySpread: (n) => `${count(n)} would make the spread too uneven`,
    InterPodAffinity: (n) => `${s(n, 'has', 'have')} the wrong neighbours`,
    VolumeBinding: (n) => `${count(n)} cannot have its volume`,
    VolumeZone: (n) => `${s(n, 'is', 'are')} in another zone than its volume`,
    NodeVolumeLimits: (n) => `${s(n, 'takes', 'take')} no more volumes`,
  } as Readonly<Record<string, (n: number) => string>>,
  noNode: 'There is no node.',
  allFit: (n: number) =>
    n === 1 ? 'One node, and it fits.' : `${s(n, 'node', 'nodes')}, and all of them fit.`,
  /** `looked` at, of so many nodes. */
  filtered: (looked: number, nodes: number, parts: readonly string[], fitting: number) =>
    `${looked < nodes ? `${count(looked)} of ` : ''}${s(nodes, 'node', 'nodes')}${
      looked < nodes ? ' were looked at' : ''
    }${parts.length > 0 ? ': ' : ''}${parts.join(', ')}; ${
      fitting === 0 ? 'none fits' : s(fitting, 'fits', 'fit')
    }.`,
  /** What was nobody's choice, and what rules about other pods counted. */
  choices: {
    ...CHOICE_WORDS,
    oneOf: (nodes: number) => `one of ${count(nodes)} nodes`,
    lookedAt: (looked: number, nodes: number) =>
      `${count(looked)} of ${count(nodes)} nodes were looked at: enough of them fit`,
  },
  counted: {
    ...COUNTED_WORDS,
    counted: (domains: number, noun: string) => `${count(domains)} ${noun}`,
  },
  /** Rules of policies that do not score, by what the engine says in English. */
  rules: {} as Readonly<Record<string, string>>,
  promised: (node: string) => `${node} is taken as promised: nothing has to be scored.`,
  onlyFits: (node: string) => `Only ${node} fits, so nothing has to be scored.`,
  byRule: (rule: string, node: string) => `No scores here. The rule: ${rule}. That is ${node}.`,
  taken: (node: string) => `${node} is taken.`,
  tied: (who: string, points: number, most: number) =>
    `${who} have the same ${count(points)} of ${count(most)} points.`,
  most: (node: string, points: number, most: number) =>
    `${node} has the most: ${count(points)} of ${count(most)} points.`,
  mostAhead: (node: string, points: number, most: number, second: string, its: number) =>
    `${node} has the most: ${count(points)} of ${count(most)} points, ahead of ${second} with ${count(its)}.`,
  bound: (pod: string, node: string) => `${pod} is bound to ${node}.`,
  staysPending: (pod: string) => `${pod} stays pending until something changes.`,
  makesRoom: (pod: string, node: string, who: string, n: number) =>
    `${pod} makes room on ${node}: ${who} ${
      n === 1 ? 'has to leave, as its' : 'have to leave, as their'
    } priority is lower. Then ${pod} is tried again.`,
  makesRoomFor: (pod: string, node: string, who: string, low: number, high: number) =>
    `${pod} makes room on ${node}: ${who} has to leave, as its priority ${low} is lower than ${high}. Then ${pod} is tried again.`,
  budgets: (n: number, who: string) =>
    `the ${n > 1 ? 'PodDisruptionBudgets' : 'PodDisruptionBudget'} ${who}`,
  spared: (who: string, n: number, budget: string) =>
    `${who} ${
      n === 1 ? 'is less important, but is' : 'are less important, but are'
    } spared by the PodDisruptionBudget ${budget}.`,
  breaks: (budgets: string) => `This breaks ${budgets}: there is no other way.`,
  guarded: (
    who: string,
    n: number,
    node: string,
    priority: number,
    budgets: string,
    guards: number,
  ) =>
    `${who} on ${node} ${n === 1 ? 'matters' : 'matter'} less (priority ${priority}), but ${budgets} ${
      guards > 1 ? 'keep' : 'keeps'
    } ${n === 1 ? 'it' : 'them'}.`,
  noOther: 'On no other node would that make room.',
  /** By which rule one node came before another; `ours` and `theirs` are what it compares. */
  better: {
    budgets: (ours, theirs) => `clearing it breaks fewer budgets (${ours} against ${theirs})`,
    priority: (ours, theirs) =>
      `who has to go there is less important (priority ${ours} against ${theirs})`,
    sum: () => 'the priorities of those who have to go there add up to less',
    victims: (ours, theirs) => `fewer have to go there (${ours} against ${theirs})`,
    start: () => 'who has to go there has not run as long',
  } as Readonly<Record<PreemptionRule, (ours: number, theirs: number) => string>>,
  rather: (node: string, other: string, because: string) =>
    `${node} rather than ${other}: ${because}.`,
  /** `budgets`: that this would break, in words. */
  option: (node: string, who: string, n: number, priority: number, budgets: string) =>
    `${node}: ${who} would have to leave (priority ${priority}${n === 1 ? '' : ' at most'}${
      budgets === '' ? '' : `, breaking ${budgets}`
    }).`,
  /** What would wake a pod, by the plugin that refused it: its queueing hints (SCHEDULER.md section 2). */
  wakes: {
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
  } as Readonly<Record<string, string>>,
  wake: (pod: string, when: readonly string[]) =>
    `${pod} is tried again when ${when.join(', or when ')}; and in any case after ${duration(300_000)}.`,
  plug: {
    heading: (machine: string) => `If ${machine} loses power`,
    ifPulled: 'If it is pulled:',
    workingOut: 'being worked out …',
    nothing: 'nothing happens to any pod.',
    /** `all`: how many it is about, then what becomes of them. */
    told: (all: string, parts: readonly string[]) => `${all}: ${parts.join('; ')}.`,
    all: 'all',
    /** `bought` of these machines are bought by then; `of` = how many these are. */
    move: (who: string, n: number, where: string, bought: number, of: number, after: number) => {
      const buys =
        bought === 0
          ? ''
          : bought < of
            ? `, ${count(bought)} of them bought by then`
            : ', bought by then'
      return `${who} ${n === 1 ? 'is' : 'are'} re-created on ${where}${buys}, after ${duration(after)}`
    },
    stay: (who: string, n: number) => `${who} ${n === 1 ? 'stays' : 'stay'} pending`,
    stayWhy: (who: string, n: number, message: string) =>
      `${who} ${n === 1 ? 'stays' : 'stay'} pending: ${message}`,
    down: (who: string, n: number) => `${who} ${n === 1 ? 'is' : 'are'} down until power returns`,
    /** `back` of them a person puts on `where`; for `stuck` there is no room. */
    downUntil: (
      who: string,
      n: number,
      back: number,
      where: string,
      after: number,
      stuck: number,
    ) =>
      `${who} ${n === 1 ? 'is' : 'are'} down until power returns, or until a person puts ${
        back === 1 ? 'it' : 'them'
      } back on ${where}, ${back > 1 ? 'the last after' : 'after'} ${duration(after)}${
        stuck > 0 ? `; for ${count(stuck)} there is no room` : ''
      }`,
    unwanted: (who: string, n: number) =>
      `${who} ${n === 1 ? 'is' : 'are'} no longer wanted by then`,
    gone: (who: string, n: number) => `${who} ${n === 1 ? 'is' : 'are'} gone for good`,
    /** `theirs`: for those that were spoken of; else for pods that matter more. */
    pushed: (who: string, n: number, theirs: boolean, fates: string) =>
      `${who} ${n === 1 ? 'has' : 'have'} to make room${
        theirs ? ' for them' : ' for pods that matter more'
      }${fates}`,
    /** What becomes of those that made room: `moving` go to `where`, `waiting` stay pending. */
    fates: (moving: number, where: string, waiting: number) => {
      const go = `${moving === 1 ? 'goes' : 'go'} to ${where}`
      const stay = waiting === 1 ? 'stays pending' : 'stay pending'
      if (moving > 0 && waiting > 0) {
        return `, ${count(moving)} ${go}, ${count(waiting)} ${stay}`
      }
      return moving > 0 ? ` and ${go}` : waiting > 0 ? ` and ${stay}` : ''
    },
  },
} as const

export type ReasonWords = Translated<typeof reasonsEn>

/** In the language that is spoken. */
export let reasonWords: ReasonWords = reasonsEn
speak('reasons', reasonsEn, (texts) => {
  reasonWords = texts
})
