import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { initTurn } from '../rules/podContainers.ts'
import { phaseOf } from '../rules/podPhase.ts'
import { isReady } from '../rules/podStatus.ts'
import { play } from '../testing/play.ts'

/* Whatever pods are made of and whatever happens to their machine, their statuses make sense (C5.11, C5.12). */

const NAMES = ['a', 'b', 'c', 'd'] as const
const PROBES = [
  '',
  'startupProbe: { tcpSocket: { port: 80 } }',
  'readinessProbe: { tcpSocket: { port: 80 } }',
  'livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 }',
]
const LIMITS = ['', 'resources: { limits: { memory: 100Mi } }']
const container = fc.record({
  kind: fc.constantFrom('own', 'init', 'sidecar'),
  probe: fc.constantFrom(...PROBES),
  limit: fc.constantFrom(...LIMITS),
})
const annotations = fc.subarray([
  'podfall.dev/startup-time: 4s',
  'podfall.dev/hang-after: 15s',
  'kwok.x-k8s.io/usage-memory: 200Mi',
  'pod-container-failed.stage.kwok.x-k8s.io/name: b',
  'pod-init-container-failed.stage.kwok.x-k8s.io/name: c',
  'pod-complete.stage.kwok.x-k8s.io/delay: 9s',
])
const anyPod = fc.record({
  containers: fc.array(container, { maxLength: 3 }),
  annotations,
  policy: fc.constantFrom('Always', 'OnFailure', 'Never'),
})
const deeds = fc.array(fc.constantFrom('off', 'on', 'wait', 'wait longer'), { maxLength: 8 })

type Given = typeof anyPod extends fc.Arbitrary<infer T> ? T : never

function manifest({ containers, annotations: told, policy }: Given): string {
  const all = [...containers, { kind: 'own', probe: '', limit: '' }]
  const texts = all.map(({ kind, probe, limit }, place) => {
    const stays = kind === 'sidecar' ? 'restartPolicy: Always' : ''
    const more = [stays, kind === 'init' ? '' : probe, limit].filter((part) => part !== '')
    return { kind, text: `{ name: ${NAMES[place]}, image: i, ${more.join(', ')} }` }
  })
  const listed = (own: boolean) =>
    texts.filter(({ kind }) => (kind === 'own') === own).map(({ text }) => text)
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, annotations: { ${told.join(', ')} } }
spec:
  restartPolicy: ${policy}
  initContainers: [${listed(false).join(', ')}]
  containers: [${listed(true).join(', ')}]
`
}

/** What is wrong with a pod that has changed; undefined = nothing. */
function problem(pod: Pod, before: Pod | undefined): string | undefined {
  const { status = {}, spec } = pod
  if (status.startTime === undefined) return undefined
  const own = status.containerStatuses ?? []
  const init = status.initContainerStatuses ?? []
  if (status.phase !== phaseOf(pod)) return `phase is ${status.phase}, not ${phaseOf(pod)}`
  const sidecars = init.filter((_each, i) => spec?.initContainers?.[i]?.restartPolicy === 'Always')
  const serves = [...own, ...sidecars].every(({ ready }) => ready)
  // Of a machine that does not answer the control plane says that its pods are not.
  if (isReady(pod) && !serves) return 'it is Ready, and not all of it is'
  for (const each of [...own, ...init]) {
    const former = [
      ...(before?.status?.containerStatuses ?? []),
      ...(before?.status?.initContainerStatuses ?? []),
    ].find(({ name }) => name === each.name)
    if (each.restartCount < (former?.restartCount ?? 0)) return `${each.name} forgot a restart`
    const starts = each.state?.running && !former?.state?.running
    const early = own.includes(each) && before && initTurn(before) !== init.length
    if (starts && early) return `${each.name} started before init containers were done`
  }
  const ended = status.phase === 'Succeeded' || status.phase === 'Failed'
  const alive = [...own, ...init].some(({ state }) => state?.running)
  return ended && alive ? 'it has ended, and something runs' : undefined
}

test('C5.11 C5.12 any pod, whatever happens to its machine', () => {
  fc.assert(
    fc.property(anyPod, deeds, (given, done) => {
      const world = play(manifest(given), { machines: 1 })
      const problems: string[] = []
      world.store.watch((change) => {
        if (change.kind !== 'Pod' || change.type === 'DELETED') return
        const wrong = problem(change.object, change.previous)
        if (wrong) problems.push(wrong)
      })
      for (const deed of done) {
        // To pull a plug that is out is refused, and changes nothing.
        if (deed === 'off') world.ask({ type: 'pullPlug', machine: 1 })
        else if (deed === 'on') world.ask({ type: 'plugIn', machine: 1 })
        else world.wait(deed === 'wait' ? 2.5 : 20)
      }
      world.ask({ type: 'plugIn', machine: 1 })
      world.wait(40)
      expect(problems).toEqual([])
    }),
    { seed: 5, numRuns: 60 },
  )
})
