import type { Attempt, TopologyFact } from './attempt.ts'

/** How these sentences are put; another language is another object of this type. */
export interface CountedWords {
  /** What a rule does with the pods it counts; `pods` says which, `weight` how much it matters. */
  readonly spread: (pods: string) => string
  readonly needs: (pods: string) => string
  readonly prefers: (pods: string, weight: string) => string
  readonly keepsAway: (pods: string) => string
  readonly avoids: (pods: string, weight: string) => string
  readonly refusing: string
  readonly asked: string
  readonly weight: (weight: number) => string
  readonly sameReplicaSet: string
  readonly podsWith: (selector: string) => string
  /** A topology key, of one domain or of many. */
  readonly noun: (key: string, many: boolean) => string
  readonly by: (noun: string, numbers: string) => string
  readonly unlabelled: (nodes: number, key: string) => string
  readonly none: string
  readonly zeroEverywhere: string
  readonly othersZero: (some: string) => string
  /** `noun`: how many domains, in words. */
  readonly fromTo: (least: string, most: string, noun: string) => string
  readonly moreIsBetter: string
  readonly fewerIsBetter: string
  readonly firstOfItsKind: string
  readonly noneRefused: string
  readonly refused: (domains: string, many: boolean) => string
  readonly minimum: (minimum: number) => string
  readonly minimumBecause: (minimum: number, domains: number, noun: string, least: number) => string
  readonly thisPod: string
  readonly sum: (
    domains: string,
    pods: string,
    minimum: number,
    skew: number,
    most: number,
  ) => string
  readonly notItself: string
  readonly noneExceeds: (most: number) => string
  readonly counted: (domains: number, noun: string) => string
  readonly named: (noun: string, names: readonly string[]) => string
  /** What domains have, one after the other. */
  readonly values: (list: readonly string[]) => string
  /** `what` a rule counts, where, and what follows from it. */
  readonly sentence: (what: string, counts: readonly string[], rest: readonly string[]) => string
}

const KEYS: Readonly<Record<string, string>> = {
  'kubernetes.io/hostname': 'node',
  'topology.kubernetes.io/zone': 'zone',
  'topology.kubernetes.io/region': 'region',
}

export const COUNTED_WORDS: CountedWords = {
  spread: (pods) => `counts ${pods}`,
  needs: (pods) => `needs ${pods}`,
  prefers: (pods, weight) => `prefers ${pods}${weight}`,
  keepsAway: (pods) => `keeps away from ${pods}`,
  avoids: (pods, weight) => `would rather avoid ${pods}${weight}`,
  refusing: 'counts running pods that keep away from this one',
  asked: 'adds what running pods want of this one',
  weight: (weight) => ` (weight ${weight})`,
  sameReplicaSet: 'pods of the same ReplicaSet',
  podsWith: (selector) => `pods with ${selector}`,
  noun: (key, many) => `${KEYS[key] ?? key}${many ? 's' : ''}`,
  by: (noun, numbers) => `by ${noun}: ${numbers}`,
  unlabelled: (nodes, key) =>
    nodes === 1
      ? `1 node without the label ${key} is refused`
      : `${nodes} nodes without the label ${key} are refused`,
  none: 'there is none',
  zeroEverywhere: '0 everywhere',
  othersZero: (some) => `${some}, the others 0`,
  fromTo: (least, most, noun) => `from ${least} to ${most} in ${noun}`,
  moreIsBetter: 'more is better',
  fewerIsBetter: 'fewer is better',
  firstOfItsKind: 'there is none yet and this pod is one itself, so it may go anywhere',
  noneRefused: 'none is refused',
  refused: (domains, many) => `${domains} ${many ? 'are' : 'is'} refused`,
  minimum: (minimum) => `the minimum is ${minimum}`,
  minimumBecause: (minimum, domains, noun, least) =>
    `the minimum is ${minimum}, because ${domains} ${noun} ${
      domains === 1 ? 'is' : 'are'
    } fewer than minDomains ${least}`,
  thisPod: ' + this pod',
  sum: (domains, pods, minimum, skew, most) =>
    `${domains}: ${pods} - minimum ${minimum} = ${skew} > maxSkew ${most}`,
  notItself: 'this pod does not match, so it does not count itself',
  noneExceeds: (most) => `none would exceed maxSkew ${most}`,
  counted: (domains, noun) => `${domains} ${noun}`,
  named: (noun, names) =>
    `${noun} ${
      names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]
    }`,
  values: (list) => list.join(', '),
  sentence: (what, counts, rest) => `${[`${what}, ${counts.join('; ')}`, ...rest].join('; ')}.`,
}

/** More domains than this are told by their extremes, or by how many they are. */
const MOST_DOMAINS = 6

/** As much of an attempt as tells what was counted for it. */
type Counted = Pick<Attempt, 'counted' | 'verdicts'>

/**
 * What the rules about other pods counted for a decision, one sentence each and none twice. Rules
 * that only score are left out where they scored nothing or all alike.
 * @param part only of rules that refuse nodes, or only of those that score
 */
export function countedSentences(
  { counted = [], verdicts }: Counted,
  part?: 'hard' | 'soft',
  words: CountedWords = COUNTED_WORDS,
): readonly string[] {
  const points = new Map<string, Set<number>>()
  for (const { plugin, normalized } of verdicts.flatMap(({ scores }) => scores)) {
    points.set(plugin, (points.get(plugin) ?? new Set()).add(normalized))
  }
  const decides = (plugin: string) => (points.get(plugin)?.size ?? 0) > 1
  const told = counted.filter((fact) => {
    if (part !== undefined && fact.hard !== (part === 'hard')) return false
    return fact.hard || (decides(fact.plugin) && tellsApart(fact))
  })
  return [...new Set(together(told).map((alike) => countedSentence(alike, words)))]
}

/** Rules that score and differ in nothing but the topology are told in one sentence. */
function together(facts: readonly TopologyFact[]): readonly (readonly TopologyFact[])[] {
  const groups = new Map<string, TopologyFact[]>()
  for (const [index, fact] of facts.entries()) {
    const { plugin, rule, selector, weight } = fact
    const key = fact.hard ? String(index) : JSON.stringify([plugin, rule, selector, weight])
    groups.set(key, [...(groups.get(key) ?? []), fact])
  }
  return [...groups.values()]
}

/** Whether the numbers could have made a difference. */
function tellsApart({ domains, unlabelled }: TopologyFact): boolean {
  const values = new Set(domains.map(({ pods, points = pods }) => points))
  if (unlabelled > 0) values.add(0)
  return values.size > 1
}

/**
 * What one rule counted, and which domains it refuses for it: `PodTopologySpread counts pods with
 * app=web, by zone: a 1, b 0; the minimum is 0; zone a: 1 + this pod - minimum 0 = 2 > maxSkew 1.`
 */
function countedSentence(alike: readonly TopologyFact[], words: CountedWords): string {
  const fact = alike[0]!
  const { plugin, key } = fact
  const pods = podsOf(fact, words)
  const weight = fact.weight === undefined ? '' : words.weight(fact.weight)
  const what = {
    spread: words.spread(pods),
    near: fact.hard ? words.needs(pods) : words.prefers(pods, weight),
    apart: fact.hard ? words.keepsAway(pods) : words.avoids(pods, weight),
    refused: words.refusing,
    asked: words.asked,
  }[fact.rule]
  const counts = alike.map((each) => words.by(words.noun(each.key, false), numbers(each, words)))
  const rest = consequences(fact, words)
  const needsLabel = fact.hard && (fact.rule === 'spread' || fact.rule === 'near')
  if (needsLabel && fact.unlabelled > 0) rest.push(words.unlabelled(fact.unlabelled, key))
  return words.sentence(`${plugin} ${what}`, counts, rest)
}

/** A ReplicaSet's own label selects its pods and no others. */
function podsOf({ selector = '' }: TopologyFact, words: CountedWords): string {
  return /(^|,)pod-template-hash=/.test(selector) ? words.sameReplicaSet : words.podsWith(selector)
}

function numbers({ rule, key, domains }: TopologyFact, words: CountedWords): string {
  if (domains.length === 0) return words.none
  const value = ({ pods, points }: TopologyFact['domains'][number]) =>
    rule === 'asked' && points! > 0 ? `+${points}` : String(points ?? pods)
  const others = domains.filter(({ pods, points }) => (points ?? pods) !== 0)
  const zeros = domains.length - others.length
  // Where there are many, the zeros need no names.
  if (zeros > 2 && others.length <= MOST_DOMAINS) {
    if (others.length === 0) return words.zeroEverywhere
    const some = others.map((domain) => `${domain.name} ${value(domain)}`)
    return words.othersZero(words.values(some))
  }
  if (domains.length <= MOST_DOMAINS) {
    return words.values(domains.map((domain) => `${domain.name} ${value(domain)}`))
  }
  const sorted = domains.toSorted((a, b) => (a.points ?? a.pods) - (b.points ?? b.pods))
  const noun = words.counted(domains.length, words.noun(key, true))
  return words.fromTo(value(sorted[0]!), value(sorted.at(-1)!), noun)
}

function consequences(fact: TopologyFact, words: CountedWords): string[] {
  const { rule, hard, domains } = fact
  if (rule === 'asked') return []
  if (!hard) return [rule === 'near' ? words.moreIsBetter : words.fewerIsBetter]
  if (rule === 'spread') return skews(fact, words)
  if (rule === 'near' && fact.self) return [words.firstOfItsKind]
  const refused = domains.filter(({ pods }) => (rule === 'near' ? pods === 0 : pods > 0))
  if (refused.length === 0) return [words.noneRefused]
  return [words.refused(named(fact, refused, words), refused.length > 1)]
}

/** The minimum, where it comes from, and the sum for every domain that is refused. */
function skews(fact: TopologyFact, words: CountedWords): string[] {
  const { key, domains, minDomains = 1, minimum = 0, maxSkew = 1, self } = fact
  const few = domains.length < minDomains
  const own = self ? 1 : 0
  const refused = domains.filter(({ pods }) => pods + own - minimum > maxSkew)
  const sums = [...new Set(refused.map(({ pods }) => pods))].map((pods) => {
    const alike = refused.filter((domain) => domain.pods === pods)
    const there = `${pods}${self ? words.thisPod : ''}`
    return words.sum(named(fact, alike, words), there, minimum, pods + own - minimum, maxSkew)
  })
  const noun = words.noun(key, domains.length !== 1)
  return [
    few ? words.minimumBecause(minimum, domains.length, noun, minDomains) : words.minimum(minimum),
    ...(self ? [] : [words.notItself]),
    ...(sums.length > 0 ? sums : [words.noneExceeds(maxSkew)]),
  ]
}

/** `zone a`, `zones a and b`, `12 zones`. */
function named({ key }: TopologyFact, domains: TopologyFact['domains'], words: CountedWords) {
  const noun = words.noun(key, domains.length > 1)
  if (domains.length > MOST_DOMAINS) return words.counted(domains.length, noun)
  return words.named(
    noun,
    domains.map(({ name }) => name),
  )
}
