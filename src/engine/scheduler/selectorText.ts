import type { LabelSelector, PodAffinityTerm } from '../api/types.gen.ts'

/** A selector as kubectl writes it: `app=web,tier in (a,b)`; no selector selects no pod. */
function selectorText(selector: LabelSelector | undefined): string {
  return selectorsText([selector])
}

/** Selectors that must all match, as one: what several of them ask for is said once. */
export function selectorsText(selectors: readonly (LabelSelector | undefined)[]): string {
  const all = selectors.filter((selector) => selector !== undefined)
  if (all.length < selectors.length) return '<none>'
  return [...new Set(all.flatMap(requirementsOf))].join(',') || '<all>'
}

function requirementsOf(selector: LabelSelector): string[] {
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`
  })
  return [...labels, ...expressions]
}

/** Whom a term is about: its selector, and the namespaces when it names some. */
export function termText({ labelSelector, namespaces = [], namespaceSelector }: PodAffinityTerm) {
  const places = [
    ...(namespaces.length > 0 ? [namespaces.join(' or ')] : []),
    ...(namespaceSelector ? [`namespaces with ${selectorText(namespaceSelector)}`] : []),
  ]
  const where = places.length > 0 ? ` in ${places.join(' or ')}` : ''
  return `${selectorText(labelSelector)}${where}`
}
