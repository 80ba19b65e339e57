import { useLayoutEffect } from 'react'
import { currentTheme } from '../widgets/useTheme.ts'
import { words } from '../words/words.ts'
import { hotkey, plugCommand } from './hotkeys.ts'
import { DIALOG, during, isBusy, isIdle } from './idle.ts'
import { useLesson } from './lessonStore.ts'
import { jumpToMark, mark } from './marks.ts'
import { useSession } from './SessionContext.ts'
import type { Session } from './session.ts'
import { changeSettings, useSettings } from './settings.ts'
import { usePage, useRun, useSelection } from './stores.ts'

/** How long a typed machine number waits for its K. */
const ARMED = 4_000

/** Takes a key before the page does; returns whether it has used it. */
export type KeyOwner = (event: KeyboardEvent) => boolean

let owner: KeyOwner | undefined

/** A lesson or a talk takes the keys that it uses, until the returned function gives them back. */
export function ownKeys(taken: KeyOwner): () => void {
  owner = taken
  return () => {
    if (owner === taken) owner = undefined
  }
}

/** The page's keys, ignored while somebody types or a dialog is open. */
export function useHotkeys(): void {
  const session = useSession()
  // Before the picture is shown, so that no press on it is lost.
  useLayoutEffect(() => {
    let armed: { readonly machine: number; readonly until: number } | undefined
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      if (isBusy(DIALOG)) {
        keptForDialog(event)
        return
      }
      if (isTaken(event)) return
      if (owner?.(event) === true) {
        event.preventDefault()
        return
      }
      const current =
        armed !== undefined && armed.until > event.timeStamp ? armed.machine : undefined
      const action = hotkey(event, current)
      if (action === undefined) {
        // A held Space would scroll the page.
        if (event.repeat && event.key === ' ') event.preventDefault()
        return
      }
      if (action.type !== 'escape') event.preventDefault()
      if (event.repeat && !isIdle()) return
      switch (action.type) {
        case 'toggle':
          session.toggle()
          break
        case 'step':
          void session.step()
          break
        case 'stepBack':
          void session.stepBack()
          break
        case 'zoom':
          session.zoom(action.presses)
          break
        case 'restart':
          void session.restart()
          break
        case 'explain':
          void session.setExplain(!useSettings.getState().explain)
          break
        case 'theme':
          changeSettings({ theme: currentTheme() === 'dark' ? 'light' : 'dark' })
          break
        case 'sound':
          void during(
            'coming',
            import('../sound/switchSound.ts').then(({ switchSound }) => switchSound()),
          )
          break
        case 'present':
          useLesson.setState({ presenting: true })
          break
        case 'help':
          usePage.setState({ dialog: { type: 'keys' } })
          break
        case 'find':
          usePage.setState({ dialog: { type: 'find' } })
          break
        case 'bookmark':
          void mark(session)
          break
        case 'bookmarkBefore':
          jumpToMark(session, -1)
          break
        case 'bookmarkAfter':
          jumpToMark(session, 1)
          break
        case 'undo':
          void session.undo()
          break
        case 'escape':
          leaveOne(session)
          break
        case 'arm':
          if (plugCommand(action.machine, useRun.getState().lanes) === undefined) {
            armed = undefined
            tellNoMachine(action.machine)
            break
          }
          armed = { machine: action.machine, until: event.timeStamp + ARMED }
          usePage.setState({
            notice: { tone: 'info', text: words.keys.armed(action.machine), lasts: ARMED },
          })
          break
        case 'plug': {
          armed = undefined
          usePage.setState({ notice: undefined })
          const command = plugCommand(action.machine, useRun.getState().lanes)
          if (command !== undefined) session.command(command).catch(() => {})
          else tellNoMachine(action.machine)
          break
        }
      }
    }
    // A held Enter would press a button again and again.
    const held = (event: KeyboardEvent) => {
      if (!event.repeat || event.key !== 'Enter') return
      if (event.target instanceof Element && event.target.closest('button') !== null) {
        event.preventDefault()
      }
    }
    window.addEventListener('keydown', pressed)
    window.addEventListener('keydown', held, true)
    return () => {
      window.removeEventListener('keydown', pressed)
      window.removeEventListener('keydown', held, true)
    }
  }, [session])
}

function tellNoMachine(machine: number): void {
  usePage.setState({
    notice: { tone: 'info', text: words.keys.noMachine(machine), lasts: ARMED },
  })
}

/** Nothing of the page hears a key that is meant for a dialog on its way: what is typed is kept. */
function keptForDialog(event: KeyboardEvent): void {
  const { dialog } = usePage.getState()
  if (event.key === 'Escape') usePage.setState({ dialog: undefined })
  else if (dialog?.type === 'find' && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    usePage.setState({ dialog: { type: 'find', typed: (dialog.typed ?? '') + event.key } })
  } else if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return
  event.preventDefault()
}

/** One press leaves one thing: what lies on top first. Menus and dialogs have heard it before. */
function leaveOne(session: Session): void {
  const { notice, sheet } = usePage.getState()
  if (useSelection.getState().selected !== undefined) session.select(undefined)
  else if (notice !== undefined) usePage.setState({ notice: undefined })
  else if (sheet !== undefined) usePage.setState({ sheet: undefined })
  else if (useSettings.getState().explain) void session.setExplain(false)
}

/** Typing, open dialogs and menus, and controls that use the key themselves. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target
  if (!(target instanceof Element)) return false
  if (
    target.closest(
      'input:not([type="checkbox"]), textarea, select, [contenteditable], .monaco-editor',
    ) !== null
  )
    return true
  if (document.querySelector('dialog[open]') !== null) return true
  if (target.closest('[role="menu"]') !== null) return true
  const activates = event.key === ' ' || event.key === 'Enter'
  return (
    activates &&
    target.closest('button, input, [role="tab"]') !== null &&
    target.matches(':focus-visible')
  )
}
