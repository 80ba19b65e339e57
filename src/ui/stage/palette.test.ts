import { describe, expect, it } from 'vitest'
import { appLooks, cssColour } from './palette.ts'

const apps = (...names: string[]) => names.map((name) => ({ name, kind: 'Deployment' }))

describe('appLooks', () => {
  it('gives known apps the colour and letter of the pictures', () => {
    const looks = appLooks(apps('api', 'web', 'db', 'queue', 'video', 'cache', 'report'))
    expect(looks.map(({ hue }) => hue.token)).toEqual([
      'blue',
      'sky',
      'teal',
      'lime',
      'gold',
      'pink',
      'violet',
    ])
    expect(looks.map(({ letter }) => letter).join('')).toBe('AWDQVCR')
  })

  it('uses every hue once before it uses one again with dots', () => {
    const looks = appLooks(apps('one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'))
    expect(new Set(looks.slice(0, 7).map(({ hue }) => hue.token)).size).toBe(7)
    expect(looks.slice(0, 7).every(({ pattern }) => pattern === 0)).toBe(true)
    expect(looks[7]!.pattern).toBe(1)
  })

  it('keeps letters unique, with two characters where needed', () => {
    const looks = appLooks(apps('web', 'worker', 'wow', 'web', 'w'))
    const letters = looks.map(({ letter }) => letter)
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.slice(0, 2)).toEqual(['W', 'Wo'])
  })

  it('does not change the look of an app when others are added', () => {
    const before = appLooks(apps('shop', 'mail'))
    expect(appLooks(apps('shop', 'mail', 'web', 'api')).slice(0, 2)).toEqual(before)
  })

  it('survives names without letters and names of object properties', () => {
    expect(appLooks(apps('---', '__proto__')).map(({ letter }) => letter)).toEqual(['?', 'P'])
  })

  it('draws DaemonSets in grey', () => {
    expect(appLooks([{ name: 'log', kind: 'DaemonSet' }])[0]!.hue.token).toBe('sys')
  })
})

it('cssColour keeps leading zeros', () => {
  expect(cssColour(0x04211b)).toBe('#04211b')
})
