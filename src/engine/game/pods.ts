import type { Node, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { PodInfo, ResourceAmounts } from '../scheduler/framework.ts'
import { podInfo } from '../scheduler/nodeView.ts'
import { GAME_APPS } from './apps.ts'
import type { Deal } from './stream.ts'

/** A pod of the game: a real Pod object, and what the game knows of it. */
export interface GamePod {
  /** From 1; a pod that is made again after its machine died is another pod. */
  readonly id: number
  /** Index into GAME_APPS. */
  readonly app: number
  /** Display number within the app: web-3. */
  readonly ordinal: number
  readonly runs: Millis | undefined
  readonly cameAt: Millis
  /** It ran on a machine that died. */
  readonly lost: boolean
  readonly info: PodInfo
}

/** Makes pods of what a round brings; counts them. */
export function createPodMaker() {
  let made = 0
  const ordinals = GAME_APPS.map(() => 0)
  const make = (app: number, runs: Millis | undefined, at: Millis, lost: boolean): GamePod => {
    const id = ++made
    const ordinal = ++ordinals[app]!
    return { id, app, ordinal, runs, cameAt: at, lost, info: podInfo(podOf(app, ordinal, id)) }
  }
  return {
    dealt: ({ app, runs, at }: Deal): GamePod => make(app, runs, at, false),
    /** What its controller makes in its stead: a Job starts over. */
    again: (pod: GamePod, at: Millis): GamePod => make(pod.app, pod.runs, at, true),
  }
}

/** What a pod of this app asks for; cpu in millicores, memory in bytes. */
export function requestsOf(app: number): ResourceAmounts {
  return podInfo(podOf(app, 0, 0)).requests
}

function podOf(index: number, ordinal: number, id: number): Pod {
  const { name, kind, cpu, memory, affinity } = GAME_APPS[index]!
  const owner = kind === 'Deployment' ? 'ReplicaSet' : kind
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${ordinal}`,
      namespace: 'default',
      uid: `pod-${id}`,
      labels: { app: name },
      ownerReferences: [
        {
          apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
          kind: owner,
          name,
          uid: name,
          controller: true,
        },
      ],
    },
    spec: {
      restartPolicy: kind === 'Job' ? 'Never' : 'Always',
      containers: [{ name, image: `${name}:1`, resources: { requests: { cpu, memory } } }],
      ...(affinity && { affinity }),
    },
    status: { phase: 'Pending' },
  }
}

/** The machine of the opening story: 8 vCPU, 32 GiB, room for 110 pods. */
export function nodeOf(name: string): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: {},
    status: { allocatable: { cpu: '8', memory: '32Gi', pods: '110' } },
  }
}
