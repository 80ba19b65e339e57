import type { Millis } from '../api/units.ts'
import type { Run } from '../lanes.ts'
import type { Progress } from '../protocol.ts'

/** What of a run tells how far it has come. */
type Going = Pick<Run, 'now' | 'arrivals' | 'scenario' | 'given'>

/** Time itself counts as much as so many arrivals, and as this share of all: what follows takes work, too. */
const TIME_AT_LEAST = 100
const TIME_SHARE = 0.05

/**
 * How much of the way from here to a moment the run has done, from 0 to 1, whenever it is asked. Known is
 * what the scenario will bring: an arrival is a pod to deal with, and what befalls a machine concerns the
 * pods that it has on average. What follows from that is not known before it has happened.
 * @returns undefined where the way has no length
 */
export function wayDone(run: Going, to: Millis): (() => number) | undefined {
  const from = run.now
  if (to <= from) return undefined
  const actions = [...run.scenario.actions].sort((a, b) => a.at - b.at)
  const podsOfMachine = Math.max(1, run.arrivals.length / Math.max(1, run.scenario.maxMachines))
  const weights = [0]
  for (const { command } of actions) {
    weights.push(weights.at(-1)! + ('machine' in command ? podsOfMachine : 1))
  }
  const weight = (arrivals: number, done: number) => arrivals + weights[done]!
  const upTo = (list: readonly { readonly at: Millis }[]) =>
    list.reduce((count, { at }) => (at <= to ? count + 1 : count), 0)
  const before = weight(run.given.arrivals, run.given.actions)
  const brought = weight(upTo(run.arrivals), upTo(actions)) - before
  const time = TIME_AT_LEAST + brought * TIME_SHARE
  return () => {
    const { now, given } = run
    const done = weight(given.arrivals, given.actions) - before
    const passed = Math.min(1, (now - from) / (to - from))
    return (done + passed * time) / (brought + time)
  }
}

/** What is told of the way from here to a moment, whenever it is asked. */
export function wayTold(run: Run, to: Millis): () => Progress {
  const share = wayDone(run, to)
  return () => {
    const pods = run.clusters.reduce((sum, { ledger }) => sum + ledger.pods.size, 0)
    return { now: run.now, to, pods, ...(share && { share: share() }) }
  }
}
