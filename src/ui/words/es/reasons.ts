import type { ReasonWords } from '../reasons.ts'
import { clock, count, duration } from '../units.ts'
import type { WalkWords } from '../walk.ts'
import { and, s } from './plural.ts'

/** Going through a decision, in Spanish. */
export const walkEs: WalkWords = {
  bar: 'Explicar',
  close: 'Dejar de explicar',
  phases: { queue: 'Cola', filter: 'Filtrar', score: 'Puntuar', bind: 'Asignar' },
  waits: 'Esperar',
  makesRoom: 'Hacer sitio',
  ready: 'Paso recorre la próxima decisión del scheduler.',
  over: 'Al scheduler no le queda ninguna decisión en esta ejecución.',
  question: (pod) => `¿Adónde irá ${pod}?`,
  predict: 'Predecir',
  predictHint: 'Adivina el nodo antes de verlo',
  guessAsk: (pod) => `¿Qué nodo recibe a ${pod}? Elígelo en la escena o aquí, luego da un paso.`,
  guessLabel: 'Tu apuesta',
  guessNone: 'en ninguno',
  guessOpen: 'elige un nodo',
  guessed: (node) => `Tu apuesta: ${node}.`,
  tally: (right, all) => `${count(right)} de ${count(all)} bien`,
  right: '¡Correcto!',
  rightAsWell: (node, drawn) => `Correcto: ${node} era igual de bueno; el sorteo dio ${drawn}.`,
  wrongNode: (guess, node) => `No es ${guess}: es ${node}.`,
  wrongNone: (guess) => `No es ${guess}: no cabe en ninguno.`,
  wrongFits: (node) => `En uno sí cabe: es ${node}.`,
  unnoticed: (node) =>
    `${node} se ha quedado sin corriente, pero Kubernetes aún no lo sabe: parece listo.`,
  showOnStage: 'Mostrar en la escena',
  attemptAt: (index, all, at) => `intento ${count(index)} de ${count(all)}, ${clock(at)}`,
}

const nodes = (n: number) => s(n, 'nodo', 'nodos')
const to = (n: number, one: string, many: string) => `a ${count(n)} ${n === 1 ? one : many}`

const TOPOLOGIES: Readonly<Record<string, readonly [string, string]>> = {
  'kubernetes.io/hostname': ['nodo', 'nodos'],
  'topology.kubernetes.io/zone': ['zona', 'zonas'],
  'topology.kubernetes.io/region': ['región', 'regiones'],
}

/** The sentences of a decision, in Spanish. */
export const reasonsEs: ReasonWords = {
  and,
  nodes,
  pods: (n) => s(n, 'pod', 'pods'),
  machines: (n) => s(n, 'máquina', 'máquinas'),
  apps: (n) => s(n, 'app', 'apps'),
  queue: (pod, waiting, tried, asks) => {
    const place =
      waiting > 1
        ? `${pod} es el primero de ${count(waiting)} en la cola`
        : `${pod} es el siguiente en la cola`
    const again = tried > 0 ? `, por ${count(tried + 1)}.ª vez` : ''
    return `${place}${again}. Pide ${asks}.`
  },
  memory: 'memoria',
  onePodMore: 'sitio para un pod más',
  lack: (n, what) => `${to(n, 'le falta', 'les falta')} ${what}`,
  refusedBy: (n, plugin) => `${to(n, 'lo', 'los')} rechaza ${plugin}`,
  refused: {
    TaintToleration: (n) => `${s(n, 'tiene', 'tienen')} un taint`,
    NodeUnschedulable: (n) => s(n, 'está acordonado', 'están acordonados'),
    NodeAffinity: (n) => `${s(n, 'no encaja', 'no encajan')} con su selector de nodos`,
    NodeName: (n) => s(n, 'no es el que nombra', 'no son el que nombra'),
    NodePorts: (n) => `${s(n, 'tiene', 'tienen')} su puerto ocupado`,
    PodTopologySpread: (n) => `${s(n, 'haría', 'harían')} el reparto demasiado desigual`,
    InterPodAffinity: (n) => `${s(n, 'tiene', 'tienen')} los vecinos equivocados`,
    VolumeBinding: (n) => `${s(n, 'no puede', 'no pueden')} tener su volumen`,
    VolumeZone: (n) => `${s(n, 'está', 'están')} en otra zona que su volumen`,
    NodeVolumeLimits: (n) => `${s(n, 'no admite', 'no admiten')} más volúmenes`,
  },
  noNode: 'No hay ningún nodo.',
  allFit: (n) => (n === 1 ? 'Un nodo, y cabe en él.' : `${nodes(n)}, y cabe en todos.`),
  filtered: (looked, all, parts, fitting) =>
    `${looked < all ? `Se miraron ${count(looked)} de ` : ''}${nodes(all)}: ${[
      ...parts,
      fitting === 0 ? 'no cabe en ninguno' : `cabe en ${count(fitting)}`,
    ].join(', ')}.`,
  choices: {
    or: (names) => `${names.slice(0, -1).join(', ')} o ${names.at(-1)}`,
    oneOf: (n) => `uno de ${count(n)} nodos`,
    equalScores: (who, seed) => `${who}: los mismos puntos, sorteado con la semilla ${seed}`,
    allFit: (who, seed) => `${who}: cabe en todos, sorteado con la semilla ${seed}`,
    cleared: (who, seed) =>
      `${who}: igual de buenos para vaciarlos, sorteado con la semilla ${seed}`,
    lookedAt: (looked, all) =>
      `Se miraron ${count(looked)} de ${count(all)} nodos: cabe en bastantes de ellos`,
    triedAlone: (node, others) =>
      `${node} se había vaciado para él (nominatedNodeName), así que se probó primero, y cabe${
        others ? '; los demás no se miraron' : ''
      }.`,
  },
  counted: {
    spread: (pods) => `cuenta ${pods}`,
    needs: (pods) => `necesita ${pods}`,
    prefers: (pods, weight) => `prefiere ${pods}${weight}`,
    keepsAway: (pods) => `se aparta de ${pods}`,
    avoids: (pods, weight) => `prefiere evitar ${pods}${weight}`,
    refusing: 'cuenta pods en marcha que se apartan de este',
    asked: 'suma lo que los pods en marcha quieren de este',
    weight: (weight) => ` (peso ${weight})`,
    sameReplicaSet: 'pods del mismo ReplicaSet',
    podsWith: (selector) => `pods con ${selector}`,
    noun: (key, many) => {
      const noun = TOPOLOGIES[key]
      if (noun === undefined) return key
      return many ? noun[1] : noun[0]
    },
    by: (noun, numbers) => `por ${noun}: ${numbers}`,
    unlabelled: (n, key) =>
      n === 1
        ? `se rechaza 1 nodo sin la etiqueta ${key}`
        : `se rechazan ${n} nodos sin la etiqueta ${key}`,
    none: 'no hay ninguno',
    zeroEverywhere: '0 en todas partes',
    othersZero: (some) => `${some}, los demás 0`,
    fromTo: (least, most, noun) => `de ${least} a ${most} en ${noun}`,
    moreIsBetter: 'más es mejor',
    fewerIsBetter: 'menos es mejor',
    firstOfItsKind:
      'aún no hay ninguno y este pod es uno de ellos, así que puede ir a cualquier parte',
    noneRefused: 'no se rechaza ninguno',
    refused: (domains, many) => `${many ? 'se rechazan' : 'se rechaza'} ${domains}`,
    minimum: (minimum) => `el mínimo es ${minimum}`,
    minimumBecause: (minimum, domains, noun, least) =>
      `el mínimo es ${minimum}, porque ${domains} ${noun} ${
        domains === 1 ? 'es' : 'son'
      } menos que minDomains ${least}`,
    thisPod: ' + este pod',
    sum: (domains, pods, minimum, skew, most) =>
      `${domains}: ${pods} - mínimo ${minimum} = ${skew} > maxSkew ${most}`,
    notItself: 'este pod no coincide, así que no se cuenta a sí mismo',
    noneExceeds: (most) => `ninguno pasaría de maxSkew ${most}`,
    counted: (domains, noun) => `${count(domains)} ${noun}`,
    named: (noun, names) => `${noun} ${and(names)}`,
    values: (list) => list.join(', '),
    sentence: (what, counts, rest) => `${[`${what}, ${counts.join('; ')}`, ...rest].join('; ')}.`,
  },
  rules: {
    'next machine in the list': 'la máquina siguiente de la lista',
    'next machine in the list that is up': 'la máquina siguiente de la lista que está en marcha',
    'Of the machines that fit, the one with the least room left afterwards.':
      'De las máquinas en las que cabe, la que después tiene menos sitio libre.',
    'The first machine that fits, starting at the one used last.':
      'La primera máquina en la que cabe, empezando por la última usada.',
    'The first machine in the list that fits.': 'La primera máquina de la lista en la que cabe.',
    'Of the nodes that pass every filter, one with the highest score.':
      'De los nodos que pasan todos los filtros, uno con la puntuación más alta.',
    'The next machine in the list; if it does not fit there, buy another.':
      'La máquina siguiente de la lista; si no cabe en ella, comprar otra.',
    'Any machine that fits, drawn by seed.':
      'Cualquier máquina en la que cabe, por sorteo con la semilla.',
    'Of the machines that fit, the one with the most room left afterwards.':
      'De las máquinas en las que cabe, la que después tiene más sitio libre.',
  },
  promised: (node) => `Se toma ${node}, como se prometió: no hay nada que puntuar.`,
  onlyFits: (node) => `Solo cabe en ${node}, así que no hay nada que puntuar.`,
  byRule: (rule, node) => `Aquí no hay puntos. La regla: ${rule}. Es decir, ${node}.`,
  taken: (node) => `Se toma ${node}.`,
  tied: (who, points, most) =>
    `${who} tienen los mismos ${count(points)} de ${count(most)} puntos.`,
  most: (node, points, most) =>
    `${node} tiene más puntos que nadie: ${count(points)} de ${count(most)}.`,
  mostAhead: (node, points, most, second, its) =>
    `${node} tiene más puntos que nadie: ${count(points)} de ${count(most)}, por delante de ${second} con ${count(its)}.`,
  bound: (pod, node) => `${pod} queda asignado a ${node}.`,
  staysPending: (pod) => `${pod} sigue pendiente hasta que algo cambie.`,
  makesRoom: (pod, node, who, n) =>
    `${pod} se hace sitio en ${node}: ${who} ${n === 1 ? 'tiene' : 'tienen'} que irse, porque su prioridad es menor. Luego ${pod} se intenta otra vez.`,
  makesRoomFor: (pod, node, who, low, high) =>
    `${pod} se hace sitio en ${node}: ${who} tiene que irse, porque su prioridad ${low} es menor que ${high}. Luego ${pod} se intenta otra vez.`,
  budgets: (n, who) => `${n > 1 ? 'los PodDisruptionBudgets' : 'el PodDisruptionBudget'} ${who}`,
  spared: (who, n, budget) =>
    `${who} ${
      n === 1 ? 'es menos importante, pero lo' : 'son menos importantes, pero los'
    } protege el PodDisruptionBudget ${budget}.`,
  breaks: (budgets) => `Esto incumple ${budgets}: no hay otra manera.`,
  guarded: (who, n, node, priority, budgets, guards) =>
    `${who} en ${node} ${n === 1 ? 'importa' : 'importan'} menos (prioridad ${priority}), pero ${
      n === 1 ? 'lo' : 'los'
    } ${guards > 1 ? 'protegen' : 'protege'} ${budgets}.`,
  noOther: 'En ningún otro nodo se haría sitio así.',
  better: {
    budgets: (ours, theirs) => `vaciarlo incumple menos presupuestos (${ours} contra ${theirs})`,
    priority: (ours, theirs) =>
      `quien tiene que irse de ahí es menos importante (prioridad ${ours} contra ${theirs})`,
    sum: () => 'las prioridades de quienes tienen que irse suman menos',
    victims: (ours, theirs) => `menos tienen que irse de ahí (${ours} contra ${theirs})`,
    start: () => 'quien tiene que irse de ahí lleva menos tiempo en marcha',
  },
  rather: (node, other, because) => `${node} antes que ${other}: ${because}.`,
  option: (node, who, n, priority, budgets) =>
    `${node}: ${n === 1 ? 'tendría que irse' : 'tendrían que irse'} ${who} (prioridad ${priority}${
      n === 1 ? '' : ' como mucho'
    }${budgets === '' ? '' : `, incumpliendo ${budgets}`}).`,
  wakes: {
    NodeResourcesFit: 'un pod se va o encoge, o llega un nodo con sitio',
    TaintToleration: 'desaparece un taint o llega otro nodo',
    NodeUnschedulable: 'se quita el cordón de un nodo o llega uno',
    NodeAffinity: 'llega un nodo con las etiquetas que quiere',
    NodeName: 'llega el nodo que nombra',
    NodePorts: 'se va un pod que tiene su puerto, o llega un nodo',
    PodTopologySpread: 'llegan o se van pods de su grupo, o llega un nodo',
    InterPodAffinity: 'llegan o se van pods de su vecindad, o llega un nodo',
    VolumeBinding: 'llega o cambia su claim, un volumen o una storage class',
    VolumeZone: 'cambia su claim o su volumen, o llega un nodo en su zona',
    VolumeRestrictions: 'se va el pod que tiene su volumen',
    NodeVolumeLimits: 'se va un pod con volúmenes, o llega un nodo',
  },
  wake: (pod, when) =>
    `${pod} se intenta otra vez cuando ${when.join(', o cuando ')}; y en todo caso al cabo de ${duration(300_000)}.`,
  plug: {
    heading: (machine) => `Si ${machine} se queda sin corriente`,
    ifPulled: 'Si se tira de él:',
    workingOut: 'calculando …',
    nothing: 'no le pasa nada a ningún pod.',
    told: (all, parts) => `${all}: ${parts.join('; ')}.`,
    all: 'todos',
    move: (who, n, where, bought, of, after) => {
      const buys =
        bought === 0
          ? ''
          : bought < of
            ? `, ${s(bought, 'comprada', 'compradas')} para entonces`
            : `, ${of === 1 ? 'comprada' : 'compradas'} para entonces`
      return `${who} ${n === 1 ? 'se recrea' : 'se recrean'} en ${where}${buys}, al cabo de ${duration(after)}`
    },
    stay: (who, n) => `${who} ${n === 1 ? 'sigue pendiente' : 'siguen pendientes'}`,
    stayWhy: (who, n, message) =>
      `${who} ${n === 1 ? 'sigue pendiente' : 'siguen pendientes'}: ${message}`,
    down: (who) => `${who} sin servicio hasta que vuelva la corriente`,
    downUntil: (who, n, back, where, after, stuck) =>
      `${who} sin servicio hasta que vuelva la corriente, o hasta que una persona ${
        n === 1 ? 'lo' : 'los'
      } reponga en ${where}, ${back > 1 ? 'el último al cabo de' : 'al cabo de'} ${duration(after)}${
        stuck > 0 ? `; para ${count(stuck)} no hay sitio` : ''
      }`,
    unwanted: (who, n) => `${who} ya no ${n === 1 ? 'hará' : 'harán'} falta para entonces`,
    gone: (who, n) => `${who} se ${n === 1 ? 'pierde' : 'pierden'} para siempre`,
    pushed: (who, n, theirs, fates) =>
      `${who} ${n === 1 ? 'tiene' : 'tienen'} que hacer sitio${
        theirs ? '' : ' a pods que importan más'
      }${fates}`,
    fates: (moving, where, waiting) => {
      const go = `${moving === 1 ? 'pasa' : 'pasan'} a ${where}`
      const stay = waiting === 1 ? 'queda pendiente' : 'quedan pendientes'
      if (moving > 0 && waiting > 0) return `, ${count(moving)} ${go}, ${count(waiting)} ${stay}`
      return moving > 0 ? ` y ${go}` : waiting > 0 ? ` y ${stay}` : ''
    },
  },
}
