import type { HeadlessResult } from '../src/engine/index.ts'

/** Steps between creation and Running, and what is the same in every run. */
const OMITTED = new Set(['Created', 'NodeReady', 'Pulled', 'Started', 'Suspended'])

/**
 * Events as lines, then the machines. Random names say nothing, so pods are called by app and number,
 * with the revision of their template from the second on: `web-7(2)`.
 * @param down apps that do not serve at the end
 */
export function story(result: HeadlessResult, down: number): string {
  const { events, nodes, metrics, traffic = [] } = result
  const plain = namesOf(events)
  const reasons = new Map(result.pods.map(({ name, reason }) => [name, reason]))
  /** A pod, and what is wrong with it. */
  const standing = (pod: string) => {
    const reason = reasons.get(pod)
    return reason ? `${plain(pod)}: ${reason}` : plain(pod)
  }
  const said = new Set<string>()
  const lines = events
    .filter(({ reason, object, message }) => isTold(reason, object, message, plain))
    .filter(({ reason, object, message }) => {
      // A probe says the same each time that it looks; kubectl counts that.
      if (reason !== 'Unhealthy') return true
      const known = said.has(`${object} ${message}`)
      said.add(`${object} ${message}`)
      return !known
    })
    .map(({ time, reason, object, message }) => {
      return `${time.toFixed(1).padStart(7)} s  ${reason}  ${plain(object)}  ${plain(message)}`
    })
  const machines = nodes.map(({ name, requested, allocatable, pods }) => {
    const amounts = Object.entries(requested).map(([resource, amount]) => {
      const [unit, word] =
        resource === 'cpu'
          ? [1_000, 'vCPU']
          : resource === 'memory'
            ? [2 ** 30, 'GiB']
            : [1, resource]
      return `${amount / unit}/${(allocatable[resource] ?? 0) / unit} ${word}`
    })
    return `${name.padEnd(8)} ${amounts.join(', ').padEnd(28)} ${pods.map(standing).join(' ')}`.trimEnd()
  })
  const { machines: bought, costPerHour, pending } = metrics
  const end = `${bought} machines, $${costPerHour.toFixed(2)} an hour, ${pending} pending, ${down} down`
  const requests = traffic.map(told)
  if (requests.length > 0) requests.push('')
  return `${[...folded(lines), '', ...machines, '', ...requests, end].join('\n')}\n`
}

/** `curl: 590 answered (1.0 x90, 2.0 x500), 10 failed (timeout x10)` */
function told({ name, answered, failed, versions, failures }: Requests): string {
  const parts = (counts: Readonly<Record<string, number>>) => {
    const list = Object.entries(counts).map(([what, count]) => `${what} x${count}`)
    return list.length > 0 ? ` (${list.join(', ')})` : ''
  }
  return `${name}: ${answered} answered${parts(versions)}, ${failed} failed${parts(failures)}`
}

type Requests = NonNullable<HeadlessResult['traffic']>[number]

/** More events than anybody reads: those of one moment that say the same of other machines are one. */
const MANY = 1_000

function folded(lines: readonly string[]): readonly string[] {
  if (lines.length < MANY) return lines
  const counts = new Map<string, { readonly first: string; count: number }>()
  for (const line of lines) {
    const shape = line.replace(/node-\d+/g, 'node')
    const known = counts.get(shape)
    if (known) known.count += 1
    else counts.set(shape, { first: line, count: 1 })
  }
  return [...counts.values()].map(({ first, count }) =>
    count > 1 ? `${first}  (${count} alike)` : first,
  )
}

/** Of ReplicaSets only what they could not do, and how a second one takes the place of the first. */
function isTold(
  reason: string,
  object: string,
  message: string,
  plain: (text: string) => string,
): boolean {
  if (OMITTED.has(reason)) return false
  if (reason === 'ScalingReplicaSet') return plain(message).includes('(')
  return reason === 'FailedCreate' || !/^(replicaset|job)\//.test(object)
}

/** Makes texts readable: the random parts of names become numbers. */
function namesOf(events: HeadlessResult['events']): (text: string) => string {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const templates = new Map<string, string[]>()
  for (const { object, reason, message } of events) {
    if (reason === 'ScalingReplicaSet') revise(object, message, templates, names)
    const [kind, name = ''] = object.split('/')
    if (kind !== 'pod' || names.has(name)) continue
    // A StatefulSet's pod keeps its name when it is made anew.
    if (/^[a-z]+(-[a-z]+)*-\d+$/.test(name)) continue
    const app = /^[a-z]+/.exec(name)![0]
    counts.set(app, (counts.get(app) ?? 0) + 1)
    const revision = /\(\d+\)/.exec(names.get(name.replace(/-[a-z0-9]+$/, '')) ?? '')?.[0] ?? ''
    names.set(name, `${app}-${counts.get(app)}${revision}`)
  }
  return (text) =>
    text
      .replace(/by pod [0-9a-f-]{36} on/, 'by another on')
      .replace(/\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/, '')
      .replace(/[a-z0-9]+(-[a-z0-9]+)+-?/g, (word) => names.get(word.replace(/-$/, '')) ?? word)
}

/** Numbers the ReplicaSets of a Deployment, once there is a second one. */
function revise(
  deployment: string,
  message: string,
  templates: Map<string, string[]>,
  names: Map<string, string>,
): void {
  const set = /replica set (\S+)/.exec(message)?.[1] ?? ''
  const known = templates.get(deployment) ?? []
  if (known.includes(set)) return
  known.push(set)
  templates.set(deployment, known)
  if (known.length < 2) return
  known.forEach((name, index) => {
    names.set(name, `${deployment.replace(/^.*\//, '')}(${index + 1})`)
  })
}
