import { useSettings } from '../state/settings.ts'
import { useRun } from '../state/stores.ts'
import { onTouchdown } from '../state/touchdowns.ts'
import { prefersReducedMotion } from '../widgets/useMedia.ts'
import { heardOf, tonesBetween } from './heard.ts'
import { notesOf, type Tone } from './notes.ts'
import type { Speaker } from './speaker.ts'
import { createStorm } from './storm.ts'

/** Wall ms between two rings: as long as its picture shakes and rests. */
const RING = 2_080
/** So often it rings, unless somebody acknowledges it before. */
const MOST_RINGS = 3
/** What sets a browser's audio free. */
const TOUCHES = ['pointerdown', 'keydown'] as const

/**
 * Lets the run be heard through this speaker until the returned function is called. A page that is
 * hidden is silent, and so is one whose viewer wants little motion: they have the captions.
 */
export function startSounds(speaker: Speaker): () => void {
  const storms: Readonly<Record<Tone, ReturnType<typeof createStorm>>> = {
    lands: createStorm(6, 8),
    dies: createStorm(2, 1),
    pager: createStorm(1, 0.5),
    done: createStorm(2, 3),
    healed: createStorm(1, 1),
  }
  const silent = () => document.hidden || prefersReducedMotion()
  const play = (tone: Tone, lane: number, lanes: number, wait = 0, cells?: number) => {
    if (silent()) return
    const at = speaker.now + wait / 1_000
    const loudness = storms[tone].admit(at)
    if (loudness === 0) return
    const side = lanes < 2 ? 0 : (2 * lane) / (lanes - 1) - 1
    speaker.play(notesOf(tone, useSettings.getState().speed, cells), at, side, loudness)
  }

  let ring: ReturnType<typeof setTimeout> | undefined
  const ringOn = (lane: number, rings: number) => {
    clearTimeout(ring)
    ring = undefined
    if (rings === 0) return
    ring = setTimeout(() => {
      const { lanes } = useRun.getState()
      const pager = lanes[lane]?.pager
      if (pager?.ringing !== true || pager.acknowledged) return
      play('pager', lane, lanes.length)
      ringOn(lane, rings - 1)
    }, RING)
  }

  let heard = heardOf(useRun.getState())
  const touched = () => speaker.wake()
  const seen = () => (document.hidden ? speaker.rest() : speaker.wake())
  const stops = [
    useRun.subscribe((run) => {
      const now = heardOf(run)
      for (const { tone, lane } of tonesBetween(heard, now)) {
        play(tone, lane, now.lanes.length)
        if (tone === 'pager') ringOn(lane, MOST_RINGS - 1)
      }
      heard = now
    }),
    onTouchdown(({ lane, lanes, cells, wait }) => play('lands', lane, lanes, wait, cells)),
    () => clearTimeout(ring),
    () => document.removeEventListener('visibilitychange', seen),
    () => {
      for (const touch of TOUCHES) removeEventListener(touch, touched)
    },
  ]
  document.addEventListener('visibilitychange', seen)
  for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true })
  speaker.wake()
  return () => {
    for (const stop of stops) stop()
  }
}
