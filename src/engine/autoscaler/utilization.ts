type Amounts = Readonly<Record<string, number>>

/** What the pods of a node request of what it has (simulator/utilization); 1 = all of it. */
export interface Utilization {
  readonly cpu: number
  readonly memory: number
  readonly gpu: number
  /** The resource that counts: GPUs where there are any, else the one that is used more. */
  readonly resource: string
  readonly utilization: number
}

export function utilizationOf(allocatable: Amounts, requested: Amounts): Utilization {
  const share = (resource: string) => {
    const all = allocatable[resource] ?? 0
    return all > 0 ? (requested[resource] ?? 0) / all : 0
  }
  const gpu = Object.keys(allocatable).find((name) => name.endsWith('/gpu') && allocatable[name])
  if (gpu !== undefined) {
    const used = share(gpu)
    return { cpu: 0, memory: 0, gpu: used, resource: gpu, utilization: used }
  }
  const cpu = share('cpu')
  const memory = share('memory')
  const resource = cpu > memory ? 'cpu' : 'memory'
  return { cpu, memory, gpu: 0, resource, utilization: Math.max(cpu, memory) }
}

/** As Go prints upstream's struct: `{0.25 0.125 0 0 cpu 0.25}`. */
export function utilizationText(use: Utilization): string {
  return `{${use.cpu} ${use.memory} ${use.gpu} 0 ${use.resource} ${use.utilization}}`
}
