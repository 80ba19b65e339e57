import type { ObjectMeta } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { LaneId, LoggedCommand } from '../protocol.ts'
import type { Scenario } from '../scenario.ts'
import { startCheck } from './checkContext.ts'
import { convert } from './convert.ts'
import { meant } from './didYouMean.ts'
import { type ActionText, readActions } from './readActions.ts'
import { checkPolicy } from './readLanes.ts'
import type { OtherDocument } from './readManifests.ts'
import { quoted } from './report.ts'
import { placeOf, placeSpan } from './tree.ts'

/** What was chosen and done in a run of the scenario beside it. */
export interface RunDocument {
  readonly seed?: number
  readonly shuffle?: number
  readonly policies: Readonly<Record<LaneId, string>>
  readonly log: readonly LoggedCommand[]
  /** The moment that was shown. */
  readonly at?: Millis
  /** First and last line of the document, from 1. */
  readonly startLine: number
  readonly endLine: number
}

interface RunText {
  readonly metadata?: ObjectMeta
  readonly spec: {
    readonly seed?: number
    readonly shuffle?: number
    readonly policies?: Readonly<Record<string, string>>
    readonly commands?: readonly ActionText[]
    readonly at?: Millis
  }
}

/** Reads a Run document; every problem goes to the document's report. */
export function readRun(
  { root, report, document }: OtherDocument,
  { lanes, machineTypes }: Pick<Scenario, 'lanes' | 'machineTypes'>,
): RunDocument | undefined {
  const errors = report.errors()
  const { value, anchors } = convert(root, { kind: 'object', type: 'Run' }, report)
  if (value === undefined || report.errors() > errors) return undefined
  const check = startCheck((severity, message, path) =>
    report[severity](message, placeSpan(placeOf(root, path, anchors))),
  )
  const { spec } = value as RunText
  const policies = spec.policies ?? {}
  const ids = lanes.map(({ id }) => id)
  for (const [lane, policy] of Object.entries(policies)) {
    const path = ['spec', 'policies', lane]
    if (!ids.includes(lane)) {
      const ending = meant(lane, ids, `; there are ${ids.join(', ')}.`)
      check.error(path, `is for ${quoted(lane)}, which is no lane of this scenario${ending}`)
    }
    checkPolicy(policy, path, check)
  }
  const commands = spec.commands ?? []
  const log = readActions(commands, lanes, machineTypes, check, ['spec', 'commands'])
  if (report.errors() > errors) return undefined
  const { seed, shuffle, at } = spec
  return {
    ...(seed !== undefined && { seed }),
    ...(shuffle !== undefined && { shuffle }),
    policies,
    log,
    ...(at !== undefined && { at }),
    startLine: document.startLine,
    endLine: document.endLine,
  }
}
