import { toAmount } from '../api/quantity.ts'
import type { QuotaState } from '../protocol.ts'
import { nameOf, namespaceOf } from '../store/identity.ts'
import type { Store } from '../store/store.ts'

/** What namespaces may have and what they use, from the status of their ResourceQuotas. */
export interface QuotaStates {
  /** Grows when any of them changed. */
  readonly version: number
  list(): readonly QuotaState[]
}

export function createQuotaStates(store: Store): QuotaStates {
  let version = 0
  store.watch(
    ({ kind }) => {
      if (kind === 'ResourceQuota') version += 1
    },
    ['ResourceQuota'],
  )

  return {
    get version() {
      return version
    },
    list: () =>
      store.list('ResourceQuota').flatMap((quota) =>
        Object.entries(quota.status?.hard ?? {}).map(([resource, hard]) => ({
          namespace: namespaceOf(quota),
          name: nameOf(quota),
          resource,
          used: amountOf(resource, quota.status?.used?.[resource] ?? '0'),
          hard: amountOf(resource, hard),
        })),
      ),
  }
}

/** `limits.cpu` counts as cpu does. */
function amountOf(resource: string, text: string): number {
  return toAmount(resource.replace(/^(requests|limits)\./, ''), text)
}
