import { speak, type Translated } from './spoken.ts'
import { clock, count, dollars } from './units.ts'

/** Every text that the canvas shows. */
const stageEn = {
  /** What the canvas is, for those who come to it by the keyboard. */
  picture: 'Picture of the machines: plus and minus zoom, zero shows all, arrows move',
  /** Over the machines of a zone; a longer name says by itself what it is. */
  zone: (name: string) => (name.length <= 3 ? `zone ${name}` : name),
  /** Beside a group's name: whether the cloud may take its machines back, and what each costs. */
  group: (spot: boolean, price: number) =>
    [spot && 'spot', price > 0 && `${dollars(price)}/h`].filter(Boolean).join(' · '),
  /** Over a machine that the cloud takes back; longest wording first. */
  goneAt: (time: number) => [`gone at ${clock(time)}`, clock(time)],
  /** Over a machine whose drain a disruption budget holds up; longest wording first. */
  drainWaits: ['budget: waits', 'waits'],
  /** Over a machine that runs out of memory; longest wording first. */
  memoryPressure: ['memory pressure', 'pressure', 'MEM!'],
  /** Over a machine with pods that have no height; longest wording first. */
  shapeless: (pods: number) => [
    pods === 1 ? '1 asks for nothing' : `${count(pods)} ask for nothing`,
    `${count(pods)} × no request`,
    `${count(pods)} at 0`,
  ],
  /** Over machines that belong to no group. */
  noGroup: 'none',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomAll: 'Show all machines',
  all: 'All',
  dead: 'dead',
  /** Over the only machine with room; longest wording first. */
  onlyFit: ['only fit', 'only'],
  /** Over the rim: the lane and how much is too much. */
  over: (lane: string, amount: string) => (lane ? `${lane} +${amount}` : `+${amount}`),
  /** Which rule refused, by the plugin that said no. */
  rules: {
    TaintToleration: 'taint',
    NodeAffinity: 'affinity',
    NodeName: 'name',
    NodePorts: 'port',
    NodeUnschedulable: 'cordoned',
    PodTopologySpread: 'spread',
    InterPodAffinity: 'neighbours',
    VolumeZone: 'zone',
    VolumeBinding: 'volume',
    VolumeRestrictions: 'volume',
    NodeVolumeLimits: 'volumes',
    DynamicResources: 'device',
  } as Readonly<Record<string, string>>,
  rule: 'rule',
  /** The machine runs as many pods as it may. */
  podsFull: 'pods',
  /** Over the machine that a policy without scores has taken. */
  chosen: 'chosen',
  /** On a pod that has to make room. */
  leaves: 'leaves',
  /** Over the machine that is cleared for the pod; longest wording first. */
  nominated: ['nominated', 'next'],
  /** Over the machine that the viewer expects; longest wording first. */
  guess: ['your guess', 'guess'],
  /** Pods that a death would leave without a machine, and those that go to one that is not shown. */
  wouldWait: (count: number) => `${count} pending`,
  wouldGoElsewhere: (count: number, machines: readonly string[]) =>
    machines.length === 1 && machines[0] !== '' ? `to ${machines[0]}` : `${count} elsewhere`,
  gained: (amounts: readonly string[]) => amounts.map((amount) => `+${amount}`).join(' '),
  more: (n: number) => `+ ${count(n)} more`,
  /** Beside who sends requests. */
  flow: {
    rate: (name: string, perSecond: number) => `${name} ${count(perSecond)}/s`,
    /** For how many requests one of the dots stands that are on their way. */
    perDot: (requests: number) => `a dot is ${count(requests)}`,
    answered: (n: number) => `${count(n)} answered`,
    version: (version: string, answered: number) => `${version}: ${count(answered)}`,
    failed: (n: number) => `${count(n)} failed`,
  },
}

export type StageWords = Translated<typeof stageEn>

/** In the language that is spoken. */
export let stageWords: StageWords = stageEn
speak('stage', stageEn, (texts) => {
  stageWords = texts
})
