import { changeSettings, useSettings } from '../state/settings.ts'
import { usePage } from '../state/stores.ts'
import { prefersReducedMotion } from '../widgets/useMedia.ts'
import { soundWords as words } from '../words/sound.ts'
import { createSpeaker } from './speaker.ts'
import { startSounds } from './startSounds.ts'

/** How long (ms) the page says what came of it. */
const LASTS = 3_000

/** Ends what sounds now. */
let silence: (() => void) | undefined

/**
 * Switches sound on or off; to be called when a person has pressed something, as browsers want it.
 * @returns a sentence about what came of it: where little motion is wanted, why there is no sound
 */
export function setSound(sound: boolean): string {
  silence?.()
  silence = undefined
  const reduced = prefersReducedMotion()
  const speaker = sound && !reduced ? createSpeaker() : undefined
  if (speaker !== undefined) {
    const stop = startSounds(speaker)
    silence = () => {
      stop()
      speaker.close()
    }
  }
  changeSettings({ sound: speaker !== undefined })
  if (!sound) return words.off
  return reduced ? words.reduced : speaker === undefined ? words.none : words.on
}

/** What the key does: the other of on and off, and says so. */
export function switchSound(): void {
  const text = setSound(!useSettings.getState().sound)
  usePage.setState({ notice: { tone: 'info', text, lasts: LASTS } })
}
