import type { App } from '../protocol.ts'
import type { ResourceAmounts } from '../scheduler/framework.ts'

/** The workload that a pod belongs to, as the page shows it: `web`, not its ReplicaSet. */
export interface AppIdentity {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/**
 * The run's workloads in order of appearance, shared by all lanes. An index is given once and
 * stays, also when the workload is deleted, since pods and the timeline refer to it.
 */
export interface AppRegistry {
  indexOf(app: AppIdentity, shape: ResourceAmounts): number
  /** The workload's template has this shape now. */
  setShape(app: AppIdentity, shape: ResourceAmounts): void
  find(name: string): number | undefined
  nameOf(index: number): string
  list(resources: readonly string[]): readonly App[]
  /** Grows with every new app and every changed shape. */
  readonly version: number
}

export function createAppRegistry(): AppRegistry {
  const apps: { readonly identity: AppIdentity; shape: ResourceAmounts }[] = []
  const indexes = new Map<string, number>()
  let version = 0

  function indexOf(identity: AppIdentity, shape: ResourceAmounts): number {
    const key = `${identity.kind}/${identity.namespace}/${identity.name}`
    const known = indexes.get(key)
    if (known !== undefined) return known
    indexes.set(key, apps.length)
    apps.push({ identity, shape })
    version += 1
    return apps.length - 1
  }

  return {
    get version() {
      return version
    },
    indexOf,
    setShape(identity, shape) {
      const app = apps[indexOf(identity, shape)]!
      if (equalAmounts(app.shape, shape)) return
      app.shape = shape
      version += 1
    },
    find(name) {
      const index = apps.findIndex(({ identity }) => identity.name === name)
      return index < 0 ? undefined : index
    },
    nameOf: (index) => apps[index]?.identity.name ?? '',
    list: (resources) =>
      apps.map(({ identity, shape }) => ({
        name: identity.name,
        namespace: identity.namespace,
        kind: identity.kind,
        requests: resources.map((resource) => shape[resource] ?? 0),
      })),
  }
}

function equalAmounts(a: ResourceAmounts, b: ResourceAmounts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const name of names) if ((a[name] ?? 0) !== (b[name] ?? 0)) return false
  return true
}
