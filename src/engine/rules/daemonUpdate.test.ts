import { expect, test } from 'vitest'
import type { DaemonSet, Pod } from '../api/types.gen.ts'
import { toTimestamp } from '../sim/calendar.ts'
import { type DaemonNode, manage, roll, rulesOf, updateLimits } from './daemonUpdate.ts'

const set = (maxSurge: number | string, maxUnavailable: number | string): DaemonSet => ({
  spec: {
    minReadySeconds: 10,
    selector: {},
    template: {},
    updateStrategy: { rollingUpdate: { maxSurge, maxUnavailable } },
  },
})

/** `o` old, `n` new, then `+` available, `r` ready only just, `-` not ready, `x` on its way out, `f` failed. */
function pod(code: string): Pod {
  const [revision, state] = code
  const since = state === '+' ? 0 : 95_000
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: toTimestamp(since) }
  return {
    metadata: {
      name: code,
      labels: { 'controller-revision-hash': revision === 'n' ? 'new' : 'old' },
      ...(state === 'x' && { deletionTimestamp: toTimestamp(0) }),
    },
    status: {
      phase: state === 'f' ? 'Failed' : 'Running',
      conditions: state === '+' || state === 'r' ? [ready] : [],
    },
  }
}

/** `o+ n-` a node with two pods, `` one without, `!` before it: nothing should run there. */
const nodes = (...texts: string[]): DaemonNode[] =>
  texts.map((text, index) => ({
    name: `n${index}`,
    claim: { run: !text.startsWith('!'), stay: !text.startsWith('!!') },
    pods: text.replaceAll('!', '').split(' ').filter(Boolean).map(pod),
  }))

const names = (pods: readonly Pod[]) => pods.map(({ metadata }) => metadata?.name).join(' ')

test.each([
  ['a node without a pod gets one', 0, ['', 'n+'], 'n0', '', ''],
  ['a pod on its way out keeps its place', 0, ['nx'], '', '', ''],
  ['unless the next one comes first', 1, ['nx'], 'n0', '', ''],
  ['where none should run none is made', 0, ['!', '!n+'], '', '', ''],
  ['where none may stay all go', 0, ['!!n+ o+ nx'], '', 'n+ o+', ''],
  ['finished ones make room', 0, ['nf', '!nf'], '', '', 'nf nf'],
  ['one too many: the oldest stays', 0, ['o+ n+'], '', 'n+', ''],
  ['surging, both stay until the new one serves', 1, ['o+ n-', 'o+ nr'], '', '', ''],
  ['then the old one goes', 1, ['o+ n+', 'o- n-'], '', 'o+ o-', ''],
  ['of each revision there is one', 1, ['o+ o+ n- n-'], '', 'n- o+', ''],
] as const)('C15.1 C15.2 %s', (_name, surge, texts, create, remove, finished) => {
  const owner = set(surge, surge ? 0 : 1)
  const steps = manage(nodes(...texts), rulesOf(owner, 'new', 100_000))
  expect([steps.create.join(' '), names(steps.remove), names(steps.finished)]).toEqual([
    create,
    remove,
    finished,
  ])
})

test.each([
  ['one at a time', 0, 1, ['o+', 'o+', 'o+'], '', 'o+'],
  ['a third, rounded up', 0, '34%', ['o+', 'o+', 'o+'], '', 'o+ o+'],
  ['not while a new one is not available yet', 0, 1, ['nr', 'o+'], '', ''],
  ['nor while a node waits for its pod', 0, 1, ['ox', 'o+'], '', ''],
  ['what serves nobody goes at once', 0, 1, ['o-', 'o-', 'o+'], '', 'o- o-'],
  ['a new pod beside an old one', 1, 0, ['o+', 'o+'], 'n0', ''],
  ['as many as may surge', '50%', 0, ['o+', 'o+', 'o+'], 'n0 n1', ''],
  ['not while one surges', 1, 0, ['o+ n-', 'o+'], '', ''],
  ['the old one goes when the new one serves', 1, 0, ['o+ n+', 'o+'], 'n1', 'o+'],
  ['where the old one serves nobody the new one comes', 1, 0, ['o-', 'o+ n-'], 'n0', ''],
  ['where none should run, not before others serve', 1, 0, ['!o+', 'n-'], '', ''],
  ['and then', 1, 0, ['!o+', 'n+'], '', 'o+'],
] as const)('C15.2 rolling: %s', (_name, surge, unavailable, texts, create, remove) => {
  const owner = set(surge, unavailable)
  const there = nodes(...texts)
  const wanted = there.filter(({ claim }) => claim.run).length
  const steps = roll(owner, there, wanted, rulesOf(owner, 'new', 100_000))
  expect([steps.create.join(' '), names(steps.remove)]).toEqual([create, remove])
})

test.each([
  [0, 1, 10, 0, 1],
  [0, '25%', 10, 0, 3],
  ['25%', 0, 10, 3, 0],
  [0, 0, 10, 0, 1],
  [0, 0, 0, 0, 0],
])(
  'C15.2 surge %s and unavailable %s of %d nodes are %d and %d',
  (s, u, wanted, surge, unavailable) => {
    expect(updateLimits(set(s, u), wanted)).toEqual({ surge, unavailable })
  },
)
