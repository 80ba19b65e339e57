import type { Attempt, TopologyFact } from './attempt.ts'

const KEYS: Readonly<Record<string, string>> = {
  'kubernetes.io/hostname': 'node',
  'topology.kubernetes.io/zone': 'zone',
  'topology.kubernetes.io/region': 'region',
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
  return [...new Set(together(told).map(countedSentence))]
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
function countedSentence(alike: readonly TopologyFact[]): string {
  const fact = alike[0]!
  const { plugin, key } = fact
  const pods = podsOf(fact)
  const weight = fact.weight === undefined ? '' : ` (weight ${fact.weight})`
  const what = {
    spread: `counts ${pods}`,
    near: fact.hard ? `needs ${pods}` : `prefers ${pods}${weight}`,
    apart: fact.hard ? `keeps away from ${pods}` : `would rather avoid ${pods}${weight}`,
    refused: 'counts running pods that keep away from this one',
    asked: 'adds what running pods want of this one',
  }[fact.rule]
  const counts = alike.map((each) => `by ${nounOf(each.key)}: ${numbers(each)}`)
  const parts = [`${plugin} ${what}, ${counts.join('; ')}`, ...consequences(fact)]
  const needsLabel = fact.hard && (fact.rule === 'spread' || fact.rule === 'near')
  if (needsLabel && fact.unlabelled > 0) {
    const many = fact.unlabelled === 1 ? '1 node' : `${fact.unlabelled} nodes`
    parts.push(`${many} without the label ${key} ${fact.unlabelled === 1 ? 'is' : 'are'} refused`)
  }
  return `${parts.join('; ')}.`
}

/** A ReplicaSet's own label selects its pods and no others. */
function podsOf({ selector = '' }: TopologyFact): string {
  return /(^|,)pod-template-hash=/.test(selector)
    ? 'pods of the same ReplicaSet'
    : `pods with ${selector}`
}

const nounOf = (key: string): string => KEYS[key] ?? key

function numbers({ rule, key, domains }: TopologyFact): string {
  if (domains.length === 0) return 'there is none'
  const value = ({ pods, points }: TopologyFact['domains'][number]) =>
    rule === 'asked' && points! > 0 ? `+${points}` : String(points ?? pods)
  const others = domains.filter(({ pods, points }) => (points ?? pods) !== 0)
  const zeros = domains.length - others.length
  // Where there are many, the zeros need no names.
  if (zeros > 2 && others.length <= MOST_DOMAINS) {
    if (others.length === 0) return '0 everywhere'
    const some = others.map((domain) => `${domain.name} ${value(domain)}`)
    return `${some.join(', ')}, the others 0`
  }
  if (domains.length <= MOST_DOMAINS) {
    return domains.map((domain) => `${domain.name} ${value(domain)}`).join(', ')
  }
  const sorted = domains.toSorted((a, b) => (a.points ?? a.pods) - (b.points ?? b.pods))
  return `from ${value(sorted[0]!)} to ${value(sorted.at(-1)!)} in ${domains.length} ${nounOf(key)}s`
}

function consequences(fact: TopologyFact): string[] {
  const { rule, hard, domains } = fact
  if (rule === 'asked') return []
  if (!hard) return [rule === 'near' ? 'more is better' : 'fewer is better']
  if (rule === 'spread') return skews(fact)
  if (rule === 'near' && fact.self) {
    return ['there is none yet and this pod is one itself, so it may go anywhere']
  }
  const refused = domains.filter(({ pods }) => (rule === 'near' ? pods === 0 : pods > 0))
  if (refused.length === 0) return ['none is refused']
  const { text, many } = named(fact, refused)
  return [`${text} ${many ? 'are' : 'is'} refused`]
}

/** The minimum, where it comes from, and the sum for every domain that is refused. */
function skews(fact: TopologyFact): string[] {
  const { key, domains, minDomains = 1, minimum = 0, maxSkew = 1, self } = fact
  const few = domains.length < minDomains
  const verb = domains.length === 1 ? 'is' : 'are'
  const have = `${domains.length} ${nounOf(key)}${domains.length === 1 ? '' : 's'}`
  const because = few ? `, because ${have} ${verb} fewer than minDomains ${minDomains}` : ''
  const own = self ? 1 : 0
  const refused = domains.filter(({ pods }) => pods + own - minimum > maxSkew)
  const sums = [...new Set(refused.map(({ pods }) => pods))].map((pods) => {
    const alike = refused.filter((domain) => domain.pods === pods)
    const thisPod = self ? ' + this pod' : ''
    const skew = pods + own - minimum
    return `${named(fact, alike).text}: ${pods}${thisPod} - minimum ${minimum} = ${skew} > maxSkew ${maxSkew}`
  })
  return [
    `the minimum is ${minimum}${because}`,
    ...(self ? [] : ['this pod does not match, so it does not count itself']),
    ...(sums.length > 0 ? sums : [`none would exceed maxSkew ${maxSkew}`]),
  ]
}

/** `zone a`, `zones a and b`, `12 zones`. */
function named({ key }: TopologyFact, domains: TopologyFact['domains']) {
  const many = domains.length > 1
  const noun = `${nounOf(key)}${many ? 's' : ''}`
  if (domains.length > MOST_DOMAINS) return { text: `${domains.length} ${noun}`, many }
  const names = domains.map(({ name }) => name)
  const list = many ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0]
  return { text: `${noun} ${list}`, many }
}
