import { editorWords as words } from '../words/editor.ts'
import type { TextHost, TextHostEvents } from './host.ts'

/** The text in a plain textarea inside `element`: everything but completion, colours and squiggles. */
export function createPlainHost(
  element: HTMLElement,
  options: { readonly text: string; readonly name: string; readonly events: TextHostEvents },
): TextHost {
  const { events } = options
  const area = document.createElement('textarea')
  area.className = 'editor-plain'
  area.spellcheck = false
  area.wrap = 'off'
  area.autocapitalize = 'off'
  area.value = options.text
  area.setAttribute('aria-label', words.ariaLabel(options.name))
  element.append(area)
  let version = 1
  let line = 1

  const changed = () => {
    version++
    events.change()
    moved()
  }
  const moved = () => {
    const now = lineAt(area.value, area.selectionStart)
    if (now === line) return
    line = now
    events.cursor(line)
  }
  area.addEventListener('input', changed)
  area.addEventListener('keyup', moved)
  area.addEventListener('pointerup', moved)
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    events.apply()
  })

  const lineHeight = () => Number.parseFloat(getComputedStyle(area).lineHeight) || 21.5
  const moveTo = (target: number, column: number) => {
    const offset = offsetOf(area.value, target, column)
    area.setSelectionRange(offset, offset)
    moved()
  }

  return {
    rich: false,
    getText: () => area.value,
    getVersion: () => version,
    open(text) {
      area.value = text
      changed()
    },
    edit(range, text) {
      const from = offsetOf(area.value, range.line, range.column)
      const to = offsetOf(area.value, range.endLine, range.endColumn)
      area.setRangeText(text, from, to, 'preserve')
      changed()
    },
    beginGesture: () => () => undefined,
    getCursorLine: () => line,
    getVisibleLines: () => Math.max(1, Math.floor(area.clientHeight / lineHeight())),
    reveal(topLine, cursorLine) {
      moveTo(cursorLine, 1)
      area.scrollTop = (topLine - 1) * lineHeight()
    },
    goTo(target, column) {
      moveTo(target, column)
      area.focus()
    },
    isTyping: () => document.activeElement === area,
    showDiagnostics: () => undefined,
    tint: () => undefined,
    setTheme: () => undefined,
    dispose: () => area.remove(),
  }
}

/** The line, from 1, of an offset into a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line++
  return line
}

/** The offset of a line and column, both from 1; beyond the end of a line or text: its end. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 1; at < line; at++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return text.length
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  return Math.min(start + column - 1, end === -1 ? text.length : end)
}
