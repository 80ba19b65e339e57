import type { Diagnostic, ShapeSource } from '../protocol.ts'
import type { Scenario } from '../scenario.ts'
import { type ManifestObject, readManifests } from './readManifests.ts'
import { defaultScenario, readScenario } from './readScenario.ts'
import { shapeOf } from './shapes.ts'
import { spanOf } from './tree.ts'

export interface ScenarioFile {
  /**
   * The Scenario document, completed by defaults; without one in the text, the default scenario;
   * undefined when the document is broken.
   */
  readonly scenario: Scenario | undefined
  /** Whether the text has a Scenario document, good or broken. */
  readonly hasScenario: boolean
  /** The good objects, in the order of the text. */
  readonly objects: readonly ManifestObject[]
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  /** Workloads and where their requests are written. */
  readonly shapes: readonly ShapeSource[]
}

const SCENARIO_KINDS = { Scenario: 'podfall.dev/v1' }

/**
 * Reads a scenario file: one Scenario document and Kubernetes manifests, in any order. Never throws;
 * what is good is returned while something else is broken. docs/SCENARIOS.md describes the format.
 */
export function parseScenarioFile(text: string): ScenarioFile {
  const manifests = readManifests(text, SCENARIO_KINDS)
  const { objects } = manifests
  const [first, ...others] = manifests.others
  for (const { root, report } of others) {
    report.error('A file has one Scenario; move this one to a file of its own.', spanOf(root))
  }
  // Apps of broken documents are unknown as well; saying so of each arrival would only distract.
  const complete = manifests.diagnostics().every(({ severity }) => severity === 'warning')
  const scenario = first ? readScenario(first, objects, complete) : defaultScenario()
  return {
    scenario,
    hasScenario: first !== undefined,
    objects,
    diagnostics: manifests.diagnostics(),
    shapes: objects.flatMap((object) => shapeOf(object) ?? []),
  }
}
