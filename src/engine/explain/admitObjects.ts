import { AdmissionError, admitPod } from '../api/admission.ts'
import type { Node, Pod, PriorityClass } from '../api/types.gen.ts'
import { ExplainError } from './explainError.ts'

/** The kubelet's default for the number of pods on a machine. */
const MAX_PODS = '110'

/**
 * A node as its kubelet keeps it: allocatable from capacity, room for 110 pods, where nothing else is
 * written. Labels stay as they are.
 */
export function completeNode(node: Node): Node {
  const { allocatable, capacity } = node.status ?? {}
  return {
    ...node,
    status: { ...node.status, allocatable: { pods: MAX_PODS, ...(allocatable ?? capacity) } },
  }
}

/**
 * A pod as it comes out of the API server. A pod that has its priority already keeps it when its class
 * is not among the objects; one without a uid gets its key.
 * @throws ExplainError when the class of a pod without a priority does not exist
 */
export function completePod(
  pod: Pod,
  classes: readonly PriorityClass[],
  kubernetesMinor: number,
): Pod {
  const { namespace, name, uid } = pod.metadata ?? {}
  const { priorityClassName, priority } = pod.spec ?? {}
  const isKnown = classes.some(({ metadata }) => metadata?.name === priorityClassName)
  const spec = priority !== undefined && !isKnown ? withoutClass(pod, priority) : pod.spec
  const identified = {
    ...pod,
    spec,
    metadata: { ...pod.metadata, uid: uid || `${namespace}/${name}` },
  }
  try {
    return admitPod(identified, classes, kubernetesMinor)
  } catch (error) {
    if (error instanceof AdmissionError) throw new ExplainError('objects', error.message)
    throw error
  }
}

/**
 * A pod that is not asked about. It is there, so the class that it names has been: where that is not
 * among the objects, and no priority is written either, its priority is taken to be 0.
 */
export function completeOther(
  pod: Pod,
  classes: readonly PriorityClass[],
  kubernetesMinor: number,
): Pod {
  try {
    return completePod(pod, classes, kubernetesMinor)
  } catch {
    return completePod({ ...pod, spec: withoutClass(pod, 0) }, classes, kubernetesMinor)
  }
}

function withoutClass({ spec }: Pod, priority: number): NonNullable<Pod['spec']> {
  return { ...spec!, priorityClassName: undefined, priority }
}
