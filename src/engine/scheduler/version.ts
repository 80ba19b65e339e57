/** Releases of Kubernetes whose scheduler is modelled, the latest last. */
export const KUBERNETES_VERSIONS = ['1.33', '1.34', '1.35'] as const

export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number]

/** The 35 of 1.35; the latest for undefined. */
export function minorOf(version: KubernetesVersion = '1.35'): number {
  return Number(version.slice(2))
}
