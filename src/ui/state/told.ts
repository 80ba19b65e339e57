import type { Millis } from '../../engine/api/units.ts'
import type { Marker, RunInfo } from '../../engine/protocol.ts'
import type { Wait } from './playback.ts'

/**
 * The length that the fast-forward chip tells. While a dead machine's pods wait for their eviction
 * that is the whole wait since the plug was pulled (grace period and toleration), although it is
 * passed in several pieces; otherwise it is the gap itself.
 */
export function toldWait(wait: Wait, info: RunInfo, markers: readonly Marker[]): Millis {
  for (const marker of markers) {
    const evictedAt = marker.at + info.evictionWait
    if (marker.type === 'plug' && marker.at <= wait.from && wait.to <= evictedAt) {
      return info.evictionWait
    }
  }
  return wait.to - wait.from
}
