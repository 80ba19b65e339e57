import type { Millis } from '../api/units.ts'
import type { Command, RolloutAction } from '../protocol.ts'
import type { LaneSpec, MachineType, Scenario } from '../scenario.ts'
import { say } from '../sentences/sentences.ts'
import { checkLoads } from './checkAnnotations.ts'
import type { Check } from './checkContext.ts'
import { checkKeys } from './checkMetadata.ts'
import { meant } from './didYouMean.ts'
import { checkPolicy } from './readLanes.ts'
import { checkMachineType, MOST_MACHINES } from './readMachines.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

interface MachineTargetText {
  readonly machine: number
  /** The last of a row of machines. */
  readonly to?: number
  readonly lane?: string
}

/** One entry of `actions` after `convert`; exactly one field beside `at` must be there. */
export interface ActionText {
  readonly at: Millis
  readonly apply?: string
  readonly delete?: {
    readonly kind: string
    readonly name: string
    readonly namespace?: string
    readonly lane?: string
  }
  readonly scale?: {
    readonly kind: string
    readonly name: string
    readonly namespace?: string
    readonly replicas: number
  }
  readonly annotate?: {
    readonly kind: string
    readonly name: string
    readonly namespace?: string
    readonly annotations: Readonly<Record<string, string>>
    readonly lane?: string
  }
  readonly rollout?: {
    readonly action: RolloutAction
    readonly kind?: string
    readonly name: string
    readonly namespace?: string
    readonly toRevision?: number
  }
  readonly setTraffic?: {
    readonly name: string
    readonly namespace?: string
    readonly requestsPerSecond: number
    readonly lane?: string
  }
  readonly pullPlug?: MachineTargetText
  readonly plugIn?: MachineTargetText
  readonly terminate?: MachineTargetText
  readonly cordon?: MachineTargetText
  readonly uncordon?: MachineTargetText
  readonly drain?: MachineTargetText
  readonly reclaim?: MachineTargetText
  readonly controlPlane?: { readonly up: boolean; readonly lane?: string }
  readonly killRandom?: Readonly<Record<string, never>>
  readonly addMachine?: { readonly type?: string; readonly lane?: string }
  readonly setPolicy?: { readonly lane: string; readonly policy: string }
  readonly acknowledgePager?: { readonly lane: string }
}

type Name = Exclude<keyof ActionText, 'at'>

/** What each action becomes; every Command of the protocol is here. */
const COMMANDS: { readonly [N in Name]-?: (value: NonNullable<ActionText[N]>) => Command } = {
  apply: (text) => ({ type: 'apply', text }),
  delete: ({ namespace = 'default', ...rest }) => ({ type: 'delete', namespace, ...rest }),
  scale: ({ namespace = 'default', ...rest }) => ({ type: 'scale', namespace, ...rest }),
  annotate: ({ namespace = 'default', ...rest }) => ({ type: 'annotate', namespace, ...rest }),
  rollout: ({ kind = 'Deployment', namespace = 'default', ...rest }) => ({
    type: 'rollout',
    kind,
    namespace,
    ...rest,
  }),
  setTraffic: ({ namespace = 'default', ...rest }) => ({ type: 'setTraffic', namespace, ...rest }),
  pullPlug: (target) => ({ type: 'pullPlug', ...target }),
  plugIn: (target) => ({ type: 'plugIn', ...target }),
  terminate: (target) => ({ type: 'terminate', ...target }),
  cordon: (target) => ({ type: 'cordon', ...target }),
  uncordon: (target) => ({ type: 'uncordon', ...target }),
  drain: (target) => ({ type: 'drain', ...target }),
  reclaim: (target) => ({ type: 'reclaim', ...target }),
  controlPlane: (change) => ({ type: 'controlPlane', ...change }),
  killRandom: () => ({ type: 'killRandom' }),
  addMachine: ({ type, lane }) => ({
    type: 'addMachine',
    ...(type === undefined ? {} : { machineType: type }),
    ...(lane === undefined ? {} : { lane }),
  }),
  setPolicy: (change) => ({ type: 'setPolicy', ...change }),
  acknowledgePager: (target) => ({ type: 'acknowledgePager', ...target }),
}

/**
 * Commands by time; those of one moment in the order in which they are written.
 * @param list where they stand: the scenario's own actions, or what was done in a run
 */
export function readActions(
  texts: readonly ActionText[],
  lanes: readonly LaneSpec[],
  types: readonly MachineType[],
  check: Check,
  list: Path = ['spec', 'actions'],
): Scenario['actions'] {
  const actions: { at: Millis; command: Command }[] = []
  texts.forEach((text, index) => {
    const path = [...list, index]
    const { at, ...others } = text
    const names = Object.keys(others) as Name[]
    const [name] = names
    if (!name || names.length > 1) {
      check.error(path, 'oneAction', Object.keys(COMMANDS))
      return
    }
    checkAction(text, name, [...path, name], lanes, types, check)
    for (const value of each(text[name])) {
      actions.push({ at, command: (COMMANDS[name] as (value: unknown) => Command)(value) })
    }
  })
  return actions.sort((a, b) => a.at - b.at)
}

/** What is done to several machines in a row is done to each. */
function each(value: unknown): readonly unknown[] {
  const { to, ...target } = value as MachineTargetText
  if (typeof value !== 'object' || to === undefined || to > MOST_MACHINES) return [value]
  const length = Math.max(0, to - target.machine + 1)
  return Array.from({ length }, (_, n) => ({ ...target, machine: target.machine + n }))
}

function checkAction(
  text: ActionText,
  name: Name,
  path: Path,
  lanes: readonly LaneSpec[],
  types: readonly MachineType[],
  check: Check,
): void {
  const value = text[name] as {
    lane?: string
    machine?: number
    to?: number
    replicas?: number
  }
  const ids = lanes.map(({ id }) => id)
  if (value.lane !== undefined && !ids.includes(value.lane)) {
    const ending = meant(value.lane, ids, say('thereAre', ids))
    check.error([...path, 'lane'], 'noLane', quoted(value.lane), ending)
  }
  if (value.machine !== undefined && value.machine < 1) {
    check.error([...path, 'machine'], 'machinesFromOne')
  }
  if (value.to !== undefined && (value.to < value.machine! || value.to > MOST_MACHINES)) {
    check.error([...path, 'to'], 'between', value.machine!, MOST_MACHINES)
  }
  if (value.replicas !== undefined && value.replicas < 0) {
    check.error([...path, 'replicas'], 'atLeastZero')
  }
  if (text.annotate) {
    checkKeys(text.annotate.annotations, [...path, 'annotations'], check)
    checkLoads(text.annotate.annotations, [...path, 'annotations'], check)
  }
  if (text.rollout?.toRevision !== undefined && text.rollout.action !== 'undo') {
    check.error([...path, 'toRevision'], 'revisionOfUndo')
  }
  if (text.addMachine?.type !== undefined) {
    checkMachineType(text.addMachine.type, types, [...path, 'type'], check)
  }
  if (text.setPolicy) checkPolicy(text.setPolicy.policy, [...path, 'policy'], check)
}
