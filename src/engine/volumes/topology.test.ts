import { expect, test } from 'vitest'
import type { Node, StorageClass } from '../api/types.gen.ts'
import { volumeAffinity } from './topology.ts'

const ZONE = 'topology.kubernetes.io/zone'
const node = (name: string, labels: Record<string, string> = {}): Node => ({
  metadata: { name, labels },
})
const A = node('a', { [ZONE]: 'a', rack: '1' })
const B = node('b', { [ZONE]: 'b', rack: '2' })
const BARE = node('bare')
const disk = (allowed: Record<string, string[]>[] = []): StorageClass => ({
  provisioner: 'disk.example.com',
  allowedTopologies: allowed.map((term) => ({
    matchLabelExpressions: Object.entries(term).map(([key, values]) => ({ key, values })),
  })),
})

test.each<[string, string, StorageClass, Node | undefined, Node[], string | undefined]>([
  ['where the chosen node is', 'c', disk(), B, [A, B], `${ZONE}=b`],
  ['a node without a zone', 'c', disk(), BARE, [A, BARE], undefined],
  [
    'the allowed term that the node matches',
    'c',
    disk([{ rack: ['1', '2'] }]),
    B,
    [A, B],
    'rack=2',
  ],
  [
    'every key of the term',
    'c',
    disk([{ [ZONE]: ['a', 'b'], rack: ['1', '2'] }]),
    A,
    [A, B],
    `rack=1 ${ZONE}=a`,
  ],
  ['without a node: by the name', 'c', disk(), undefined, [A, B], `${ZONE}=a`],
  ['another name', 'd', disk(), undefined, [A, B], `${ZONE}=b`],
  [
    'only where the class allows it',
    'd',
    disk([{ [ZONE]: ['a'] }]),
    undefined,
    [A, B],
    `${ZONE}=a`,
  ],
  ['claims of a set take turns', 'data-db-0', disk(), undefined, [B, A], `${ZONE}=b`],
  ['the next one', 'data-db-1', disk(), undefined, [A, B], `${ZONE}=a`],
  ['the same pod, the same place', 'log-db-1', disk(), undefined, [A, B], `${ZONE}=a`],
  ['no zones anywhere', 'c', disk(), undefined, [BARE], undefined],
  ['nobody there', 'c', disk(), undefined, [], undefined],
])('C14.3 %s', (_name, claim, storageClass, selected, nodes, expected) => {
  const [term] =
    volumeAffinity(claim, storageClass, selected, nodes)?.required?.nodeSelectorTerms ?? []
  const text = term?.matchExpressions?.map(({ key, values }) => `${key}=${values?.join('|')}`)
  expect(text?.join(' ')).toBe(expected)
})
