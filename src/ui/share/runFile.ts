import { stringify } from 'yaml'
import type { Command, LoggedCommand } from '../../engine/protocol.ts'
import type { SharedRun } from './sharedRun.ts'

/**
 * A run as a file: the scenario's text and a Run document with what was chosen and done
 * (docs/SCENARIOS.md). The page opens it, and `podfall run -f` plays it.
 * @param text of the scenario
 */
export function runFile(text: string, run: SharedRun): string {
  const { seed, shuffle, policies, log = [], at, branch, branches = [], bookmarks = [] } = run
  const document = {
    apiVersion: 'podfall.dev/v1',
    kind: 'Run',
    spec: {
      ...{ seed, shuffle, policies },
      ...(log.length > 0 && { commands: log.map(actionOf) }),
      ...(at !== undefined && { at: `${at}ms` }),
      ...(bookmarks.length > 0 && {
        bookmarks: bookmarks.map(({ at, name }) => ({
          at: `${at}ms`,
          ...(name !== '' && { name }),
        })),
      }),
      ...(branch !== undefined && { branch }),
      ...(branches.length > 0 && {
        branches: branches.map(({ log, seen, policies, ...names }) => ({
          ...names,
          ...(Object.keys(policies).length > 0 && { policies }),
          ...(log.length > 0 && { commands: log.map(actionOf) }),
          seen: `${seen}ms`,
        })),
      }),
    },
  }
  return `${text.trimEnd()}\n---\n${stringify(document, { lineWidth: 0 })}`
}

/** As a Scenario's actions are written. */
function actionOf({ at, command }: LoggedCommand): Record<string, unknown> {
  return { at: `${at}ms`, [command.type]: fieldsOf(command) }
}

function fieldsOf(command: Command): unknown {
  if (command.type === 'apply') return command.text
  const { type, ...fields } = command
  if (type !== 'addMachine') return fields
  const { machineType, ...others } = fields as { readonly machineType?: string }
  return { ...(machineType !== undefined && { type: machineType }), ...others }
}
