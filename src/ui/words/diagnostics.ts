import type { Replies } from '../../engine/protocol.ts'
import type { SentenceWords } from '../../engine/sentences/sentences.ts'
import { textOf } from '../../engine/sentences/textOf.ts'
import { spokenLanguage } from './spoken.ts'

/** The engine says them in English itself; others are fetched when there is something to say. */
export const DIAGNOSTIC_WORDS: Readonly<Record<string, () => Promise<SentenceWords>>> = {
  es: () => import('./es/diagnostics.ts').then(({ diagnosticsEs }) => diagnosticsEs),
  zh: () => import('./zh/diagnostics.ts').then(({ diagnosticsZh }) => diagnosticsZh),
}

/** The engine's sentences in the language that is spoken; undefined = in English alone, or not to be had. */
export async function sentenceWords(): Promise<SentenceWords | undefined> {
  return DIAGNOSTIC_WORDS[spokenLanguage()]?.().catch(() => undefined)
}

/** What the engine answers about a text or to a command. */
export type Reply = Pick<Replies['command'], 'diagnostics' | 'error' | 'said'>

/**
 * A reply of the engine with its diagnostics in the language that is spoken. What Kubernetes says stays as it
 * is, and so does what these words do not know, and everything where they cannot be had.
 */
export async function inReadersWords<T extends Reply>(reply: T): Promise<T> {
  if (!reply.said && !reply.diagnostics.some(({ said }) => said)) return reply
  const words = await sentenceWords()
  if (words === undefined) return reply
  const diagnostics = reply.diagnostics.map((diagnostic) => {
    const message = diagnostic.said && textOf(diagnostic.said, words)
    return message === undefined ? diagnostic : { ...diagnostic, message }
  })
  const error = reply.said && textOf(reply.said, words)
  return { ...reply, diagnostics, ...(error !== undefined && { error }) }
}
