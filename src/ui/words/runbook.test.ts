import { afterAll, describe, expect, test } from 'vitest'
import { NOT_LOOKED_AT, words } from '../../engine/runbook/words.ts'
import { LANGUAGES } from './language.ts'
import { runbookText } from './runbook.ts'
import { changeSpoken } from './spoken.ts'

const SAID: readonly string[] = [
  words.deployed('vm-3'),
  words.bought('vm-4', 'standard', 'web-3', 'vm-3'),
  words.bought('vm-1', 'standard', 'web-1', undefined),
  words.notDeployed('vm-3', 'max'),
  words.notDeployed(undefined, 'size'),
  words.notDeployed('vm-3', 'none'),
  words.machineDown(1),
  words.machineDown(5),
  words.appDown('vm-2'),
  words.pagerRings(5),
  words.personAwake(5),
  words.putBack('web-2', 'vm-2', 'vm-4'),
  words.moved('web-2', 'vm-2', 'vm-4'),
  words.notPutBack,
  words.removed,
  words.finished,
  NOT_LOOKED_AT,
]
const KUBERNETES = [
  'Successfully assigned default/web-1 to node-3',
  '0/6 nodes are available: 2 Insufficient cpu.',
  'Scaled up replica set web-6555595957 from 6 to 8',
]
const facts = (text: string) => (text.match(/[a-z]+-\d+|standard|\d+/g) ?? []).sort()

afterAll(() => changeSpoken(undefined))

describe.each(LANGUAGES.flatMap(({ language, load }) => (load ? [[language, load] as const] : [])))(
  '%s',
  (_, load) => {
    test('has every sentence of the one-click world, and none of Kubernetes', async () => {
      changeSpoken(await load())
      for (const said of SAID) {
        const text = runbookText(said)
        expect(text).not.toBe(said)
        expect(text).not.toMatch(/\b(machine|bought|answer|the|no more|hand|down)\b/)
        expect(facts(text)).toEqual(facts(said))
      }
      expect(KUBERNETES.map(runbookText)).toEqual(KUBERNETES)
    })
  },
)
