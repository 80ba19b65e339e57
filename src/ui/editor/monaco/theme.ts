import { editor } from 'monaco-editor/editor'
import { editorColours, type Theme } from './colours.ts'

export const themeName = (theme: Theme) => `podfall-${theme}`

/** Makes both themes known to Monaco. */
export function defineThemes(): void {
  for (const theme of ['light', 'dark'] as const) {
    const c = editorColours[theme] as Record<string, string>
    editor.defineTheme(themeName(theme), {
      base: theme === 'light' ? 'vs' : 'vs-dark',
      inherit: true,
      rules: [
        { token: '', foreground: hex(c.ink) },
        { token: 'type', foreground: hex(c.key) },
        { token: 'string', foreground: hex(c.string) },
        // The themes that ours inherit from have a rule of their own for this one.
        { token: 'string.yaml', foreground: hex(c.string) },
        { token: 'number', foreground: hex(c.number) },
        { token: 'keyword', foreground: hex(c.number) },
        { token: 'comment', foreground: hex(c.ink3), fontStyle: 'italic' },
        { token: 'operators', foreground: hex(c.ink2) },
        { token: 'delimiter', foreground: hex(c.ink2) },
        { token: 'tag', foreground: hex(c.number) },
        { token: 'namespace', foreground: hex(c.number) },
        { token: 'meta', foreground: hex(c.ink3) },
      ],
      colors: {
        'editor.background': c.panel!,
        'editor.foreground': c.ink!,
        'editorGutter.background': c.panel!,
        'editorLineNumber.foreground': c.ink2!,
        'editorLineNumber.activeForeground': c.ink!,
        'editorCursor.foreground': c.ink!,
        'editor.selectionBackground': `${c.focus}40`,
        'editor.inactiveSelectionBackground': `${c.focus}26`,
        'editor.selectionHighlightBackground': `${c.focus}1F`,
        'editor.wordHighlightBackground': `${c.focus}1F`,
        'editor.findMatchBackground': `${c.focus}66`,
        'editor.findMatchHighlightBackground': `${c.focus}33`,
        'editorError.foreground': c.alarm!,
        'editorWarning.foreground': c.warning!,
        'editorInfo.foreground': c.focus!,
        'editorBracketMatch.background': `${c.focus}26`,
        'editorBracketMatch.border': '#00000000',
        'editorWidget.background': c.panel!,
        'editorWidget.foreground': c.ink!,
        'editorWidget.border': c.line!,
        'editorHoverWidget.background': c.panel!,
        'editorHoverWidget.foreground': c.ink!,
        'editorHoverWidget.border': c.line!,
        'editorHoverWidget.statusBarBackground': c.sunk!,
        'editorSuggestWidget.background': c.panel!,
        'editorSuggestWidget.foreground': c.ink!,
        'editorSuggestWidget.border': c.line!,
        'editorSuggestWidget.selectedBackground': c.accentBg!,
        'editorSuggestWidget.selectedForeground': c.ink!,
        'editorSuggestWidget.highlightForeground': c.focus!,
        'editorSuggestWidget.focusHighlightForeground': c.focus!,
        'list.hoverBackground': c.sunk!,
        'list.activeSelectionBackground': c.accentBg!,
        'list.activeSelectionForeground': c.ink!,
        'input.background': c.sunk!,
        'input.foreground': c.ink!,
        'menu.background': c.panel!,
        'menu.foreground': c.ink!,
        'menu.selectionBackground': c.accentBg!,
        'menu.selectionForeground': c.ink!,
        'scrollbarSlider.background': `${c.rim}40`,
        'scrollbarSlider.hoverBackground': `${c.rim}66`,
        'scrollbarSlider.activeBackground': `${c.rim}80`,
        'scrollbar.shadow': '#00000000',
        focusBorder: c.focus!,
        'widget.shadow': theme === 'light' ? '#00000024' : '#00000080',
        'textLink.foreground': c.focus!,
      },
    })
  }
}

/** Token rules take a colour without its hash. */
function hex(colour: string | undefined): string {
  return (colour ?? '').slice(1)
}
