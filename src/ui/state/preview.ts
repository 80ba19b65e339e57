import type { Millis } from '../../engine/api/units.ts'
import type { App, RunUpdate } from '../../engine/protocol.ts'
import { createEngineClient } from '../client/engineClient.ts'
import { startEngineWorker } from '../client/startEngineWorker.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import { podFacts, podsOfNode } from './podFacts.ts'
import { machinesOf } from './summaries.ts'

export interface PreviewMachine {
  readonly row: number
  readonly ordinal: number
  readonly dead: boolean
  readonly allocatable: readonly number[]
  /** From the floor up. */
  readonly pods: readonly {
    readonly key: number
    readonly app: number
    readonly requests: readonly number[]
  }[]
}

/** How a run ends, or how it stands at a moment, on its last lane. */
export interface Preview {
  readonly resources: readonly string[]
  readonly apps: readonly App[]
  readonly machines: readonly PreviewMachine[]
}

/** Plays a scenario to its end, or to `at`, without touching the page's run. Rejects when it cannot be played. */
export async function previewRun(text: string, at?: Millis): Promise<Preview | undefined> {
  const mirror = createMirror()
  const client = createEngineClient({
    createWorker: startEngineWorker,
    onUpdate: (update: RunUpdate) => void applyUpdate(mirror, update),
    onStatus: () => {},
    onInFlight: () => {},
  })
  try {
    const { loaded } = await client.request<'load'>({ type: 'load', text })
    const info = mirror.info
    if (!loaded || info === undefined) return undefined
    await client.request<'seek'>({ type: 'seek', to: at ?? info.until })
    const lane = mirror.lanes.at(-1)
    if (lane === undefined) return undefined
    return {
      resources: info.resources,
      apps: mirror.apps,
      machines: machinesOf(lane, info).map((machine) => ({
        row: machine.row,
        ordinal: machine.ordinal,
        dead: machine.dead,
        allocatable: machine.allocatable,
        pods: podsOfNode(lane, machine.row).flatMap((row) => {
          const pod = podFacts(mirror, lane.id, row)
          return pod === undefined ? [] : [{ key: row, app: pod.app, requests: pod.requests }]
        }),
      })),
    }
  } finally {
    client.dispose()
  }
}
