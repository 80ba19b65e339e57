import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isBusy } from '../state/idle.ts'
import { SinglePress } from './singlePress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A host, presses on it as a browser tells of them, and how often something was opened. */
function pressable() {
  const host = new EventTarget()
  const leaving = new AbortController()
  const press = new SinglePress(host, leaving.signal)
  const opened = vi.fn()
  host.addEventListener('click', () => press.open(opened))
  const tell = (...types: string[]) => {
    for (const type of types) host.dispatchEvent(new Event(type))
  }
  return { tell, opened, leave: () => leaving.abort(), press }
}

it('opens after a single press, and once', () => {
  const { tell, opened } = pressable()
  tell('pointerdown', 'click')
  expect(isBusy('pressing')).toBe(true)
  vi.advanceTimersByTime(259)
  expect(opened).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(opened).toHaveBeenCalledOnce()
  expect(isBusy('pressing')).toBe(false)
  vi.advanceTimersByTime(1_000)
  expect(opened).toHaveBeenCalledOnce()
})

it.each([0, 100, 200, 250])('opens nothing after a double click with %i ms between', (between) => {
  const { tell, opened } = pressable()
  tell('pointerdown', 'click')
  vi.advanceTimersByTime(between)
  tell('pointerdown')
  // The second press lasts as long as a hand likes, and no picture comes in all this time.
  vi.advanceTimersByTime(400)
  tell('click', 'dblclick')
  vi.advanceTimersByTime(1_000)
  expect(opened).not.toHaveBeenCalled()
  expect(isBusy('pressing')).toBe(false)
})

it('opens nothing for who has left, or when it is taken back', () => {
  const { tell, opened, leave, press } = pressable()
  tell('click')
  press.stop()
  vi.advanceTimersByTime(1_000)
  tell('click')
  leave()
  vi.advanceTimersByTime(1_000)
  expect(opened).not.toHaveBeenCalled()
})
