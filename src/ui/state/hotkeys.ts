import type { Command } from '../../engine/protocol.ts'

/** What a key asks for. */
export type HotkeyAction =
  | {
      readonly type:
        | 'toggle'
        | 'step'
        | 'stepBack'
        | 'restart'
        | 'explain'
        | 'theme'
        | 'sound'
        | 'present'
        | 'help'
        | 'find'
        | 'undo'
        | 'bookmark'
        | 'bookmarkBefore'
        | 'bookmarkAfter'
        | 'escape'
    }
  /** Closer (1) or farther (-1); undefined = all of it. */
  | { readonly type: 'zoom'; readonly presses: 1 | -1 | undefined }
  | { readonly type: 'arm'; readonly machine: number }
  | { readonly type: 'plug'; readonly machine: number }

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  /** The key is being held down. */
  readonly repeat: boolean
}

/**
 * Keys as LOOK.md has them. `armed`: the machine whose number was typed just before.
 * Arrow keys come here only when no list has taken them.
 */
export function hotkey(press: KeyPress, armed: number | undefined): HotkeyAction | undefined {
  const held = press.ctrlKey || press.metaKey
  if (held && !press.altKey && press.key.toLowerCase() === 'k') return { type: 'find' }
  if (held && !press.altKey && press.key === 'z') return { type: 'undo' }
  if (held || press.altKey) return undefined
  // A held key goes on stepping or zooming; nothing else is meant more than once.
  if (press.repeat && !/^(ArrowRight|ArrowLeft|[-+=_])$/.test(press.key)) return undefined
  if (/^[1-9]$/.test(press.key)) return { type: 'arm', machine: Number(press.key) }
  switch (press.key) {
    case ' ':
      return { type: 'toggle' }
    case 'ArrowRight':
      return { type: 'step' }
    case 'ArrowLeft':
      return { type: 'stepBack' }
    case '+':
    case '=':
      return { type: 'zoom', presses: 1 }
    case '-':
    case '_':
      return { type: 'zoom', presses: -1 }
    case '0':
      return { type: 'zoom', presses: undefined }
    case 'Home':
      return { type: 'restart' }
    case 'e':
    case 'E':
      return { type: 'explain' }
    case 'd':
    case 'D':
      return { type: 'theme' }
    case 's':
    case 'S':
      return { type: 'sound' }
    case 'p':
    case 'P':
      return { type: 'present' }
    case 'b':
    case 'B':
    case 'm':
    case 'M':
      return { type: 'bookmark' }
    case '[':
      return { type: 'bookmarkBefore' }
    case ']':
      return { type: 'bookmarkAfter' }
    case '?':
      return { type: 'help' }
    case '/':
      return { type: 'find' }
    case 'Escape':
      return { type: 'escape' }
    case 'k':
    case 'K':
      return armed === undefined ? undefined : { type: 'plug', machine: armed }
  }
  return undefined
}

/** Pulls the plug everywhere, or plugs back in when the machine is dead wherever it exists. */
export function plugCommand(
  machine: number,
  lanes: readonly {
    readonly machines: readonly { readonly ordinal: number; readonly dead: boolean }[]
  }[],
): Command | undefined {
  const found = lanes.flatMap((lane) => lane.machines.filter(({ ordinal }) => ordinal === machine))
  if (found.length === 0) return undefined
  return { type: found.every(({ dead }) => dead) ? 'plugIn' : 'pullPlug', machine }
}
