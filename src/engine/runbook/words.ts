/** The one-click world's log and reasons: the deploy script's and the pager's own sentences. */
export const RULE = 'next machine in the list'
export const RULE_BY_HAND = 'next machine in the list that is up'
export const NOT_LOOKED_AT = 'not looked at'

/** Why nothing could be bought. */
export type NotBought = 'max' | 'size' | 'none'

const NOT_BOUGHT: Readonly<Record<NotBought, string>> = {
  max: 'no more machines may be bought',
  size: 'no machine on offer is large enough',
  none: 'no machine is on offer',
}

export const words = {
  deployed: (machine: string) => `put on ${machine}: ${RULE}`,
  bought: (machine: string, type: string, app: string, full: string | undefined) =>
    full
      ? `${app} does not fit ${full}: bought ${machine} (${type})`
      : `there is no machine for ${app}: bought ${machine} (${type})`,
  notDeployed: (full: string | undefined, why: NotBought) =>
    `${full ? `does not fit ${full}` : 'there is no machine for it'}, and ${NOT_BOUGHT[why]}`,
  machineDown: (apps: number) => `does not answer: ${counted(apps, 'app')} down`,
  appDown: (machine: string) => `does not answer on ${machine}`,
  pagerRings: (apps: number) => `the pager rings: ${counted(apps, 'app')} down`,
  personAwake: (apps: number) => `a person starts to work: ${counted(apps, 'app')} to put back`,
  putBack: (old: string, from: string, machine: string) =>
    `put back by hand on ${machine} in place of ${old} on ${from}`,
  moved: (old: string, from: string, machine: string) =>
    `moved by hand to ${machine} in place of ${old} on ${from}`,
  notPutBack: 'no machine that is up has room, and no more machines may be bought',
  removed: 'removed by the deploy script',
  finished: 'finished',
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
