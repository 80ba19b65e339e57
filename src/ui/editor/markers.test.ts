import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../engine/protocol.ts'
import { mostUrgent, problemAfter, withoutRepeats } from './markers.ts'

const said = (line: number, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  severity,
  message: `at ${line}`,
  document: 0,
  line,
  column: 1,
  endLine: line,
  endColumn: 5,
})
const marker = (startLineNumber: number, endLineNumber = startLineNumber) => ({
  startLineNumber,
  endLineNumber,
})

describe('withoutRepeats', () => {
  test('keeps what the engine has not said', () => {
    expect(withoutRepeats([marker(3), marker(9)], [said(3)], [])).toEqual([marker(9)])
  })
  test('drops a marker that reaches over a line where the engine spoke', () => {
    expect(withoutRepeats([marker(1, 5)], [said(3)], [])).toEqual([])
  })
  test('drops everything in a document that cannot be parsed', () => {
    const broken = [{ startLine: 10, endLine: 20 }]
    expect(withoutRepeats([marker(15), marker(21)], [said(11)], broken)).toEqual([marker(21)])
  })
})

describe('mostUrgent', () => {
  const texts = [said(20), said(6), said(12, 'warning')]
  test('is the first error of the text', () => {
    expect(mostUrgent(texts, 13)?.line).toBe(6)
  })
  test('is the error on the line of the cursor', () => {
    expect(mostUrgent(texts, 20)?.line).toBe(20)
    expect(mostUrgent(texts, 12)?.line).toBe(6)
  })
  test('is the first warning when there is no error', () => {
    expect(mostUrgent([said(8, 'warning'), said(1, 'warning')], 9)?.line).toBe(1)
  })
  test('is nothing when there is nothing', () => {
    expect(mostUrgent([], 1)).toBeUndefined()
  })
})

test('problemAfter goes round all of one severity, two of one line as well', () => {
  const texts = [said(20), said(12, 'warning'), said(6), { ...said(6), column: 9 }]
  let at = texts[2]!
  const seen = Array.from({ length: 4 }, () => {
    at = problemAfter(texts, at)
    return `${at.line}:${at.column}`
  })
  expect(seen).toEqual(['6:9', '20:1', '6:1', '6:9'])
  expect(problemAfter([at], at)).toBe(at)
})
