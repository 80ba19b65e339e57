import type { Kind, KubernetesObject } from '../api/objects.ts'
import type { OwnerReference, Pod, PodStatus, PodTemplateSpec } from '../api/types.gen.ts'
import { inNameAlphabet } from '../store/generatedName.ts'
import { controllerReference, nameOf, namespaceOf } from '../store/identity.ts'
import { structurallyEqual } from '../store/structuralEquality.ts'

/** The label that tells the pods of a Deployment's ReplicaSets apart. */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash'

/** A pod of this template under its owner; the store makes the name `<owner>-<5 characters>`. */
export function podFromTemplate(
  kind: Kind,
  owner: KubernetesObject,
  template: PodTemplateSpec | undefined,
): Pod {
  if (latest?.owner !== owner || latest.kind !== kind) {
    const generateName = `${nameOf(owner)}-`
    latest = { owner, kind, generateName, ownerReferences: [controllerReference(kind, owner)] }
  }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: latest.generateName,
      namespace: namespaceOf(owner),
      labels: template?.metadata?.labels,
      annotations: template?.metadata?.annotations,
      finalizers: template?.metadata?.finalizers,
      ownerReferences: latest.ownerReferences,
    },
    spec: template?.spec ?? { containers: [] },
    status: NEW_STATUS,
  }
}

/** With what comes later in its place already, so that all pods' statuses have one form. */
const NEW_STATUS: PodStatus = {
  phase: 'Pending',
  conditions: undefined,
  startTime: undefined,
  podIP: undefined,
  podIPs: undefined,
  hostIP: undefined,
  hostIPs: undefined,
  containerStatuses: undefined,
}

/** The pods of one owner come one after the other: they share what says whose they are. */
let latest:
  | {
      readonly owner: KubernetesObject
      readonly kind: Kind
      readonly generateName: string
      readonly ownerReferences: readonly OwnerReference[]
    }
  | undefined

/** Whether two templates ask for the same pods, whatever their hash label says. */
export function sameTemplate(
  a: PodTemplateSpec | undefined,
  b: PodTemplateSpec | undefined,
): boolean {
  return structurallyEqual(withoutHash(a), withoutHash(b))
}

/** The template as its Deployment wrote it. */
export function withoutHash<T extends PodTemplateSpec | undefined>(template: T): T {
  if (template?.metadata?.labels?.[TEMPLATE_HASH_LABEL] === undefined) return template
  const { [TEMPLATE_HASH_LABEL]: _, ...labels } = template.metadata.labels
  return { ...template, metadata: { ...template.metadata, labels } }
}

/**
 * The template's hash as it stands in names and labels. Upstream hashes Go's memory layout, which
 * nobody else can reproduce; this is the same function (32-bit FNV-1a) over the template as JSON
 * with sorted keys.
 * @param collisions how often this hash was already taken by another template
 */
export function templateHash(template: PodTemplateSpec, collisions: number | undefined): string {
  const text = canonical(template) + (collisions === undefined ? '' : `#${collisions}`)
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return inNameAlphabet(String(hash >>> 0))
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
  return `{${entries.join()}}`
}
