import type { Millis } from '../../engine/api/units.ts'

/** A scenario that is shipped with the page. */
export interface Example {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly text: string
  /**
   * `talks`: what the talks showed Kubernetes doing; `scale`: hundreds of machines or thousands of pods;
   * `lessons`: only lessons use it.
   */
  readonly shelf: 'placing' | 'talks' | 'scale' | 'lessons'
  /** What its thumbnail shows: how it ends, or how it stands at a time; `none` where even that takes too long. */
  readonly picture: 'end' | 'none' | Millis
}

/** Stands last and has no number: nothing happens in it by itself. */
export const FREE_PLAY = 'free-play'
/** In the order of the shelf. The first plays at the first visit. */
const PLACING = ['opening', 'jobs', 'machine-shapes', 'night', 'priorities', 'zones']
/** In the order of the shelf: too much to be played to the end for a thumbnail. */
const SCALE = new Map<string, Example['picture']>([
  ['openb', 68_000],
  ['roll-500', 'none'],
  ['opening-night', 'none'],
  ['the-limit', 'none'],
])
/** Made for a lesson, which tells what there is to see. */
const LESSONS = ['shapes', 'what-fits', 'which-is-best', 'at-scale']
/** In the order of the shelf; what is not named anywhere stands behind these. */
const TALKS = [
  'hello-world',
  'delete-a-pod',
  'scale-to-five',
  'roll-to-2',
  'roll-to-2-lossy',
  'blue-green',
  'qa-to-production',
  'two-in-one-pod',
  'machine-shot',
  'mysql',
  'maintenance',
  'nightly-job',
  'team-quota',
  'no-requests',
  'training',
  'premiere',
  'bigger-machines',
  'three-tiers',
  'control-plane-down',
  'small-blog',
]

const files = import.meta.glob<string>('../../../scenarios/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export const EXAMPLES: readonly Example[] = Object.entries(files)
  .map(([path, text]) => readExample(path.replace(/^.*\/|\.yaml$/g, ''), text))
  .sort((a, b) => rank(a) - rank(b))

function rank({ name }: Example): number {
  if (name === FREE_PLAY) return 1_000
  const place = [...PLACING, ...TALKS, ...SCALE.keys()].indexOf(name)
  return place < 0 ? 999 : place
}

/**
 * Name, title and summary of a scenario file of our own, without a YAML parser: the page has none
 * outside the worker. `examples.test.ts` compares with the real one.
 */
export function readExample(name: string, text: string): Example {
  const document = text.split(/^---.*$/m).find((part) => /^kind: *Scenario\b/m.test(part)) ?? ''
  return {
    name: field(document, 'name') ?? name,
    title: field(document, 'title') ?? name,
    summary: field(document, 'summary') ?? '',
    text,
    shelf: shelfOf(name),
    picture: LESSONS.includes(name) ? 'none' : (SCALE.get(name) ?? 'end'),
  }
}

function shelfOf(name: string): Example['shelf'] {
  if (LESSONS.includes(name)) return 'lessons'
  if (SCALE.has(name)) return 'scale'
  return name === FREE_PLAY || PLACING.includes(name) ? 'placing' : 'talks'
}

function field(document: string, key: string): string | undefined {
  const found = new RegExp(`^ +${key}: *(.+)$`, 'm').exec(document)?.[1]?.trim()
  if (found === undefined) return undefined
  if (found.startsWith("'") && found.endsWith("'")) return found.slice(1, -1).replaceAll("''", "'")
  if (found.startsWith('"') && found.endsWith('"')) return JSON.parse(found) as string
  return found
}
