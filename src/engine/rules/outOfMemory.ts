import type { Container, Node, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import { type MemoryUser, memoryOf } from './memoryPressure.ts'
import { runningSince } from './podUsage.ts'
import { oomScoreAdjust } from './qos.ts'

/*
 * What the kernel of a machine does when its memory is used up (Linux, mm/oom_kill.c), as far as its
 * kubelet has arranged it. A container is one process here, and only what pods are said to use counts.
 */

/** A container that the kernel kills. */
export interface Victim {
  readonly pod: Pod
  readonly container: Container
}

/** The highest score goes: thousandths of the memory that it has, plus what the kubelet adds by QoS. */
export function firstToKill(node: Node, users: readonly MemoryUser[]): Victim | undefined {
  const capacity = memoryOf(node)
  let victim: Victim | undefined
  let worst = Number.NEGATIVE_INFINITY
  for (const { pod, uses } of users) {
    for (const { container, bytes } of uses) {
      if (bytes === 0) continue
      const score = (1_000 * bytes) / capacity + oomScoreAdjust(pod, container, capacity)
      if (score <= worst) continue
      worst = score
      victim = { pod, container }
    }
  }
  return victim
}

/** When the container that started last has all that it wants. */
export function whenAllocated(users: readonly MemoryUser[], takes: Millis): Millis {
  const starts = users.flatMap(({ pod, uses }) =>
    uses.filter(({ growth }) => growth === 0).map(({ container }) => runningSince(pod, container)!),
  )
  return Math.max(0, ...starts) + takes
}

/** The kernel keeps 15 characters of a command's name. */
export function processName({ command, name }: Container): string {
  return (command?.[0]?.split('/').at(-1) || name).slice(0, 15)
}
