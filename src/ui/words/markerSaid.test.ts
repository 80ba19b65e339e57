import { expect, test } from 'vitest'
import type { Marker } from '../../engine/protocol.ts'
import { say } from '../../engine/sentences/sentences.ts'
import { diagnosticsEs } from './es/diagnostics.ts'
import { pageEs } from './es/page.ts'
import { errorSaid } from './markerSaid.ts'
import { words } from './words.ts'
import { pageZh } from './zh/page.ts'

const EVICTION =
  'error when evicting pods/"web-1" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod\'s disruption budget.'
const QUOTA = 'Error creating: pods "web-1" is forbidden: exceeded quota: team'

test.each<[Marker['type'], string, string | undefined]>([
  ['command', 'apply', undefined],
  ['command', 'setTraffic curl', undefined],
  ['command', 'delete hello-1', undefined],
  ['command', 'terminate 2', undefined],
  ['command', 'controlPlane up', undefined],
  ['command', 'setPolicy kubernetes-default', undefined],
  ['command', 'something new', undefined],
  ['command', '__proto__', undefined],
  ['refused', 'web-1', EVICTION],
  ['refused', 'web-5f', QUOTA],
  ['refused', 'web-5f', 'Error creating: a LimitRange'],
])('V24 a mark %s “%s” is said in words', (type, label, detail) => {
  const said = [words, pageEs, pageZh].map(({ playback }) =>
    playback.marker[type](label, undefined, detail),
  )
  expect(said).toMatchSnapshot()
})

test.each<[string, Pick<Marker, 'error' | 'said'>, string | undefined]>([
  [
    'of Podfall',
    { error: 'English.', said: say('notCordoned', 'node-1') },
    'node-1 no está acordonada.',
  ],
  ['of Kubernetes', { error: 'exceeded quota' }, 'exceeded quota'],
  ['that is not known', { error: 'English.', said: { code: 'unheardOf', args: [] } }, 'English.'],
  ['that is none', {}, undefined],
])('V24 an error %s is said in the language', (_, marker, said) => {
  expect(errorSaid(marker, diagnosticsEs)).toBe(said)
  expect(errorSaid(marker, undefined)).toBe(marker.error)
})
