import { useLesson } from '../state/lessonStore.ts'
import { type LessonPlayer, openLesson } from './player.ts'

/** Keys that lead on and back: of keyboards, and of the clickers that speakers hold. */
const ON = new Set([' ', 'ArrowRight', 'PageDown', 'Enter'])
const BACK = new Set(['ArrowLeft', 'PageUp', 'Backspace'])

/**
 * What a key does in a lesson; returns whether it does anything. `.` leads on, too, as many clickers
 * send it, unless it means something else (`on`).
 */
export function lessonKey(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>,
  player: LessonPlayer,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const { key } = event
  const on = ON.has(key)
  // As it is at the press: what was drawn last may be older.
  const asked = openLesson(useLesson.getState().lesson)?.step?.question
  const digit = /^\d$/.test(key) && asked?.type === 'node'
  if (!on && !BACK.has(key) && !digit) return false
  // A key that is held down is meant once.
  if (event.repeat) return true
  if (digit) player.chooseMachine(Number(key))
  else if (on) void player.next()
  else void player.back()
  return true
}
