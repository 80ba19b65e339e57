import type { GamePod } from '../../engine/game/pods.ts'
import { gameWords as words } from '../words/game.ts'
import { amount } from '../words/units.ts'

/** `2 vCPU, 8 GiB` */
export function shapeOf(pod: GamePod): string {
  const { requests } = pod.info
  return words.shape(amount('cpu', requests.cpu ?? 0), amount('memory', requests.memory ?? 0))
}
