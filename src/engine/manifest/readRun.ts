import type { ObjectMeta } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { BranchName, KeptBranch, RecordedRun } from '../protocol.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../sentences/sentences.ts'
import { startCheck } from './checkContext.ts'
import { convert } from './convert.ts'
import { meant } from './didYouMean.ts'
import { type ActionText, readActions } from './readActions.ts'
import { checkPolicy } from './readLanes.ts'
import type { OtherDocument } from './readManifests.ts'
import { quoted } from './report.ts'
import { type Path, placeOf, placeSpan } from './tree.ts'

/** What was chosen and done in a run of the scenario beside it. */
export interface RunDocument extends RecordedRun {
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
    readonly bookmarks?: readonly { readonly at: Millis; readonly name?: string }[]
    readonly branch?: BranchName
    readonly branches?: readonly BranchText[]
  }
}

interface BranchText extends BranchName {
  readonly policies?: Readonly<Record<string, string>>
  readonly commands?: readonly ActionText[]
  readonly seen?: Millis
}

const BRANCH_ID = /^[A-Z]{1,4}$/

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
  const ids = lanes.map(({ id }) => id)
  function checkedPolicies(policies: Readonly<Record<string, string>>, at: Path) {
    for (const [lane, policy] of Object.entries(policies)) {
      const path = [...at, 'policies', lane]
      if (!ids.includes(lane)) {
        check.error(path, 'forNoLane', quoted(lane), meant(lane, ids, say('thereAre', ids)))
      }
      checkPolicy(policy, path, check)
    }
    return policies
  }
  function checkId(id: string, at: Path): void {
    if (!BRANCH_ID.test(id)) check.error([...at, 'id'], 'badBranch')
  }
  const policies = checkedPolicies(spec.policies ?? {}, ['spec'])
  const log = readActions(spec.commands ?? [], lanes, machineTypes, check, ['spec', 'commands'])
  if (spec.branch) checkId(spec.branch.id, ['spec', 'branch'])
  const branches = spec.branches?.map((branch, index): KeptBranch => {
    const path = ['spec', 'branches', index]
    const { id, name, commands = [], seen = 0 } = branch
    checkId(id, path)
    return {
      id,
      ...(name !== undefined && { name }),
      policies: checkedPolicies(branch.policies ?? {}, path),
      log: readActions(commands, lanes, machineTypes, check, [...path, 'commands']),
      seen,
    }
  })
  if (report.errors() > errors) return undefined
  const { seed, shuffle, at } = spec
  return {
    ...(seed !== undefined && { seed }),
    ...(shuffle !== undefined && { shuffle }),
    policies,
    log,
    ...(at !== undefined && { at }),
    ...(spec.bookmarks && {
      bookmarks: spec.bookmarks.map(({ at, name = '' }) => ({ at, name })),
    }),
    ...(spec.branch && { branch: spec.branch }),
    ...(branches && { branches }),
    startLine: document.startLine,
    endLine: document.endLine,
  }
}
