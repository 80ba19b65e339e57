import { parseGoDuration } from '../api/goDuration.ts'
import { parseQuantity, QuantityError } from '../api/quantity.ts'
import { IMAGE_SIZE } from '../rules/imagePull.ts'
import { HANG_AFTER, HANG_FOR } from '../rules/podHang.ts'
import { STARTUP_TIME } from '../rules/podHealth.ts'
import { CPU_PER_REQUEST } from '../rules/podService.ts'
import { INIT_TIME_PREFIX } from '../rules/podStages.ts'
import { RESPONSE_TIME } from '../rules/podStop.ts'
import { LOAD_PREFIX, MEMORY_GROWTH, USAGE_CPU, USAGE_MEMORY } from '../rules/podUsage.ts'
import type { Check } from './checkContext.ts'
import { quoted } from './report.ts'
import type { Path } from './tree.ts'

const QUANTITIES = [USAGE_CPU, USAGE_MEMORY, MEMORY_GROWTH, IMAGE_SIZE, CPU_PER_REQUEST]
const DURATIONS = [STARTUP_TIME, RESPONSE_TIME, HANG_AFTER, HANG_FOR]

/** Annotations of pods that the simulation goes by. */
export function checkPodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: Path,
  check: Check,
): void {
  for (const [key, text] of Object.entries(annotations ?? {})) {
    if (QUANTITIES.includes(key) && !isQuantity(text)) {
      check.error([...path, key], 'annotationQuantity', quoted(text))
    }
    const isTime = DURATIONS.includes(key) || key.startsWith(INIT_TIME_PREFIX)
    if (isTime && parseGoDuration(text) === undefined) {
      check.error([...path, key], 'annotationTime', quoted(text))
    }
  }
}

/** What workloads have to bear. */
export function checkLoads(
  annotations: Readonly<Record<string, string>> | undefined,
  path: Path,
  check: Check,
): void {
  for (const [key, text] of Object.entries(annotations ?? {})) {
    if (key.startsWith(LOAD_PREFIX) && !isQuantity(text)) {
      check.error([...path, key], 'annotationLoad', quoted(text))
    }
  }
}

function isQuantity(text: string): boolean {
  try {
    return parseQuantity(text).nanos >= 0n
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error
    return false
  }
}
