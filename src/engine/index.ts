/** The engine's public face: what the terminal, tests and benches use. */
export { encodingOf } from './api/encoding.ts'
export { brokenSuite, runSuite, type SuiteResult } from './conformance/runSuite.ts'
export { createEncoder } from './encode/encoder.ts'
export { type ExplainRequest, explain } from './explain/explain.ts'
export { ExplainError } from './explain/explainError.ts'
export type { Explanation } from './explain/explanation.ts'
export { parseObjects } from './explain/parseObjects.ts'
export { type HeadlessResult, runHeadless, withPolicy } from './headless.ts'
export { createParseMemo } from './history/parseMemo.ts'
export { EndlessError, type Run, type RunSettings } from './lanes.ts'
export { parseScenarioFile, type ScenarioFile } from './manifest/scenarioFile.ts'
export { excessOf, RUN_LIMITS } from './runLimits.ts'
export {
  parseConfiguration,
  type SchedulerConfiguration,
} from './scheduler/config/readConfiguration.ts'
export { POLICIES, policyById } from './scheduler/policies/menu.ts'
export { KUBERNETES_VERSIONS, type KubernetesVersion } from './scheduler/version.ts'
export { english } from './sentences/sentences.ts'
export { createSimulation, type Simulation } from './simulation.ts'
