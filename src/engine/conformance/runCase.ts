import { type PluginName, REGISTRY, type RegistryRow } from '../scheduler/registry.ts'
import { runFilterCase } from './filterCase.ts'
import { runFunctionCase } from './functions.ts'
import { runEligibleCase, runPostFilterCase, runPreemptionCase } from './preemptionCase.ts'
import { runScoreCase } from './scoreCase.ts'
import { type Case, lacking, type Outcome, type Suite } from './suite.ts'

/** Runs one case of a suite through the engine's own code. */
export function runCase(suite: Suite, test: Case): Outcome {
  if (suite.kind === 'function') return runFunctionCase(suite.function ?? '', test)
  const name = suite.plugin ?? ''
  const row = Object.hasOwn(REGISTRY, name) ? REGISTRY[name as PluginName] : undefined
  if (!row) return lacking(test, `the engine has no plugin ${name}`)
  return runPluginCase(suite, row, test)
}

function runPluginCase(suite: Suite, row: RegistryRow, test: Case): Outcome {
  switch (suite.kind) {
    case 'filter':
      return runFilterCase(row, test)
    case 'score':
      return runScoreCase(row, test)
    case 'preemption':
      return runPreemptionCase(row, test)
    case 'preemption-postfilter':
      return runPostFilterCase(row, test)
    case 'preemption-eligible':
      return runEligibleCase(test)
    case 'function':
      return runFunctionCase(suite.function ?? '', test)
  }
}
