import { CRON_REASONS } from '../api/cronSchedule.ts'
import { QUANTITY_REASONS } from '../api/quantity.ts'
import type { Diagnostic, Said, SaidArg } from '../protocol.ts'
import { COMMANDS } from './commands.ts'
import { LIMITS } from './limits.ts'
import { READING } from './reading.ts'
import { RULES } from './rules.ts'
import { SCENARIO } from './scenario.ts'
import { type Sayable, textOf } from './textOf.ts'

/**
 * Podfall's own sentences about manifests, scenarios and commands, in English, by their code. What Kubernetes prints is
 * never among them: it is the same in every language.
 */
export const SENTENCES = {
  ...READING,
  ...RULES,
  ...SCENARIO,
  ...LIMITS,
  ...COMMANDS,
  ...QUANTITY_REASONS,
  ...CRON_REASONS,
}

type Sentences = typeof SENTENCES

/** What a language has to say of each code; its functions take what the English ones take. */
export type SentenceWords = {
  readonly [C in keyof Sentences]: (...args: Parameters<Sentences[C]>) => string
}

/** A sentence as its code and what stands in it. */
export function say<C extends keyof Sentences>(
  code: C,
  ...args: Sayable<Parameters<Sentences[C]>>
): Said {
  return { code, args: args as readonly SaidArg[] }
}

/** A sentence in English; a text is what it is. */
export function english(said: string | Said): string {
  return typeof said === 'string' ? said : (textOf(said, SENTENCES) ?? said.code)
}

/** The message of a diagnostic, and what it says where that is Podfall's own. */
export function told(problem: string | Said): Pick<Diagnostic, 'message' | 'said'> {
  const message = english(problem)
  return typeof problem === 'string' ? { message } : { message, said: problem }
}

type Rules = typeof RULES & typeof SCENARIO

/** Sentences that begin with the path of a field. */
export type RuleCode = {
  [C in keyof Rules]: Parameters<Rules[C]> extends [string, ...unknown[]] ? C : never
}[keyof Rules]

/** What stands in such a sentence after the path. */
export type RuleRest<C extends RuleCode> =
  Parameters<Rules[C]> extends [string, ...infer R] ? Sayable<R> : never

/** Such a sentence about a field. */
export const sayOf = (code: RuleCode, at: string | Said, rest: readonly unknown[]): Said => ({
  code,
  args: [at, ...(rest as readonly SaidArg[])],
})
