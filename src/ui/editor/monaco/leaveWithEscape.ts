import { type editor, KeyCode } from 'monaco-editor/editor'

const MODIFIERS: readonly KeyCode[] = [KeyCode.Shift, KeyCode.Ctrl, KeyCode.Alt, KeyCode.Meta]

/**
 * Lets people who use only a keyboard out of the editor, where Tab indents: after Escape, the next
 * Tab (or Shift+Tab) moves on to the next control. Any other key makes Tab indent again.
 */
export function leaveWithEscape(instance: editor.IStandaloneCodeEditor): void {
  let leaving = false
  const set = (value: boolean) => {
    if (leaving === value) return
    leaving = value
    instance.updateOptions({ tabFocusMode: value })
  }
  instance.onKeyDown((event) => {
    if (event.keyCode === KeyCode.Escape) set(true)
    else if (event.keyCode !== KeyCode.Tab && !MODIFIERS.includes(event.keyCode)) set(false)
  })
  instance.onDidBlurEditorText(() => set(false))
}
