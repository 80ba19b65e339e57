import { ExplainError, type ExplainRequest, explain } from '../engine/index.ts'
import type { Output } from './terminal.ts'

/**
 * Answers one JSON request a line with one JSON answer a line, each as soon as it has been read. A line
 * that cannot be answered is answered with `{"error": "..."}`; empty lines are passed over.
 */
export function explainBatch(lines: Iterable<string>, output: Output): void {
  for (const line of lines) {
    if (line.trim() !== '') output.out(`${JSON.stringify(answer(line))}\n`)
  }
}

function answer(line: string): object {
  try {
    const request: unknown = JSON.parse(line)
    if (request === null || typeof request !== 'object' || Array.isArray(request)) {
      return { error: 'a request is a JSON object with objects and pod' }
    }
    const { objects, ...question } = request as ExplainRequest & { readonly objects?: unknown }
    return explain(objects, question)
  } catch (error) {
    if (error instanceof SyntaxError) return { error: `the line is not JSON: ${error.message}` }
    if (error instanceof ExplainError) return { error: error.message }
    // Whatever one request does, the others must be answered.
    return { error: `this request failed: ${(error as Error).message}` }
  }
}
