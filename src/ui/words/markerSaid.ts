import type { Command, Marker } from '../../engine/protocol.ts'
import type { SentenceWords } from '../../engine/sentences/sentences.ts'
import { textOf } from '../../engine/sentences/textOf.ts'

/** A command in words, by its type; `what` is the machine, the name, the policy, `up` or `down`. */
export type CommandNames = Readonly<Record<Command['type'], (what: string) => string>>

/** Says the label of a `command` marker (`scale web`); of a type that is not known, the label itself. */
export function commandSaid(label: string, names: CommandNames): string {
  const [type = '', ...what] = label.split(' ')
  return Object.hasOwn(names, type) ? names[type as Command['type']](what.join(' ')) : label
}

/**
 * Who refused something, by what was said: a disruption budget an eviction, a quota or (else) the API
 * server a pod.
 */
export function refuserOf(detail = ''): 'budget' | 'quota' | 'server' {
  if (detail.startsWith('error when evicting')) return 'budget'
  return detail.includes('quota') ? 'quota' : 'server'
}

/** Why something could not be done, in these words where they know it; undefined = it was done. */
export function errorSaid(
  { error, said }: Pick<Marker, 'error' | 'said'>,
  sentences: SentenceWords | undefined,
): string | undefined {
  return (said && sentences && textOf(said, sentences)) ?? error
}
