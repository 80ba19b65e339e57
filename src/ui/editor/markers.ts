import type { Diagnostic } from '../../engine/protocol.ts'

/** The lines a mark covers, as Monaco names them. */
interface MarkedLines {
  readonly startLineNumber: number
  readonly endLineNumber: number
}

/**
 * Of what the YAML language says, that which the engine has not already said. The engine's word
 * wins: on a line where it has spoken, nobody else speaks, and in a document that it cannot parse,
 * what others make of the remains is noise.
 */
export function withoutRepeats<T extends MarkedLines>(
  markers: readonly T[],
  diagnostics: readonly Diagnostic[],
  broken: readonly { readonly startLine: number; readonly endLine: number }[],
): T[] {
  return markers.filter(
    (marker) =>
      !diagnostics.some(
        (said) => said.line <= marker.endLineNumber && said.endLine >= marker.startLineNumber,
      ) &&
      !broken.some(
        ({ startLine, endLine }) =>
          marker.startLineNumber >= startLine && marker.startLineNumber <= endLine,
      ),
  )
}

/**
 * The diagnostic for the one sentence under the editor: errors before warnings, and of those the one
 * on the cursor's line, or else the first of the text.
 */
export function mostUrgent(
  diagnostics: readonly Diagnostic[],
  line: number,
): Diagnostic | undefined {
  const errors = diagnostics.filter((said) => said.severity === 'error')
  const candidates = inOrder(errors.length > 0 ? errors : diagnostics)
  return candidates.find((said) => said.line <= line && said.endLine >= line) ?? candidates[0]
}

/** The next one of its severity, after the last one the first. */
export function problemAfter(diagnostics: readonly Diagnostic[], problem: Diagnostic): Diagnostic {
  const alike = inOrder(diagnostics.filter((said) => said.severity === problem.severity))
  return alike[(alike.indexOf(problem) + 1) % alike.length] ?? problem
}

function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column)
}
