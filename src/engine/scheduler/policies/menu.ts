import type { Policy } from '../policy.ts'
import { bestFit } from './bestFit.ts'
import { dropInLine } from './dropInLine.ts'
import { firstFit } from './firstFit.ts'
import { kubernetesBinPacking } from './kubernetesBinPacking.ts'
import { kubernetesDefault } from './kubernetesDefault.ts'
import { oneClick } from './oneClick.ts'
import { random } from './random.ts'
import { worstFit } from './worstFit.ts'

/** Every policy a lane can have, in the order of the page's menu. */
export const POLICIES: readonly Policy[] = [
  oneClick,
  dropInLine,
  firstFit,
  bestFit,
  worstFit,
  random,
  kubernetesDefault,
  kubernetesBinPacking,
]

/** The policy of this ID, or undefined. */
export function policyById(id: string): Policy | undefined {
  return POLICIES.find((policy) => policy.id === id)
}
