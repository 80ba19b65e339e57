import type { ConfigurationDocument } from '../scheduler/config/document.ts'
import { problemText } from '../scheduler/config/problems.ts'
import {
  checkConfiguration,
  type SchedulerConfiguration,
} from '../scheduler/config/readConfiguration.ts'
import { convert } from './convert.ts'
import type { OtherDocument } from './readManifests.ts'
import { type Path, placeOf, placeSpan } from './tree.ts'

/**
 * Reads a KubeSchedulerConfiguration document; what kube-scheduler would refuse to start with goes to
 * the document's report, in kube-scheduler's words.
 */
export function readSchedulerConfiguration({
  root,
  report,
}: OtherDocument): SchedulerConfiguration | undefined {
  const errors = report.errors()
  const { value, anchors } = convert(
    root,
    { kind: 'object', type: 'KubeSchedulerConfiguration' },
    report,
  )
  if (value === undefined || report.errors() > errors) return undefined
  const { configuration, problems } = checkConfiguration(value as ConfigurationDocument)
  for (const problem of problems) {
    const span = placeSpan(placeOf(root, pathOf(problem.field), anchors))
    report.error(problemText(problem), span)
  }
  return problems.length === 0 ? configuration : undefined
}

/** `profiles[0].plugins.score` as steps. */
function pathOf(field: string): Path {
  return (field.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
