import type { Case, Suite } from './suite.ts'

/** What a case of each kind of suite may expect; anything else would go by unchecked. */
const EXPECTATIONS: Readonly<Record<Suite['kind'], readonly string[]>> = {
  filter: ['filter', 'insufficient', 'preFilter', 'preFilterNodeNames'],
  score: ['scores', 'normalized', 'preScore', 'scoreStatus', 'configError'],
  preemption: ['candidates', 'selectedAnyOf', 'nominatedNodeName', 'victims'],
  'preemption-postfilter': ['nominatedNodeName', 'message'],
  'preemption-eligible': ['eligible'],
  function: ['value', 'values'],
}

/** Says nothing that could be compared by itself. */
const REMARKS: readonly string[] = ['normalized']

/** Why a parsed file is no suite, as a sentence; undefined = it is one. */
export function suiteProblem(value: unknown): string | undefined {
  if (!isObject(value)) return 'a suite is a JSON object with suite, kind and cases'
  const { suite, kind, cases } = value
  if (typeof suite !== 'string' || suite === '') return 'the suite has no name (suite)'
  if (typeof kind !== 'string') return 'the suite has no kind'
  if (!Object.hasOwn(EXPECTATIONS, kind)) {
    return `there is no kind ${JSON.stringify(kind)}; there are ${Object.keys(EXPECTATIONS).join(', ')}`
  }
  const subject = kind === 'function' ? 'function' : 'plugin'
  if (typeof value[subject] !== 'string') return `a suite of kind ${kind} names its ${subject}`
  if (!Array.isArray(cases)) return 'the suite has no list of cases'
  if (cases.length === 0) return 'the suite has no case'
  return undefined
}

/** Why an entry of a suite's list is no case, as a sentence; undefined = it is one. */
export function caseProblem(kind: Suite['kind'], value: unknown): string | undefined {
  if (!isObject(value)) return 'a case is a JSON object with name and expect'
  const { expect } = value
  if (typeof value.name !== 'string' || value.name === '') return 'the case has no name'
  if (!isObject(expect)) return 'the case expects nothing'
  const known = EXPECTATIONS[kind]
  const unknown = Object.keys(expect).filter((key) => !known.includes(key))
  if (unknown.length > 0) return `a ${kind} case cannot expect ${unknown.join(', ')}`
  if (Object.keys(expect).every((key) => REMARKS.includes(key))) return 'the case expects nothing'
  if (kind === 'function') {
    return isObject(value.input) ? undefined : 'the case has no input'
  }
  if (!isObject(value.pod)) return 'the case has no pod'
  const lists = ['nodes', 'pods', 'namespaces', 'services', 'workloads', 'pdbs']
  const broken = lists.find((key) => value[key] !== undefined && !isListOfObjects(value[key]))
  return broken && `${broken} is not a list of objects`
}

/** A case's name, or its place in the list (from 1) where it has none. */
export function caseName(value: unknown, index: number): string {
  const name = isObject(value) ? (value as Partial<Case>).name : undefined
  return typeof name === 'string' && name !== '' ? name : `case ${index + 1}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every(isObject)
}
