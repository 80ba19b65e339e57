import type { Lesson } from './lesson.ts'

const DOCS = 'https://kubernetes.io/docs/'
const RESOURCES = `${DOCS}concepts/configuration/manage-resources-containers/`
const SCHEDULER = `${DOCS}concepts/scheduling-eviction/kube-scheduler/`
const PACKING = `${DOCS}concepts/scheduling-eviction/resource-bin-packing/`
const TAINTS = `${DOCS}concepts/scheduling-eviction/taint-and-toleration/`
const SPREAD = `${DOCS}concepts/scheduling-eviction/topology-spread-constraints/`
const NODES = `${DOCS}concepts/architecture/nodes/`
const JOBS = `${DOCS}concepts/workloads/controllers/job/`
const PODS = `${DOCS}concepts/workloads/pods/pod-lifecycle/`
const DEPLOYMENTS = `${DOCS}concepts/workloads/controllers/deployment/`
const AUTOSCALING = `${DOCS}concepts/cluster-administration/node-autoscaling/`
const LARGE = `${DOCS}setup/best-practices/cluster-large/`
const GPUS = `${DOCS}tasks/manage-gpus/scheduling-gpus/`
const UNREADY = `${DOCS}reference/node/node-status/`

/** Started by hand: no controller wants it, so nothing makes it anew. */
const SHELL = `apiVersion: v1
kind: Pod
metadata:
  name: shell
spec:
  nodeSelector:
    kubernetes.io/hostname: node-2
  containers:
    - name: shell
      image: example.com/shell:1.0
      resources:
        requests:
          cpu: 500m
          memory: 1Gi
`

const RIGHT = 'kubernetes-bin-packing'

/** In the order of the shelf, and of a talk. Their texts are in `src/ui/words/lessons.*.ts`. */
export const LESSON_FILES: readonly Lesson[] = [
  {
    name: 'shapes',
    scenario: 'shapes',
    picture: { at: 3_500, machines: [2] },
    steps: [
      { id: 'shape', from: 0, doc: RESOURCES },
      { id: 'wide', to: 1_900, doc: RESOURCES },
      { id: 'tall', to: 2_900, doc: RESOURCES },
      { id: 'even', to: 3_500 },
      { id: 'lanes', select: { lane: RIGHT, machine: 2 }, doc: NODES },
      { id: 'tooTall', to: 4_500, doc: SCHEDULER },
      { id: 'edit', question: { type: 'edit', lane: RIGHT, app: 'model' }, doc: RESOURCES },
      { id: 'end', doc: RESOURCES },
    ],
  },
  {
    name: 'one-click-or-scheduler',
    scenario: 'opening',
    picture: { at: 35_500, machines: [1, 2, 3] },
    steps: [
      { id: 'same', from: 0, doc: SCHEDULER },
      { id: 'begin', from: 0, to: 12_500, speed: 2, doc: SCHEDULER },
      { id: 'guess', from: 12_500, explain: 'queue', question: { type: 'node' } },
      { id: 'scored', explain: 'score', doc: PACKING },
      { id: 'more', to: 35_500, speed: 2, doc: AUTOSCALING },
      { id: 'fewer' },
      { id: 'money' },
      { id: 'order', from: 42_000 },
    ],
  },
  {
    name: 'what-fits',
    scenario: 'what-fits',
    picture: { at: 500, machines: [1, 2, 3], explain: true },
    steps: [
      { id: 'filled', from: 500, doc: RESOURCES },
      {
        id: 'where',
        from: 500,
        explain: 'queue',
        question: { type: 'node' },
      },
      { id: 'filter', explain: 'filter', doc: SCHEDULER },
      { id: 'only', explain: 'score', doc: SCHEDULER },
      { id: 'bound', explain: 'bind', doc: PODS },
      { id: 'none', from: 2_500, doc: SCHEDULER },
      { id: 'edit', question: { type: 'edit', lane: RIGHT, app: 'model' }, doc: RESOURCES },
      { id: 'end', doc: RESOURCES },
    ],
  },
  {
    name: 'which-is-best',
    scenario: 'which-is-best',
    picture: { at: 500, machines: [1, 2, 3], explain: true },
    steps: [
      { id: 'open', from: 500, doc: SCHEDULER },
      {
        id: 'which',
        doc: PACKING,
        from: 500,
        explain: 'queue',
        question: { type: 'node' },
      },
      { id: 'filter', explain: 'filter', doc: SCHEDULER },
      { id: 'score', explain: 'score', doc: PACKING },
      { id: 'bind', explain: 'bind', doc: SCHEDULER },
      { id: 'play', to: 6_800, doc: PACKING },
      { id: 'end', doc: PACKING },
    ],
  },
  {
    name: 'pull-the-plug',
    scenario: 'night',
    picture: { at: 21_000, machines: [1, 2, 3] },
    steps: [
      {
        id: 'night',
        from: 13_500,
        commands: [{ type: 'apply', text: SHELL }],
        doc: PODS,
      },
      {
        id: 'who',
        doc: PODS,
        from: 19_000,
        select: { lane: 'kubernetes-default', machine: 2 },
        question: { type: 'plug', lane: 'kubernetes-default', machine: 2 },
      },
      { id: 'dead', to: 21_000, doc: UNREADY },
      { id: 'wait', to: 82_000, doc: NODES },
      { id: 'back', to: 378_000, doc: TAINTS },
      { id: 'person', to: 1_290_000, speed: 8, doc: DEPLOYMENTS },
    ],
  },
  {
    name: 'jobs-finish',
    scenario: 'jobs',
    picture: { at: 30_500, machines: [1, 2, 3] },
    steps: [
      { id: 'jobs', from: 0, doc: JOBS },
      { id: 'begin', to: 14_500, speed: 2, doc: JOBS },
      { id: 'clear', to: 27_500, doc: RESOURCES },
      {
        id: 'guess',
        from: 28_500,
        explain: 'queue',
        question: { type: 'node' },
      },
      { id: 'scored', explain: 'score', doc: SCHEDULER },
      { id: 'play', from: 29_500, to: 54_000, speed: 2, doc: SCHEDULER },
      { id: 'end', doc: JOBS },
    ],
  },
  {
    name: 'big-and-small',
    scenario: 'machine-shapes',
    picture: { at: 29_000, machines: [2, 3, 4] },
    steps: [
      { id: 'shapes', from: 0, doc: NODES },
      { id: 'begin', to: 8_500, doc: GPUS },
      {
        id: 'guess',
        from: 8_500,
        explain: 'queue',
        question: { type: 'node' },
        doc: GPUS,
      },
      { id: 'filter', explain: 'filter', doc: GPUS },
      { id: 'play', from: 9_500, to: 28_000, speed: 2 },
      { id: 'end', doc: TAINTS },
    ],
  },
  {
    name: 'taints-and-zones',
    scenario: 'zones',
    picture: { at: 13_500, machines: [3, 6], explain: true },
    steps: [
      { id: 'zones', from: 0, doc: SPREAD },
      { id: 'begin', to: 13_500, speed: 2, doc: SPREAD },
      {
        id: 'guess',
        from: 13_500,
        explain: 'queue',
        question: { type: 'node' },
      },
      { id: 'tainted', explain: 'filter', doc: TAINTS },
      { id: 'spread', from: 20_500, doc: SPREAD },
      { id: 'dark', from: 20_500, to: 23_500, doc: SPREAD },
      { id: 'end', to: 400_000, doc: SPREAD },
    ],
  },
  {
    name: 'at-scale',
    scenario: 'at-scale',
    picture: { at: 0, machines: [] },
    steps: [
      {
        id: 'many',
        from: 0,
        question: { type: 'estimate', lane: 'one-click', within: 0.1 },
        doc: LARGE,
      },
      { id: 'play', to: 62_000, speed: 8, doc: SCHEDULER },
      { id: 'end', settles: 'many', doc: PACKING },
      { id: 'stranded', doc: AUTOSCALING },
    ],
  },
]
