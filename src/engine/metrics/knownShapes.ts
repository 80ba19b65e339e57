import type { ResourceAmounts } from '../scheduler/framework.ts'

/**
 * The distinct pod shapes that a lane knows (LOOK.md rule 8): those of its workloads' templates and
 * of its pods. Counted, so that a shape is known exactly as long as something has it.
 */
export interface KnownShapes {
  /** A workload (by its uid) has this shape from now on; replaces its former one. */
  set(holder: string, shape: ResourceAmounts): void
  delete(holder: string): void
  /** A pod has this shape, and keeps it until it is released. */
  hold(shape: ResourceAmounts): void
  /** A pod that held this shape is gone. */
  release(shape: ResourceAmounts): void
  values(): Iterable<ResourceAmounts>
  /** Grows whenever the set of shapes changes. */
  readonly version: number
}

export function createKnownShapes(): KnownShapes {
  const held = new Map<string, string>()
  const shapes = new Map<string, { readonly shape: ResourceAmounts; count: number }>()
  let version = 0

  function hold(key: string, shape: ResourceAmounts): void {
    const entry = shapes.get(key)
    if (entry) entry.count += 1
    else {
      shapes.set(key, { shape, count: 1 })
      version += 1
    }
  }

  function release(key: string): void {
    const entry = shapes.get(key)!
    entry.count -= 1
    if (entry.count > 0) return
    shapes.delete(key)
    version += 1
  }

  return {
    get version() {
      return version
    },
    hold: (shape) => hold(shapeKey(shape), shape),
    release: (shape) => release(shapeKey(shape)),
    set(holder, shape) {
      const key = shapeKey(shape)
      const former = held.get(holder)
      if (former === key) return
      held.set(holder, key)
      hold(key, shape)
      if (former !== undefined) release(former)
    },
    delete(holder) {
      const key = held.get(holder)
      if (key === undefined) return
      held.delete(holder)
      release(key)
    },
    *values() {
      for (const { shape } of shapes.values()) yield shape
    },
  }
}

/** Pods of a template share their amounts. */
const keys = new WeakMap<ResourceAmounts, string>()

function shapeKey(shape: ResourceAmounts): string {
  const known = keys.get(shape)
  if (known !== undefined) return known
  const key = writeKey(shape)
  keys.set(shape, key)
  return key
}

function writeKey(shape: ResourceAmounts): string {
  const names = Object.keys(shape).filter((name) => shape[name]! > 0)
  return names
    .sort()
    .map((name) => `${name}=${shape[name]}`)
    .join(' ')
}
