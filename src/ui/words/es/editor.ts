import type { EditorWords } from '../editor.ts'
import { count, decimal } from '../units.ts'

const megabytes = (bytes: number) => decimal(Math.ceil(bytes / 100_000) / 10, 1)

/** The editor in Spanish. */
export const editorEs: EditorWords = {
  panel: 'Editor',
  plainEditor:
    'No se pudo cargar el editor completo. Aquí también funciona todo, menos el autocompletado.',
  ariaLabel: (name) =>
    `YAML de ${name}. Pulsa Escape y luego Tab para salir del editor, Control o Comando e Intro para aplicar.`,
  podShape: 'forma del pod:',
  scenario: 'archivo de escenario',
  noRequests: 'no pide nada',
  apply: 'Aplicar',
  applying: 'Aplicando',
  applyKeys: (mac) => (mac ? '⌘ Intro' : 'Ctrl Intro'),
  applyTitle: (keys) => `Aplicar a los clústeres en marcha, como kubectl apply (${keys})`,
  result: (object, result) => `${object} ${result}`,
  unchangedToo: (count) => (count === 1 ? '1 sin cambios' : `${count} sin cambios`),
  andMore: (count) => `${count} más`,
  nothingToApply: 'No hay nada que aplicar: el texto no tiene objetos de Kubernetes.',
  allUnchanged: 'No cambió nada.',
  applyFailed: (reason) => `No se aplicó nada: ${reason}`,
  restartFor: (kind) => `Se cambió el documento ${kind}. Reinicia la ejecución para usarlo.`,
  restart: 'Reiniciar',
  restarted: 'La ejecución empezó de nuevo con este texto.',
  loadingRun: 'Empezando la ejecución',
  notRestarted: (mistake) => `La ejecución sigue como estaba. ${mistake}`,
  mistake: (line, column, message) => `Línea ${line}, columna ${column}: ${message}`,
  problemAt: (line) => `Línea ${line}`,
  moreProblems: (count) => `${count} más`,
  nextProblem: 'Ir al siguiente',
  checkFailed: 'No se pudo comprobar el texto, porque la simulación no responde.',
  tooBigForCompletion:
    'Este texto es demasiado largo para autocompletar. Se sigue comprobando y se puede aplicar.',
  half: (resource, app) => `${resource} que pide ${app}`,
  resourceName: (resource) =>
    resource === 'cpu' ? 'CPU' : resource === 'memory' ? 'Memoria' : 'GPU',
  piece: (app, shape) => `Forma de ${app}: ${shape}`,
  dragHint: 'Arrastra una mitad para cambiar lo que pide el pod.',
  add: 'Añadir',
  addTitle: 'Añadir al clúster',
  kinds: {
    Deployment: {
      title: 'App',
      example: 'mi-app',
      text: 'Corre hasta que la paras. En YAML: Deployment.',
    },
    Job: { title: 'Job', example: 'mi-job', text: 'Acaba y devuelve su sitio. En YAML: Job.' },
    Node: {
      title: 'Máquina',
      example: 'mi-maquina',
      text: 'Sitio para pods, a un precio. En YAML: Node.',
    },
  },
  kindLabel: 'Qué añadir',
  fields: {
    name: 'Nombre',
    cpu: 'CPU',
    memory: 'Memoria',
    gpu: 'GPU',
    replicas: 'Copias',
    runTime: 'Duración',
    price: 'Precio',
  },
  units: { cpu: 'vCPU', memory: 'GiB', gpu: '', replicas: '', runTime: 's', price: '$ por hora' },
  less: (field) => `Menos: ${field}`,
  more: (field) => `Más: ${field}`,
  nameMissing: 'Ponle un nombre.',
  nameWrong:
    'Un nombre solo tiene letras de la a a la z, cifras y -, y empieza y acaba con letra o cifra.',
  numberWrong: (field, min, max) => `${field}: escribe un número de ${min} a ${count(max)}.`,
  yamlPreview: 'El YAML que se añade',
  addAndApply: 'Añadir y aplicar',
  cancel: 'Cancelar',
  file: 'Archivo',
  example: 'ejemplo',
  draftFrom: (time) => `borrador, ${time}`,
  drafts: 'Borradores',
  newFile: 'Nuevo',
  openFile: 'Abrir un archivo…',
  download: 'Descargar',
  dropHere: 'Suelta un archivo YAML o JSON para abrirlo',
  fileTooBig: (name, bytes, limit) =>
    `${name} es mayor de ${megabytes(limit)} MB (tiene ${megabytes(bytes)} MB), así que no se abrió.`,
  pasteTooBig: (length, limit) =>
    `Ese texto es mayor de ${megabytes(limit)} MB (tiene ${megabytes(length)} MB), así que no se pegó. Tu texto está como estaba.`,
  pasteMakesTooBig: (length, limit) =>
    `Con ese texto, este sería mayor de ${megabytes(limit)} MB (tendría ${megabytes(length)} MB), así que no se pegó. Tu texto está como estaba.`,
  fileMakesTooBig: (name, length, limit) =>
    `${name} no se abrió: como YAML y con el texto que ya hay sería mayor de ${megabytes(limit)} MB (tendría ${megabytes(length)} MB).`,
  fileNotText: (name) => `${name} no es un archivo de texto. Abre un archivo YAML o JSON.`,
  fileEmpty: (name) => `${name} está vacío.`,
  fileUnreadable: (name) => `${name} no se pudo leer.`,
  fileAppended: (name) =>
    `${name} no tiene documento Scenario, así que se añadió al final. Aplica para usarlo.`,
  fileLoaded: (name) => `Se abrió ${name} y empezó su ejecución.`,
  fileNotLoaded: (name, mistake) => `${name} no se abrió. ${mistake}`,
  openAnyway: 'Abrirlo para corregirlo',
  newTitle: 'Mi clúster',
  draftOffered: (name, time) => `Hay cambios sin guardar en ${name}, de ${time}.`,
  draftKept: (name) => `Tus cambios en ${name} se guardaron como borrador.`,
  restoreDraft: 'Recuperar',
  discardDraft: 'Descartar',
  openDraft: 'Abrirlo',
  dismiss: 'Cerrar',
  notations: {
    Quantity: { title: 'Cantidad', description: 'Un número con un sufijo: 500m, 1.5, 512Mi, 2Gi.' },
    Duration: { title: 'Duración', description: 'Un intervalo de tiempo: 500ms, 10s, 5m, 1h30m.' },
  },
  draftNotSaved:
    'Este navegador no guarda borradores. Descarga el texto antes de cerrar la página.',
}
