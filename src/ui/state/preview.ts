import type { Millis } from '../../engine/api/units.ts'
import type { App, LaneId } from '../../engine/protocol.ts'
import { createEngineClient, type EngineClient } from '../client/engineClient.ts'
import { startEngineWorker } from '../client/startEngineWorker.ts'
import { applyUpdate, createMirror } from './applyUpdate.ts'
import type { Mirror } from './mirror.ts'
import { podFacts, podsOfNode } from './podFacts.ts'
import { machinesOf } from './summaries.ts'

/** A piece that a machine is being looked at for. */
export interface PreviewGhost {
  readonly app: number
  readonly requests: readonly number[]
  /** `rule`: the plugin that refuses the machine. */
  readonly outcome: 'chosen' | 'fits' | 'tooMuch' | 'rule'
  readonly rule?: string
}

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
  readonly ghost?: PreviewGhost
}

/** How a run ends, or how it stands at a moment, on its last lane. */
export interface Preview {
  readonly resources: readonly string[]
  readonly apps: readonly Pick<App, 'name' | 'kind'>[]
  readonly machines: readonly PreviewMachine[]
}

export interface PreviewQuestion {
  /** Of what is asked; the same name is the same question. */
  readonly name: string
  readonly text: string
  /** Absent = the scenario's end. */
  readonly at?: Millis
  /** Their numbers; absent = the first three. */
  readonly machines?: readonly number[]
  /** With the next decision as ghosts. */
  readonly explain?: boolean
}

const MACHINES = [1, 2, 3]

export interface Previewer {
  /** Plays a scenario without touching the page's run; undefined = it cannot be played. */
  preview(question: PreviewQuestion): Promise<Preview | undefined>
  dispose(): void
}

/** One worker for all previews: starting one takes longer than most scenarios. */
export function createPreviewer(): Previewer {
  const mirror = createMirror()
  const client = createEngineClient({
    createWorker: startEngineWorker,
    onUpdate: (update) => void applyUpdate(mirror, update),
    onStatus: () => {},
    onInFlight: () => {},
  })
  return {
    preview: (question) => preview(client, mirror, question),
    dispose: () => client.dispose(),
  }
}

async function preview(
  client: EngineClient,
  mirror: Mirror,
  { text, at, machines = MACHINES, explain = false }: PreviewQuestion,
): Promise<Preview | undefined> {
  const { loaded } = await client.request<'load'>({ type: 'load', text })
  const info = mirror.info
  if (!loaded || info === undefined) return undefined
  await client.request<'seek'>({ type: 'seek', to: at ?? info.until })
  const lane = mirror.lanes.at(-1)
  if (lane === undefined) return undefined
  const ghosts = explain ? await ghostsOf(client, lane.id, info.until) : undefined
  return {
    resources: info.resources,
    apps: mirror.apps.map(({ name, kind }) => ({ name, kind })),
    machines: machinesOf(lane, info)
      .filter(({ ordinal }) => machines.includes(ordinal))
      .map((machine) => {
        const ghost = ghosts?.get(machine.name)
        return {
          row: machine.row,
          ordinal: machine.ordinal,
          dead: machine.dead,
          allocatable: machine.allocatable,
          pods: podsOfNode(lane, machine.row).flatMap((row) => {
            const pod = podFacts(mirror, lane.id, row)
            return pod === undefined ? [] : [{ key: row, app: pod.app, requests: pod.requests }]
          }),
          ...(ghost !== undefined && { ghost }),
        }
      }),
  }
}

/** The next decision of a lane, as it looks on each machine. */
async function ghostsOf(
  client: EngineClient,
  lane: LaneId,
  until: Millis,
): Promise<ReadonlyMap<string, PreviewGhost>> {
  const { lanes } = await client.request<'peek'>({ type: 'peek', to: until, lane })
  const decision = lanes.find((found) => found.lane === lane)?.decisions[0]
  if (decision === undefined) return new Map()
  const { attempt, app, requests } = decision
  return new Map(
    attempt.verdicts.map(({ node, rejectedBy, insufficient = [] }): [string, PreviewGhost] => {
      const piece = { app, requests }
      if (node === attempt.selected) return [node, { ...piece, outcome: 'chosen' }]
      if (rejectedBy === undefined) return [node, { ...piece, outcome: 'fits' }]
      if (insufficient.length > 0) return [node, { ...piece, outcome: 'tooMuch' }]
      return [node, { ...piece, outcome: 'rule', rule: rejectedBy }]
    }),
  )
}
