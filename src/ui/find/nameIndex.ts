import type { LaneMirror, Mirror } from '../state/mirror.ts'

/** A machine or a pod whose name was found. */
export interface Hit {
  /** Index of the lane. */
  readonly lane: number
  readonly type: 'node' | 'pod'
  readonly row: number
}

/** Names of some rows of one lane, one a line. */
interface Page {
  readonly lane: number
  readonly type: Hit['type']
  readonly first: number
  readonly text: string
  /** Where the line of each row begins. */
  readonly starts: Uint32Array
}

/** Of every mirror its index: names stay, and making their pages is the longest part of a search. */
const indexes = new WeakMap<Mirror, NameIndex>()

/** The index of a mirror, made when it is asked for first. */
export function nameIndexOf(mirror: Mirror): NameIndex {
  const index = indexes.get(mirror) ?? new NameIndex(mirror)
  indexes.set(mirror, index)
  return index
}

/** Rows per page: building or searching one takes far less than a millisecond. */
const PAGE = 2048

/**
 * Finds machines and pods by a part of their names, at any number of them: pages of names are made
 * and searched one by one, for as long as there is time, and go on when there is time again.
 * Machines come before pods, names that are meant exactly before all. With a letter more only the pages
 * are searched on which there was something to be found before.
 */
export class NameIndex {
  private readonly mirror: Mirror
  private lanes: readonly LaneMirror[] = []
  private pages: Page[] = []
  /** How many rows have their page. */
  private sources: { readonly lane: number; readonly type: Hit['type']; next: number }[] = []
  private query = ''
  private searched = 0
  /** Pages that the query is on nowhere, and so no longer one either. */
  private without: true[] = []
  private readonly found: Hit[] = []
  private exact: Hit[] = []

  constructor(mirror: Mirror) {
    this.mirror = mirror
    this.begin()
  }

  private begin(): void {
    const { lanes } = this.mirror
    const of = (type: Hit['type']) => lanes.map((_, lane) => ({ lane, type, next: 0 }))
    this.lanes = lanes
    this.pages = []
    this.sources = [...of('node'), ...of('pod')]
    this.without = []
    this.search(this.query)
  }

  /** All that has been found so far. */
  get hits(): readonly Hit[] {
    return this.exact.length === 0 ? this.found : [...this.exact, ...this.found]
  }

  /** Begins to look for names that contain this, in whatever case; '' finds nothing. */
  search(query: string): void {
    const next = query.trim().toLowerCase()
    if (this.query === '' || !next.includes(this.query)) this.without = []
    this.query = next
    this.searched = 0
    this.found.length = 0
    this.exact = []
  }

  /**
   * Goes on with the search until all names have been looked at or `isOver` says that time is up. What has
   * come to the mirror since is looked at as well; another run in it is searched from its beginning.
   * @returns true when nothing is left to do
   */
  work(isOver: () => boolean): boolean {
    if (this.query === '') return true
    if (this.lanes !== this.mirror.lanes) this.begin()
    for (;;) {
      const page = this.pages[this.searched] ?? this.makePage()
      if (!page) return true
      const number = this.searched++
      if (this.without[number]) continue
      if (!this.searchPage(page)) this.without[number] = true
      if (isOver()) return false
    }
  }

  /**
   * Makes pages of names that are to be searched later, until there are all of them or `isOver` says that
   * time is up.
   * @returns true when nothing is left to do
   */
  prepare(isOver: () => boolean): boolean {
    if (this.lanes !== this.mirror.lanes) this.begin()
    while (this.makePage()) if (isOver()) return false
    return true
  }

  private rowsOf({ lane, type }: { readonly lane: number; readonly type: Hit['type'] }): number {
    const { nodes, pods } = this.lanes[lane]!
    return type === 'node' ? nodes.count : pods.count
  }

  private makePage(): Page | undefined {
    const source = this.sources.find((one) => one.next < this.rowsOf(one))
    if (!source) return undefined
    const { lane, type, next: first } = source
    const end = Math.min(this.rowsOf(source), first + PAGE)
    source.next = end
    const starts = new Uint32Array(end - first)
    let text = ''
    for (let row = first; row < end; row++) {
      starts[row - first] = text.length
      text += `${this.lineOf(lane, type, row)}\n`
    }
    const page = { lane, type, first, text: text.toLowerCase(), starts }
    this.pages.push(page)
    return page
  }

  private lineOf(lane: number, type: Hit['type'], row: number): string {
    const { nodes, pods } = this.lanes[lane]!
    if (type === 'node') return nodes.names[row] ?? ''
    return `${pods.names[row] ?? ''} ${this.mirror.apps[pods.app[row]!]?.name ?? ''}-${pods.ordinal[row]!}`
  }

  /** False when the query is on none of its lines. */
  private searchPage({ lane, type, first, text, starts }: Page): boolean {
    const { query } = this
    const { alive } = type === 'node' ? this.lanes[lane]!.nodes : this.lanes[lane]!.pods
    let line = 0
    let at = text.indexOf(query)
    const isThere = at >= 0
    while (at >= 0) {
      while (line + 1 < starts.length && starts[line + 1]! <= at) line++
      const end = (starts[line + 1] ?? text.length) - 1
      const row = first + line
      const isExact = isWord(text, at, query.length)
      // Another word of the line may be meant exactly.
      const next = text.indexOf(query, isExact || alive[row] !== 1 ? end : at + 1)
      if (next >= 0 && next < end) {
        at = next
        continue
      }
      if (alive[row] === 1) (isExact ? this.exact : this.found).push({ lane, type, row })
      at = next
    }
    return isThere
  }
}

/** Whether nothing but spaces and ends of lines are around these characters. */
function isWord(text: string, at: number, length: number): boolean {
  return isGap(text.charCodeAt(at - 1)) && isGap(text.charCodeAt(at + length))
}

function isGap(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 10
}
