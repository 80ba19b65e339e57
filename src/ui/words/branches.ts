import type { Command, Happening } from '../../engine/protocol.ts'
import { speak, type Translated } from './spoken.ts'
import { clock, count } from './units.ts'
import { words } from './words.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** What a command did, as short as a list needs it. */
function commandText(command: Command): string {
  switch (command.type) {
    case 'apply':
      return 'text applied'
    case 'pullPlug':
      return `plug ${command.machine} pulled`
    case 'plugIn':
      return `machine ${command.machine} plugged back in`
    case 'killRandom':
      return 'a random plug pulled'
    case 'addMachine':
      return 'a machine added'
    case 'setPolicy':
      return `policy: ${words.policy.names[command.policy] ?? command.policy}`
    case 'controlPlane':
      return command.up ? 'control plane back' : 'control plane down'
    case 'acknowledgePager':
      return 'pager silenced'
    case 'scale':
      return `${command.name} scaled to ${count(command.replicas)}`
    case 'rollout':
      return `rollout of ${command.name}: ${command.action}`
    case 'setTraffic':
      return `${command.name} sends ${count(command.requestsPerSecond)}/s`
    case 'terminate':
    case 'cordon':
    case 'uncordon':
    case 'drain':
    case 'reclaim':
      return `${command.type} of machine ${command.machine}`
    case 'delete':
    case 'annotate':
      return `${command.type} ${command.kind} ${command.name}`
  }
}

/** Texts about branches, bookmarks and comparing; they load when they are needed. */
const branchesEn = {
  button: (branches: number, bookmarks: number) =>
    [
      branches > 1 ? s(branches, 'branch', 'branches') : '',
      bookmarks > 0 ? s(bookmarks, 'bookmark', 'bookmarks') : '',
    ]
      .filter(Boolean)
      .join(', ') || 'Branches and bookmarks',
  branches: 'Branches',
  bookmarks: 'Bookmarks',
  none: 'Go back and do something else: what was stays here as a branch.',
  noBookmarks: 'B marks the moment that is shown; [ and ] go from one to the next.',
  mark: 'Mark this moment',
  marked: (at: number) => `Marked ${clock(at)}.`,
  time: (at: number) => clock(at),
  bookmark: ({ at, name }: { readonly at: number; readonly name: string }) =>
    name === '' ? clock(at) : name,
  goTo: (name: string) => `Go to ${name}`,
  rename: (name: string) => `Rename ${name}`,
  remove: (name: string) => `Remove ${name}`,
  newName: (name: string) => `New name of ${name}`,
  switchTo: (name: string) => `Go on in ${name}`,
  current: 'is shown',
  compare: 'Compare',
  compareWith: (name: string) => `Compare with ${name}`,
  removed: (name: string) => `${name} is removed.`,
  undo: 'Undo',
  did: (command: Command, at: number, more: number) =>
    `${commandText(command)} at ${clock(at)}${more > 0 ? `, ${count(more)} more` : ''}`,
  nothing: 'nothing was done',
  nothingMore: (at: number) => `nothing more after ${clock(at)}`,
  bar: 'Two branches side by side',
  lane: 'Which side',
  first: (at: number) => `First difference at ${clock(at)}:`,
  decision: (at: number) => `First other decision at ${clock(at)}:`,
  same: 'On this side nothing differs.',
  show: 'Show',
  nothingThere: 'nothing',
  elsewhere: (n: number) =>
    n === 0 ? 'Every pod is in the same place' : `${s(n, 'pod', 'pods')} not in the same place`,
  /** Of each side: how many apps do not serve. */
  down: (sides: readonly { readonly name: string; readonly apps: number }[]) =>
    `Apps down: ${sides.map(({ name, apps }) => `${name} ${apps}`).join(' · ')}`,
  differing: 'Pods that are not in the same place',
  pod: 'Pod',
  notThere: '—',
  waits: 'waits',
  end: 'End the comparison',
  happened: (happening: Happening): string => {
    switch (happening.type) {
      case 'mark':
        return words.playback.marker[happening.mark](happening.label)
      case 'decision':
        return `${happening.pod} → ${happening.node ?? 'no machine'}`
      case 'event':
        return `${happening.reason} ${happening.object}`
    }
  },
}

export type BranchWords = Translated<typeof branchesEn>

/** In the language that is spoken. */
export let branchWords: BranchWords = branchesEn
speak('branches', branchesEn, (texts) => {
  branchWords = texts
})
