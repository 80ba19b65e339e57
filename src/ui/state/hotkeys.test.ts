import { describe, expect, test } from 'vitest'
import { hotkey, plugCommand } from './hotkeys.ts'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'repeat', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...held,
})

describe('keys', () => {
  test('a held key steps on and zooms, and does nothing else twice', () => {
    expect(hotkey(press('+', { repeat: true }), undefined)).toEqual({ type: 'zoom', presses: 1 })
    expect(hotkey(press('ArrowRight', { repeat: true }), undefined)).toEqual({ type: 'step' })
    for (const key of [' ', 'e', 'd', 'k', '?', 'Home', 'Escape']) {
      expect(hotkey(press(key, { repeat: true }), 3)).toBeUndefined()
    }
  })

  test.each([
    [' ', { type: 'toggle' }],
    ['ArrowRight', { type: 'step' }],
    ['ArrowLeft', { type: 'stepBack' }],
    ['Home', { type: 'restart' }],
    ['E', { type: 'explain' }],
    ['d', { type: 'theme' }],
    ['S', { type: 'sound' }],
    ['?', { type: 'help' }],
    ['Escape', { type: 'escape' }],
    ['3', { type: 'arm', machine: 3 }],
    ['+', { type: 'zoom', presses: 1 }],
    ['-', { type: 'zoom', presses: -1 }],
    ['0', { type: 'zoom', presses: undefined }],
    ['x', undefined],
  ])('%s', (key, action) => {
    expect(hotkey(press(key), undefined)).toEqual(action)
  })

  test('K pulls the plug of the number before it, and means nothing alone', () => {
    expect(hotkey(press('k'), 2)).toEqual({ type: 'plug', machine: 2 })
    expect(hotkey(press('k'), undefined)).toBeUndefined()
  })

  test('the browser keeps its own keys', () => {
    expect(hotkey(press('d', { ctrlKey: true }), undefined)).toBeUndefined()
    expect(hotkey(press('b'), undefined)).toEqual({ type: 'bookmark' })
    expect(hotkey(press('['), undefined)).toEqual({ type: 'bookmarkBefore' })
    expect(hotkey(press(']'), undefined)).toEqual({ type: 'bookmarkAfter' })
    expect(hotkey(press('z', { ctrlKey: true }), undefined)).toEqual({ type: 'undo' })
    expect(hotkey(press('z', { metaKey: true }), undefined)).toEqual({ type: 'undo' })
    expect(hotkey(press('ArrowLeft', { altKey: true }), undefined)).toBeUndefined()
    expect(hotkey(press('e', { metaKey: true }), undefined)).toBeUndefined()
  })
})

describe('number and K', () => {
  const lane = (...dead: boolean[]) => ({
    machines: dead.map((isDead, i) => ({ ordinal: i + 1, dead: isDead })),
  })

  test.each([
    ['both are up', [lane(false), lane(false)], { type: 'pullPlug', machine: 1 }],
    ['one is dead already', [lane(true), lane(false)], { type: 'pullPlug', machine: 1 }],
    ['both are dead', [lane(true), lane(true)], { type: 'plugIn', machine: 1 }],
    ['only one side has it', [lane(false), lane()], { type: 'pullPlug', machine: 1 }],
    ['nobody has it', [lane(), lane()], undefined],
  ])('%s', (_, lanes, command) => {
    expect(plugCommand(1, lanes)).toEqual(command)
  })
})
