import { describe, expect, it } from 'vitest'
import { play } from './testing/play.ts'

const APP = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 4
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example/web:1, resources: { requests: { cpu: "1", memory: 1Gi } } }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`
const CRASHING = `
apiVersion: v1
kind: Pod
metadata:
  name: shaky
  annotations:
    pod-container-failed.stage.kwok.x-k8s.io/name: main
    pod-container-failed.stage.kwok.x-k8s.io/delay: 20s
spec:
  containers: [{ name: main, image: example/shaky:1 }]
`
const plane = (up: boolean) => ({ type: 'controlPlane', up }) as const

type Lane = ReturnType<typeof play>

/** Names of the ready pods that the Service knows. */
function endpoints({ store }: Lane): string[] {
  return store
    .list('EndpointSlice')
    .flatMap(({ endpoints: all = [] }) => all)
    .filter(({ conditions }) => conditions?.ready)
    .map(({ targetRef }) => targetRef?.name ?? '')
    .sort()
}

const pods = ({ store }: Lane) =>
  store
    .list('Pod')
    .map(({ metadata }) => metadata!.name!)
    .sort()

function started(text = APP, machines = 3): Lane {
  const lane = play(text, { machines })
  lane.wait(30)
  lane.give(plane(false))
  lane.events()
  return lane
}

describe('the control plane is down', () => {
  it('D1: nothing is scheduled, created, healed or evicted, and nothing is said', () => {
    const lane = started()
    const before = pods(lane)
    lane.give({ type: 'pullPlug', machine: 1 })
    lane.wait(3_600)
    expect(pods(lane)).toEqual(before)
    expect(lane.store.list('Node').every(({ spec }) => !spec?.taints)).toBe(true)
    expect(lane.events()).toBe('\n\n')
  })

  it('D2: Services keep the endpoints they had', () => {
    const lane = started()
    const before = endpoints(lane)
    expect(before).toHaveLength(4)
    lane.give({ type: 'pullPlug', machine: 1 })
    lane.wait(600)
    expect(endpoints(lane)).toEqual(before)
  })

  it('D3: what runs goes on, and is restarted where it runs', () => {
    const lane = play(`${APP}---${CRASHING}`)
    lane.wait(15)
    lane.give(plane(false))
    lane.wait(120)
    const shaky = lane.store.get('Pod', 'default', 'shaky')
    expect(shaky?.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0)
  })

  it.each([
    { type: 'scale', kind: 'Deployment', namespace: 'default', name: 'web', replicas: 9 },
    { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'web' },
    { type: 'drain', machine: 1 },
    { type: 'apply', text: CRASHING },
    { type: 'rollout', action: 'restart', kind: 'Deployment', namespace: 'default', name: 'web' },
  ] as const)('D4: $type is refused', (command) => {
    const lane = started()
    expect(lane.ask(command).error).toBe(
      'The connection to the server was refused: the control plane is down.',
    )
    lane.wait(60)
    lane.give(plane(true))
    lane.wait(60)
    expect(pods(lane)).toHaveLength(4)
  })

  it('D4: it is not stopped twice', () => {
    const lane = started()
    expect(lane.ask(plane(false)).error).toBe('The control plane is down already.')
    lane.give(plane(true))
    expect(lane.ask(plane(true)).error).toBe('The control plane is up already.')
  })

  it('D5: a machine that boots meanwhile joins afterwards', () => {
    const lane = play(APP, { machines: 1, maxMachines: 2 })
    lane.wait(10)
    lane.give(plane(false))
    lane.give({ type: 'addMachine' })
    lane.wait(600)
    expect(lane.store.list('Node')).toHaveLength(1)
    lane.give(plane(true))
    expect(lane.store.list('Node')).toHaveLength(2)
  })
})

describe('the control plane is back', () => {
  it('D6: the time of silence and of tolerations counts anew, then pods move', () => {
    const lane = started()
    lane.give({ type: 'pullPlug', machine: 1 })
    lane.wait(3_600)
    lane.give(plane(true))
    const back = lane.run.now
    const seconds = () => (lane.run.now - back) / 1_000
    const ready = () =>
      lane.store.get('Node', '', 'node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')
        ?.status
    while (ready() === 'True') lane.wait(1)
    expect(seconds()).toBe(50)
    expect(endpoints(lane).length).toBeLessThan(4)
    lane.wait(340)
    expect(lane.events(/TaintManagerEviction/)).toMatch(/^\n3980s .*Marking for deletion/)
    lane.wait(60)
    expect(endpoints(lane)).toHaveLength(4)
  })

  it('D6: tolerations that ran when it went down run anew', () => {
    const lane = play(APP, { machines: 3 })
    lane.wait(30)
    lane.give({ type: 'pullPlug', machine: 1 })
    lane.wait(150)
    lane.give(plane(false))
    lane.wait(1_000)
    lane.give(plane(true))
    lane.events()
    lane.wait(299)
    expect(lane.events(/Marking/)).toBe('\n\n')
    lane.wait(2)
    expect(lane.events(/Marking/)).toContain('Marking for deletion')
  })

  it('D7: what was missed is made up for', () => {
    const lane = started()
    const [gone] = pods(lane)
    const { nodeName } = lane.store.get('Pod', 'default', gone!)!.spec!
    lane.give({ type: 'terminate', machine: Number(nodeName!.split('-')[1]) })
    lane.wait(600)
    expect(lane.store.list('Node')).toHaveLength(3)
    lane.give(plane(true))
    expect(lane.store.list('Node')).toHaveLength(2)
    lane.wait(120)
    expect(pods(lane)).not.toContain(gone)
    expect(endpoints(lane)).toHaveLength(4)
  })

  it('D7: a plug that was pulled and put back in between is no trouble', () => {
    const lane = started()
    lane.give({ type: 'pullPlug', machine: 1 })
    lane.wait(300)
    lane.give({ type: 'plugIn', machine: 1 })
    lane.wait(60)
    lane.give(plane(true))
    lane.wait(600)
    expect(lane.events(/NotReady|Eviction/)).toBe('\n\n')
    expect(endpoints(lane)).toHaveLength(4)
  })

  it('D8: has marks on the timeline, and the page knows', () => {
    const lane = started()
    lane.wait(10)
    lane.give(plane(true))
    const marks = lane.run.marks.after(0).filter(({ type }) => type !== 'bought')
    expect(marks.map(({ at, type, label }) => [at, type, label])).toEqual([
      [30_000, 'controlPlane', 'down'],
      [40_000, 'controlPlane', 'up'],
    ])
  })
})
