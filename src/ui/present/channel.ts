/** Between the window that the audience sees and the presenter's, on the same machine. */
export const CHANNEL = 'podfall.present'

/** What the presenter sees. */
export interface Shown {
  readonly type: 'shown'
  readonly title: string
  readonly caption: readonly string[]
  /** What the next press brings, as far as it can be told already; none = nothing. */
  readonly next: readonly string[]
  readonly notes: string
  /** From 1. */
  readonly step: number
  readonly steps: number
  readonly blank: boolean
  readonly playing: boolean
  readonly language: string
}

/** What either window does to both. */
export interface Asked {
  readonly type: 'asked'
  readonly what: 'state' | 'next' | 'back' | 'blank' | 'nextLesson' | 'key'
  /** With `key`: what was pressed, as if it had been in the audience's window. */
  readonly key?: string
}

/** Keys that mean the same in both windows: a machine's number and K, E to explain, D for the theme. */
export function isPassed(key: unknown): key is string {
  return typeof key === 'string' && /^[1-9ked]$/.test(key)
}

/** The window is over. */
export interface Gone {
  readonly type: 'gone'
}

export type Message = Shown | Asked | Gone

/** Anybody on this machine may send anything; what is no message is nothing. */
export function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined
  const { type } = data
  return type === 'shown' || type === 'asked' || type === 'gone' ? (data as Message) : undefined
}
