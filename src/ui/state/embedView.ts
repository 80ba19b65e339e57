import { SPEEDS, type Speed } from './playback.ts'

/** How the page is shown inside another one; from its address, `?embed=1&...`. */
export interface EmbedView {
  /** Plays at once. */
  readonly autoplay: boolean
  readonly speed: Speed | undefined
  /** Whether there are buttons and a timeline; keys work anyway. */
  readonly controls: boolean
  /** Simulated milliseconds at which playing begins and ends. */
  readonly start: number | undefined
  readonly end: number | undefined
}

/** Undefined = the page stands alone. What makes no sense is left out. */
export function readEmbedView(search: string): EmbedView | undefined {
  const asked = new URLSearchParams(search)
  if (asked.get('embed') !== '1') return undefined
  const speed = Number(asked.get('speed'))
  return {
    autoplay: asked.get('autoplay') === '1',
    speed: SPEEDS.find((candidate) => candidate === speed),
    controls: asked.get('controls') !== '0',
    start: seconds(asked.get('start')),
    end: seconds(asked.get('end')),
  }
}

export const readsSeconds = (text: string) => /^\d{1,6}(\.\d{1,3})?$/.test(text)

/** At most a week; see the limits of links. */
function seconds(text: string | null): number | undefined {
  if (text === null || !readsSeconds(text)) return undefined
  return Math.min(Math.round(Number(text) * 1_000), 7 * 24 * 3_600_000)
}

/** Of this page. */
export const EMBED = readEmbedView(globalThis.location?.search ?? '')
