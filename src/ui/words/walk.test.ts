import { describe, expect, test } from 'vitest'
import type {
  Attempt,
  NodeVerdict,
  PreemptionOption,
  PreemptionReasons,
} from '../../engine/scheduler/attempt.ts'
import {
  bindReasons,
  bindSentence,
  filterSentence,
  futureSentence,
  optionSentence,
  queueSentence,
  scoreSentence,
  type ToldPod,
} from './walk.ts'

const fits = (node: string, total?: number): NodeVerdict => ({
  node,
  passed: [],
  scores: [],
  ...(total !== undefined && { total }),
})
const lacks = (node: string, ...resources: string[]): NodeVerdict => ({
  ...fits(node),
  rejectedBy: 'NodeResourcesFit',
  insufficient: resources.map((resource) => ({ resource, requested: 1, used: 1, capacity: 1 })),
})
const refused = (node: string, rejectedBy: string): NodeVerdict => ({ ...fits(node), rejectedBy })
const attempt = (verdicts: readonly NodeVerdict[], more: Partial<Attempt> = {}): Attempt => ({
  id: 1,
  at: 0,
  namespace: 'default',
  pod: 'db-1',
  uid: 'u',
  verdicts,
  candidates: more.selected === undefined ? [] : [more.selected],
  maxTotal: 300,
  ...more,
})

describe('V5: a phase in one sentence', () => {
  test.each<[Parameters<typeof queueSentence>, string]>([
    [['db-4', '1 vCPU', 1, 0], 'db-4 is next in the queue. It asks for 1 vCPU.'],
    [['db-4', '1 vCPU', 3, 0], 'db-4 is first of 3 in the queue. It asks for 1 vCPU.'],
    [['db-4', '1 vCPU', 1, 1], 'db-4 is next in the queue, for the 2nd time. It asks for 1 vCPU.'],
    [
      ['db-4', '1 vCPU', 1, 11],
      'db-4 is next in the queue, for the 12th time. It asks for 1 vCPU.',
    ],
  ])('queue: %j', (given, sentence) => expect(queueSentence(...given)).toBe(sentence))

  test.each<[string, Attempt]>([
    [
      '6 nodes: 2 lack CPU, 1 is tainted; 3 fit.',
      attempt([
        lacks('a', 'cpu'),
        lacks('b', 'cpu'),
        refused('c', 'TaintToleration'),
        fits('d'),
        fits('e'),
        fits('f'),
      ]),
    ],
    ['2 nodes, and all of them fit.', attempt([fits('a'), fits('b')])],
    ['One node, and it fits.', attempt([fits('a')])],
    [
      '3 nodes: 2 lack CPU and memory, 1 is refused by Special; none fits.',
      attempt([lacks('a', 'cpu', 'memory'), lacks('b', 'cpu', 'memory'), refused('c', 'Special')]),
    ],
    ['2 of 5,000 nodes were looked at; 2 fit.', attempt([fits('a'), fits('b')], { nodes: 5_000 })],
    [
      '3 of 5,000 nodes were looked at: 1 lacks CPU; 2 fit.',
      attempt([fits('a'), lacks('b', 'cpu'), fits('c')], { nodes: 5_000 }),
    ],
    [
      'a had been cleared for it (nominatedNodeName), so it was tried first, and it fits; the others were not looked at.',
      attempt([fits('a')], { nodes: 4, nominated: 'a', selected: 'a' }),
    ],
    ['There is no node.', attempt([], { nodes: 0 })],
  ])('filter: %s', (sentence, given) => expect(filterSentence(given)).toBe(sentence))

  test.each<[string, Attempt]>([
    [
      'b has the most: 213 of 300 points, ahead of c with 201.',
      attempt([fits('a', 150), fits('b', 213), fits('c', 201)], { selected: 'b' }),
    ],
    [
      'a and b have the same 150 of 300 points.',
      attempt([fits('a', 150), fits('b', 150)], { selected: 'b', candidates: ['a', 'b'] }),
    ],
    [
      'Only b fits, so nothing has to be scored.',
      attempt([lacks('a', 'cpu'), fits('b')], { selected: 'b' }),
    ],
    [
      'b is taken as promised: nothing has to be scored.',
      attempt([fits('b')], { selected: 'b', nominated: 'b', nodes: 4 }),
    ],
    [
      'No scores here. The rule: first fit. That is a.',
      attempt([fits('a'), fits('b')], { selected: 'a', rule: 'first fit' }),
    ],
  ])('score: %s', (sentence, given) => expect(scoreSentence(given)).toBe(sentence))

  test('bind: what comes of it, and who has to leave', () => {
    const label = (name: string) => name.toUpperCase()
    const bind = (more: Partial<Attempt>) => bindSentence('db-1', attempt([], more), label)
    expect(bind({ selected: 'a' })).toBe('db-1 is bound to a.')
    expect(bind({})).toBe('db-1 stays pending until something changes.')
    expect(bind({ preemption: { nominatedNode: 'a', victims: ['web-1', 'web-2'] } })).toBe(
      'db-1 makes room on a: WEB-1 and WEB-2 have to leave, as their priority is lower. Then db-1 is tried again.',
    )
    const refusals = attempt([lacks('a', 'cpu'), refused('b', 'TaintToleration')])
    expect(bindReasons('db-1', refusals, label)).toEqual([
      'db-1 is tried again when a pod leaves or shrinks, or a node with room comes, or when a taint goes or another node comes; and in any case after 5 min.',
    ])
  })

  const option = (node: string, more: Partial<PreemptionOption> = {}): PreemptionOption => ({
    node,
    victims: ['web-1'],
    priority: -10,
    violations: 0,
    ...more,
  })
  test.each<[string, PreemptionReasons]>([
    ['On no other node would that make room.', { priority: 100, options: [option('a')] }],
    [
      'BACKUP-1 is less important, but is spared by the PodDisruptionBudget backup. On no other node would that make room.',
      {
        priority: 100,
        options: [option('a', { spared: [{ pod: 'backup-1', budget: 'backup' }] })],
      },
    ],
    [
      'This breaks the PodDisruptionBudget web: there is no other way. On no other node would that make room.',
      { priority: 100, options: [option('a', { violations: 1, broken: ['web'] })] },
    ],
    [
      'BACKUP-1 and BACKUP-2 on b matter less (priority -100), but the PodDisruptionBudget backup keeps them. a rather than c: who has to go there is less important (priority -10 against 0).',
      {
        priority: 100,
        options: [
          option('a'),
          option('c', { priority: 0 }),
          option('b', {
            victims: ['backup-1', 'backup-2'],
            priority: -100,
            violations: 2,
            broken: ['backup'],
          }),
        ],
        rule: 'priority',
      },
    ],
    [
      'a rather than b: clearing it breaks fewer budgets (0 against 2).',
      {
        priority: 100,
        options: [option('a'), option('b', { priority: 5, violations: 2 })],
        rule: 'budgets',
      },
    ],
    [
      'a rather than c: who has to go there is less important (priority -10 against 5).',
      {
        priority: 100,
        options: [option('a'), option('b'), option('c', { priority: 5 })],
        rule: 'priority',
      },
    ],
    [
      'a rather than b: fewer have to go there (1 against 2).',
      {
        priority: 100,
        options: [option('a'), option('b', { victims: ['x', 'y'] })],
        rule: 'victims',
      },
    ],
    [
      'a rather than b: who has to go there has not run as long.',
      { priority: 100, options: [option('a'), option('b')], rule: 'start' },
    ],
  ])('bind: why those, and there: %s', (sentences, reasons) => {
    const preemption = { nominatedNode: 'a', victims: ['web-1'], reasons }
    const given = attempt([], { preemption })
    const label = (name: string) => name.toUpperCase()
    expect(bindReasons('db-1', given, label).join(' ')).toBe(sentences)
    expect(bindSentence('db-1', given, label)).toBe(
      'db-1 makes room on a: WEB-1 has to leave, as its priority -10 is lower than 100. Then db-1 is tried again.',
    )
  })

  test('what clearing another node would have cost', () => {
    const told = (more: Partial<PreemptionOption>) =>
      optionSentence(option('b', more), (name) => name)
    expect(told({})).toBe('b: web-1 would have to leave (priority -10).')
    expect(told({ victims: ['x', 'y'], violations: 1, broken: ['web'] })).toBe(
      'b: x and y would have to leave (priority -10 at most, breaking the PodDisruptionBudget web).',
    )
  })
})

describe('V8: what a plug would do, in one sentence', () => {
  const pod = (label: string, outcome: ToldPod['outcome'], more: Partial<ToldPod> = {}) => ({
    label,
    outcome,
    ...more,
  })
  const moves = (label: string, machine: string) => pod(label, 'moves', { machine })

  test.each<[string, Parameters<typeof futureSentence>]>([
    ['nothing happens to any pod.', [[], 0, 0, false]],
    [
      '3 pods: web-1 and web-2 are re-created on node-1 and node-2, after 5 min 50 s; db-3 stays pending: 0/5 nodes are available.',
      [
        [
          moves('web-1', 'node-2'),
          moves('web-2', 'node-1'),
          pod('db-3', 'pending', { message: '0/5 nodes are available.' }),
        ],
        0,
        350_000,
        false,
      ],
    ],
    [
      '2 pods: all are re-created on node-9, bought by then, after 5 min 50 s.',
      [[moves('a', 'node-9'), moves('b', 'node-9')], 1, 350_000, false],
    ],
    [
      '2 apps: all are down until power returns, or until a person puts them back on vm-1 and vm-2, the last after 9 min.',
      [
        [pod('a', 'down', { machine: 'vm-2' }), pod('b', 'down', { machine: 'vm-1' })],
        0,
        540_000,
        true,
      ],
    ],
    [
      '1 pod: urgent-1 is re-created on node-1, after 10 s; batch-1 and batch-2 have to make room for them and stay pending.',
      [
        [
          moves('urgent-1', 'node-1'),
          pod('batch-1', 'pending', { preempted: true }),
          pod('batch-2', 'pending', { preempted: true }),
        ],
        0,
        10_000,
        false,
      ],
    ],
    [
      'a and b have to make room for pods that matter more, 1 goes to node-2, 1 stays pending.',
      [
        [
          pod('a', 'moves', { machine: 'node-2', preempted: true }),
          pod('b', 'pending', { preempted: true }),
        ],
        0,
        0,
        false,
      ],
    ],
    ['1 pod: bare is gone for good.', [[pod('bare', 'gone')], 0, 0, false]],
    [
      '2 pods: web-1 is re-created on node-1, after 10 s; web-2 is no longer wanted by then.',
      [[moves('web-1', 'node-1'), pod('web-2', 'unwanted')], 0, 10_000, false],
    ],
  ])('%s', (sentence, given) => expect(futureSentence(...given)).toBe(sentence))
})
