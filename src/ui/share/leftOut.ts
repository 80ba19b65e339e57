import { readsSeconds } from '../state/embedView.ts'
import { SPEEDS } from '../state/playback.ts'
import { languageNamed } from '../words/language.ts'

/** Of what somebody has made up. */
const MOST_LETTERS = 40

const isSwitch = (value: string) => value === '0' || value === '1'
const FRAME: Readonly<Record<string, (value: string) => boolean>> = {
  embed: isSwitch,
  autoplay: isSwitch,
  controls: isSwitch,
  speed: (value) => SPEEDS.some((speed) => speed === Number(value)),
  start: readsSeconds,
  end: readsSeconds,
}
const isLanguage = (value: string) => languageNamed(value) !== undefined

/**
 * What an address asks of the page, before its `#`, and cannot be done, as `name=value`. Lessons are not
 * looked at (openAddress.ts), nor is what the page does not know: other sites add things of their own.
 */
export function leftOut(search: string): readonly string[] {
  const asked = new URLSearchParams(search)
  const isFrame = asked.has('embed')
  return [...asked]
    .filter(([name, value]) => {
      if (name === 'lang') return !isLanguage(value)
      const makesSense = isFrame && Object.hasOwn(FRAME, name) ? FRAME[name] : undefined
      return makesSense !== undefined && !makesSense(value)
    })
    .map(([name, value]) => `${name}=${value.slice(0, MOST_LETTERS)}`)
}
