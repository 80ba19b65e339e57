import fc from 'fast-check'
import type { Command } from '../protocol.ts'

/** Later than everything that a script does, and than most of what follows from it. */
export const END = 700_000

const machine = fc.integer({ min: 1, max: 9 })
const pod = fc.constantFrom('web-1', 'api-2', 'db-1')
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      'pullPlug' as const,
      'pullPlug' as const,
      'plugIn' as const,
      'terminate' as const,
      'cordon' as const,
      'uncordon' as const,
      'drain' as const,
    ),
    machine,
  }),
  fc.constantFrom<Command>(
    { type: 'killRandom' },
    { type: 'addMachine' },
    { type: 'acknowledgePager', lane: 'one-click' },
    { type: 'setPolicy', lane: 'kubernetes-bin-packing', policy: 'kubernetes-default' },
    { type: 'setPolicy', lane: 'kubernetes-bin-packing', policy: 'first-fit' },
    { type: 'setPolicy', lane: 'one-click', policy: 'worst-fit' },
    { type: 'delete', kind: 'Deployment', namespace: 'default', name: 'cache' },
  ),
  pod.map((name): Command => ({ type: 'delete', kind: 'Pod', namespace: 'default', name })),
  fc.record({
    type: fc.constant('scale' as const),
    kind: fc.constant('Deployment'),
    namespace: fc.constant('default'),
    name: fc.constantFrom('web', 'api', 'nothing'),
    replicas: fc.integer({ min: 0, max: 12 }),
  }),
)
/** Commands that a person might give in a run of the opening story, by time. */
export const script = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 600 }), command), { maxLength: 8 })
  .map((steps) => steps.sort(([a], [b]) => a - b).map(([at, c]) => [at * 1_000, c] as const))
