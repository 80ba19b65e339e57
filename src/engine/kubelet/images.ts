import type { Container, Pod } from '../api/types.gen.ts'
import type { Millis } from '../api/units.ts'
import type { ControllerContext } from '../controllers/context.ts'
import {
  createImageCache,
  imageSize,
  type Pull,
  pulledMessage,
  withImage,
} from '../rules/imagePull.ts'
import { uidOf } from '../store/identity.ts'
import { tellPod } from './tellPod.ts'

/** The images on all machines, as their kubelets pull them. */
export interface Images {
  /** When the pod's machine has the container's image, which is pulled from now on if need be; 0 = it has it. */
  readyAt(pod: Pod, container: Container): Millis
  /** A container is about to be created: its image is there. */
  announce(pod: Pod, container: Container): void
  /** The machine is gone. */
  forget(node: string): void
}

export function createImages({ store, clock, events }: ControllerContext): Images {
  const cache = createImageCache()
  /** The pod, by its uid, for which an image is being pulled. */
  const pulling = new Map<Pull, string>()

  /** What was said last of an image that was there: the pods of a template all say it. */
  let present = { image: '', text: presentText('') }

  /** Undefined = nothing says that the image is not there. */
  function pullFor(pod: Pod, { image = '' }: Container): Pull | undefined {
    const bytes = imageSize(pod)
    const node = pod.spec?.nodeName
    if (bytes === undefined || !node) return undefined
    const known = cache.has(node, image)
    const pull = cache.pull(node, image, bytes, clock.now)
    if (!known) {
      pulling.set(pull, uidOf(pod))
      tellPod(events, 'Normal', 'Pulling', pod, `Pulling image "${image}"`)
    }
    return pull
  }

  return {
    readyAt: (pod, container) => pullFor(pod, container)?.doneAt ?? 0,
    announce(pod, container) {
      const { image = '' } = container
      const pull = pullFor(pod, container)
      const node = pull && store.get('Node', '', pod.spec?.nodeName ?? '')
      if (node) store.update('Node', withImage(node, image, pull.bytes))
      if (pull && pulling.get(pull) === uidOf(pod)) {
        pulling.delete(pull)
        tellPod(events, 'Normal', 'Pulled', pod, pulledMessage(image, pull))
      } else {
        if (image !== present.image) present = { image, text: presentText(image) }
        tellPod(events, 'Normal', 'Pulled', pod, present.text)
      }
    },
    forget: (node) => cache.forget(node),
  }
}

function presentText(image: string): string {
  return `Container image "${image}" already present on machine and can be accessed by the pod`
}
