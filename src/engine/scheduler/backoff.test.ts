import { describe, expect, test } from 'vitest'
import { backoffDuration, backoffLeavesAt, isBackingOff } from './backoff.ts'

describe('back-off', () => {
  test.each([
    [0, 0],
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
    [5, 10_000],
    [6, 10_000],
    [1_000, 10_000],
  ])('after %i failures lasts %i ms', (failures, expected) => {
    expect(backoffDuration(failures)).toBe(expected)
  })

  test.each([
    // failed at, leaves at: the expiry is cut to the second, and that second still waits
    [0, 2_000],
    [1_000, 3_000],
    [1_500, 3_000],
    [1_999, 3_000],
    [2_000, 4_000],
  ])('a pod that failed once at %i ms leaves at %i ms', (failedAt, leavesAt) => {
    expect(backoffLeavesAt(failedAt, 1)).toBe(leavesAt)
    expect(isBackingOff(leavesAt - 1, failedAt, 1)).toBe(true)
    expect(isBackingOff(leavesAt, failedAt, 1)).toBe(false)
  })

  test('a pod that never failed does not back off', () => {
    expect(isBackingOff(0, 0, 0)).toBe(false)
  })
})
