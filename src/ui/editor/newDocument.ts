import { amountToText } from '../../engine/api/quantity.ts'

/** What the form for people who do not know YAML asks for. Amounts: vCPU, GiB, whole GPUs. */
export type NewObject =
  | {
      readonly kind: 'Deployment'
      readonly name: string
      readonly cpu: number
      readonly memory: number
      readonly gpu: number
      readonly replicas: number
    }
  | {
      readonly kind: 'Job'
      readonly name: string
      readonly cpu: number
      readonly memory: number
      readonly gpu: number
      /** Seconds until each of its pods is done. */
      readonly runTime: number
    }
  | {
      readonly kind: 'Node'
      readonly name: string
      readonly cpu: number
      readonly memory: number
      readonly gpu: number
      /** US dollars an hour. */
      readonly price: number
    }

/** What KWOK calls the time until a Job's pod has completed; Podfall reads the same annotation. */
const RUN_TIME = 'pod-complete.stage.kwok.x-k8s.io/delay'
/** What a Node of one's own costs, in US dollars. */
const PRICE = 'podfall.dev/price-per-hour'
const GPU = 'nvidia.com/gpu'
const GIB = 1024 ** 3

/** A Kubernetes object name: an RFC 1123 label (at most 63 of a-z, 0-9 and `-`, no `-` at the ends). */
export function isObjectName(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)
}

/** The YAML document for a filled-in form. */
export function newDocument(object: NewObject): string {
  const lines = writers[object.kind](object as never)
  return `${lines.join('\n')}\n`
}

type Of<K extends NewObject['kind']> = Extract<NewObject, { kind: K }>
const writers: { [K in NewObject['kind']]: (object: Of<K>) => string[] } = {
  Deployment: (app) => [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${scalar(app.name)}`,
    'spec:',
    `  replicas: ${app.replicas}`,
    '  selector:',
    '    matchLabels:',
    `      app: ${scalar(app.name)}`,
    '  template:',
    '    metadata:',
    '      labels:',
    `        app: ${scalar(app.name)}`,
    '    spec:',
    ...container(app),
  ],
  Job: (job) => [
    'apiVersion: batch/v1',
    'kind: Job',
    'metadata:',
    `  name: ${scalar(job.name)}`,
    'spec:',
    '  template:',
    '    metadata:',
    '      annotations:',
    `        ${RUN_TIME}: ${duration(job.runTime)}`,
    '    spec:',
    '      restartPolicy: Never',
    ...container(job),
  ],
  Node: (node) => [
    'apiVersion: v1',
    'kind: Node',
    'metadata:',
    `  name: ${scalar(node.name)}`,
    '  annotations:',
    `    ${PRICE}: "${node.price}"`,
    'status:',
    '  allocatable:',
    ...amounts(node, '    '),
    '    pods: "110"',
  ],
}

interface Amounts {
  readonly cpu: number
  readonly memory: number
  readonly gpu: number
}

function container(app: Amounts & { readonly name: string }): string[] {
  return [
    '      containers:',
    `        - name: ${scalar(app.name)}`,
    `          image: example.com/${app.name}:1.0`,
    '          resources:',
    '            requests:',
    ...amounts(app, '              '),
    // Kubernetes wants a limit equal to the request for everything but cpu and memory.
    ...(app.gpu > 0 ? ['            limits:', `              ${GPU}: ${app.gpu}`] : []),
  ]
}

function amounts({ cpu, memory, gpu }: Amounts, indent: string): string[] {
  return [
    `${indent}cpu: ${scalar(amountToText('cpu', Math.round(cpu * 1000)))}`,
    `${indent}memory: ${amountToText('memory', Math.round(memory * GIB))}`,
    ...(gpu > 0 ? [`${indent}${GPU}: ${gpu}`] : []),
  ]
}

function duration(seconds: number): string {
  return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60}m` : `${seconds}s`
}

/** Quoted where YAML would otherwise read a number, a date or a boolean. */
function scalar(value: string): string {
  const plain =
    /^[a-z0-9][a-z0-9-]*$/.test(value) &&
    !/^[0-9]/.test(value) &&
    !/^(?:true|false|yes|no|on|off|null|y|n)$/.test(value)
  const quantity = /^[0-9]+m$/.test(value)
  return plain || quantity ? value : `"${value}"`
}
