import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createParseMemo } from '../../history/parseMemo.ts'
import { createSimulation } from '../../simulation.ts'

test('K11: preemption tells what each node would have cost, whom a budget spares, and the rule', () => {
  const parse = createParseMemo()
  const { scenario, objects } = parse(readFileSync('scenarios/priorities.yaml', 'utf8'))
  const simulation = createSimulation({
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed: scenario!.seed,
    shuffle: undefined,
    policies: {},
    parse,
  })
  simulation.runUntil(60_000)
  const told = simulation.run.clusters.flatMap(({ attempts }) => attempts.after(0))
  const { preemption } = told.find((attempt) => attempt.preemption !== undefined)!
  const apps = preemption!.reasons!.options.map(({ victims, ...option }) => ({
    ...option,
    victims: victims.map((name) => name.split('-')[0]),
  }))
  expect(preemption!.nominatedNode).toBe('node-1')
  expect({ ...preemption!.reasons, options: apps }).toEqual({
    priority: 1000,
    options: [
      { node: 'node-1', victims: ['render', 'render'], priority: -10, violations: 0 },
      { node: 'node-2', victims: ['web', 'web', 'web'], priority: 0, violations: 0 },
      {
        node: 'node-3',
        victims: ['backup', 'backup'],
        priority: -100,
        violations: 2,
        broken: ['backup'],
      },
    ],
    rule: 'priority',
  })
})
