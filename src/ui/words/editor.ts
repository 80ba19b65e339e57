import { speak, type Translated } from './spoken.ts'
import { count } from './units.ts'

/** Every text that the editor shows. Plain on the surface, exact underneath. */
const editorEn = {
  panel: 'Editor',
  /** Monaco could not be fetched. */
  plainEditor: 'The full editor could not be loaded. Everything but completion works here too.',
  ariaLabel: (name: string) =>
    `YAML of ${name}. Press Escape and then Tab to leave the editor, Control or Command and Enter to apply.`,

  podShape: 'pod shape:',
  scenario: 'scenario file',
  noRequests: 'asks for nothing',

  apply: 'Apply',
  applying: 'Applying',
  applyKeys: (mac: boolean) => (mac ? '⌘ Enter' : 'Ctrl Enter'),
  applyTitle: (keys: string) => `Apply to the running clusters, as kubectl apply does (${keys})`,
  result: (object: string, result: string) => `${object} ${result}`,
  unchangedToo: (count: number) => (count === 1 ? '1 unchanged' : `${count} unchanged`),
  andMore: (count: number) => `${count} more`,
  nothingToApply: 'There is nothing to apply: the text has no Kubernetes objects.',
  allUnchanged: 'Nothing changed.',
  applyFailed: (reason: string) => `Nothing was applied: ${reason}`,
  restartFor: (kind: string) => `The ${kind} document was changed. Restart the run to use it.`,
  restart: 'Restart',
  restarted: 'The run was started again with this text.',
  loadingRun: 'Starting the run',
  notRestarted: (mistake: string) => `The run goes on as it was. ${mistake}`,
  mistake: (line: number, column: number, message: string) =>
    `Line ${line}, column ${column}: ${message}`,

  problemAt: (line: number) => `Line ${line}`,
  moreProblems: (count: number) => (count === 1 ? '1 more' : `${count} more`),
  /** Of the problems in the text. */
  nextProblem: 'Go to the next one',
  checkFailed: 'The text could not be checked, because the simulation does not answer.',
  tooBigForCompletion:
    'This text is too long for completion. It is still checked and can be applied.',

  half: (resource: string, app: string) => `${resource} that ${app} asks for`,
  resourceName: (resource: string) =>
    resource === 'cpu' ? 'CPU' : resource === 'memory' ? 'Memory' : 'GPUs',
  piece: (app: string, shape: string) => `Shape of ${app}: ${shape}`,
  dragHint: 'Drag a half to change what the pod asks for.',

  add: 'Add',
  addTitle: 'Add to the cluster',
  kinds: {
    Deployment: {
      title: 'App',
      example: 'my-app',
      text: 'Runs until you stop it. In YAML: Deployment.',
    },
    Job: { title: 'Job', example: 'my-job', text: 'Ends, and gives its room back. In YAML: Job.' },
    Node: {
      title: 'Machine',
      example: 'my-machine',
      text: 'Room for pods, at a price. In YAML: Node.',
    },
  },
  kindLabel: 'What to add',
  fields: {
    name: 'Name',
    cpu: 'CPU',
    memory: 'Memory',
    gpu: 'GPUs',
    replicas: 'Copies',
    runTime: 'Run time',
    price: 'Price',
  },
  units: { cpu: 'vCPU', memory: 'GiB', gpu: '', replicas: '', runTime: 's', price: '$ per hour' },
  less: (field: string) => `Less: ${field}`,
  more: (field: string) => `More: ${field}`,
  nameMissing: 'Give it a name.',
  nameWrong: 'A name has only a to z, 0 to 9 and -, and begins and ends with a letter or digit.',
  numberWrong: (field: string, min: number, max: number) =>
    `${field}: write a number from ${min} to ${count(max)}.`,
  yamlPreview: 'The YAML that is added',
  addAndApply: 'Add and apply',
  cancel: 'Cancel',

  file: 'File',
  example: 'example',
  draftFrom: (time: string) => `draft, ${time}`,
  drafts: 'Drafts',
  newFile: 'New',
  openFile: 'Open a file…',
  download: 'Download',
  dropHere: 'Drop a YAML or JSON file to open it',
  fileTooBig: (name: string, bytes: number, limit: number) =>
    `${name} is larger than ${megabytes(limit)} MB (it has ${megabytes(bytes)} MB), so it was not opened.`,
  pasteTooBig: (length: number, limit: number) =>
    `That text is larger than ${megabytes(limit)} MB (it has ${megabytes(length)} MB), so it was not pasted. Your text is as it was.`,
  pasteMakesTooBig: (length: number, limit: number) =>
    `With that text this one would be larger than ${megabytes(limit)} MB (it would have ${megabytes(length)} MB), so it was not pasted. Your text is as it was.`,
  fileMakesTooBig: (name: string, length: number, limit: number) =>
    `${name} was not opened: as YAML and with the text at hand it would be larger than ${megabytes(limit)} MB (it would have ${megabytes(length)} MB).`,
  fileNotText: (name: string) => `${name} is not a text file. Open a YAML or JSON file.`,
  fileEmpty: (name: string) => `${name} is empty.`,
  fileUnreadable: (name: string) => `${name} could not be read.`,
  fileAppended: (name: string) =>
    `${name} has no Scenario document, so it was added at the end. Apply to use it.`,
  fileLoaded: (name: string) => `${name} was opened and its run started.`,
  fileNotLoaded: (name: string, mistake: string) => `${name} was not opened. ${mistake}`,
  openAnyway: 'Open it to fix it',
  newTitle: 'My cluster',

  draftOffered: (name: string, time: string) => `There are unsaved edits to ${name} from ${time}.`,
  draftKept: (name: string) => `Your edits to ${name} were kept as a draft.`,
  restoreDraft: 'Restore',
  discardDraft: 'Discard',
  openDraft: 'Open it',
  dismiss: 'Close',
  /** What a hover says of values that have a notation of their own. */
  notations: {
    Quantity: { title: 'Quantity', description: 'A number with a suffix: 500m, 1.5, 512Mi, 2Gi.' },
    Duration: { title: 'Duration', description: 'A time span: 500ms, 10s, 5m, 1h30m.' },
  },
  draftNotSaved: 'This browser does not keep drafts. Download the text before you close the page.',
} as const

function megabytes(bytes: number): string {
  return (Math.ceil(bytes / 100_000) / 10).toString()
}

export type EditorWords = Translated<typeof editorEn>

/** In the language that is spoken. */
export let editorWords: EditorWords = editorEn
speak('editor', editorEn, (texts) => {
  editorWords = texts
})
