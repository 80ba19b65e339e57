import { pack, UnpackError, unpack } from './pack.ts'
import { readSharedRun, type SharedRun } from './sharedRun.ts'

/**
 * The part of a link after `#`. Two forms:
 *
 *     #s=opening&seed=7&shuffle=3&at=90000     a scenario that comes with the page, nothing changed
 *     #s=1.<word>                              everything, packed (pack.ts); 1 is the version
 *
 * A version is never changed once links with it exist: a new one is added and this one still read.
 */
const VERSION = 1
const NAME = /^[a-z][a-z0-9-]{0,99}$/
const PACKED = /^(\d{1,9})\.(.*)$/s

/**
 * Characters beyond which a link no longer survives everywhere: chats and QR codes cut it off.
 * (Browsers themselves take a million.) The page then offers a file.
 */
export const PRACTICAL_LENGTH = 8_000

export type LinkProblem =
  /** Cut off, edited, or made by something else. `where` is the path of what is wrong, if it can be said. */
  | { readonly type: 'damaged'; readonly where?: string }
  /** From a Podfall that knows more. */
  | { readonly type: 'newer' }
  | { readonly type: 'tooLarge' }

export type ReadLink = { readonly run: SharedRun } | { readonly problem: LinkProblem }

/** The fragment, with its `#`. Branches beside the one that is shown are left out where it gets too long. */
export async function writeLink(run: SharedRun): Promise<string> {
  const plain = plainLink(run)
  if (plain !== undefined) return plain
  const whole = await packed(run)
  if (whole.length <= PRACTICAL_LENGTH || run.branches === undefined) return whole
  const { branch: _, branches: __, ...alone } = run
  return plainLink(alone) ?? (await packed(alone))
}

async function packed(run: SharedRun): Promise<string> {
  return `#s=${VERSION}.${await pack(JSON.stringify(run))}`
}

function plainLink(run: SharedRun): string | undefined {
  const { scenario, seed, shuffle, policies, log, at, branch, branches, bookmarks } = run
  if (branch !== undefined || branches !== undefined || bookmarks !== undefined) return undefined
  if (!('name' in scenario) || !NAME.test(scenario.name)) return undefined
  if (policies !== undefined || (log !== undefined && log.length > 0)) return undefined
  const parts = new URLSearchParams({ s: scenario.name })
  for (const [key, value] of Object.entries({ seed, shuffle, at }))
    if (value !== undefined) parts.set(key, String(value))
  return `#${parts}`
}

/**
 * Reads any fragment; undefined = it does not speak of a run at all. What mail and chats do to a link is
 * taken back: escapes, a lost beginning, another case of its first letter.
 */
export async function readLink(fragment: string): Promise<ReadLink | undefined> {
  const whole = unescaped(fragment.replace(/^#/, ''))
  const parts = new URLSearchParams(PACKED.test(whole) ? `s=${whole}` : whole.replace(/^S\b/, 's'))
  const word = parts.get('s')?.replace(/^3D/, '')
  if (word === undefined) return undefined
  if (NAME.test(word)) return checked({ scenario: { name: word }, ...numbers(parts) })
  const [, version, rest] = PACKED.exec(word) ?? []
  if (version === undefined || rest === undefined) return damaged()
  if (Number(version) > VERSION) return { problem: { type: 'newer' } }
  if (Number(version) < VERSION) return damaged()
  try {
    return checked(JSON.parse(await unpack(rest)))
  } catch (error) {
    if (error instanceof UnpackError && error.reason === 'tooLarge')
      return { problem: { type: 'tooLarge' } }
    return damaged()
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text).replaceAll('&amp;', '&')
  } catch {
    return text
  }
}

/** What is written after the name. Anything that is no number is left to the check. */
function numbers(parts: URLSearchParams): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const key of ['seed', 'shuffle', 'at']) {
    const text = parts.get(key)
    if (text !== null) found[key] = /^\d{1,15}$/.test(text) ? Number(text) : text
  }
  return found
}

function checked(value: unknown): ReadLink {
  const read = readSharedRun(value)
  return 'run' in read ? read : damaged(read.problem)
}

function damaged(where?: string): { readonly problem: LinkProblem } {
  return { problem: { type: 'damaged', ...(where !== undefined && { where }) } }
}
