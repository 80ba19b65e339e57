import type { App } from '../../engine/protocol.ts'
import type { Theme } from './tokens.ts'

/** One of the seven pod hues, or the grey of system pods. */
export interface Hue {
  readonly token: string
  /** 0xRRGGBB; the same in both themes, so that a colour is the same app everywhere. */
  readonly fill: number
  readonly ink: number
  readonly edge: Readonly<Record<Theme, number>>
}

/** How an app looks: its colour, its letter and, when hues ran out, a dot pattern. */
export interface AppLook {
  readonly hue: Hue
  /** One or two characters, unique over all apps of the run. */
  readonly letter: string
  /** 0 = plain; 1 and more = dots, denser with every reuse of the hue. */
  readonly pattern: number
}

const hue = (token: string, fill: number, ink: number, light: number, dark: number): Hue => ({
  token,
  fill,
  ink,
  edge: { light, dark },
})

/** LOOK.md, pod palette, in the order in which unknown apps take them. */
const HUES: readonly Hue[] = [
  hue('blue', 0x1c66cf, 0xffffff, 0x0f4391, 0x6fa6f5),
  hue('sky', 0x74cbf3, 0x10202b, 0x1c7caa, 0xa6e0fb),
  hue('teal', 0x12a88d, 0x04211b, 0x07695a, 0x4fd3ba),
  hue('lime', 0xb2d96c, 0x182407, 0x5e8423, 0xd2ef9c),
  hue('gold', 0xd9991a, 0x1f1503, 0x8a5c06, 0xf2be57),
  hue('pink', 0xf7a1bb, 0x33101c, 0xb84a70, 0xffc9d8),
  hue('violet', 0x7c459f, 0xffffff, 0x502270, 0xb98ad8),
]

/** DaemonSets: bedrock at the bottom of a lane. */
export const SYSTEM_HUE: Hue = hue('sys', 0x9aa3b2, 0x141923, 0x5b6474, 0xc2c9d5)

/** Apps whose colour people know from the pictures. */
const KNOWN = new Map([
  ['api', 0],
  ['web', 1],
  ['db', 2],
  ['queue', 3],
  ['video', 4],
  ['train', 4],
  ['cache', 5],
  ['report', 6],
  ['infer', 6],
  ['inference', 6],
  ['blue', 0],
  ['green', 2],
])

/**
 * Looks of all apps, by index. An app's look depends only on the apps before it, so it stays the
 * same when apps are added during a run.
 */
export function appLooks(apps: readonly Pick<App, 'name' | 'kind'>[]): AppLook[] {
  const uses = HUES.map(() => 0)
  const letters = new Set<string>()
  return apps.map((app) => {
    const letter = freeLetter(app.name, letters)
    letters.add(letter)
    if (app.kind === 'DaemonSet') return { hue: SYSTEM_HUE, letter, pattern: 0 }
    const index = KNOWN.get(app.name) ?? leastUsed(uses, hash(app.name))
    const pattern = uses[index]!
    uses[index] = pattern + 1
    return { hue: HUES[index]!, letter, pattern }
  })
}

/** The least used hue, beginning the search at one that the name gives. */
function leastUsed(uses: readonly number[], start: number): number {
  let best = start % uses.length
  for (let i = 1; i < uses.length; i++) {
    const candidate = (start + i) % uses.length
    if (uses[candidate]! < uses[best]!) best = candidate
  }
  return best
}

/** First letter, else first plus a later one, else first plus a number. */
function freeLetter(name: string, taken: ReadonlySet<string>): string {
  const characters = Array.from(name.replace(/[^\p{L}\p{N}]/gu, ''))
  const first = (characters[0] ?? '?').toUpperCase()
  if (!taken.has(first)) return first
  for (const character of characters.slice(1)) {
    const pair = first + character.toLowerCase()
    if (!taken.has(pair)) return pair
  }
  for (let n = 2; ; n++) if (!taken.has(first + n)) return first + n
}

/** FNV-1a; the same name begins at the same hue in every run. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  }
  return value
}

/** `#rrggbb` for CSS and SVG. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`
}
