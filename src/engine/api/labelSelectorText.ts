import { isLabelValue, isQualifiedName } from './nameRules.ts'
import type { LabelSelector, LabelSelectorRequirement } from './types.gen.ts'

/** A text that is no label selector; the message is a sentence. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError'
}

const SET = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/
const EQUALITY = /^([^=!\s]+)\s*(==|=|!=)\s*([^=!\s]*)$/

/**
 * A label selector as kubectl's -l takes it: `app=web,tier!=db,env in (qa,prod),canary,!old`
 * (apimachinery/pkg/labels). An empty text selects everything.
 * @throws SelectorError
 */
export function parseLabelSelector(text: string): LabelSelector {
  const parts = text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part, _, all) => part !== '' || all.length > 1)
  return { matchExpressions: parts.map(requirement) }
}

function requirement(part: string): LabelSelectorRequirement {
  const set = SET.exec(part)
  const equality = EQUALITY.exec(part)
  const found: LabelSelectorRequirement = set
    ? {
        key: set[1]!,
        operator: set[2] === 'in' ? 'In' : 'NotIn',
        values: set[3]!.split(',').map((value) => value.trim()),
      }
    : equality
      ? {
          key: equality[1]!,
          operator: equality[2] === '!=' ? 'NotIn' : 'In',
          values: [equality[3]!],
        }
      : part.startsWith('!')
        ? { key: part.slice(1).trim(), operator: 'DoesNotExist' }
        : { key: part, operator: 'Exists' }
  if (isQualifiedName(found.key) && (found.values ?? []).every(isLabelValue)) return found
  throw new SelectorError(
    `"${part}" is no label selector; write app=web, tier!=db or env in (qa,prod).`,
  )
}
