import { speak, type Translated } from './spoken.ts'
import { clock, count } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** Texts of the panels about workloads, Services and logs, which load when they are opened. */
const controlEn = {
  lane: 'Which cluster',
  namespace: 'Namespace',
  allNamespaces: 'All namespaces',
  loading: 'One moment …',
  workloads: {
    list: 'Workloads',
    empty: 'This cluster has no workloads.',
    ready: (ready: number, wanted: number) => `${count(ready)}/${count(wanted)} ready`,
    jobs: (done: number, wanted: number) => `${count(done)}/${count(wanted)} done`,
    active: (n: number) => s(n, 'Job runs', 'Jobs run'),
    idle: 'waits',
    schedule: (schedule: string) => `schedule ${schedule}`,
    lastRun: (at: number) => `last at ${clock(at)}`,
    paused: 'paused',
    suspended: 'suspended',
    revisions: (list: readonly { readonly revision: number; readonly pods: number }[]) =>
      list
        .map(({ revision, pods }) => `revision ${revision}: ${s(pods, 'pod', 'pods')}`)
        .join(', '),
    /** Of an app's pods on one machine. */
    rollout: (
      name: string,
      list: readonly { readonly revision: number; readonly pods: number }[],
      paused: boolean,
    ) =>
      `${name}${paused ? ', rollout paused' : ''}: ${list
        .map(({ revision, pods }) => `${count(pods)} of revision ${count(revision)}`)
        .join(', ')}`,
    fewer: (name: string) => `One copy of ${name} less`,
    more: (name: string) => `One more copy of ${name}`,
    pause: 'Pause',
    resume: 'Resume',
    undo: 'Undo',
    undoTo: (revision: number) => `Back to revision ${revision}`,
    restart: 'Restart',
    autoscalers: 'Autoscalers',
    /** After the column TARGETS of `kubectl get hpa`. */
    autoscaler: (replicas: number, min: number, max: number) =>
      `${s(replicas, 'pod', 'pods')}, may be ${count(min)} to ${count(max)}`,
    budgets: 'Disruption budgets',
    budget: (allowed: number, healthy: number, desired: number) =>
      `${count(healthy)} of at least ${count(desired)} are healthy; ${
        allowed === 0 ? 'none may go now' : `${count(allowed)} may go now`
      }`,
    refused: (n: number) => `${s(n, 'eviction', 'evictions')} refused so far`,
    quotas: 'Quotas',
    usage: 'Asked for and used, by container',
    usageColumns: ['Container', 'Resource', 'Asks for', 'Uses', 'Would suggest'],
    quota: (used: string, hard: string) => `${used} of ${hard}`,
  },
  services: {
    list: 'Services',
    empty: 'This cluster has no Services.',
    headless: 'no address of its own',
    external: 'another name',
    ready: (n: number) => s(n, 'endpoint ready', 'endpoints ready'),
    notReady: (n: number) => `${count(n)} not ready`,
    none: 'Nobody sends it anything.',
    senders: 'Senders',
    rate: (n: number) => `${count(n)}/s`,
    answered: (n: number) => `${count(n)} answered`,
    failed: (n: number) => `${count(n)} failed`,
    failure: (reason: string, n: number) => `${reason} ${count(n)}`,
    latency: (p50: number, p99: number) => `p50 ${count(p50)} ms, p99 ${count(p99)} ms`,
    versions: 'Versions that answered',
    /** Before the shares of the versions. */
    ofAllAnswers: 'Of all answers since the start:',
    lastSecond: (failed: number, sent: number) =>
      `In the last second ${count(failed)} of ${count(sent)} failed`,
    version: (version: string, share: string) => `${version} ${share}`,
    traffic: (name: string) => `Requests a second from ${name}`,
    perSecond: (n: number) => s(n, 'request a second', 'requests a second'),
  },
  logs: {
    list: 'Log lines, oldest first',
    empty: 'No pod that is selected has written anything.',
    selector: 'Labels, such as app=web',
    follow: 'Follow',
    followHint: 'Stay at the latest line',
    only: (pod: string) => `Only ${pod}`,
    all: 'All pods',
  },
} as const

export type ControlWords = Translated<typeof controlEn>

/** In the language that is spoken. */
export let controlWords: ControlWords = controlEn
/** Of one panel each. */
export let workloadWords: ControlWords['workloads'] = controlEn.workloads
export let serviceWords: ControlWords['services'] = controlEn.services
export let logWords: ControlWords['logs'] = controlEn.logs
speak('control', controlEn, (texts) => {
  controlWords = texts
  workloadWords = texts.workloads
  serviceWords = texts.services
  logWords = texts.logs
})
