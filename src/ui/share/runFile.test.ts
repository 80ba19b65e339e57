import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseScenarioFile } from '../../engine/index.ts'
import type { Command } from '../../engine/protocol.ts'
import { EXAMPLES } from '../state/examples.ts'
import { runFile } from './runFile.ts'
import { readSharedRun, type SharedRun } from './sharedRun.ts'

const { text, name } = EXAMPLES.find((example) => example.name === 'machine-shapes')!

const object = { kind: 'Deployment', namespace: 'default', name: 'web' }
const machine = fc.record({ machine: fc.integer({ min: 1, max: 9 }) })
const fixed: readonly Command[] = [
  { type: 'apply', text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: x\n---\n# end' },
  { type: 'delete', ...object },
  { type: 'scale', ...object, replicas: 3 },
  { type: 'annotate', ...object, annotations: { 'podfall.dev/cpu': '100m' } },
  { type: 'rollout', ...object, action: 'undo', toRevision: 2 },
  { type: 'killRandom' },
  { type: 'addMachine' },
  { type: 'addMachine', machineType: 'standard', lane: 'one-click' },
  { type: 'controlPlane', up: false },
  { type: 'setPolicy', lane: 'one-click', policy: 'first-fit' },
  { type: 'acknowledgePager', lane: 'one-click' },
]
const onMachine = (
  ['pullPlug', 'plugIn', 'terminate', 'cordon', 'uncordon', 'drain', 'reclaim'] as const
).map((type) => machine.map((target): Command => ({ type, ...target })))

describe('a run as a file', () => {
  it('is read as what was written', () => {
    const known = fixed.filter(
      (command) => command.type !== 'addMachine' || command.machineType === undefined,
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.nat({ max: 600_000 }),
            command: fc.oneof(fc.constantFrom(...known), ...onMachine),
          }),
          { maxLength: 6 },
        ),
        fc.nat({ max: 600_000 }),
        (commands, at) => {
          const log = commands.sort((a, b) => a.at - b.at)
          const branches: SharedRun['branches'] = [
            { id: 'A', policies: { 'one-click': 'first-fit' }, log: [], seen: at },
            { id: 'C', name: 'in the dark', policies: {}, log: [...log], seen: 600_000 },
          ]
          const branch = { id: 'B', name: 'now' }
          const bookmarks = [
            { at, name: 'here: “it” breaks' },
            { at: 700_000, name: '' },
          ]
          const written = runFile(text, {
            ...{ scenario: { name }, seed: 5, log: [...log], at },
            ...{ branch, branches, bookmarks },
          })
          const { run, diagnostics } = parseScenarioFile(written)
          expect(diagnostics).toEqual([])
          expect(run).toMatchObject({ seed: 5, log, at, policies: {} })
          expect(run).toMatchObject({ branch, branches, bookmarks })
        },
      ),
      { seed: 11, numRuns: 60 },
    )
  })

  it('knows every command that a link knows', () => {
    for (const command of fixed) {
      expect(readSharedRun({ scenario: { name }, log: [{ at: 1, command }] })).toHaveProperty('run')
    }
  })
})

describe('a file with branches that make no sense', () => {
  const run = (spec: string) =>
    parseScenarioFile(`${text}\n---\napiVersion: podfall.dev/v1\nkind: Run\nspec:\n${spec}`)

  it.each([
    ['  branch: {id: b}', 'must be a capital letter or more'],
    ['  branches: [{id: A, policies: {nowhere: first-fit}}]', 'is no lane of this scenario'],
    ['  branches: [{id: A, policies: {one-click: wishful}}]', 'wishful'],
    ['  branches: [{id: A, commands: [{at: 1s, pullPlug: {machine: 1, lane: x}}]}]', 'x'],
    ['  bookmarks: [{name: when}]', 'at'],
  ])('%s is said in its place', (spec, message) => {
    const { diagnostics } = run(spec)
    expect(diagnostics[0]?.message).toContain(message)
    const lines = text.split('\n').length
    expect(diagnostics[0]?.line).toBeGreaterThan(lines)
  })
})
