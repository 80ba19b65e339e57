import { expect, test } from 'vitest'
import type { Node, Taint } from '../api/types.gen.ts'
import { noExecuteKey, withNoExecuteTaint, withNoScheduleTaints } from './nodeTaints.ts'

const OWN: Taint = { key: 'gpu', effect: 'NoSchedule', value: 'yes' }

function node(
  conditions: Readonly<Record<string, string>>,
  { taints = [] as readonly Taint[], unschedulable = false } = {},
): Node {
  return {
    metadata: { name: 'n' },
    spec: { taints, unschedulable },
    status: {
      conditions: Object.entries(conditions).map(([type, status]) => ({ type, status })),
    },
  }
}

const keys = ({ spec }: Node) => (spec?.taints ?? []).map(({ key }) => key.replace(/.*\//, ''))

test.each<[string, Node, string[]]>([
  ['a ready node has none', node({ Ready: 'True' }), []],
  ['a node that has never reported has none', node({}), []],
  ['Ready=False', node({ Ready: 'False' }), ['not-ready']],
  ['Ready=Unknown', node({ Ready: 'Unknown' }), ['unreachable']],
  ['cordoned', node({ Ready: 'True' }, { unschedulable: true }), ['unschedulable']],
  [
    'under pressure',
    node({ Ready: 'True', DiskPressure: 'True', PIDPressure: 'True' }),
    ['disk-pressure', 'pid-pressure'],
  ],
  ['no network', node({ NetworkUnavailable: 'True' }), ['network-unavailable']],
  ['pressure unknown', node({ MemoryPressure: 'Unknown' }), []],
  ['taints of its own stay', node({ Ready: 'False' }, { taints: [OWN] }), ['gpu', 'not-ready']],
  [
    'taints that no longer hold go',
    node(
      { Ready: 'True' },
      { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }, OWN] },
    ),
    ['gpu'],
  ],
])('C6 C12 NoSchedule taints: %s', (_name, given, expected) => {
  const tainted = withNoScheduleTaints(given, 'now')
  expect(keys(tainted)).toEqual(expected)
  expect(withNoScheduleTaints(tainted, 'later')).toBe(tainted)
})

test('C6 NoExecute taints leave the NoSchedule ones alone and replace each other', () => {
  const unreachable = withNoExecuteTaint(
    withNoScheduleTaints(node({ Ready: 'Unknown' }), 'now'),
    'node.kubernetes.io/unreachable',
    'now',
  )
  expect(unreachable.spec?.taints).toEqual([
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: 'now' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: 'now' },
  ])
  const notReady = withNoExecuteTaint(unreachable, 'node.kubernetes.io/not-ready', 'later')
  expect(noExecuteKey(notReady)).toBe('node.kubernetes.io/not-ready')
  expect(noExecuteKey(withNoExecuteTaint(notReady, undefined, 'later'))).toBeUndefined()
  expect(keys(withNoExecuteTaint(notReady, undefined, 'later'))).toEqual(['unreachable'])
})
