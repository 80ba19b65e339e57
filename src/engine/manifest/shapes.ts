import { isAlias, isScalar } from 'yaml'
import { withDefaults } from '../api/defaults.ts'
import type { Kind, KindMap, KubernetesObject } from '../api/objects.ts'
import { podRequests } from '../api/podRequests.ts'
import type { Deployment, PodSpec } from '../api/types.gen.ts'
import type { ShapeSource, TextRange, TextWrite } from '../protocol.ts'
import type { ManifestObject, Source } from './readManifests.ts'
import { requestWrites } from './requestWrites.ts'
import { type Path, placeOf, spanOf } from './tree.ts'

/** Where the pods of each kind are described. */
const POD_SPEC: { readonly [K in Kind]?: Path } = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  Pod: ['spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
}

/** A workload's shape and where its requests are written; undefined for kinds without pods. */
export function shapeOf({ kind, object, source }: ManifestObject): ShapeSource | undefined {
  const path = POD_SPEC[kind]
  const spec = podSpecOf(kind, object)
  if (!path || !spec) return undefined
  const { document } = source
  const requests = podRequests({ spec })
  return {
    app: object.metadata?.name ?? '',
    kind,
    document: document.index,
    startLine: document.startLine,
    endLine: document.endLine,
    requests,
    fields: requestFields(spec, [...path, 'containers', 0, 'resources', 'requests'], source),
    writes: writesOf(Object.keys(requests), [...path, 'containers', 0], source),
  }
}

/** Cpu and memory can be written where they are not asked for yet. */
function writesOf(requested: readonly string[], container: Path, source: Source) {
  const writes: Record<string, readonly TextWrite[]> = {}
  for (const resource of new Set(['cpu', 'memory', ...requested])) {
    const found = requestWrites(source, container, resource)
    if (found) writes[resource] = found
  }
  return writes
}

/** With the API server's defaults: a limit alone is a request, too. */
function podSpecOf<K extends Kind>(kind: K, object: KubernetesObject): PodSpec | undefined {
  const defaulted = withDefaults(kind, object as KindMap[K])
  return kind === 'Pod'
    ? (defaulted as KindMap['Pod']).spec
    : (defaulted as Deployment).spec?.template?.spec
}

function requestFields(spec: PodSpec, path: Path, source: Source): Record<string, TextRange> {
  const fields: Record<string, TextRange> = {}
  for (const resource of Object.keys(spec.containers[0]?.resources?.requests ?? {})) {
    const place = placeOf(source.root, [...path, resource], source.anchors)
    const { node, exact, shared } = place
    if (!exact || shared || !isScalar(node) || isAlias(node)) continue
    fields[resource] = source.report.range(spanOf(node))
  }
  return fields
}
