import type { Command } from '../../engine/protocol.ts'
import { speak, type Translated } from './spoken.ts'
import { clock } from './units.ts'

/** What a scenario is about to do. `label`: the machine's number, the name or the policy that it is for. */
const upcomingEn = {
  at: (time: number) => clock(time),
  what: {
    apply: () => 'a change is applied',
    delete: (label) => `${label} is deleted`,
    scale: (label) => `${label} is scaled`,
    annotate: (label) => `the load of ${label} changes`,
    rollout: (label) => `a rollout of ${label}`,
    setTraffic: (label) => `the traffic of ${label} changes`,
    pullPlug: (label) => `machine ${label} loses power`,
    plugIn: (label) => `machine ${label} has power again`,
    terminate: (label) => `machine ${label} is deleted`,
    cordon: (label) => `machine ${label} is cordoned`,
    uncordon: (label) => `machine ${label} is back in service`,
    drain: (label) => `machine ${label} is drained`,
    killRandom: () => 'some machine loses power',
    addMachine: () => 'a machine is added',
    setPolicy: (label) => `another policy: ${label}`,
    acknowledgePager: () => 'the pager is silenced',
    reclaim: (label) => `the cloud wants machine ${label} back`,
    controlPlane: (label) =>
      label === 'up' ? 'the control plane is back' : 'the control plane goes down',
  } as Readonly<Record<Command['type'], (label: string) => string>>,
}

export type UpcomingWords = Translated<typeof upcomingEn>

/** In the language that is spoken. */
export let upcomingWords: UpcomingWords = upcomingEn
speak('upcoming', upcomingEn, (texts) => {
  upcomingWords = texts
})
