import type { World, WorldContext } from '../cluster.ts'
import type { EventRecorder } from '../controllers/context.ts'
import { startKubelet } from '../controllers/kubelet.ts'
import { startOnCall } from '../controllers/onCall.ts'
import { startRunbook } from '../controllers/runbook.ts'
import type { RunbookPolicy } from '../scheduler/policy.ts'
import { say } from '../sentences/sentences.ts'
import { deletePod } from '../store/deletePod.ts'
import { followPower } from './power.ts'

const SILENT: EventRecorder = { record: () => undefined }

/**
 * The world without Kubernetes: a deploy script places apps, nobody re-creates anything, and a
 * person with a pager repairs what is down. The machines run containers as they do elsewhere.
 */
export function startOneClick(ctx: WorldContext, policy: RunbookPolicy): World {
  const { store, clock, cloud, ledger, buyable, attempts, scenario, onMarker } = ctx
  // The log of this world is the deploy script's: what runs the containers says nothing.
  const machines = startKubelet({ ...ctx, events: SILENT }, (name) => cloud.hasPower(name))
  followPower(cloud, machines)
  const runbook = startRunbook(ctx, { cloud, buyable, onAttempt: (a) => attempts.add(a) })
  const onCall = startOnCall(ctx, {
    cloud,
    delays: scenario.onCall,
    putOnNextMachine: (pod, reason) => runbook.putOnNextMachine(pod, reason),
    onRing: (machine) => onMarker('pager', machine),
  })
  return {
    policy,
    setPolicy: () => say('runbookStays'),
    drain: (machine) => onCall.drain(machine),
    deletePod({ metadata, spec }) {
      const powered = cloud.hasPower(spec?.nodeName ?? '')
      const grace = powered ? {} : { gracePeriodSeconds: 0 }
      ledger.takenAway(metadata?.uid ?? '')
      deletePod(store, clock, metadata?.namespace ?? '', metadata?.name ?? '', grace)
    },
    pager: () => onCall.pager(),
    acknowledgePager: () => onCall.acknowledge(),
    // The runbook's decisions always say everything.
    explain: () => undefined,
    nodeGroups: () => undefined,
    waiting: () => undefined,
  }
}
