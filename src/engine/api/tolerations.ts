import type { Taint, Toleration } from './types.gen.ts'

/** Whether a toleration puts up with a taint (component-helpers scheduling/corev1). */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  switch (toleration.operator ?? '') {
    case 'Exists':
      return true
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '')
    default:
      // Gt and Lt are alpha in 1.35.
      return false
  }
}

/**
 * The first taint that nothing tolerates; undefined = all are tolerated.
 * @param effects taints with other effects are not looked at; absent = all effects count
 */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects?: readonly string[],
): Taint | undefined {
  return taints?.find(
    (taint) =>
      (effects === undefined || effects.includes(taint.effect)) &&
      !tolerations?.some((toleration) => tolerates(toleration, taint)),
  )
}
