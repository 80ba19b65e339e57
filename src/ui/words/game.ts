import { speak, type Translated } from './spoken.ts'
import { count, decimal } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

const list = (names: readonly string[]) => new Intl.ListFormat('en').format(names)

/** What the game says, in English. */
const gameEn = {
  title: 'You are the scheduler',
  subtitle: 'Pods come. You say where they go.',
  failed: 'The game could not be fetched. Try again when there is a connection.',
  close: 'Leave the game',
  modes: {
    five: {
      title: 'Five minutes',
      summary: 'Slow at first. Jobs finish and clear; now and then a machine dies.',
    },
    daily: { title: 'Daily', summary: 'The same round for everybody today.' },
    pager: {
      title: 'Meat cloud',
      summary:
        '3:07 AM, and there is no scheduler. The pager wakes you, and you put back every app.',
    },
  },
  given: 'The round of your link',
  start: 'Play this round',
  rules: [
    'Left and right choose a machine, Space drops the pod. On a phone: tap a machine.',
    'A pod fits where its CPU and its memory fit. kube-scheduler’s own filters refuse the rest.',
    'A dotted place buys a machine. An empty machine goes back by itself.',
    '+10 for every pod you place. A machine costs a point every 3 seconds, and so does a pod that waits.',
    'Dotted pods are on their way. When more than 12 wait for 10 seconds, it is over.',
  ],
  pagerRules: [
    'When a machine dies, each of its apps is down until you have put it somewhere else.',
    'An app that is down costs a point every second. New apps keep coming.',
  ],
  keys: '← → choose · Space or ↓ drop · H let it wait · P pause · Esc leave',
  board: 'Machines',
  hud: {
    time: 'time left',
    score: 'score',
    machines: 'machines',
    cpu: 'CPU',
    memory: 'MEM',
    pending: 'waiting',
    down: 'seconds down',
  },
  /** Whom one plays against, by policy. */
  rivals: {
    'best-fit': 'Best fit',
    'kubernetes-default': 'Kubernetes default',
    'kubernetes-bin-packing': 'Kubernetes bin packing',
  } as Readonly<Record<string, string>>,
  race: (name: string, score: number) => `${name} ${count(score)}`,
  next: 'NEXT',
  pause: 'Pause',
  resume: 'Go on',
  paused: 'Paused',
  hold: 'Let it wait',
  drop: 'Drop',
  left: 'To the left',
  right: 'To the right',
  nothing: 'Nothing waits',
  jobFor: (seconds: number) => `Job, ${count(seconds)} s`,
  service: 'stays',
  apart: 'one per machine',
  again: 'back again',
  shape: (cpu: string, memory: string) => `${cpu} vCPU, ${memory} GiB`,
  buy: 'buy',
  emptySlot: (n: number) => `Place ${n}: no machine. Drop here to buy one`,
  rubble: (name: string) => `${name} is dead`,
  machine: (name: string, cpu: string, memory: string, pods: number) =>
    `${name}, ${cpu} of 8 vCPU, ${memory} of 32 GiB, ${s(pods, 'pod', 'pods')}`,
  fits: 'fits',
  refuses: (reasons: string) => `refused: ${reasons}`,
  refused: (machine: string, reasons: string) => `${machine}: ${reasons}`,
  overLimit: (seconds: number) => `Too many wait: ${count(seconds)} s left`,
  said: {
    inHand: (pod: string, shape: string, waiting: number) =>
      `In hand: ${pod}, ${shape}. ${s(waiting, 'pod waits', 'pods wait')} behind it.`,
    died: (machine: string, lost: number) =>
      `${machine} has died. ${s(lost, 'pod comes', 'pods come')} back to you.`,
    over: (score: number) => `The round is over. ${count(score)} points.`,
  },
  pager: {
    time: '03:07',
    ring: (machine: string, apps: number) => `${machine} DOWN · ${s(apps, 'APP', 'APPS')}`,
    line1: (machine: string) => `${machine.toUpperCase()} DOWN`,
    line2: (apps: number) => `${s(apps, 'APP', 'APPS')} 03:07`,
    wake: 'Wake up',
    asleep: 'You are asleep.',
  },
  end: {
    time: 'Time is up',
    queue: 'The queue ran over',
    point: 'points',
    share: (percent: number) => `${percent}% of what nobody can beat`,
    columns: ['', 'Score', 'Pods placed', 'Machine time', 'Waiting', 'CPU', 'MEM'],
    you: 'You',
    bound: 'Volume bound',
    boundWhy: 'Pods cut to fill machines to the brim, nobody waits, nothing dies.',
    minutes: (n: number) => `${decimal(n, 1)} min`,
    seconds: (n: number) => `${count(n)} s`,
    downtime: (n: number) =>
      `Apps were down for ${count(n)} s in all. With Kubernetes nobody wakes up.`,
    well: {
      beat: (names: readonly string[]) => `You beat ${list(names)}.`,
      packed: (names: readonly string[]) => `You needed fewer machine-minutes than ${list(names)}.`,
      quick: 'Hardly anything had to wait.',
      jobs: (n: number) => `${s(n, 'Job', 'Jobs')} finished.`,
      healed: (n: number) => `${s(n, 'pod', 'pods')} of dead machines got a new place.`,
    },
    again: 'Same round again',
    nextRound: 'Another round',
    menu: 'All rounds',
    copyCode: 'Copy result code',
    copyLink: 'Copy link to this round',
    name: 'Your name, for the class',
    copied: 'Copied.',
    copyDenied: 'The browser does not let this page copy. It is selected: copy it by key.',
    code: 'Result code',
  },
  best: {
    title: 'Your best rounds',
    none: 'Nothing played yet.',
    today: (score: string) => `Your best today: ${score}`,
    round: (seed: number) => `round ${seed}`,
    entry: (mode: string, seed: number) => `${mode}, round ${seed}`,
    notKept: 'This browser keeps nothing for this page: the list lasts until you leave.',
  },
  classroom: {
    round: 'A round for the class',
    roundHint: 'Everybody opens this link, plays, and copies the result code at the end.',
    roundLink: 'Link to the round',
    another: 'Another round',
    codes: 'Results',
    open: 'Play as a class',
    hint: 'Paste result codes, one after the other. Each is played again here before it counts.',
    label: 'Result codes',
    compare: 'Compare',
    columns: ['', 'Name', 'Score', 'Pods placed', 'Machine time', 'Round'],
    nameless: 'Nobody',
    none: 'There is no result code in this text.',
    problems: {
      damaged: (code: string) => `${code} is damaged or was cut off.`,
      newer: (code: string) => `${code} was made by a newer Podfall. Reload the page to get it.`,
      impossible: (code: string) => `${code} does not play: its moves are none of its round.`,
      score: (code: string) => `${code} claims another score than its moves make.`,
    },
    rounds: 'These results are of different rounds: scores compare within a round only.',
  },
} as const

export type GameWords = Translated<typeof gameEn>

/** In the language that is spoken. */
export let gameWords: GameWords = gameEn
speak('game', gameEn, (texts) => {
  gameWords = texts
})
