import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../engine/protocol.ts'
import { mostUrgent, withoutRepeats } from './markers.ts'

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
  test('is the nearest error', () => {
    expect(mostUrgent([said(1), said(20), said(12, 'warning')], 13)?.line).toBe(20)
  })
  test('is the nearest warning when there is no error', () => {
    expect(mostUrgent([said(1, 'warning'), said(8, 'warning')], 9)?.line).toBe(8)
  })
  test('is nothing when there is nothing', () => {
    expect(mostUrgent([], 1)).toBeUndefined()
  })
})
