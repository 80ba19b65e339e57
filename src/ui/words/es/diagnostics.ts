import type { SentenceWords } from '../../../engine/sentences/sentences.ts'
import { brackets, yamlToken } from '../yamlTokens.ts'
import { and } from './plural.ts'

const WHY = 'para tantos está hecho un clúster de Kubernetes'
const NAME_RULE = 'usa letras minúsculas, cifras y -, y empieza y acaba con letra o cifra'

/** `a, b o c`; the words are those of YAML. */
function or(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  if (words.length < 2) return last
  return `${words.slice(0, -1).join(', ')} ${/^h?o/i.test(last) ? 'u' : 'o'} ${last}`
}

const token = (name: string) => yamlToken(name, 'un valor')

/** What Podfall says about a text or a command, in Spanish. */
export const diagnosticsEs: SentenceWords = {
  moreProblems: () => 'Hay más problemas en este documento; corrige primero estos.',
  helmTemplate: (problem) =>
    `${problem} Parece una plantilla de Helm sin procesar: «helm template» escribe lo que representa.`,
  textTooLarge: (megabytes, most) =>
    `Este texto tiene ${megabytes} MB; Podfall lee ${most} MB como mucho. Quita lo que la ejecución no necesita.`,
  documentTooLarge: () =>
    'Este documento es mayor de 1.5 MiB, más de lo que un clúster guarda para un objeto; divídelo.',
  tooManyDocuments: (most) => `Este archivo tiene más de ${most} documentos; divídelo.`,
  tooManyParts: () => 'Este archivo tiene demasiadas partes para leerlo de una vez; divídelo.',
  documentTooDeep: () =>
    'Este documento está demasiado anidado para leerlo; escríbelo con menos niveles.',
  tooDeep: () => 'Esto está demasiado anidado; escríbelo con menos niveles.',

  tab: () => 'Hay un tabulador donde YAML quiere espacios; usa espacios para la sangría.',
  aliasWithProps: () => 'Un alias no puede tener etiqueta ni ancla propias; quítala.',
  aliasWithoutName: () => 'Este alias no tiene nombre; escribe *nombre.',
  wrongCollectionTag: () =>
    'La etiqueta indica una clase de colección y el texto es otra; quita la etiqueta.',
  noDirective: () => 'Esta línea con % no es una directiva de YAML; quítala.',
  noEscape: () =>
    'Esta no es una secuencia de escape de YAML; para una barra invertida escribe \\\\.',
  indentation: () =>
    'La sangría no encaja con las líneas de arriba; alinea esta línea con las de su nivel.',
  plainStart: () =>
    'Un texto sin comillas no puede empezar con este carácter; pon el texto entre comillas.',
  blockOnLine: () =>
    'Un bloque anidado no puede ir en esta línea; ponlo en la siguiente, con sangría, o mira si sobran dos puntos.',
  blockInBrackets: () =>
    'Dentro de [ ] y { } todo se escribe con comas; cierra antes el corchete o la llave.',
  keyTooLong: () =>
    'Esta clave tiene más de 1024 caracteres; faltan dos puntos o un salto de línea.',
  keyOverLines: () =>
    'Una clave debe caber en una línea; faltan dos puntos aquí o en la línea de arriba.',
  severalAnchors: () => 'Un valor puede tener un ancla; quita las demás.',
  severalTags: () => 'Un valor puede tener una etiqueta; quita las demás.',
  openBracket: (bracket) =>
    `Arriba hay un corchete o una llave sin cerrar; escribe ${bracket} al final.`,
  notYaml: (reason) => `Esto no es YAML: ${reason}. Mira esta línea y la de arriba.`,

  keyWithoutValue: () => 'detrás de la clave faltan los dos puntos y su valor',
  missingQuote: (quote) => `falta la comilla ${quote} de cierre`,
  missingComma: (flow) => `falta una coma entre los elementos de ${brackets(flow)}`,
  missingCommaOrColon: (flow) =>
    `falta una coma o dos puntos entre los elementos de ${brackets(flow)}`,
  missingDash: () => 'a esta entrada de la lista le falta el guion',
  missingMarker: () => 'falta la línea --- tras las directivas',
  dashAfterKey: () => 'una lista no puede empezar en la línea de su clave',
  spaceBeforeComment: () => 'delante de un comentario (#) tiene que haber un espacio',
  spaceAfterTag: () => 'detrás de una etiqueta o un ancla tiene que haber un espacio',
  blockHeader: (header) => `tras | o > sobran caracteres: ${header}`,
  noToken: (text) => `no se entiende ${text}`,
  unexpectedAfter: (name) => `tras el valor no se espera ${token(name)}`,
  unexpectedIn: (_name, _stream, text) => `aquí no se espera ${text}`,
  unexpectedInBrackets: (name, flow) => `en ${brackets(flow)} no se espera ${token(name)}`,
  unexpected: (name) => `aquí no se espera ${token(name)}`,

  notAnObject: () => 'Esto no es un objeto de Kubernetes: empieza con apiVersion, kind y metadata.',
  listEntry: () => 'Cada entrada de una List debe ser un objeto con kind y metadata.',
  sameName: (kind, name, line) =>
    `Hay otro ${kind} ${name} en la línea ${line}; cambia el nombre de uno de los dos.`,
  noKind: () => 'Falta kind; di qué es esto, por ejemplo kind: Deployment.',
  unknownKind: (written, ending) => `Podfall no conoce el kind ${written}${ending}`,
  noApiVersion: (kind, apiVersion) => `Falta apiVersion; ${kind} lleva apiVersion: ${apiVersion}.`,
  wrongApiVersion: (kind, apiVersion, written) =>
    `${kind} lleva apiVersion: ${apiVersion}, no ${written}.`,
  onlyOne: (kind) => `Un archivo tiene un solo ${kind}; pasa este a un archivo propio.`,

  danglingAlias: (name) => `*${name} no representa nada: arriba no hay ningún &${name}.`,
  tooManyAliases: (most) =>
    `Los alias de este documento representan más de ${most} valores; escríbelos enteros o quítalos.`,
  keyIsNoWord: () => 'Una clave debe ser una palabra, no una lista ni un grupo de campos.',
  protoKey: () => '__proto__ no es una clave que Kubernetes conozca; quítala.',
  keyTwice: (written) => `La clave ${written} está escrita dos veces; deja una.`,
  mergeOfNothing: () => '<< incorpora los campos de un ancla (<<: *nombre); esto no lo es.',
  unknownField: (written, ending) => `${written} no es un campo que Kubernetes conozca${ending}`,
  unknownFieldIn: (written, at, ending) =>
    `${written} no es un campo que Kubernetes conozca en ${at}${ending}`,
  unknownScenarioField: (written, ending) =>
    `${written} no es un campo que tenga un Scenario${ending}`,
  unknownScenarioFieldIn: (written, at, ending) =>
    `${written} no es un campo que un Scenario tenga en ${at}${ending}`,

  thisDocument: () => 'este documento',
  wants: (at, wanted) => `${at} debe ser ${wanted}.`,
  wantsNot: (at, wanted, found) => `${at} debe ser ${wanted}, no ${found}.`,
  wantsGroup: (at, found) =>
    `${at} debe ser un grupo de campos, debajo y con sangría, no ${found}.`,
  wantsLines: (at, found) => `${at} debe ser un grupo de líneas «clave: valor», no ${found}.`,
  wantsList: (at, found) =>
    `${at} debe ser una lista (empieza cada entrada con «- »), no ${found}.`,
  wantsQuotes: (at, written) => `${at} debe ser texto: ponlo entre comillas, ${written}.`,
  wantsNoQuotes: (at, value) => `${at} debe ser ${value} sin comillas.`,
  wantsNumberUnquoted: (at) => `${at} debe ser un número entero: quita las comillas.`,
  wantsOneOf: (at, words, written, ending) => `${at} debe ser ${or(words)}, no ${written}${ending}`,
  wantsWord: (at, word, written, ending) => `${at} debe ser ${word}, no ${written}${ending}`,
  wantsNotNegative: (at, written) => `${at} debe ser 0 o más, no ${written}.`,
  wantsOtherQuantity: (at, reason) => `${at} debe ser una cantidad: ${reason}.`,
  wantsAYearAtMost: (at) => `${at} debe ser un año como mucho.`,
  emptyEntry: (at) => `${at} está sin valor; escríbelo o quita la entrada.`,
  missingField: (at) => `Falta ${at}; añádelo.`,
  aGroup: () => 'un grupo de campos',
  aList: () => 'una lista',
  text: () => 'texto',
  trueOrFalse: () => 'true o false',
  wholeNumber: () => 'un número entero',
  number: () => 'un número',
  numberOrShare: () => 'un número entero o un texto como 25%',
  quantity: () => 'una cantidad como 500m o 2Gi',
  timeSpan: () => 'una duración como 500ms, 10s o 1h30m',
  oneWord: () => 'una palabra',

  fullStop: () => '.',
  didYouMean: (word) => `; ¿querías decir ${word}?`,
  leftOut: () => '; no se tiene en cuenta.',
  documentLeftOut: () => '; este documento no se tiene en cuenta.',
  belongsInto: (at) => `; su sitio es ${at}.`,
  thereAre: (names) => `; hay ${and(names)}.`,

  noName: (at) => `Falta ${at}; ponle un nombre al objeto.`,
  badName: (at, written) => `${at} no puede ser ${written}; ${NAME_RULE}.`,
  badLabel: (at, written) =>
    `${at} no puede ser ${written}; una etiqueta tiene como mucho 63 letras, cifras, -, _ y ., y empieza y acaba con letra o cifra.`,
  badKey: (at) =>
    `${at} no es un nombre que Kubernetes acepte; escribe nombre o dominio/nombre, con letras, cifras, -, _ y .`,
  valuesWanted: (at, operator) => `${at} debe tener al menos un valor con ${operator}.`,
  leaveOutWith: (at, what) => `${at} no se escribe con ${what}; quítalo.`,
  oneNumberWith: (at, operator) => `${at} debe ser un solo número entero con ${operator}.`,
  onlyMetadataName: (at) => `${at} debe ser metadata.name.`,
  oneNameInOrNotIn: (at) => `${at} debe usar In o NotIn con un solo nombre.`,

  noContainer: (at) => `${at} no tiene nada; un pod tiene al menos un contenedor.`,
  sameContainerName: (at) => `${at} es el nombre de otro contenedor de este pod; elige otro.`,
  noImage: (at) => `Falta ${at}; un clúster la exige, Podfall sigue sin ella.`,
  existsWithoutKey: (at) => `${at} debe ser Exists cuando no hay key.`,
  noExecuteWithSeconds: (at) => `${at} debe ser NoExecute cuando hay tolerationSeconds.`,
  annotationQuantity: (at, written) =>
    `${at} debe ser una cantidad como 500m o 2Gi, no ${written}.`,
  annotationTime: (at, written) => `${at} debe ser una duración como 10s o 1m, no ${written}.`,
  annotationLoad: (at, written) => `${at} debe ser una cantidad como 500m o 1k, no ${written}.`,

  uncountable: (at, written, most) =>
    `${at} es ${written}, más de lo que se puede contar (${most}); escribe un número menor.`,
  wholeDevices: (at, written) =>
    `${at} debe ser un número entero, no ${written}: los dispositivos no se comparten.`,
  roundedUp: (at, written, amount) => `${at} es ${written}, se redondea hacia arriba a ${amount}.`,
  thousandths: (at, written, amount, meant) =>
    `${at} es ${written}, se redondea hacia arriba a ${amount}; m son milésimas, ¿querías decir ${meant}?`,
  surprising: (at, written, amount) => `${at} es ${written}, más de ${amount}; revisa el sufijo.`,
  noLimit: (at) => `${at} no tiene límite; un clúster exige el mismo número en limits.`,
  notItsLimit: (at, limit, resource) =>
    `${at} debe ser igual a su límite (${limit}): ${resource} no admite sobreasignación.`,
  aboveLimit: (at, request, limit) =>
    `${at} es ${request}, por encima de su límite de ${limit}; sube el límite o baja lo que pide.`,

  leaveOutWithType: (at, type) => `${at} no se escribe con type: ${type}; quítalo.`,
  neitherSurge: (at) => `${at} no puede ser 0 si maxSurge es 0: no se podría reemplazar nada.`,
  neitherDaemonSurge: (at) => `${at} no puede ser 0 si maxSurge es 0.`,
  bothSurge: (at) =>
    `${at} no se puede usar si maxUnavailable no es 0; escribe 0 en maxUnavailable.`,
  namesPods: (at) => `${at} da nombre a los pods; escribe como mucho 63 letras, cifras y -.`,
  nothingReplaced: (at) => `${at} no puede ser 0: no se podría reemplazar nada.`,
  noClaimName: (at) => `Falta ${at}; da nombre a los volúmenes.`,
  sameClaimName: (at) => `${at} es el nombre de otra plantilla; elige otro.`,
  jobNameTooLong: (at) =>
    `${at} tiene más de 63 caracteres; un Job da su propio nombre a sus pods.`,
  wantsRestartNever: (at) => `${at} exige restartPolicy: Never en la plantilla.`,
  wantsIndexed: (at) => `${at} exige completionMode: Indexed.`,
  wantsBackoffPerIndex: (at) => `${at} exige backoffLimitPerIndex a su lado.`,
  failIndexAlone: (at) => `${at}: FailIndex exige spec.backoffLimitPerIndex.`,
  emptySuccessRule: (at) => `${at} debe tener succeededIndexes o succeededCount.`,
  badIndexes: (at, written) => `${at} deben ser índices en orden como 0,2-4, no ${written}.`,
  cronNameTooLong: (at) => `${at} tiene más de 52 caracteres; sus Jobs le añaden un número.`,
  noSchedule: (at, reason) => `${at} no es una programación válida: ${reason}.`,
  noTimeZone: (at, written) => `${at} debe ser una zona horaria como Europe/Berlin, no ${written}.`,
  tooManyPods: (at, pods, most) =>
    `${at} es ${pods}, más pods de los que Podfall simula (${most}); escribe un número menor.`,
  restartPolicy: (at, words, written) => `${at} debe ser aquí ${or(words)}, no ${written}.`,
  restartPolicyAbsent: (at, words) =>
    `${at} debe ser aquí ${or(words)}; si no se escribe, es Always.`,
  emptySelector: (at) =>
    `${at} no selecciona nada; escribe matchLabels con las etiquetas de la plantilla.`,
  otherSelector: (at) =>
    `${at} no coincide con spec.template.metadata.labels; escribe las mismas etiquetas en ambos.`,
  badShare: (at, written) =>
    `${at} debe ser un número entero o un porcentaje como 25%, no ${written}.`,
  maxBelowMin: (at, min) => `${at} debe ser al menos minReplicas (${min}).`,
  notScalable: (at) =>
    `${at} no se puede escalar; sí se puede un Deployment, un ReplicaSet o un StatefulSet.`,
  noMetric: (at, type) => `Falta ${at}; una métrica de tipo ${type} lo tiene.`,
  oneTarget: (at) =>
    `${at} debe tener exactamente uno de averageUtilization, averageValue y value.`,
  cpuOrMemory: (at) => `${at} debe ser cpu o memory.`,

  besideMinAvailable: (at) => `${at} no puede ir junto a minAvailable; escribe uno de los dos.`,
  namesDns: (at) => `${at} es también su nombre DNS; escribe como mucho 63 letras, cifras y -.`,
  noPort: (at) => `Falta ${at}; un Service tiene al menos un puerto.`,
  noPortName: (at) => `Falta ${at}; si hay varios puertos, llevan nombre.`,
  samePortName: (at) => `${at} es el nombre de otro puerto; elige otro.`,
  aboveMaximum: (at, amount, most) => `${at} es ${amount}, por encima del máximo de ${most}.`,
  containersOnly: (at) => `${at} es solo para contenedores.`,
  nothingFits: (at) => `Falta ${at}; sin ello no cabe nada en este nodo: escribe ahí cpu y memory.`,
  badTaintValue: (at, written) =>
    `${at} no puede ser ${written}; sigue las reglas de las etiquetas.`,

  noRules: (at) => `Falta ${at}; escribe rules, o un defaultBackend.`,
  badHost: (at, written) =>
    `${at} no puede ser ${written}; escribe un nombre como shop.example.com.`,
  beginsWithSlash: (at) => `${at} debe empezar con /.`,
  leadsNowhere: (at) => `${at} aquí no lleva a ninguna parte; escribe un service.`,
  noBackendService: (at) => `Falta ${at}; escribe el nombre de un Service y su puerto.`,
  nameOrNumber: (at) => `${at} debe tener o un nombre o un número.`,
  ingressOrEgress: (at, written) => `${at} debe ser Ingress o Egress, no ${written}.`,
  emptyPeer: (at) => `${at} no tiene nada; escribe podSelector, namespaceSelector o ipBlock.`,
  besideSelectors: (at) => `${at} no puede ir junto a selectores.`,
  partOf: (at, cidr) => `${at} debe ser una parte de ${cidr}.`,
  noIPv6: (at) => `${at} aquí no alcanza a nadie: todas las direcciones son IPv4.`,
  badRange: (at, written) => `${at} debe ser un rango como 10.0.0.0/8, no ${written}.`,
  badEndPort: (at) => `${at} debe ir junto a un número de puerto que no sea mayor.`,
  badUrl: (at, written) =>
    `${at} debe ser una URL como http://web o http://web.shop.svc.cluster.local:8080/cart, no ${written}.`,
  badAddress: (at, written) => `${at} debe ser una dirección IPv4, no ${written}.`,

  atLeastZero: (at) => `${at} debe ser 0 o más.`,
  atLeastOne: (at) => `${at} debe ser 1 o más.`,
  moreThanZero: (at) => `${at} debe ser más de 0.`,
  moreThanZeroSeconds: (at) => `${at} debe ser más de 0s.`,
  between: (at, least, most) => `${at} debe estar entre ${least} y ${most}.`,
  betweenMinAnd: (at, min, most) => `${at} debe estar entre ${min} (min) y ${most}.`,
  betweenZeroAndMax: (at, max) => `${at} debe estar entre 0 y ${max} (max).`,

  noLanes: (at) => `${at} no tiene nada; nombra al menos una política, como one-click.`,
  sameLane: (at, written) =>
    `${at} hace un segundo lane ${written}; dale otro id a uno de los dos.`,
  noPolicy: (at, written, ending) => `${at} es ${written}, que no es una política${ending}`,
  noLane: (at, written, ending) =>
    `${at} es ${written}, que no está en los lanes de este escenario${ending}`,
  forNoLane: (at, written, ending) =>
    `${at} es para ${written}, que no está en los lanes de este escenario${ending}`,
  badBranch: (at) => `${at} debe ser una letra mayúscula o más, como A.`,
  badClock: (at, written) => `${at} debe ser una hora del día como "03:00", no ${written}.`,

  sameMachineType: (at) => `${at} es el nombre de otro tipo de máquina.`,
  noCapacity: (at) => `Falta ${at}; una máquina tiene cpu y memory.`,
  noMachineType: (at, written, ending) =>
    `${at} es ${written}, que no es un tipo de máquina de este escenario${ending}`,
  writeMachineType: () => '; escríbelo en machineTypes.',
  moreMachinesAtStart: (at, most, given) =>
    `${at} es ${most}, pero al principio hay ${given} máquinas; auméntalo.`,
  sameNodeGroup: (at) => `${at} es el nombre de otro grupo de nodos.`,
  spotOnly: (at) => `${at} es solo para máquinas spot; escribe spot: true a su lado.`,
  noNodeGroups: (at) => `${at} no tiene nada que hacer: escribe nodeGroups a su lado.`,
  noExpander: (at, written, ending) => `${at} es ${written}, que no es un expander${ending}`,

  arrivalKind: (at) =>
    `${at} debe ser un flujo (start, every, order), una oleada (at, app, count, over) o una traza (trace), y solo una cosa.`,
  tooManyArrivals: (at, most) => `${at} da más de ${most} llegadas; escribe menos.`,
  atAndApp: (at) => `${at} debe tener tanto at como app.`,
  badOrder: (at, written) => `${at} contiene ${written}; escribe el nombre de una app, o app*3.`,
  badTraceLine: (at, written) =>
    `${at} contiene la línea ${written}; escribe segundos, el nombre de una app y segundos de trabajo: 90.5 train 3600.`,
  jobByItself: (at, written) =>
    `${at} contiene ${written}, un Job que corre por sí solo; escribe suspend: true en su spec.`,
  noApp: (at, written, ending) =>
    `${at} contiene ${written}, que no es un Deployment ni un Job suspendido de este archivo${ending}`,
  addToFile: () => '; añádelo a este archivo.',

  oneAction: (at, actions) => `${at} debe tener at y exactamente uno de ${and(actions)}.`,
  machinesFromOne: (at) => `${at} debe ser 1 o más: las máquinas se numeran desde 1.`,
  revisionOfUndo: (at) => `${at} no se escribe aquí: solo undo vuelve a una revisión.`,

  runArrivals: (arrivals, most) =>
    `Hay ${arrivals} llegadas, pero una ejecución admite ${most} pods como mucho, ${WHY}.`,
  runPods: (name, pods, most) =>
    `${name} quiere ${pods} pods, pero una ejecución admite ${most} como mucho, ${WHY}.`,
  runPodsInAll: (name, pods, most, all) =>
    `${name} quiere ${pods} pods, pero una ejecución admite ${most} como mucho, ${WHY}. Serían ${all} pods en total.`,
  runNodes: (name, most) =>
    `Con ${name} habría más de ${most} nodos, el máximo de una ejecución, ${WHY}.`,
  nothingToApply: () => 'En este texto no hay ningún objeto que se pueda aplicar.',

  unknownMachine: (machine) => `No hay ninguna máquina ${machine}.`,
  noPowerAlready: (name) => `${name} ya está sin corriente.`,
  powerAlready: (name) => `${name} ya tiene corriente.`,
  noPowerInEveryLane: () => 'No hay ninguna máquina con corriente en todos los lados.',
  notSpot: (name) => `${name} no es una máquina spot.`,
  takenBackAlready: (name) => `La nube ya está recuperando ${name}.`,
  stillBooting: (name) => `${name} aún está arrancando.`,
  cordonedAlready: (name) => `${name} ya está acordonada.`,
  notCordoned: (name) => `${name} no está acordonada.`,
  noMachineTypes: () => 'El escenario no tiene tipos de máquina.',
  unknownMachineType: (name) => `No hay ningún tipo de máquina "${name}".`,
  mostMachines: (count) =>
    `Ya hay ${count} ${count === 1 ? 'máquina' : 'máquinas'}, el máximo de este escenario.`,

  unknownLane: (id) => `No hay ningún lado "${id}".`,
  unknownPolicy: (id) => `No hay ninguna política "${id}".`,
  policyAlready: (id) => `Este lado ya tiene la política "${id}".`,
  noRunbook: () => 'Un clúster de Kubernetes no puede llevarse con un procedimiento escrito.',
  runbookStays: () =>
    'Un lado one-click no es un clúster de Kubernetes: solo puede recibir otra política desde su inicio.',
  runbookAlone: () => 'Un lado one-click no tiene plano de control.',
  controlPlaneUp: () => 'El plano de control ya está en marcha.',
  controlPlaneDown: () => 'El plano de control ya está caído.',
  pagerSilent: () => 'El busca no está sonando.',

  noObject: (kind, name) => `No hay ningún ${kind} "${name}".`,
  noObjectIn: (kind, name, namespace) =>
    `No hay ningún ${kind} "${name}" en el namespace "${namespace}".`,
  noKindHere: (kind) => `Aquí no hay ningún kind "${kind}".`,
  badReplicas: (replicas) =>
    `El número de réplicas es 0 o un número entero positivo, no ${replicas}.`,
  notScaled: (kind) =>
    `No se puede escalar un ${kind}: solo los Deployments, ReplicaSets y StatefulSets.`,
  badAnnotation: (key) => `"${key}" no puede ser el nombre de una anotación.`,
  badTraffic: (most, requests) =>
    `Las peticiones por segundo son un número entero de 0 a ${most}, no ${requests}.`,

  noRollout: (kind, action, kinds) =>
    `Un ${kind} no admite «rollout ${action}»: solo ${and(kinds)}.`,
  deploymentsPause: (kind) => `Solo se puede pausar un Deployment, no un ${kind}.`,
  pausedAlready: (name) => `El Deployment "${name}" ya está en pausa.`,
  notPaused: (name) => `El Deployment "${name}" no está en pausa.`,
  pausedRestart: (kind, name) =>
    `El ${kind} "${name}" está en pausa; reanúdalo antes de reiniciarlo.`,
  pausedUndo: (kind, name) =>
    `El ${kind} "${name}" está en pausa; reanúdalo antes de deshacer su despliegue.`,
  noEarlierRevision: (kind, name) =>
    `El ${kind} "${name}" no tiene una revisión anterior a la que volver.`,
  noRevision: (kind, name, revision) =>
    `El ${kind} "${name}" no tiene la revisión ${revision} en su historial.`,
  templateAlready: (kind, name, revision) =>
    `El ${kind} "${name}" ya tiene la plantilla de la revisión ${revision}.`,

  comparing: () => 'Se están comparando dos ramas; termina antes la comparación.',
  cancelled: () => 'Se canceló antes de que se pudiera hacer.',

  quantityTooLong: (length) =>
    `una cantidad de ${length} caracteres es demasiado larga; escribe 2 o 500m`,
  noQuantity: (text) =>
    `"${text}" no es una cantidad; escribe un número con un sufijo como 500m, 1.5, 512Mi o 2Gi`,
  quantityTooLarge: (text) =>
    `${text} es mayor de lo que puede ser una cantidad (2^63-1); escribe un número menor`,
  quantityInexact: (text) =>
    `${text} es más de lo que se puede contar con exactitud; escribe un número menor`,
  noAmount: (amount) => `${amount} no es una cantidad`,

  cronZone: () => 'la zona horaria va en timeZone, no aquí',
  cronName: (text, known) => `no se conoce ${text}; hay ${and(known)}`,
  cronFields: (fields) =>
    `tiene ${fields} ${fields === 1 ? 'campo' : 'campos'} en vez de cinco: minuto, hora, día del mes, mes y día de la semana`,
  cronSlashes: (part) => `sobran barras en ${part}`,
  cronStep: (part) => `el paso de ${part} debe ser 1 o más`,
  cronHyphens: (text) => `sobran guiones en ${text}`,
  cronRange: (field, text, from, to) => `${field}: ${text} no está entre ${from} y ${to}`,
  cronOrder: (text) => `${text} empieza después de su final`,
  cronNumber: (text, field) => `${field}: "${text}" no es un número`,
  cronSpan: (text) => `"${text}" no es una duración como 90s o 1h30m`,
  cronMinute: () => 'minuto',
  cronHour: () => 'hora',
  cronDay: () => 'día del mes',
  cronMonth: () => 'mes',
  cronWeekday: () => 'día de la semana',
}
