import { toAmount } from '../api/quantity.ts'
import type { Container, Pod } from '../api/types.gen.ts'
import { appOf } from '../metrics/appOf.ts'
import { type MachineFact, objectOf, type PodFact } from '../metrics/facts.ts'
import type { Ledger } from '../metrics/ledger.ts'
import type { MachineUse, PodUse, RunningContainer, UseAmounts } from '../protocol.ts'
import { memoryOf } from '../rules/memoryPressure.ts'
import { isFinished, isReady } from '../rules/podStatus.ts'
import { loadOf, memoryInUse, runningSince } from '../rules/podUsage.ts'
import { qosOf } from '../rules/qos.ts'
import { ownUse, shareOf, type UseSource, workloadOf } from './containerUse.ts'

const COMPUTE = ['cpu', 'memory'] as const
type Amounts = Partial<Record<'cpu' | 'memory', number>>

/**
 * What the pods of a machine use at this moment: cpu as metrics-server would say it, memory as the
 * machine's kernel and kubelet see it, who decide by it. Read from the run as it stands.
 */
export function machineUse(
  source: UseSource & { readonly ledger: Pick<Ledger, 'podsOn'> },
  machine: MachineFact,
): MachineUse {
  const facts = source.ledger
    .podsOn(machine)
    .filter((fact) => !isFinished(objectOf(fact, source.store)))
    .sort((a, b) => a.order - b.order || a.row - b.row)
  const pods = facts.map((fact) => podUse(source, fact))
  const node = source.store.get('Node', '', machine.machine.name)
  return {
    used: sumOf(pods.map(({ used }) => used)),
    memory: node ? memoryOf(node) : 0,
    pods,
  }
}

function podUse(source: UseSource, fact: PodFact): PodUse {
  const pod = objectOf(fact, source.store)
  const containers = (pod.spec?.containers ?? []).filter(
    (each) => runningSince(pod, each) !== undefined,
  )
  const cpu = cpuOfContainer(source, pod)
  const memory = memoryInUse(pod, source.clock.now) ?? []
  const told = containers.map((container): RunningContainer => {
    const limits = amountsOf(container.resources?.limits)
    const used: Amounts = {}
    if (cpu !== undefined) used.cpu = Math.min(cpu, limits.cpu ?? Number.POSITIVE_INFINITY)
    const bytes = memory.find((use) => use.container === container)?.bytes
    if (bytes !== undefined) used.memory = Math.round(bytes)
    return {
      name: container.name,
      requests: amountsOf(container.resources?.requests),
      limits,
      used,
    }
  })
  // Sidecars are counted with the pod, as they are part of it.
  const bytes = memory.reduce((sum, use) => sum + use.bytes, 0)
  return {
    row: fact.row,
    qos: qosOf(pod),
    limits: limitsOf(pod.spec?.containers ?? []),
    used: {
      ...sumOf(told.map(({ used }) => used)),
      ...(memory.length > 0 && { memory: Math.round(bytes) }),
    },
    containers: told,
  }
}

/** Millicores of each of its containers; undefined = nothing says it, or it does not serve. */
function cpuOfContainer(source: UseSource, pod: Pod): number | undefined {
  if (!isReady(pod)) return undefined
  const app = appOf(source.store, pod)
  const workload = workloadOf(source.store, app)
  const all = pod.spec?.containers.length ?? 1
  const loaded = loadOf(workload, 'cpu') !== undefined
  const whole = loaded
    ? shareOf(workload, 'cpu', readyPodsOf(source, pod))
    : ownUse(pod, 'cpu', source)
  return whole === undefined ? undefined : whole / all
}

/** Ready pods of the same workload, this one among them. */
function readyPodsOf({ store }: UseSource, pod: Pod): number {
  const own = appOf(store, pod)
  return store.list('Pod').filter((other) => {
    if (!isReady(other)) return false
    const { kind, namespace, name } = appOf(store, other)
    return kind === own.kind && namespace === own.namespace && name === own.name
  }).length
}

function limitsOf(containers: readonly Container[]): UseAmounts {
  const limits = containers.map(({ resources }) => amountsOf(resources?.limits))
  const all = sumOf(limits)
  const found: Amounts = {}
  for (const resource of COMPUTE) {
    if (limits.every((each) => each[resource] !== undefined) && all[resource] !== undefined) {
      found[resource] = all[resource]
    }
  }
  return found
}

function amountsOf(texts: Readonly<Record<string, string>> | undefined): UseAmounts {
  const amounts: Amounts = {}
  for (const resource of COMPUTE) {
    const text = texts?.[resource]
    if (text !== undefined) amounts[resource] = toAmount(resource, text)
  }
  return amounts
}

function sumOf(list: readonly UseAmounts[]): UseAmounts {
  const sum: Amounts = {}
  for (const amounts of list) {
    for (const resource of COMPUTE) {
      const amount = amounts[resource]
      if (amount !== undefined) sum[resource] = (sum[resource] ?? 0) + amount
    }
  }
  return sum
}
