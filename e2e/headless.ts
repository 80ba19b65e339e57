import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../scripts/setup.mjs'

/** What one lane's part of `podfall run -o json` says, as far as the journeys compare it. */
export interface HeadlessLane {
  readonly time: number
  readonly nodes: readonly {
    readonly name: string
    readonly allocatable: Readonly<Record<string, number>>
    readonly requested: Readonly<Record<string, number>>
    readonly pods: readonly string[]
  }[]
  readonly metrics: {
    readonly machines: number
    readonly machinesUsed: number
    readonly pending: number
    readonly utilisation: { readonly cpu: number; readonly memory: number }
    readonly costPerHour: number
  }
}

/** Runs a scenario in the terminal, as a person does. */
export function runHeadless(file: string, until: string): Record<string, HeadlessLane> {
  const text = execFileSync(
    process.execPath,
    ['scripts/podfall.mjs', 'run', '-f', join('scenarios', file), '--until', until, '-o', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 },
  )
  return (JSON.parse(text) as { lanes: Record<string, HeadlessLane> }).lanes
}
