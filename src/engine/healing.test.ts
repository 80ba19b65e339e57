import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PodState } from './protocol.ts'
import { createSimulation } from './simulation.ts'
import { END, script } from './testing/scripts.ts'
import { OPENING_ORDER, testSettings } from './testing/settings.ts'

/** Long enough for evictions, back-offs and everything that a person puts back by hand. */
const LATER = END + 8_000_000

it('whatever happened, once every machine is back nothing stays down that is there', () => {
  fc.assert(
    fc.property(script, (steps) => {
      const simulation = createSimulation(testSettings(OPENING_ORDER))
      for (const [at, command] of steps) {
        simulation.seek(at)
        simulation.dispatch(command)
      }
      simulation.seek(END)
      for (const { id: lane, cloud } of simulation.run.clusters) {
        for (const { ordinal: machine } of [...cloud.machines()]) {
          simulation.dispatch({ type: 'plugIn', machine, lane })
          simulation.dispatch({ type: 'uncordon', machine, lane })
        }
      }
      simulation.seek(LATER)
      for (const { ledger, store, policy, pager, recovery } of simulation.run.clusters) {
        const wanted = store.list('Deployment').map(({ metadata, spec }) => ({
          replicas: spec!.replicas!,
          there: store.ownedBy('Pod', metadata!.uid!).length,
        }))
        // What a person deleted nobody re-creates without Kubernetes.
        const missing = wanted.reduce((sum, { replicas, there }) => sum + replicas - there, 0)
        expect(missing).toBeGreaterThanOrEqual(0)
        expect(ledger.availability.down).toBe(policy.world === 'runbook' ? missing : 0)
        expect([pager(), recovery()]).toEqual([undefined, undefined])
        const states = [...ledger.pods.values()].map(({ state }) => state)
        const settled: number[] = [PodState.Running, PodState.Succeeded, PodState.Failed]
        expect(states.filter((state) => !settled.includes(state))).toEqual([])
        if (policy.world === 'runbook') continue
        for (const { spec, status } of store.list('Deployment')) {
          expect(status?.readyReplicas ?? 0).toBe(spec!.replicas)
        }
      }
    }),
    { seed: 3, numRuns: 20 },
  )
})
