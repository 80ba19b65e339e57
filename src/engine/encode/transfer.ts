import type { RunUpdate } from '../protocol.ts'

/** The buffers of an update's columns, for `postMessage`: moved to the page, not copied. */
export function transferList(update: RunUpdate): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = []
  for (const lane of update.lanes) {
    for (const value of [
      ...Object.values(lane.pods),
      ...Object.values(lane.nodes),
      lane.podsRemoved,
      lane.nodesRemoved,
    ]) {
      if (ArrayBuffer.isView(value)) buffers.push(value.buffer as ArrayBuffer)
    }
  }
  return buffers
}
