import { words } from './words.ts'

/** What a policy is called on the page; its own ID when it has no friendlier name. */
export function policyName(id: string): string {
  return words.policy.names[id] ?? id
}
