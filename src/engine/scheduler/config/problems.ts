import type { ArgsProblem } from '../framework.ts'

/** A wrong field of a configuration, by its path from the document's root. */
export type ConfigurationProblem = ArgsProblem

/** A configuration that kube-scheduler would refuse to start with; the message is upstream's. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly ConfigurationProblem[]

  constructor(problems: readonly ConfigurationProblem[]) {
    const texts = problems.map(problemText)
    super(texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`)
    this.problems = problems
  }
}

/** One problem as upstream prints it: `profiles[0].percentageOfNodesToScore: Invalid value: 101: ...`. */
export function problemText({ field, type, value, message }: ConfigurationProblem): string {
  const what = value === undefined ? '' : `: ${JSON.stringify(value)}`
  const why = message === '' ? '' : `: ${message}`
  switch (type) {
    case 'Invalid':
      return `${field}: Invalid value${what}${why}`
    case 'Required':
      return `${field}: Required value${why}`
    case 'Duplicate':
      return `${field}: Duplicate value${what}`
    case 'NotSupported':
      return `${field}: Unsupported value${what}${why}`
    case 'Forbidden':
      return `${field}: Forbidden${why}`
    case 'Refused':
      return message
  }
}

/** A value that is none of these. */
export function notSupported(
  field: string,
  value: unknown,
  supported: readonly string[],
): ArgsProblem {
  const list = supported.map((word) => JSON.stringify(word)).join(', ')
  return { field, type: 'NotSupported', value, message: `supported values: ${list}` }
}

/** The same problems, seen from further up. */
export function below(path: string, problems: readonly ArgsProblem[]): ConfigurationProblem[] {
  return problems.map((problem) => ({ ...problem, field: `${path}.${problem.field}` }))
}
