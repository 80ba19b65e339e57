import type { MarkerType } from '../../engine/protocol.ts'
import { type CommandNames, commandSaid, refuserOf } from './markerSaid.ts'
import { speak, type Translated } from './spoken.ts'
import { clock, count, decimal, duration } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

const COMMANDS: CommandNames = {
  apply: () => 'apply a change',
  delete: (what) => `delete ${what}`,
  scale: (what) => `scale ${what}`,
  annotate: (what) => `change the load of ${what}`,
  rollout: (what) => `roll out ${what}`,
  setTraffic: (what) => `set the traffic of ${what}`,
  pullPlug: (what) => `pull the plug of machine ${what}`,
  plugIn: (what) => `plug machine ${what} back in`,
  terminate: (what) => `terminate machine ${what}`,
  cordon: (what) => `cordon machine ${what}`,
  uncordon: (what) => `uncordon machine ${what}`,
  drain: (what) => `drain machine ${what}`,
  reclaim: (what) => `take machine ${what} back`,
  controlPlane: (what) => (what === 'up' ? 'start the control plane' : 'stop the control plane'),
  killRandom: () => 'pull a random plug',
  addMachine: () => 'add a machine',
  setPolicy: () => 'choose another policy',
  acknowledgePager: () => 'silence the pager',
}

/** What was refused, by whom. */
const REFUSED: Readonly<Record<ReturnType<typeof refuserOf>, (label: string) => string>> = {
  budget: (label) => `${label}: its disruption budget refused to let it go`,
  quota: (label) => `${label}: the quota refused it a pod`,
  server: (label) => `${label}: the API server refused it a pod`,
}

/**
 * Every text that the page shows, in English. Another language is another object of this type.
 * Kubernetes' own words (reasons, messages, plugin names) are not translated and not here.
 */
const wordsEn = {
  product: 'Podfall',
  language: 'Language',
  nothingWaits: 'Nothing waits.',
  next: 'NEXT',
  more: (n: number) => `+ ${count(n)} more`,
  lanes: {
    stage: 'Machines and pods',
    runbookSubtitle: 'next machine, whatever the shape',
    schedulerSubtitle: 'looks at the shape, then chooses',
    machines: (lane: string) => `Machines of ${lane}`,
    scoreboard: (lane: string) => `Scoreboard of ${lane}`,
    loading: 'Loading',
    pressSpace: 'Press Space',
    pressPlay: 'Press Play',
    /** Of lanes that have no name of their own. */
    titles: { 'One-click': 'One-click', Scheduler: 'Scheduler' } as Readonly<
      Record<string, string>
    >,
  },
  controlPlane: {
    down: 'Control plane down: what runs goes on, nothing new is placed, nothing is healed.',
    downShort: 'Control plane down',
    downWaiting: (n: number) => `Control plane down: ${s(n, 'waits', 'wait')}`,
    take: 'Take the control plane down',
    takeHint: 'API server, scheduler and controllers stop; the machines go on.',
    back: 'Bring the control plane back',
  },
  /** Pods that admission does not let be made; `quota`: the ResourceQuota's name. */
  refused: (n: number, quota: string | undefined) =>
    `${count(n)} refused${quota === undefined ? '' : `: quota ${quota}`}`,
  traffic: {
    perSecond: (n: number) => `${count(n)} requests/s`,
    perSecondShort: (n: number) => `${count(n)}/s`,
    failed: (n: number) => `${count(n)} failed`,
  },
  score: {
    machines: 'machines',
    machine: 'machine',
    perHour: 'per hour',
    perHourShort: '/h',
    /** Under so many pods that wait, and so many apps or pods that are down. */
    pending: (_: number) => 'pending',
    down: (_: number) => 'down',
    pendingWhy: (pod: string, message: string) => `Latest: ${pod}: ${message}`,
    pendingShow: (n: number) => `${count(n)} pending: show which`,
    /** The first of an app's pods that wait, and how many more do. */
    pendingMore: (n: number) => `${s(n, 'other pod waits', 'other pods wait')}, too`,
    idle: (amount: string) => `${amount} idle`,
    stranded: (amount: string) => `${amount} stranded`,
    strandedWhy: 'Free, but nothing you run fits here: the other lane is full.',
    idleWhy: 'Free, and something you run fits here.',
    bar: (label: string, inUse: string, idle: string, stranded: string) =>
      `${label}: ${inUse} in use, ${idle} idle, ${stranded} stranded`,
    /** Under the number of machines that are paid for. */
    dead: (n: number) => `incl. ${count(n)} dead`,
    deadLong: (all: number, dead: number) =>
      `${s(all, 'machine', 'machines')} paid for, ${count(dead)} of them dead`,
  },
  policy: {
    change: (lane: string) => `Policy of ${lane}`,
    changeFrom: (lane: string, policy: string) => `Policy of ${lane}: ${policy}`,
    fromNowOn: (policy: string) =>
      `From now on “${policy}” decides. Pods that have a machine stay there.`,
    startOver: 'Start over with it',
    configured: 'Score: configured',
    configuredHint: 'as the KubeSchedulerConfiguration of this run says',
    names: {
      'one-click': 'Next machine',
      'drop-in-line': 'Drop in line',
      'first-fit': 'First fit',
      'best-fit': 'Best fit',
      'worst-fit': 'Worst fit',
      random: 'Random',
      'kubernetes-default': 'Score: spread out',
      'kubernetes-bin-packing': 'Score: pack tightly',
    } as Readonly<Record<string, string>>,
    hints: {
      'one-click': 'the next machine in the list; where that is full, a new one',
      'drop-in-line': 'stays on a machine until something does not fit',
      'first-fit': 'the first machine with room',
      'best-fit': 'the fullest machine with room',
      'worst-fit': 'the emptiest machine with room',
      random: 'any machine with room',
      'kubernetes-default': 'kube-scheduler’s default profile',
      'kubernetes-bin-packing': 'MostAllocated ×1, BalancedAllocation ×2',
    } as Readonly<Record<string, string>>,
  },
  machine: {
    /** The text twin of a well. `amounts` like `6 of 8 vCPU`. */
    text: (name: string, amounts: readonly string[], pods: number, states: readonly string[]) =>
      [name, ...amounts, s(pods, 'pod', 'pods'), ...states].join(', '),
    of: (used: string, all: string, unit: string) => `${used} of ${all} ${unit}`,
    dead: 'dead',
    noPower: 'no power',
    lost: (pods: number) => `${s(pods, 'pod', 'pods')} lost`,
    down: (apps: number) => `${s(apps, 'app', 'apps')} down`,
    replaced: (pods: number) => `${count(pods)} re-created elsewhere`,
    terminating: (pods: number) => `${count(pods)} terminating`,
    unready: (pods: number) => `${count(pods)} not ready`,
    starting: (pods: number) => `${count(pods)} starting`,
    /** They have no height in the well. */
    shapeless: (pods: number) => `${count(pods)} without requests`,
    cordoned: 'cordoned',
    memoryPressure: 'memory pressure: pods are evicted',
    drainWaits: 'the drain waits for a disruption budget',
    spot: 'spot',
    reclaiming: 'the cloud takes it back',
    zone: (zone: string) => `zone ${zone}`,
    scalingDown: 'being removed',
    reclaim: 'Reclaim (the cloud takes it back)',
    reclaimHint: 'Two minutes’ notice, as the scenario says, then it is gone.',
    booting: 'booting',
    notReady: 'not ready',
    pullPlug: (name: string) => `Pull the plug on ${name}`,
    plugIn: (name: string) => `Plug ${name} back in`,
    pullPlugShort: 'Pull the plug',
    plugInShort: 'Plug back in',
    menu: (name: string) => `More about ${name}`,
    /** Where there is no room for names and plugs under the wells. */
    chosen: (name: string) => `${name}: press it for its pods and its plug.`,
    press: 'Press a machine for its pods and its plug.',
    block: 'A block is 100 machines.',
    cordon: 'Cordon',
    uncordon: 'Uncordon',
    drain: 'Drain',
    drainHint: 'With --ignore-daemonsets, --delete-emptydir-data, --force: bare pods are lost.',
    pullHere: 'Pull the plug here only',
    plugHere: 'Plug back in here only',
    terminate: 'Terminate (the cloud deletes it)',
    terminateHint: 'Its Node object goes too, so nothing waits for the timeouts.',
    details: 'Show its pods',
    describe: 'Show as YAML',
    perHour: (amount: string) => `${amount}/h`,
    empty: 'No pods.',
    lane: (label: string, all: string) => `${label} ${all}`,
  },
  pod: {
    name: (app: string, ordinal: number) => `${app}-${ordinal}`,
    hover: (parts: readonly string[]) => parts.join(' · '),
    pending: 'pending',
    delete: 'Delete pod',
    why: 'Why here?',
    yaml: 'Show as YAML',
    close: 'Close',
    asksFor: (pod: string, amounts: string) => `${pod} asks for ${amounts}`,
    and: (list: readonly string[]) =>
      list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`,
    nothing: 'nothing',
    app: (name: string, amounts: string) => `${name} · ${amounts}`,
    notBound: 'no machine yet',
    ready: (ready: number, containers: number) => `${count(ready)}/${count(containers)} ready`,
    restarts: (n: number) => s(n, 'restart', 'restarts'),
    revision: (n: number) => `revision ${count(n)}`,
    volumes: (n: number) => s(n, 'volume', 'volumes'),
    /** What the control plane says of a pod whose machine has no power, and the truth. */
    powerless: (state: string) => `${state}, but no power`,
    state: {
      0: 'pending',
      1: 'starting',
      2: 'running',
      3: 'finished',
      4: 'failed',
      5: 'terminating',
      6: 'down',
      7: 'not ready',
    } as Readonly<Record<number, string>>,
  },
  playback: {
    explain: 'Explain steps',
    working: (pods: number) => `Working: ${s(pods, 'pod', 'pods')} so far`,
    workingOn: 'How far it is',
    cancel: 'Cancel',
    controls: 'Playback',
    play: 'Play',
    pause: 'Pause',
    step: 'Step',
    stepBack: 'Back',
    speed: 'Speed',
    speeds: { 0.5: '½×', 1: '1×', 2: '2×', 8: '8×' } as Readonly<Record<number, string>>,
    speedLong: (speed: number) =>
      speed === 0.5 ? 'half speed' : speed === 1 ? 'normal speed' : `${speed} times as fast`,
    timeline: 'Timeline',
    position: (done: number, all: number, at: number) =>
      `${count(done)} of ${s(all, 'pod', 'pods')}, ${clock(at)}`,
    positionInStory: (done: number, all: number, at: number) =>
      `${count(done)} of ${s(all, 'step', 'steps')} of the story, ${clock(at)}`,
    counter: (done: number, all: number) => `${count(done)} / ${count(all)}`,
    fastForward: (time: number) => `fast-forward: ${duration(time)}`,
    markers: 'Marks on the timeline',
    /** What a mark says, by its type. `label`: the machine, Job, app or command; `day`: 02:00. */
    marker: {
      bought: (label) => `${label}: bought`,
      plug: (label) => `${label}: plug pulled`,
      plugIn: (label) => `${label}: plugged back in`,
      jobDone: (label) => `${label}: Job done`,
      pager: (label) => `${label}: the pager rings`,
      command: (label) => `Command: ${commandSaid(label, COMMANDS)}`,
      reclaim: (label) => `${label}: the cloud takes it back`,
      controlPlane: (label) => `Control plane ${label}`,
      divergence: (label) => `${label}: the two sides first differ`,
      bookmark: (label) => label || 'Bookmark',
      forgotten: (label) => `${label} earlier marks are not kept`,
      fork: () => 'The two branches first differ',
      cron: (label, day) =>
        `${label}: a new Job${day === undefined ? '' : ` at ${day}`} by the clock`,
      refused: (label, _, detail) => REFUSED[refuserOf(detail)](label),
      rollout: (label) => `${label}: a rollout began`,
    } as Readonly<Record<MarkerType, (label: string, day?: string, detail?: string) => string>>,
    markerAt: (text: string, at: number, side?: string) =>
      [text, side, clock(at)].filter((part) => part !== undefined).join(', '),
    markerFailed: (text: string, error: string) => `${text}, failed: ${error}`,
  },
  actions: {
    menu: 'Actions',
    shuffle: 'Shuffle',
    shuffleHint: 'the same pods in another order',
    reset: 'Reset',
    resetHint: 'from the beginning, without what you did',
    restart: 'Play from the beginning',
    restartHint: 'with everything you did',
    addMachine: 'Add machine',
    addMachineOf: (type: string) => `Add machine: ${type}`,
    killRandom: 'Pull a random plug',
    undo: 'Undo',
    mark: 'Mark this moment',
    markHint: 'a bookmark on the timeline',
    keys: 'Keyboard',
    settings: 'Settings, language, data …',
    find: 'Find',
    findHint: 'a machine or a pod by its name',
    share: 'Share',
    shareDialog: 'Share …',
    shareHint: 'link and QR code',
    present: 'Present',
    presentHint: 'big, for an audience',
    examples: 'Examples',
    toLight: 'Light theme',
    toDark: 'Dark theme',
  },
  groupBy: {
    menu: 'Group machines',
    none: 'not grouped',
    zone: 'by zone',
    nodeGroup: 'by node group',
    label: (key: string) => `by label ${key}`,
  },
  dayTime: (time: string) => `${time} in this scenario`,
  order: {
    picked: 'this order was picked',
    recorded: 'as it was recorded',
    shuffled: (n: number) => `shuffle ${count(n)}`,
    median: (orders: number, medians: readonly number[]) =>
      `median of ${count(orders)} shuffles: ${medians.map((m) => decimal(m, 1)).join(' against ')} machines`,
    computing: 'trying other orders …',
    compute: (orders: number) => `Try ${count(orders)} random orders`,
  },
  dock: {
    label: 'Details',
    resize: 'Height of the panels',
    yaml: 'YAML',
    why: 'Why?',
    whyEmpty: 'Reasons appear here as soon as a pod is placed.',
    events: 'Events',
    compare: 'Compare',
    workloads: 'Workloads',
    services: 'Services',
    logs: 'Logs',
    play: 'Play',
    playView: 'Play, the stage',
    editorFailed: 'The editor could not be loaded. The text is shown as it is.',
    retry: 'Try again',
  },
  events: {
    empty: 'Nothing has happened yet.',
    filter: 'Which side',
    containers: 'Containers',
    containersHint: 'Also what the kubelet says about every container',
    all: 'Both',
    list: 'Events, newest first',
    forgotten: (events: string) => `${events} earlier events are not kept.`,
  },
  pager: {
    down: (machine: string) => `${machine.toUpperCase()} DOWN`,
    apps: (n: number, at: string) => `${count(n)} ${n === 1 ? 'APP' : 'APPS'} ${at}`,
    alert: (machine: string, n: number, at: string) =>
      `Pager, ${at}: ${machine} is down, ${s(n, 'app', 'apps')} down in all.`,
    acknowledge: 'Acknowledge the pager. The apps stay down.',
    acknowledged: 'Pager, acknowledged',
  },
  recovery: {
    appsDown: (n: number) => s(n, 'app down', 'apps down'),
    podsDown: (n: number) => s(n, 'pod down', 'pods down'),
    /** Evictions are held back; pressing it tells why. */
    held: (back: number, lost: number) => `${count(back)} of ${count(lost)} back: why?`,
    heldWhy: {
      all: 'Not one node answers. Kubernetes then takes itself to be cut off, and evicts no pods until a node is back.',
      zone: '55 % or more of a zone’s nodes do not answer. Kubernetes then doubts that they are all dead, and evicts no pods there until more are back.',
    },
    allLost: (app: string, copies: number) => `${app}: 0 of ${s(copies, 'copy', 'copies')}`,
    back: (back: number, lost: number) => `${count(back)} of ${s(lost, 'pod back', 'pods back')}`,
  },
  onCall: {
    button: 'On-call assumptions',
    title: 'Assumed about the person on call',
    detection: (time: number) => `The pager rings ${duration(time)} after the power is gone.`,
    wakeUp: (time: number) => `${duration(time)} until somebody is awake and logged in.`,
    perApp: (time: number) => `${duration(time)} of work for each app that is put back.`,
    source: 'Written in the scenario; change it there.',
  },
  keys: {
    noMachine: (machine: number) => `There is no machine ${machine} here.`,
    armed: (machine: number) => `Machine ${machine}: press K to pull the plug`,
  },
  notices: {
    close: 'Dismiss',
    restoring: 'The simulation stopped unexpectedly. It is being brought back from your commands.',
    restored:
      'The simulation stopped unexpectedly and was brought back: everything stands where it stood.',
    failed: 'The simulation stopped unexpectedly and could not be brought back.',
    unreachable:
      'The simulation could not be loaded: this page’s server does not answer, or something blocks it.',
    retry: 'Try again',
    startAgain: 'Start the opening story',
    forked: (n: number) =>
      `Time goes on from here. ${s(n, 'later command is', 'later commands are')} kept as a branch.`,
    replaced: (n: number) => `Another run began; yours had ${s(n, 'command', 'commands')}.`,
    update: 'A new version of Podfall is there.',
    updateNow: 'Reload',
    nothingToUndo: 'There is nothing to undo.',
    noStage:
      'This browser has no WebGL, so the picture cannot be drawn. Machines, reasons and events are listed as text.',
    at: (line: number, column: number) => `line ${line}, column ${column}`,
  },
} as const

export type Words = Translated<typeof wordsEn>

/** In the language that is spoken. */
export let words: Words = wordsEn
speak('page', wordsEn, (texts) => {
  words = texts
})
