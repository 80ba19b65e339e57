import { editor } from 'monaco-editor/editor'

type Theme = 'light' | 'dark'

/** LOOK.md, section 2. Monaco wants numbers where the rest of the page uses CSS variables. */
export const editorColours: Record<Theme, Record<string, string>> = {
  light: {
    panel: '#FFFFFF',
    sunk: '#F1F0EB',
    grid: '#DDDBD3',
    line: '#D9D7CF',
    rim: '#7F838E',
    ink: '#151B29',
    ink2: '#4A5163',
    ink3: '#666D7E',
    alarm: '#C22F1E',
    focus: '#1C66CF',
    accentBg: '#E6EFFC',
    good: '#0B6B57',
    key: '#0F4391',
    string: '#0B6B57',
    number: '#8A3A06',
    warning: '#8A5C06',
  },
  dark: {
    panel: '#141B28',
    sunk: '#101622',
    grid: '#273143',
    line: '#2B3648',
    rim: '#7C879B',
    ink: '#F3F1EA',
    ink2: '#B9C1D0',
    ink3: '#98A2B5',
    alarm: '#FF6B54',
    focus: '#74CBF3',
    accentBg: '#15293A',
    good: '#5BD3B4',
    key: '#8FC1FF',
    string: '#6FDCC1',
    number: '#F2BE57',
    warning: '#F2BE57',
  },
}

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
        'editorLineNumber.foreground': c.ink3!,
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
