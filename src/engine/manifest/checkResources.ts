import {
  amountToText,
  compareQuantities,
  QuantityError,
  toAmount,
  toNanos,
} from '../api/quantity.ts'
import type { ResourceRequirements } from '../api/types.gen.ts'
import type { Check } from './checkContext.ts'
import { checkKeys } from './checkMetadata.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

type Quantities = Readonly<Record<string, string>> | undefined

/** No machine on earth is near these; whoever writes more has probably slipped. */
const SURPRISING: Readonly<Record<string, { readonly amount: number; readonly words: string }>> = {
  cpu: { amount: 10_000 * 1_000, words: '10000 vCPU' },
  memory: { amount: 2 ** 50, words: '1 PiB' },
}

/** An amount per resource: names, and that every amount can be counted exactly. */
export function checkQuantities(quantities: Quantities, path: Path, check: Check): void {
  checkKeys(quantities, path, check)
  for (const [resource, text] of Object.entries(quantities ?? {})) {
    const at = [...path, resource]
    try {
      checkAmount(resource, text, at, check)
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error
      const most = amountToText(resource, Number.MAX_SAFE_INTEGER)
      check.error(at, 'uncountable', quoted(text), most)
    }
  }
}

function checkAmount(resource: string, text: string, path: Path, check: Check): void {
  const amount = toAmount(resource, text)
  const fraction = toNanos(text) % 1_000_000_000n !== 0n
  if (isExtended(resource) && fraction) {
    check.error(path, 'wholeDevices', quoted(text))
  } else if (resource !== 'cpu' && fraction) {
    const slip = /^(\d+)m$/.exec(text)
    if (slip) check.warning(path, 'thousandths', quoted(text), amount, `${slip[1]}Mi`)
    else check.warning(path, 'roundedUp', quoted(text), amount)
  }
  const surprise = Object.hasOwn(SURPRISING, resource) ? SURPRISING[resource] : undefined
  if (surprise && amount > surprise.amount) {
    check.warning(path, 'surprising', quoted(text), surprise.words)
  }
}

/** `nvidia.com/gpu`: named with a domain that is not Kubernetes' own. */
const isExtended = (resource: string): boolean =>
  resource.includes('/') && !/(^|\.)kubernetes\.io\//.test(resource)

/** Requests and limits of a container or a pod. */
export function checkRequirements(
  resources: ResourceRequirements | undefined,
  path: Path,
  check: Check,
): void {
  checkQuantities(resources?.requests, [...path, 'requests'], check)
  checkQuantities(resources?.limits, [...path, 'limits'], check)
  for (const [resource, request] of Object.entries(resources?.requests ?? {})) {
    const at = [...path, 'requests', resource]
    const limit = ownValue(resources?.limits, resource)
    if (limit === undefined) {
      if (isExtended(resource)) {
        check.warning(at, 'noLimit')
      }
    } else if (isExtended(resource) && compareQuantities(request, limit) !== 0) {
      check.error(at, 'notItsLimit', limit, resource)
    } else if (compareQuantities(request, limit) > 0) {
      check.error(at, 'aboveLimit', request, limit)
    }
  }
}

const ownValue = (quantities: Quantities, resource: string): string | undefined =>
  quantities && Object.hasOwn(quantities, resource) ? quantities[resource] : undefined
