import type { Cloud } from '../machine.ts'

/** Who has to learn at once of a change of power (see PowerListener and NodeLifecycle). */
export interface PowerFollower {
  powerLost(nodeName: string): void
  powerRestored?(nodeName: string): void
}

/** Tells those who live on a machine's power when it goes and when it comes back. */
export function followPower(cloud: Cloud, ...followers: readonly PowerFollower[]): void {
  cloud.watch(({ name }, change) => {
    for (const follower of followers) {
      if (change === 'powerOff' || change === 'removed') follower.powerLost(name)
      if (change === 'powerOn') follower.powerRestored?.(name)
    }
  })
}
