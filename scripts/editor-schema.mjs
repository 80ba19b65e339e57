// Builds the editor's JSON schema (draft 7): one definition a type, chosen by the document's kind.
import { fieldType, isRequired } from './field-rules.mjs'
import { plainName } from './kubernetes-models.mjs'

const API_VERSIONS = {
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  Job: 'batch/v1',
  KubeSchedulerConfiguration: 'kubescheduler.config.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  ReplicaSet: 'apps/v1',
  Run: 'podfall.dev/v1',
  Scenario: 'podfall.dev/v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  Traffic: 'podfall.dev/v1',
}

/** Kinds of Podfall's own and of kube-scheduler, which no API server knows. */
const OWN_KINDS = ['KubeSchedulerConfiguration', 'Run', 'Scenario', 'Traffic']

const QUANTITY = {
  title: 'Quantity',
  description: 'A number with a suffix: 500m, 1.5, 512Mi, 2Gi.',
  anyOf: [
    {
      type: 'string',
      pattern: '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?$',
    },
    { type: 'number' },
  ],
}
const DURATION = {
  title: 'Duration',
  description: 'A time span: 500ms, 10s, 5m, 1h30m.',
  type: 'string',
  pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h))+$|^0$',
}

/**
 * @param models Kubernetes types, as readModels gives them
 * @param ownModels types of OWN_KINDS in the same form
 * @param roots declaration names of the kinds
 */
export function editorSchema(models, ownModels, roots) {
  const kinds = [...roots.map(plainName), ...OWN_KINDS].sort()
  const definitions = { Quantity: QUANTITY, Duration: DURATION }
  for (const model of [...models, ...ownModels]) {
    definitions[model.name] = definition(model, kinds.includes(model.name))
  }
  const chosenByKind = kinds.map((kind) => ({
    if: { properties: { kind: { const: kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON schema's own word
    then: { $ref: `#/definitions/${kind}` },
  }))
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Podfall',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: {
        description: 'The group and version of the kind: apps/v1 for a Deployment.',
        ...suggestions(['v1', ...new Set(Object.values(API_VERSIONS))]),
      },
      kind: { description: 'What this document describes.', ...suggestions(kinds) },
    },
    allOf: chosenByKind,
    definitions,
  }
}

/** Offered by completion; other words are not wrong (the engine says what it does with them). */
const suggestions = (words) => ({ anyOf: [{ type: 'string', enum: words }, { type: 'string' }] })

function definition(model, isKind) {
  const properties = {}
  for (const field of model.fields) {
    const described = field.doc ? { description: field.doc } : {}
    properties[field.name] = { ...described, ...schemaOf(fieldType(model.name, field)) }
  }
  const required = model.fields.filter((field) => isRequired(model.name, field))
  const names = required.map((field) => field.name)
  if (isKind) {
    properties.apiVersion = { ...properties.apiVersion, enum: [API_VERSIONS[model.name] ?? 'v1'] }
    properties.kind = { ...properties.kind, enum: [model.name] }
    if ('metadata' in properties) names.push('metadata')
  }
  return {
    title: model.name,
    ...(model.doc ? { description: model.doc } : {}),
    type: 'object',
    properties,
    ...(names.length > 0 ? { required: [...new Set(names)] } : {}),
  }
}

function schemaOf(type) {
  if (type.either) return { anyOf: type.either.map(schemaOf) }
  if (type.list) return { type: 'array', items: schemaOf(type.list) }
  if (type.map) return { type: 'object', additionalProperties: schemaOf(type.map) }
  if (type.words) return { type: 'string', enum: type.words }
  if (type.minimum !== undefined) {
    return { type: 'integer', minimum: type.minimum, maximum: type.maximum }
  }
  switch (type.base) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
      return { type: type.base }
    case 'IntOrString':
      return { anyOf: [{ type: 'integer' }, { type: 'string' }] }
    case 'unknown':
      return {}
    default:
      return { $ref: `#/definitions/${type.base}` }
  }
}
