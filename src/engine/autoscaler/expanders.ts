import type { NodeGroup } from '../scenario.ts'
import type { PodInfo } from '../scheduler/framework.ts'
import type { Random } from '../sim/random.ts'
import type { Estimate } from './estimate.ts'

/** A group that could grow, by how many machines, and whom that would help. */
export interface Option extends Estimate {
  readonly group: NodeGroup
  /** What one of its machines offers. */
  readonly allocatable: Readonly<Record<string, number>>
}

type Filter = (options: readonly Option[], nodes: number) => readonly Option[]

/** By upstream's names (cluster-autoscaler/expander). */
const FILTERS = {
  random: (options) => options,
  'most-pods': (options) => lowest(options, ({ pods }) => -pods.length),
  'least-waste': (options) => lowest(options, waste),
  'least-nodes': (options) => lowest(options, ({ count }) => count),
  price: (options, nodes) => lowest(options, (option) => priceScore(option, nodes)),
  priority: (options) => lowest(options, ({ group }) => -(group.priority ?? 0)),
} as const satisfies Record<string, Filter>

export type Expander = keyof typeof FILTERS
export const EXPANDERS = Object.keys(FILTERS) as readonly Expander[]

/**
 * The option that is carried out: each expander leaves those that it holds to be equally good, and
 * among those that are left in the end the seed decides.
 * @param nodes of the cluster, for the price expander's idea of a good machine size
 * @param options at least one
 */
export function bestOption(
  options: readonly Option[],
  expanders: readonly Expander[],
  nodes: number,
  random: Random,
): Option {
  let left = options
  for (const name of expanders) {
    if (left.length > 1) left = FILTERS[name](left, nodes)
  }
  return left.length === 1 ? left[0]! : left[random.below(left.length)]!
}

function lowest(options: readonly Option[], score: (option: Option) => number): Option[] {
  const scores = options.map(score)
  const best = Math.min(...scores)
  return options.filter((_, index) => scores[index] === best)
}

/** The share of cpu and of memory that would stay unused, added up. */
function waste({ pods, count, allocatable }: Option): number {
  const wasted = (resource: string) => {
    const offered = (allocatable[resource] ?? 0) * count
    return offered === 0 ? 0 : (offered - requested(pods, resource)) / offered
  }
  return wasted('cpu') + wasted('memory')
}

const requested = (pods: readonly PodInfo[], resource: string) =>
  pods.reduce((sum, { requests }) => sum + (requests[resource] ?? 0), 0)

const GIB = 2 ** 30
/** US dollars an hour: what upstream's price model of Google's cloud holds resources to be worth. */
const CORE_PRICE = 0.033174
const GIB_PRICE = 0.004446
const GPU_PRICE = 0.7
/** A machine with GPUs is as good as never bought for who does not need one. */
const GPU_UNFITNESS = 1_000
/** Half a core and 500 MiB, which make small prices comparable. */
const STABILIZER = 0.5 * CORE_PRICE + (500 / 1_024) * GIB_PRICE

/**
 * What the machines cost for what the pods are worth, and how far their size is from what suits a
 * cluster of so many nodes (cluster-autoscaler/expander/price and its proposals/pricing.md).
 */
function priceScore({ group, count, pods, allocatable }: Option, nodes: number): number {
  const gpus = Object.keys(allocatable).filter((resource) => resource.endsWith('/gpu'))
  const worth =
    (requested(pods, 'cpu') / 1_000) * CORE_PRICE +
    (requested(pods, 'memory') / GIB) * GIB_PRICE +
    gpus.reduce((sum, gpu) => sum + requested(pods, gpu) * GPU_PRICE, 0)
  const price = group.machine.pricePerHour * count
  const ratio = (price + STABILIZER) / (worth + STABILIZER)
  if (gpus.some((gpu) => allocatable[gpu]! > 0)) return GPU_UNFITNESS * ratio
  const cores = (allocatable.cpu ?? 0) / 1_000
  const preferred = preferredCores(nodes)
  const unfitness = Math.max(preferred / cores, cores / preferred)
  // With many machines it matters less how large each of them is.
  return ((unfitness - 1) * (1 - Math.tanh((count - 1) / 15)) + 1) * ratio
}

/** Machines twice as large for every three times as many. */
function preferredCores(nodes: number): number {
  const steps = [2, 6, 20, 60, 200]
  const step = steps.findIndex((most) => nodes <= most)
  return 2 ** (step < 0 ? steps.length : step)
}
