import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../protocol.ts'
import { isActive, isFinished, isTerminating } from '../rules/podStatus.ts'
import { controllerOf, nameOf } from '../store/identity.ts'
import { play } from '../testing/play.ts'

/*
 * Whatever a person does to a cluster with everything in it: once things are quiet, it is in order.
 */

const template = (app: string, restart = 'Always', image = `${app}:1`) => `
  template:
    metadata: { labels: { app: ${app} } }
    spec: { restartPolicy: ${restart}, containers: [{ name: ${app}, image: "${image}", resources: { requests: { cpu: 500m } } }] }`
const workload = (kind: string, app: string, spec: string, image?: string) => `
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${app} }
spec:
  ${spec}
  selector: { matchLabels: { app: ${app} } }${template(app, 'Always', image)}
`
const web = (image: string) => workload('Deployment', 'web', 'revisionHistoryLimit: 2', image)
const CLUSTER = [
  web('web:1'),
  workload('StatefulSet', 'db', 'replicas: 3'),
  workload('DaemonSet', 'agent', 'minReadySeconds: 0'),
  `
apiVersion: batch/v1
kind: Job
metadata: { name: report }
spec:
  completions: 4
  parallelism: 2
  backoffLimit: 100${template('report', 'Never')}
`,
  `
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "*/5 * * * *"
  jobTemplate:
    spec:
      template: { spec: { restartPolicy: OnFailure, containers: [{ name: c, image: i }] } }
`,
  `
apiVersion: v1
kind: Pod
metadata: { name: bare }
spec: { containers: [{ name: bare, image: bare }] }
`,
].join('---')

const machine = fc.integer({ min: 1, max: 6 })
const named = { namespace: 'default' } as const
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      'pullPlug' as const,
      'plugIn' as const,
      'plugIn' as const,
      'terminate' as const,
      'cordon' as const,
      'uncordon' as const,
      'drain' as const,
    ),
    machine,
  }),
  fc.constant<Command>({ type: 'addMachine' }),
  fc.record({
    type: fc.constant('rollout' as const),
    action: fc.constantFrom(
      'undo' as const,
      'restart' as const,
      'pause' as const,
      'resume' as const,
    ),
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet'),
    namespace: fc.constant('default'),
    name: fc.constantFrom('web', 'db', 'agent'),
  }),
  fc.record({
    type: fc.constant('scale' as const),
    kind: fc.constantFrom('Deployment', 'StatefulSet'),
    namespace: fc.constant('default'),
    name: fc.constantFrom('web', 'db'),
    replicas: fc.integer({ min: 0, max: 6 }),
  }),
  fc
    .constantFrom('web:1', 'web:2', 'web:3')
    .map((image): Command => ({ type: 'apply', text: web(image) })),
  fc.constantFrom<Command>(
    { type: 'delete', kind: 'Pod', name: 'db-1', ...named },
    { type: 'delete', kind: 'Pod', name: 'bare', ...named },
    { type: 'delete', kind: 'CronJob', name: 'nightly', ...named },
  ),
)

/** Longer than any eviction, garbage collection or back-off that such a script can cause. */
const QUIET = 3_000

test('C1 C4 C9 C11 C15 C16 after any script the cluster is in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), command), { maxLength: 12 }),
      (steps) => {
        const { store, run, wait, ask } = play(CLUSTER, { machines: 3, maxMachines: 6 })
        let bareIsGone = false
        for (const [seconds, given] of steps) {
          wait(seconds)
          const { error } = ask(given)
          if (given.type === 'delete' && given.name === 'bare' && !error) bareIsGone = true
        }
        wait(QUIET)
        const pods = store.list('Pod')
        const nodes = new Set(store.list('Node').map(nameOf))
        const powered = new Set(
          run.clusters[0]!.cloud.machines()
            .filter(({ power }) => power)
            .map(({ name }) => name),
        )
        const owned = (kind: string, name: string) =>
          pods.filter((pod) => {
            const owner = controllerOf(pod)
            return owner?.kind === kind && owner.name === name
          })
        for (const pod of pods) {
          const node = pod.spec?.nodeName
          expect(node === undefined || nodes.has(node)).toBe(true)
          if (isTerminating(pod)) expect(powered.has(node ?? '')).toBe(false)
          const owner = controllerOf(pod)
          const kind = owner?.kind as 'Job' | undefined
          if (owner) expect(store.get(kind!, 'default', owner.name)?.metadata?.uid).toBe(owner.uid)
        }
        if (bareIsGone)
          expect(pods.filter((pod) => nameOf(pod) === 'bare' && !isTerminating(pod))).toEqual([])
        const sets = store.list('ReplicaSet')
        const active = sets.flatMap((set) => owned('ReplicaSet', nameOf(set)).filter(isActive))
        expect(active).toHaveLength(store.get('Deployment', 'default', 'web')!.spec!.replicas!)
        const wanted = store.get('StatefulSet', 'default', 'db')!.spec!.replicas!
        const members = owned('StatefulSet', 'db')
        expect(new Set(members.map(nameOf)).size).toBe(members.length)
        // One that cannot end holds up the others: they go in order.
        if (!members.some(isTerminating)) {
          for (const pod of members) expect(Number(nameOf(pod).slice(3))).toBeLessThan(wanted)
        }
        const agents = owned('DaemonSet', 'agent').filter((pod) => !isTerminating(pod))
        expect(agents.map(({ spec }) => spec?.nodeName).sort()).toEqual([...nodes].sort())
        const job = store.get('Job', 'default', 'report')!
        const done = owned('Job', 'report').filter(({ status }) => status?.phase === 'Succeeded')
        if (job.status?.completionTime) expect(job.status.succeeded).toBe(4)
        expect(done.length).toBeLessThanOrEqual(4)
        expect(
          owned('Job', 'report').filter((pod) => isActive(pod) && !isFinished(pod)).length,
        ).toBeLessThanOrEqual(2)
      },
    ),
    { seed: 5, numRuns: 40 },
  )
}, 60_000)
