import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import type { Cluster } from '../cluster.ts'
import { createRun, type Run } from '../lanes.ts'
import { type Command, PodFlag, PodState } from '../protocol.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import type { MachineFact, PodFact } from './facts.ts'

/** How often there was something to compare, and how much of it. */
const asked = { told: 0, back: 0 }

/** The same by looking: at the pods of every machine, and at who stands for each of them today. */
function createLooker({ cloud, ledger }: Cluster) {
  const losses = new Map<MachineFact, PodFact[]>()
  /** Pods that were on a machine when its plug was pulled, or have come since. */
  const seen = new Map<MachineFact, Set<PodFact>>()
  const latest = (pod: PodFact): PodFact => (pod.replacedBy ? latest(pod.replacedBy) : pod)
  const isBack = (pod: PodFact) =>
    pod.state === PodState.Succeeded ||
    (pod.state === PodState.Running && !ledger.availability.isDown(pod))
  const isLostForGood = (pod: PodFact) =>
    (pod.flags & PodFlag.Bare) !== 0 && !ledger.pods.has(pod.uid)
  const isGivenUp = ({ leaving }: PodFact) => leaving === 'wished' || leaving === 'missed'

  function missedFrom(machine: MachineFact, pods: readonly PodFact[]): readonly PodFact[] {
    const isDealtWith = machine.machine.power || machine.gone
    const missed = pods
      .map(latest)
      .filter((pod) => !isGivenUp(pod) && !(isDealtWith && isLostForGood(pod)))
    return isDealtWith && missed.every(isBack) ? [] : missed
  }

  cloud.watch(({ name }, change) => {
    if (change !== 'powerOff') return
    const machine = ledger.machines.get(name)!
    const pods = ledger.podsOn(machine)
    losses.delete(machine)
    seen.set(machine, new Set(pods))
    losses.set(
      machine,
      pods.filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy),
    )
  })

  return {
    /** Who has been put on a machine without power that nobody has missed yet. */
    look(): void {
      for (const [machine, lost] of losses) {
        if (machine.machine.power) continue
        for (const pod of ledger.podsOn(machine)) {
          const known = seen.get(machine)!
          if (known.has(pod)) continue
          known.add(pod)
          if (!pod.daemon && !lost.some((each) => latest(each) === pod)) lost.push(pod)
        }
      }
    },
    current() {
      const missed = new Set<PodFact>()
      let name: string | undefined
      for (const [machine, lost] of losses) {
        const pods = missedFrom(machine, lost)
        if (pods.length > 0) name = machine.machine.name
        for (const pod of pods) missed.add(pod)
      }
      if (name === undefined) return undefined
      return { machine: name, lost: missed.size, back: [...missed].filter(isBack).length }
    },
  }
}

/** Plays commands at their times, and compares after every few timers. */
function playAll(run: Run, steps: readonly (readonly [number, Command])[], end: number): void {
  let timers = 0
  const lanes = run.clusters.map((cluster) => ({ cluster, looker: createLooker(cluster) }))
  function compare(): void {
    for (const { cluster, looker } of lanes) {
      const found = cluster.recovery()
      expect(found).toEqual(looker.current())
      if (found) asked.told += 1
      if (found && found.back > 0) asked.back += 1
    }
  }
  const until = (time: number) => {
    while (run.step(time)) {
      timers += 1
      for (const { looker } of lanes) looker.look()
      if (timers % 3 === 0) compare()
    }
  }
  for (const [at, command] of steps) {
    until(at)
    run.perform(command)
    for (const { looker } of lanes) looker.look()
    compare()
  }
  until(end)
}

const container = { name: 'a', image: 'a', resources: { requests: { cpu: '1' } } }
const bare: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'alone', namespace: 'default' },
  spec: { containers: [container] },
}

test('what is counted change by change is what one sees who looks, whatever is done to a run', () => {
  const settings = testSettings(OPENING_ORDER)
  const objects = [...settings.objects, bare]
  fc.assert(
    fc.property(script, (steps) => {
      const pulled = [45_000, { type: 'pullPlug', machine: 2 }] as const
      const timed = [pulled, ...steps].sort(([a], [b]) => a - b)
      playAll(createRun({ ...settings, objects }), timed, END)
    }),
    { seed: 20_261_122, numRuns: 15 },
  )
  expect(asked.told).toBeGreaterThan(1_000)
  expect(asked.back).toBeGreaterThan(500)
})
