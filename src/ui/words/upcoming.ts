import type { Command } from '../../engine/protocol.ts'
import { byNumber } from './severalMachines.ts'
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
    pullPlug: byNumber(
      (machine) => `machine ${machine} loses power`,
      (machines) => `machines ${machines} lose power`,
    ),
    plugIn: byNumber(
      (machine) => `machine ${machine} has power again`,
      (machines) => `machines ${machines} have power again`,
    ),
    terminate: byNumber(
      (machine) => `machine ${machine} is deleted`,
      (machines) => `machines ${machines} are deleted`,
    ),
    cordon: byNumber(
      (machine) => `machine ${machine} is cordoned`,
      (machines) => `machines ${machines} are cordoned`,
    ),
    uncordon: byNumber(
      (machine) => `machine ${machine} is back in service`,
      (machines) => `machines ${machines} are back in service`,
    ),
    drain: byNumber(
      (machine) => `machine ${machine} is drained`,
      (machines) => `machines ${machines} are drained`,
    ),
    killRandom: () => 'some machine loses power',
    addMachine: () => 'a machine is added',
    setPolicy: (label) => `another policy: ${label}`,
    acknowledgePager: () => 'the pager is silenced',
    reclaim: byNumber(
      (machine) => `the cloud wants machine ${machine} back`,
      (machines) => `the cloud wants machines ${machines} back`,
    ),
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
