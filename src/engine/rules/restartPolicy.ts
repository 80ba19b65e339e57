import { isSidecar } from '../api/podRequests.ts'
import type { Container, Pod } from '../api/types.gen.ts'

/*
 * Whether a container that has ended is started again (pkg/kubelet/container/helpers.go,
 * ShouldContainerBeRestarted; ContainerRestartRules, on by default since 1.35).
 */

export function isRestarted({ spec }: Pod, container: Container, exitCode: number): boolean {
  if (isSidecar(container)) return true
  const { restartPolicy = spec?.restartPolicy ?? 'Always', restartPolicyRules = [] } = container
  for (const { action, exitCodes } of restartPolicyRules) {
    if (action !== 'Restart' || !exitCodes) continue
    const listed = exitCodes.values?.includes(exitCode) === true
    if (listed === (exitCodes.operator === 'In')) return true
  }
  if (restartPolicy === 'Always') return true
  return restartPolicy === 'OnFailure' && exitCode !== 0
}
