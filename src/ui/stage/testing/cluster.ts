import { PodState } from '../../../engine/protocol.ts'
import type { LaneMirror } from '../../state/mirror.ts'
import { LaneModel } from '../model.ts'

const GIB = 1024 ** 3

interface TestPod {
  readonly node: number
  readonly order: number
  readonly vcpu: number
  readonly gib: number
  readonly state: number
}

/** A lane of two machines of 8 vCPU and 32 GiB for tests. */
export function laneOf(pods: readonly TestPod[]): LaneMirror {
  const count = pods.length
  return {
    id: 'right',
    services: [],
    traffic: [],
    quotas: [],
    arrivalsHeld: 0,
    pods: {
      count,
      alive: new Uint8Array(count).fill(1),
      node: Int32Array.from(pods, ({ node }) => node),
      app: new Uint16Array(count),
      state: Uint8Array.from(pods, ({ state }) => state),
      flags: new Uint8Array(count),
      order: Uint32Array.from(pods, ({ order }) => order),
      ordinal: new Uint32Array(count),
      replaces: new Int32Array(count).fill(-1),
      createdAt: new Float64Array(count),
      boundAt: new Float64Array(count),
      requests: Float64Array.from(pods.flatMap(({ vcpu, gib }) => [vcpu * 1000, gib * GIB])),
      ready: new Uint8Array(count).fill(1),
      containers: new Uint8Array(count).fill(1),
      restarts: new Uint16Array(count),
      version: new Uint16Array(count),
      status: new Uint16Array(count),
      volumes: new Uint8Array(count),
      names: pods.map((_, row) => `pod-${row}`),
    },
    nodes: {
      count: 2,
      alive: Uint8Array.of(1, 1),
      ordinal: Uint32Array.of(1, 2),
      flags: new Uint16Array(2),
      machineType: new Uint16Array(2),
      group: new Uint16Array(2),
      zone: new Uint16Array(2),
      pricePerHour: new Float64Array(2),
      bornAt: new Float64Array(2),
      readyAt: new Float64Array(2),
      goneAt: Float64Array.of(-1, -1),
      allocatable: Float64Array.of(8000, 32 * GIB, 8000, 32 * GIB),
      requested: new Float64Array(4),
      stranded: new Float64Array(4),
      names: ['node-1', 'node-2'],
    },
  }
}

/**
 * That lane and its model, with pods that run.
 * @param pods as [node, vCPU, GiB], oldest first
 */
export function clusterOf(pods: readonly (readonly [number, number, number])[]): {
  readonly lane: LaneMirror
  readonly model: LaneModel
} {
  const lane = laneOf(
    pods.map(([node, vcpu, gib], order) => ({ node, order, vcpu, gib, state: PodState.Running })),
  )
  const model = new LaneModel('right', false, ['cpu', 'memory'])
  model.sync(lane)
  return { lane, model }
}
