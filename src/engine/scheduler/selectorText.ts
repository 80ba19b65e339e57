import type { LabelSelector, PodAffinityTerm } from '../api/types.gen.ts'

/** A selector as kubectl writes it: `app=web,tier in (a,b)`; no selector selects no pod. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return '<none>'
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`
  })
  return [...labels, ...expressions].join(',') || '<all>'
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
