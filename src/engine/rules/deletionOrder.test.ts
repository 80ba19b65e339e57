import { expect, test } from 'vitest'
import type { Pod } from '../api/types.gen.ts'
import { MINUTE, SECOND } from '../api/units.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { inDeletionOrder } from './deletionOrder.ts'

const NOW = 1_000 * MINUTE

interface Traits {
  readonly node?: string
  readonly phase?: string
  /** Ready for so long. */
  readonly ready?: number
  readonly cost?: string
  readonly restarts?: number
  readonly age?: number
  readonly uid?: string
}

function pod(name: string, traits: Traits): Pod {
  const {
    node = 'n',
    phase = 'Running',
    ready,
    cost,
    restarts = 0,
    age = 500 * MINUTE,
    uid,
  } = traits
  return {
    metadata: {
      name,
      uid: uid ?? name,
      creationTimestamp: toTimestamp(NOW - age),
      annotations: cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': cost },
    },
    spec: { containers: [], nodeName: node },
    status: {
      phase,
      conditions:
        ready === undefined
          ? []
          : [{ type: 'Ready', status: 'True', lastTransitionTime: toTimestamp(NOW - ready) }],
      containerStatuses: [
        { name: 'c', image: '', imageID: '', ready: true, restartCount: restarts },
      ],
    },
  }
}

const HOUR = 60 * MINUTE

test.each<[rule: string, first: Traits, second: Traits]>([
  ['unassigned before assigned', { node: '', phase: 'Pending' }, { phase: 'Pending' }],
  ['Pending before Running', { phase: 'Pending' }, {}],
  ['Unknown before Running', { phase: 'Unknown' }, {}],
  ['not ready before ready', {}, { ready: HOUR }],
  ['the cheaper to delete', { ready: HOUR, cost: '-5' }, { ready: HOUR }],
  ['a cost that is no number counts as 0', { ready: HOUR, cost: 'x' }, { ready: HOUR, cost: '1' }],
  ['the more crowded node', { ready: HOUR, node: 'full' }, { ready: HOUR }],
  ['ready for a shorter time', { ready: MINUTE }, { ready: HOUR }],
  ['about as long ready: by uid', { ready: HOUR, uid: 'a' }, { ready: HOUR - SECOND, uid: 'b' }],
  ['more restarts', { ready: HOUR, restarts: 2 }, { ready: HOUR, restarts: 1 }],
  ['the younger', { ready: HOUR, age: 2 * HOUR }, { ready: HOUR, age: 9 * HOUR }],
  ['cost outweighs crowd', { ready: HOUR, cost: '-1' }, { ready: HOUR, node: 'full' }],
  ['readiness outweighs cost', { cost: '9' }, { ready: HOUR, cost: '-9' }],
])('C2 deleted first: %s', (_rule, first, second) => {
  const crowd = new Map([
    ['n', 1],
    ['full', 3],
  ])
  const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata?.name)
  const pods = [pod('second', second), pod('first', first)]
  expect(names(inDeletionOrder(pods, crowd, NOW))).toEqual(['first', 'second'])
  expect(names(inDeletionOrder(pods.reverse(), crowd, NOW))).toEqual(['first', 'second'])
})
