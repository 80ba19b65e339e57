import { editorWords as words } from '../words/editor.ts'
import type { TextHost, TextHostEvents } from './host.ts'
import { lineAt, offsetOf } from './textPositions.ts'

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
    getLength: () => area.value.length,
    getSelectedLength: () => area.selectionEnd - area.selectionStart,
    getVersion: () => version,
    open(text) {
      area.value = text
      changed()
    },
    edit(edits) {
      const places = edits.map(({ range, text }) => ({
        text,
        from: offsetOf(area.value, range.line, range.column),
        to: offsetOf(area.value, range.endLine, range.endColumn),
      }))
      // From the end, so that no edit moves the place of another one.
      places.sort((a, b) => b.from - a.from)
      for (const { text, from, to } of places) area.setRangeText(text, from, to, 'preserve')
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
