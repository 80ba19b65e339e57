import type { RunbookPolicy } from '../policy.ts'

/** Arrival number k, from 0, goes to machine k modulo the current number of machines. */
export const oneClick: RunbookPolicy = {
  id: 'one-click',
  title: 'One-click',
  subtitle: 'next machine, whatever the shape',
  chip: 'Rule: next machine in the list',
  rule: 'The next machine in the list; if it does not fit there, buy another.',
  world: 'runbook',
}
