import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { KubernetesObject } from '../api/objects.ts'
import type { Deployment, Pod } from '../api/types.gen.ts'
import { createRun, type Run } from '../lanes.ts'
import { type Command, PodFlag, PodState } from '../protocol.ts'
import { END, script } from '../testing/scripts.ts'
import { OPENING_ORDER, testSettings } from '../testing/settings.ts'
import type { MachineFact, PodFact } from './facts.ts'
import type { Ledger } from './ledger.ts'
import type { RecoveryTracker } from './recovery.ts'

/** How often the two have been compared, and how often there was something to compare. */
const asked = { all: 0, told: 0, back: 0, dropped: 0 }

/** Every tracker of a run answers only what one says that looks at all lost pods whenever it is asked. */
vi.mock('./recovery.ts', async (original) => {
  const { createRecoveryTracker } = await original<typeof import('./recovery.ts')>()
  return {
    createRecoveryTracker(ledger: Ledger): RecoveryTracker {
      const tracker = createRecoveryTracker(ledger)
      const looker = createLooker(ledger)
      return {
        changed: tracker.changed,
        plugPulled(machine) {
          tracker.plugPulled(machine)
          looker.plugPulled(machine)
        },
        bound(pod) {
          tracker.bound(pod)
          looker.bound(pod)
        },
        current() {
          const found = tracker.current()
          expect(found).toEqual(looker.current())
          asked.all += 1
          if (found) asked.told += 1
          if (found && found.back > 0) asked.back += 1
          return found
        },
      }
    },
  }
})

/** The same by looking: the pods of every machine, and who stands for each of them today. */
function createLooker(
  ledger: Pick<Ledger, 'availability' | 'pods' | 'podsOn'>,
): Omit<RecoveryTracker, 'changed'> {
  const losses = new Map<MachineFact, PodFact[]>()
  let looksAt = 100
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

  return {
    plugPulled(machine) {
      const pods = ledger
        .podsOn(machine)
        .filter((pod) => pod.occupies && !pod.daemon && !pod.replacedBy)
      if (losses.size >= looksAt) {
        for (const [each, lost] of losses) {
          if (missedFrom(each, lost).length > 0) continue
          losses.delete(each)
          asked.dropped += 1
        }
        looksAt = Math.max(100, 2 * losses.size)
      }
      losses.delete(machine)
      losses.set(machine, pods)
    },
    bound(pod) {
      const lost = pod.machine && losses.get(pod.machine)
      if (!lost || pod.daemon || pod.machine!.machine.power) return
      if (!lost.some((each) => latest(each) === pod)) lost.push(pod)
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

/** Plays commands at their times, and asks after every few timers. */
function playAll(run: Run, steps: readonly (readonly [number, Command])[], end: number): void {
  let timers = 0
  const until = (time: number) => {
    while (run.step(time)) {
      timers += 1
      if (timers % 3 === 0) for (const cluster of run.clusters) cluster.recovery()
    }
  }
  for (const [at, command] of steps) {
    until(at)
    run.perform(command)
    for (const cluster of run.clusters) cluster.recovery()
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

test('what was counted change by change is what there is, whatever is done to a run', () => {
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

test('nor with more machines than are followed without looking', () => {
  const MACHINES = 60
  const web: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas: 90,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  }
  const settings = testSettings('', {
    lanes: [{ id: 'k', title: 'K', policy: 'kubernetes-default', nodePrefix: 'node-' }],
    machines: [{ type: 'standard', count: 2 * MACHINES }],
    maxMachines: 2 * MACHINES,
  })
  const objects: KubernetesObject[] = [web as KubernetesObject, bare]
  const types = ['pullPlug', 'plugIn', 'terminate'] as const
  const power = fc.record({
    type: fc.constantFrom(...types, 'pullPlug' as const, 'pullPlug' as const),
    machine: fc.integer({ min: 1, max: 2 * MACHINES }),
  })
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), power), {
    minLength: 200,
    maxLength: 300,
  })
  fc.assert(
    fc.property(steps, (list) => {
      let at = 10_000
      const timed = list.map(([seconds, command]) => {
        at += seconds * 1_000
        return [at, command] as const
      })
      // All at once, as when a zone dies, and then one after the other.
      const zone = Array.from({ length: MACHINES }, (_, machine) => {
        return [10_000, { type: 'pullPlug', machine: 2 * machine + 1 }] as const
      })
      playAll(createRun({ ...settings, objects }), [...zone, ...timed], at + 600_000)
    }),
    { seed: 20_261_122, numRuns: 2 },
  )
  expect(asked.dropped).toBeGreaterThan(10)
})
