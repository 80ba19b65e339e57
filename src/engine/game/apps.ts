import type { Affinity } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { SECOND } from '../api/units.ts'

/** What a round deals: an app, its request, and for a Job how long its pods run. */
export interface GameApp {
  readonly name: string
  readonly kind: 'Deployment' | 'StatefulSet' | 'Job'
  /** As manifests write them. */
  readonly cpu: string
  readonly memory: string
  /** Of a Job: shortest and longest run. */
  readonly runs?: readonly [Millis, Millis]
  readonly affinity?: Affinity
}

/** No two of an app on one machine: `requiredDuringSchedulingIgnoredDuringExecution`. */
function apart(app: string): Affinity {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app } } },
      ],
    },
  }
}

/** Every app of the game, by its index; colours and letters are those of the opening story. */
export const GAME_APPS: readonly GameApp[] = [
  { name: 'api', kind: 'Deployment', cpu: '2', memory: '4Gi' },
  { name: 'web', kind: 'Deployment', cpu: '1', memory: '2Gi' },
  { name: 'db', kind: 'StatefulSet', cpu: '1', memory: '12Gi', affinity: apart('db') },
  { name: 'cache', kind: 'Deployment', cpu: '500m', memory: '8Gi' },
  { name: 'queue', kind: 'Job', cpu: '1', memory: '4Gi', runs: [12 * SECOND, 20 * SECOND] },
  { name: 'report', kind: 'Job', cpu: '2', memory: '8Gi', runs: [16 * SECOND, 28 * SECOND] },
  { name: 'video', kind: 'Job', cpu: '3', memory: '4Gi', runs: [20 * SECOND, 32 * SECOND] },
  { name: 'train', kind: 'Job', cpu: '4', memory: '16Gi', runs: [18 * SECOND, 30 * SECOND] },
]

/** Where in the list an app is. */
export function appIndex(name: string): number {
  return GAME_APPS.findIndex((app) => app.name === name)
}
