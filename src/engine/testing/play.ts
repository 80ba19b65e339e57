import { createParseMemo } from '../history/parseMemo.ts'
import { createRun } from '../lanes.ts'
import type { Command } from '../protocol.ts'
import { isReady, isTerminating } from '../rules/podStatus.ts'
import { nameOf } from '../store/identity.ts'

export interface PlayOptions {
  /** Machines of 8 vCPU and 32 GiB at the start. */
  readonly machines?: number
  /** Most machines there may be; the number at the start if absent. */
  readonly maxMachines?: number
  /** Time of day at the start. */
  readonly clock?: string
  /** The Scenario's spec in place of all that, as YAML. */
  readonly spec?: string
  readonly seed?: number
}

/**
 * For tests: manifests as a person writes them on a whole Kubernetes lane, told by its events.
 * @throws Error when the manifests are not read without a diagnostic
 */
export function play(manifests: string, options: PlayOptions = {}) {
  const { machines = 2, maxMachines = machines, clock = '00:00', seed = 1 } = options
  const parse = createParseMemo()
  const spec =
    options.spec ??
    `
  lanes: [kubernetes-default]
  machineTypes: [{ name: standard, allocatable: { cpu: 8, memory: 32Gi } }]
  machines: [{ type: standard, count: ${machines} }]
  maxMachines: ${maxMachines}
  onCall: { clock: "${clock}" }
`
  const head = `
apiVersion: podfall.dev/v1
kind: Scenario
metadata: { name: play }
spec:${spec}`
  const { scenario, objects, diagnostics } = parse(`${head}---\n${manifests}`)
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const run = createRun({
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed,
    shuffle: undefined,
    policies: {},
    parse,
  })
  const [cluster] = run.clusters
  const { store, log } = cluster!
  let told = 0

  return {
    run,
    store,
    /** Lets so many seconds pass. */
    wait: (seconds: number) => run.runUntil(run.now + seconds * 1_000),
    /** Carries a command out; throws when it cannot be. */
    give(command: Command) {
      const { error, diagnostics: problems } = run.perform(command)
      if (error ?? problems[0]) throw new Error(error ?? problems[0]!.message)
    },
    /** What is said of a command. */
    ask: (command: Command) => run.perform(command),
    /** Events since the last call, one a line. */
    events(keep = /./, but = /$./): string {
      const lines = log
        .after(told)
        .map(({ at, object, reason, message }) => `${at / 1_000}s ${object} ${reason}: ${message}`)
      told = log.after(told).at(-1)?.id ?? told
      return `\n${lines.filter((line) => keep.test(line) && !but.test(line)).join('\n')}\n`
    },
    /** Every pod in one line, in order of creation. */
    pods(): string {
      const lines = store.list('Pod').map((pod) => {
        const { phase = 'Pending', containerStatuses = [], reason } = pod.status ?? {}
        const waiting = containerStatuses.find(({ state }) => state?.waiting)?.state?.waiting
          ?.reason
        const ready = containerStatuses.filter((status) => status.ready).length
        const restarts = containerStatuses.reduce((sum, status) => sum + status.restartCount, 0)
        return [
          nameOf(pod),
          `${ready}/${pod.spec?.containers.length}`,
          isTerminating(pod) ? 'Terminating' : (reason ?? waiting ?? phase),
          isReady(pod) ? 'ready' : 'not ready',
          pod.spec?.nodeName ?? 'nowhere',
          ...(restarts > 0 ? [`${restarts} restarts`] : []),
        ].join(' ')
      })
      return `\n${lines.join('\n')}\n`
    },
  }
}
