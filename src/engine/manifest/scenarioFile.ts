import type { Diagnostic, ShapeSource } from '../protocol.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../sentences/sentences.ts'
import { type ManifestObject, type OtherDocument, readManifests } from './readManifests.ts'
import { type RunDocument, readRun } from './readRun.ts'
import { defaultScenario, readScenario } from './readScenario.ts'
import { readSchedulerConfiguration } from './readSchedulerConfiguration.ts'
import { shapeOf } from './shapes.ts'
import { spanOf } from './tree.ts'

export interface ScenarioFile {
  /**
   * The Scenario document, completed by defaults; without one in the text, the default scenario;
   * undefined when the document is broken, or the KubeSchedulerConfiguration beside it.
   */
  readonly scenario: Scenario | undefined
  /** Whether the text has a Scenario document, good or broken. */
  readonly hasScenario: boolean
  /** What was done in a run of it, if the file is the record of one. */
  readonly run: RunDocument | undefined
  /** The good objects, in the order of the text. */
  readonly objects: readonly ManifestObject[]
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  /** Workloads and where their requests are written. */
  readonly shapes: readonly ShapeSource[]
}

const SCENARIO_KINDS = {
  Scenario: 'podfall.dev/v1',
  Run: 'podfall.dev/v1',
  KubeSchedulerConfiguration: 'kubescheduler.config.k8s.io/v1',
}

/**
 * Reads a scenario file: one Scenario document, one KubeSchedulerConfiguration, one Run and Kubernetes
 * manifests, in any order, all of them optional. Never throws; what is good is returned while something else is broken. docs/SCENARIOS.md describes the format.
 */
export function parseScenarioFile(text: string): ScenarioFile {
  const manifests = readManifests(text, SCENARIO_KINDS)
  const { objects } = manifests
  const first = onlyOne(manifests.others, 'Scenario')
  const configured = onlyOne(manifests.others, 'KubeSchedulerConfiguration')
  const scheduler = configured && readSchedulerConfiguration(configured)
  // Apps of broken documents are unknown as well; saying so of each arrival would only distract.
  const complete = manifests.diagnostics().every(({ severity }) => severity === 'warning')
  const scenario = first ? readScenario(first, objects, complete) : defaultScenario()
  const record = onlyOne(manifests.others, 'Run')
  const run = record && readRun(record, scenario ?? defaultScenario())
  // Without what it says, the run would silently be another one.
  const broken = configured && !scheduler
  return {
    scenario: scenario && !broken ? { ...scenario, ...(scheduler && { scheduler }) } : undefined,
    hasScenario: first !== undefined,
    run,
    objects,
    diagnostics: manifests.diagnostics(),
    shapes: objects.flatMap((object) => shapeOf(object) ?? []),
  }
}

/** The first document of a kind that a file has once. */
function onlyOne(documents: readonly OtherDocument[], wanted: string): OtherDocument | undefined {
  const [first, ...others] = documents.filter(({ kind }) => kind === wanted)
  for (const { root, report } of others) {
    report.error(say('onlyOne', wanted), spanOf(root))
  }
  return first
}
