/** A question that cannot be answered; the message says what to change. */
export class ExplainError extends Error {
  override readonly name = 'ExplainError'
  readonly reason: ExplainProblem

  constructor(reason: ExplainProblem, message: string) {
    super(message)
    this.reason = reason
  }
}

/** Which part of the question is wrong. */
type ExplainProblem = 'objects' | 'pod' | 'config' | 'seed' | 'kubernetesVersion'
