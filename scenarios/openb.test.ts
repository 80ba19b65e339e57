import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Job, Node, Pod } from '../src/engine/api/types.gen.ts'
import type { Millis } from '../src/engine/api/units.ts'
import { createParseMemo } from '../src/engine/index.ts'
import type { ClusterFacts } from '../src/engine/scheduler/engine.ts'
import { fastEngine } from '../src/engine/scheduler/fast/fastEngine.ts'
import { podInfo } from '../src/engine/scheduler/nodeView.ts'
import { policyById } from '../src/engine/scheduler/policies/menu.ts'
import type { SchedulerPolicy } from '../src/engine/scheduler/policy.ts'
import { runnable } from '../src/engine/scheduler/profile.ts'
import { createRandom } from '../src/engine/sim/seededRandom.ts'

/*
 * The trace's figures by decisions alone, without a control plane: every pod comes and goes when the trace
 * says so, and one that finds no place is counted and never comes again.
 */

const text = readFileSync(new URL('openb.yaml', import.meta.url), 'utf8')
const { scenario, objects } = createParseMemo()(text)
const shapes = new Map(objects.map(({ object }) => [object.metadata!.name!, object as Job]))

const facts: ClusterFacts = {
  kubernetesMinor: 35,
  namespaceLabels: () => ({}),
  groupSelectors: () => [],
  disruptionBudgets: [],
}

/** How many pods find no place, by how many GPUs they want. */
function refused(policyId: string, machines: number, seed: number): Record<string, number> {
  const engine = fastEngine(facts)
  const { allocatable } = scenario!.machineTypes[0]!
  for (let n = 1; n <= machines; n++) {
    engine.putNode({ metadata: { name: `node-${n}` }, status: { allocatable } } satisfies Node)
  }
  const { profile, pick } = policyById(policyId) as SchedulerPolicy
  const rules = { profile: runnable(profile), pick, random: createRandom(seed) }
  const departures: { readonly at: Millis; readonly id: number }[] = []
  const counts: Record<string, number> = {}
  let start = { index: 0, last: 0 }
  scenario!.arrivals.forEach(({ at, app, work = 0 }, id) => {
    while (departures.length > 0 && departures[0]!.at <= at) {
      engine.removePod(departures.shift()!.id)
    }
    const uid = String(id)
    const pod = { metadata: { name: uid, uid }, spec: shapes.get(app)!.spec!.template.spec! } as Pod
    const decision = engine.decide(podInfo(pod), rules, start, new Map())
    start = decision.next
    if (decision.selected === undefined) {
      const gpus = app.replace(/-.*/, '')
      counts[gpus] = (counts[gpus] ?? 0) + 1
      return
    }
    engine.putPod(id, pod, decision.selected)
    const place = departures.findLastIndex((other) => other.at <= at + work) + 1
    departures.splice(place, 0, { at: at + work, id })
  })
  return counts
}

it('packed, all of the trace fits on nine machines', () => {
  expect(scenario!.arrivals).toHaveLength(8_152)
  for (const seed of [1, 2]) expect(refused('best-fit', 9, seed)).toEqual({})
})

it('spread by the default profile, 41 of the 44 that want eight GPUs find no place on nine', () => {
  expect(refused('kubernetes-default', 9, 1)).toEqual({ eight: 41 })
})

it.each([1, 2])('spread, 46 machines are needed (seed %i)', (seed) => {
  expect(refused('kubernetes-default', 46, seed)).toEqual({})
  expect(refused('kubernetes-default', 45, seed)).toEqual({ eight: 1 })
})
