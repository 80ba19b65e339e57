/** A scenario that is shipped with the page. */
export interface Example {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly text: string
}

/** Stands first, and plays at the first visit. */
const OPENING = 'opening'
/** Stands last and has no number: nothing happens in it by itself. */
export const FREE_PLAY = 'free-play'

const files = import.meta.glob<string>('../../../scenarios/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export const EXAMPLES: readonly Example[] = Object.entries(files)
  .map(([path, text]) => readExample(path.replace(/^.*\/|\.yaml$/g, ''), text))
  .sort((a, b) => rank(a) - rank(b))

function rank({ name }: Example): number {
  return name === OPENING ? 0 : name === FREE_PLAY ? 2 : 1
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
  }
}

function field(document: string, key: string): string | undefined {
  const found = new RegExp(`^ +${key}: *(.+)$`, 'm').exec(document)?.[1]?.trim()
  if (found === undefined) return undefined
  if (found.startsWith("'") && found.endsWith("'")) return found.slice(1, -1).replaceAll("''", "'")
  if (found.startsWith('"') && found.endsWith('"')) return JSON.parse(found) as string
  return found
}
