import { speak, type Translated } from './spoken.ts'
import { clock, count } from './units.ts'

/** Texts of panels and dialogs that are fetched when they are first shown. */
const panelsEn = {
  find: {
    title: 'Find',
    label: 'Part of a name',
    placeholder: 'node-12, web-3, 6d4cf56db6 …',
    hits: 'Found',
    count: (n: number, done: boolean) =>
      done && n === 0
        ? 'No machine or pod has that in its name.'
        : `${count(n)} found${done ? '' : ' so far'}`,
  },
  why: {
    title: (node: string) => `Why ${node}?`,
    titlePending: (pod: string) => `Why is ${pod} pending?`,
    /** Of a pod that nobody tries to place; a condition of Kubernetes, or its own words. */
    untried: (pod: string, reason: string) => `${pod} is not tried: ${reason}.`,
    notYet: (pod: string) => `${pod} has not been tried yet.`,
    reasons: 'Reasons',
    machine: 'Machine',
    fits: (label: string) => `${label} fits`,
    taints: 'Taints',
    taint: 'taint',
    total: 'Score',
    ofTotal: (max: number) => `of ${count(max)}`,
    max: (max: number) => `0–${count(max)}`,
    weight: (plugin: string, weight: number) => `${plugin} ×${weight}`,
    over: (amount: string) => `+${amount} over`,
    shared: (plugins: readonly { readonly plugin: string; readonly points: number }[]) =>
      `Same for all: ${plugins.map(({ plugin, points }) => `${plugin} +${points}`).join(', ')}`,
    onlyFit: 'only fit',
    promised: 'promised',
    notScored: '—',
    yes: 'yes',
    no: 'no',
    notAsked: 'not looked at',
    rule: (rule: string) => `Rule: ${rule}`,
    latest: (asks: string) => `latest decision: ${asks}`,
    onDemand: 'With so many machines, reasons are worked out for the pods one asks about.',
    demand: 'Work them out',
    workingOut: 'Reasons are being worked out: the run is played again behind the scenes.',
    forgotten: 'What was looked at then is no longer kept. Show it on the stage to see it again.',
    attempts: 'Attempt',
    earlier: 'Earlier attempt',
    later: 'Later attempt',
    /** Friendly words over the real plugin names. */
    plugins: {
      NodeResourcesFit: 'Full',
      'NodeResourcesFit/LeastAllocated': 'Room left',
      'NodeResourcesFit/MostAllocated': 'Full',
      'NodeResourcesFit/RequestedToCapacityRatio': 'Ratio',
      NodeResourcesBalancedAllocation: 'Balanced',
      TaintToleration: 'Taints',
      NodeAffinity: 'Affinity',
      PodTopologySpread: 'Spread',
      InterPodAffinity: 'Neighbours',
      ImageLocality: 'Image',
    } as Readonly<Record<string, string>>,
    filters: {
      NodeUnschedulable: 'Cordon',
      NodeName: 'Name',
      TaintToleration: 'Taints',
      NodeAffinity: 'Affinity',
      NodePorts: 'Ports',
      NodeResourcesFit: 'Room',
      PodTopologySpread: 'Spread',
      InterPodAffinity: 'Neighbours',
    } as Readonly<Record<string, string>>,
  },
  compare: {
    figure: 'Figure',
    figures: 'Figures of both sides',
    machines: 'Machines paid for',
    used: 'Machines in use',
    cost: 'Per hour',
    inUse: (label: string) => `${label} in use`,
    idle: (label: string) => `${label} idle`,
    stranded: (label: string) => `${label} stranded`,
    pending: 'Pods pending',
    down: 'Apps or pods down',
    lost: 'Minutes down, added up',
    median: (orders: number) => `Machines, median of ${count(orders)} orders`,
    divergence: (at: number) => `The two sides first differ at ${clock(at)}.`,
    noDivergence: 'So far both sides have done the same.',
    divergenceJump: 'Show',
  },
  keys: {
    title: 'Keyboard',
    rows: [
      ['Space', 'play or pause'],
      ['→ ←', 'step, step back (in a list: the next, the one before)'],
      ['Home', 'from the beginning'],
      ['B or M', 'mark this moment; [ and ] go to the marks'],
      ['Ctrl Z', 'take back what was done last'],
      ['1–9, then K', 'pull that machine’s plug, or plug it back in'],
      ['E', 'explain the scheduler’s next decision, step by step'],
      ['/ or Ctrl K', 'find a machine or a pod by its name'],
      ['+ − 0', 'closer, farther, all of it; on the picture, arrows move'],
      ['D', 'dark or light'],
      ['S', 'sound on or off'],
      ['P', 'present: big, without anything around it'],
      ['?', 'this list'],
      ['Esc', 'close what is open, then deselect'],
    ] as readonly (readonly [string, string])[],
  },
  gallery: {
    game: 'You are the scheduler',
    gameSummary: 'Five minutes, one pod at a time, against best fit and Kubernetes.',
    title: 'Examples',
    subtitle: 'each a text file you can change',
    runs: 'Whole runs',
    talks: 'From the talks',
    talksSubtitle: 'what Kubernetes does once the pods have a place',
    scale: 'At scale',
    scaleSubtitle: 'these take a while: what has been played is shown, and can be stopped',
    current: 'on the stage now',
    failed: 'This example could not be loaded.',
    find: 'Find an example',
    nothingElse: 'No other example has that in its title or text.',
  },
} as const

export type PanelWords = Translated<typeof panelsEn>

/** In the language that is spoken. */
export let panelWords: PanelWords = panelsEn
speak('panels', panelsEn, (texts) => {
  panelWords = texts
})
