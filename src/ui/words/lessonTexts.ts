import type { Millis } from '../../engine/api/units.ts'
import type { Command } from '../../engine/protocol.ts'

/** One cluster in numbers, for captions that tell what has come of a run. */
export interface LaneFacts {
  readonly title: string
  /** It has no Kubernetes: what is down are apps, not pods. */
  readonly runbook: boolean
  readonly machines: number
  readonly machinesUp: number
  /** Machines with at least one pod. */
  readonly machinesUsed: number
  /** US dollars. */
  readonly costPerHour: number
  /** Share (0..1) of CPU and memory that is asked for. */
  readonly cpu: number
  readonly memory: number
  /** On machines with power, but those that are on their way out. */
  readonly pods: number
  readonly pending: number
  readonly down: number
  /** After a machine died: its pods, and how many of them are back. */
  readonly lost: number
  readonly back: number
  /** Of the requests that were sent since the start of the run; both 0 = nobody sends any. */
  readonly answered: number
  readonly failed: number
}

/** The decision that is explained. */
export interface DecisionFacts {
  /** `api-2` */
  readonly pod: string
  /** `2 vCPU`, `4 GiB`: what it asks for. */
  readonly asks: readonly string[]
  readonly nodes: number
  readonly fitting: number
  /** How many machines lack this. */
  readonly lackCpu: number
  readonly lackMemory: number
  readonly lackGpu: number
  /** How many are tainted. */
  readonly tainted: number
  /** Absent = none fits. */
  readonly chosen: string | undefined
  /** Points of the chosen machine, and the most that there can be; absent = not scored. */
  readonly points: number | undefined
  readonly most: number
}

/** What captions may tell. All of it comes from the run. */
export interface Facts {
  readonly left: LaneFacts
  /** The last lane; the same as `left` where there is one only. */
  readonly right: LaneFacts
  /** Pods that have arrived. */
  readonly arrived: number
  /** From power loss until pods are evicted. */
  readonly evictionWait: Millis
  /** Time of day (minutes after midnight) at which the pager rang. */
  readonly pagedAt: number | undefined
  readonly decision: DecisionFacts | undefined
}

/** A text, or how to say it with numbers of the run. */
export type Text = string | ((facts: Facts) => string)

export interface StepTexts {
  readonly caption: Text
  /** With it `caption` is about the left cluster and this about the right one. */
  readonly right?: Text
  /** What a speaker has before the eyes and the audience has not. */
  readonly notes: string
}

export interface LessonTexts {
  readonly title: string
  /** One line under the title. */
  readonly summary: string
  readonly steps: Readonly<Record<string, StepTexts>>
}

/** Everything that lessons and presenting say in one language. A language is one file. */
export interface LessonWords {
  /** As in `<html lang>`. */
  readonly language: string
  /** The language's own name. */
  readonly name: string
  readonly bar: {
    readonly label: string
    readonly step: (step: number, all: number) => string
    readonly back: string
    readonly next: string
    readonly finish: string
    readonly nextLesson: string
    readonly close: string
    readonly proof: string
    readonly problems: string
  }
  readonly question: {
    readonly none: string
    readonly check: string
    readonly apply: string
    /** How a request is answered by hand. */
    readonly edges: string
    readonly keys: string
    readonly comesBack: string
    readonly more: (what: string) => string
    readonly less: (what: string) => string
    readonly rightNode: (node: string, others: number) => string
    readonly rightNone: string
    readonly lacks: (node: string, what: readonly string[]) => string
    readonly refused: (node: string, rule: string) => string
    readonly fewer: (node: string, points: number, most: number) => string
    readonly oneFits: string
    readonly fits: string
    readonly stillPending: (message: string) => string
    readonly wrongPods: (n: number) => string
    readonly rightPods: (back: number, all: number, after: Millis) => string
    readonly failed: string
    /** Of machines, before the run has shown it. */
    readonly estimate: string
    readonly say: string
    readonly noted: (guess: number) => string
    readonly estimated: (guess: number, machines: number, right: boolean) => string
  }
  readonly gallery: {
    readonly title: string
    readonly subtitle: string
    readonly done: string
    readonly doneOf: (right: number, all: number) => string
    /** Its end was shown, but not every question answered. */
    readonly seenOf: (right: number, all: number) => string
  }
  readonly present: {
    readonly press: string
    readonly machines: (n: number) => string
    readonly machinesUp: (all: number) => string
    /** What the parts of a tile are. */
    readonly legend: Readonly<Record<'inUse' | 'idle' | 'stranded' | 'block', string>>
    readonly perHour: string
    readonly appsDown: (n: number) => readonly [string, string]
    /** Of Kubernetes, where no machine has lost power: preempted, or in trouble. */
    readonly podsDown: (n: number) => readonly [string, string]
    /** After so many pods that wait. */
    readonly pending: (n: number) => string
    readonly podsBack: (back: number, lost: number) => readonly [string, string]
    /** Of traffic: nobody answered them. */
    readonly requestsLost: (n: number) => readonly [string, string]
    readonly fewer: (n: number) => string
    /** Minutes after midnight. */
    readonly wakes: (minutes: number) => string
    readonly nobody: string
    readonly waits: string
    readonly stuck: (n: number) => string
    /** How the run of a scenario has ended, in figures. */
    readonly closing: (lane: LaneFacts) => string
    /** Somebody wants a decision explained, and none is left. */
    readonly decided: string
    /** What manifests change that a scenario applies; `what`: an object's name, as part of a sentence. */
    readonly change: {
      readonly added: (kind: string, what: string) => string
      readonly other: (kind: string, what: string) => string
      readonly scaled: (what: string, replicas: number) => string
      /** Of a Traffic: requests a second; 0 = it stops. */
      readonly sends: (what: string, rate: number) => string
      readonly image: (from: string, to: string) => string
      readonly replicas: (from: string, to: string) => string
      readonly parts: (what: string, parts: readonly string[]) => string
    }
    /** What a scenario does by itself; `what`: a machine's number, a name or a policy. */
    readonly story: Readonly<Record<Command['type'], (what: string) => string>>
  }
  readonly presenter: {
    readonly title: string
    readonly now: string
    readonly next: string
    readonly notes: string
    readonly noNotes: string
    readonly elapsed: string
    readonly restart: string
    readonly back: string
    readonly forward: string
    readonly blank: string
    readonly waiting: string
    readonly end: string
    /** What the next press does, where its caption cannot be told yet. */
    readonly nextLesson: (lesson: string) => string
    readonly numbers: string
    readonly explains: Readonly<Record<'queue' | 'filter' | 'score' | 'bind', string>>
    readonly runs: string
  }
  readonly lessons: Readonly<Record<string, LessonTexts>>
}
