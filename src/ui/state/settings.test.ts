import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { changeSettings, DEFAULT_SETTINGS, parseSettings, useSettings } from './settings.ts'

test.each([
  ['nothing stored', null],
  ['no JSON', '{theme:'],
  ['not an object', '"dark"'],
  ['null', 'null'],
  ['nonsense values', '{"theme":"neon","speed":3,"dockHeight":"high","dockCollapsed":1}'],
  ['absurd height', '{"dockHeight":1e9}'],
  ['negative height', '{"dockHeight":-20}'],
])('%s: the defaults', (_, stored) => {
  expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS)
})

test('good values are kept, bad ones beside them are not', () => {
  const stored =
    '{"theme":"dark","speed":0.5,"dockHeight":300,"dockCollapsed":true,"x":1,' +
    '"groupBy":{"label":"disk"}}'
  expect(parseSettings(stored)).toEqual({
    theme: 'dark',
    speed: 0.5,
    dockHeight: 300,
    dockCollapsed: true,
    explain: false,
    predict: false,
    groupBy: { label: 'disk' },
    language: undefined,
    announce: 'all',
    sound: false,
  })
  expect(
    parseSettings('{"theme":"light","speed":"fast","sound":true,"groupBy":{"label":7}}'),
  ).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'light',
  })
})

test('what another tab has chosen meanwhile stays chosen', () => {
  let stored = ''
  vi.stubGlobal('localStorage', {
    getItem: () => stored,
    setItem: (_: string, text: string) => {
      stored = text
    },
  })
  changeSettings({ theme: 'dark' })
  stored = JSON.stringify({ ...parseSettings(stored), speed: 2 })
  changeSettings({ announce: 'fewer' })
  expect(parseSettings(stored)).toMatchObject({ theme: 'dark', speed: 2, announce: 'fewer' })
})

test('whatever is stored, the settings are sound', () => {
  fc.assert(
    fc.property(fc.json(), (stored) => {
      const settings = parseSettings(stored)
      expect(['system', 'light', 'dark']).toContain(settings.theme)
      expect([0.5, 1, 2, 8]).toContain(settings.speed)
    }),
    { seed: 11, numRuns: 300 },
  )
})

afterEach(() => vi.unstubAllGlobals())

test('blocked storage does not hinder a change', () => {
  vi.stubGlobal('localStorage', {
    getItem() {
      throw new Error('blocked')
    },
    setItem() {
      throw new Error('blocked')
    },
  })
  expect(() => changeSettings({ theme: 'dark' })).not.toThrow()
  expect(useSettings.getState().theme).toBe('dark')
})

test('a change is stored whole', () => {
  const stored: string[] = []
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: (_: string, v: string) => stored.push(v),
  })
  changeSettings({ speed: 2, theme: 'light' })
  expect(parseSettings(stored.at(-1)!)).toMatchObject({ speed: 2, theme: 'light' })
})
