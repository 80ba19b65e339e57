// Reads the model declarations of @kubernetes/client-node: names, fields, requiredness, documentation.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Kinds that Podfall models; everything they refer to comes along. */
export const ROOTS = [
  'V1ConfigMap',
  'V1CronJob',
  'V1DaemonSet',
  'V1Deployment',
  'V1Ingress',
  'V1Job',
  'V1LimitRange',
  'V1Namespace',
  'V1NetworkPolicy',
  'V1Node',
  'V1PersistentVolume',
  'V1PersistentVolumeClaim',
  'V1Pod',
  'V1PodDisruptionBudget',
  'V1PriorityClass',
  'V1ReplicaSet',
  'V1ResourceQuota',
  'V1Secret',
  'V1Service',
  'V1StatefulSet',
  'V1StorageClass',
  'V2HorizontalPodAutoscaler',
]

/** Kinds that nobody writes here: read when a decision is explained, or made by controllers. */
export const EXPLAINED = [
  'V1ControllerRevision',
  'V1CSINode',
  'V1EndpointSlice',
  'V1ReplicationController',
  'V1VolumeAttachment',
]

const FIELD =
  /(?:\/\*\*\s*((?:[^*]|\*(?!\/))*)\*\/\s*)?^ {4}'([^']+)'(\??): ((?:\{[^}]*\}|[^;{])+);/gm

/** `V1PodSpec` -> `PodSpec`; names without the version are what Kubernetes' own documentation uses. */
export const plainName = (name) => name.replace(/^(Core|Discovery)?V[12](?=[A-Z])/, '')

const cleanDoc = (doc) =>
  (doc ?? '')
    .replace(/^\s*\*\s?/gm, '')
    .replace(/\\(['"])/g, '$1')
    .replaceAll('*/', '* /')
    .replace(/\s+/g, ' ')
    .trim()

function plainType(type) {
  return type
    .replace(/\b(?:Core|Discovery)?V[12][A-Z]\w*/g, plainName)
    .replace(/\b(?:Date|V1MicroTime)\b/g, 'string')
    .replace(/\bany\b/g, 'unknown')
    .replace(/\bIntOrString\b/g, 'IntOrString')
    .replace(/Array<([^<>]+)>/g, 'readonly $1[]')
    .replace(/\{\s*\[key: string\]: ([^;]+);\s*\}/g, 'Readonly<Record<string, $1>>')
    .replace(/\s+/g, ' ')
}

/**
 * @param {string} packageRoot folder of @kubernetes/client-node
 * @param {string[]} roots declaration names
 * @returns models in alphabetical order: {name, doc, fields: [{name, required, type, doc}]}
 */
export function readModels(packageRoot, roots) {
  const seen = new Map()
  const queue = [...roots]
  while (queue.length > 0) {
    const declared = queue.pop()
    if (seen.has(declared)) continue
    const source = readFileSync(join(packageRoot, 'dist/gen/models', `${declared}.d.ts`), 'utf8')
    const start = source.indexOf(`export declare class ${declared}`)
    if (start < 0) throw new Error(`${declared}: no class in its declaration file`)
    const body = source.slice(start, source.indexOf('static readonly discriminator', start))
    const head = source.slice(0, start).match(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*$/)
    const fields = []
    for (const [, doc, name, optional, type] of body.matchAll(FIELD)) {
      for (const [reference] of type.matchAll(/\b(?:Core|Discovery)?V\d\w*/g)) {
        if (reference !== 'V1MicroTime') queue.push(reference)
      }
      fields.push({
        name: name.replace(/^_/, ''),
        required: optional === '',
        type: plainType(type),
        doc: cleanDoc(doc),
      })
    }
    seen.set(declared, { name: plainName(declared), doc: cleanDoc(head?.[1]), fields })
  }
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}
