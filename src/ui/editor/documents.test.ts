import { describe, expect, test } from 'vitest'
import type { ShapeSource } from '../../engine/protocol.ts'
import {
  documentAt,
  needsRestart,
  scenarioPart,
  shapeAt,
  splitDocuments,
  topLineFor,
} from './documents.ts'

const shape = (startLine: number, endLine: number, lines: readonly number[]): ShapeSource => ({
  app: 'web',
  kind: 'Deployment',
  document: 0,
  startLine,
  endLine,
  requests: {},
  fields: Object.fromEntries(
    lines.map((line) => [`r${line}`, { line, column: 1, endLine: line, endColumn: 2 }]),
  ),
})

describe('splitDocuments', () => {
  test('counts lines as an editor does', () => {
    expect(splitDocuments('a: 1\n---\nb: 2\nc: 3\n')).toEqual([
      { index: 0, startLine: 1, endLine: 1 },
      { index: 1, startLine: 3, endLine: 5 },
    ])
  })
  test('a leading --- begins the second part; the first is empty', () => {
    const documents = splitDocuments('---\na: 1')
    expect(documents.map((d) => [d.startLine, d.endLine])).toEqual([
      [1, 0],
      [2, 2],
    ])
    expect(documentAt(documents, 1).index).toBe(1)
  })
  test('--- must stand alone', () => {
    expect(splitDocuments('a: ---\n----\n --- \n--- # next\nb: 1')).toHaveLength(2)
  })
  test('a --- line belongs to what it begins', () => {
    const documents = splitDocuments('a: 1\n---\nb: 2')
    expect([1, 2, 3, 99].map((line) => documentAt(documents, line).index)).toEqual([0, 1, 1, 1])
  })
})

test('shapeAt finds the workload of a line', () => {
  const shapes = [shape(1, 10, []), shape(12, 20, [])]
  expect(shapeAt(shapes, 12)).toBe(shapes[1])
  expect(shapeAt(shapes, 11)).toBeUndefined()
})

describe('topLineFor', () => {
  test.each([
    ['a short document from its start', shape(30, 36, [35, 36]), 10, 30],
    ['the requests at the bottom', shape(1, 30, [13, 14]), 10, 6],
    ['never above the document', shape(20, 40, [22, 23]), 10, 20],
    ['no requests: from its start', shape(20, 60, []), 10, 20],
  ])('%s', (_, source, visible, top) => {
    expect(topLineFor(source, visible)).toBe(top)
  })
})

describe('scenarioPart', () => {
  const text = 'kind: Deployment\n---\n# one\nkind: Scenario\nseed: 7 \n\n---\nkind: Job\n'
  test('is the Scenario document without comments and blank lines', () => {
    expect(scenarioPart(text)).toBe('kind: Scenario\nseed: 7')
  })
  test('does not change with comments', () => {
    expect(scenarioPart(text.replace('# one', '# two\n'))).toBe(scenarioPart(text))
  })
  test('changes with a value', () => {
    expect(scenarioPart(text.replace('7', '8'))).not.toBe(scenarioPart(text))
  })
  test('is absent without one', () => {
    expect(scenarioPart('kind: Deployment\nmetadata: {name: Scenario}')).toBeUndefined()
  })
  test.each(['kind: "Scenario"', "'kind': Scenario # the story"])('recognises %s', (line) => {
    expect(scenarioPart(`${line}\n`)).toBe(line)
  })
})

describe('needsRestart', () => {
  const app = 'kind: Deployment\n'
  const scenario = '---\nkind: Scenario\nseed: 7\n'
  const configuration = '---\nkind: KubeSchedulerConfiguration\nprofiles: []\n'
  test.each([
    ['nothing changed', app + scenario, app + scenario, undefined],
    ['an app', app + scenario, `${app}# x\nreplicas: 2\n${scenario}`, undefined],
    ['the Scenario', app + scenario, app + scenario.replace('7', '8'), 'Scenario'],
    ['a configuration is new', scenario, scenario + configuration, 'KubeSchedulerConfiguration'],
    ['a configuration is gone', scenario + configuration, scenario, 'KubeSchedulerConfiguration'],
    [
      'a configuration',
      scenario + configuration,
      scenario + configuration.replace('[]', '[{}]'),
      'KubeSchedulerConfiguration',
    ],
    [
      'a comment in it',
      configuration,
      configuration.replace('profiles', '# x\nprofiles'),
      undefined,
    ],
    ['plain manifests over a scenario', scenario, app, undefined],
  ])('%s', (_, started, text, kind) => {
    expect(needsRestart(text, started)).toBe(kind)
  })
})
