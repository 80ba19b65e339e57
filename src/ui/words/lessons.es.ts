import type { Facts, LaneFacts, LessonWords } from './lessonTexts.ts'
import { byNumber } from './severalMachines.ts'
import { count, dollars, duration, percent, timeOfDay } from './units.ts'

const NUMBERS = [
  'ninguna',
  'una',
  'dos',
  'tres',
  'cuatro',
  'cinco',
  'seis',
  'siete',
  'ocho',
  'nueve',
]
const number = (n: number) => {
  const word = NUMBERS[n] ?? count(n)
  return word.charAt(0).toUpperCase() + word.slice(1)
}
const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`
const and = (list: readonly string[]) =>
  list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} y ${list.at(-1)}`
const machines = (n: number) => s(n, 'máquina', 'máquinas')
const perHour = ({ costPerHour }: LaneFacts) => dollars(costPerHour)
const inUse = ({ cpu, memory }: LaneFacts) =>
  `${percent(cpu)} de la CPU y ${percent(memory)} de la memoria`
const fewerMachines = (n: number) =>
  `Las mismas apps, el mismo orden. ${number(n)} máquina${n === 1 ? '' : 's'} menos.`

function fewer({ left, right }: Facts): string {
  const n = left.machines - right.machines
  return n <= 0 ? 'Las mismas apps, el mismo orden.' : fewerMachines(n)
}

function asksFor({ decision }: Facts): string {
  return decision === undefined ? '' : `${decision.pod} pide ${and(decision.asks)}.`
}

function filtered({ decision }: Facts): string {
  if (decision === undefined) return ''
  const { nodes, fitting, lackCpu, lackMemory, lackGpu, tainted } = decision
  const lack = (n: number, what: string) =>
    n > 0 && `a ${count(n)} le${n === 1 ? '' : 's'} falta ${what}`
  const out = [
    lack(lackCpu, 'CPU'),
    lack(lackMemory, 'memoria'),
    lack(lackGpu, 'GPU'),
    tainted > 0 && `${count(tainted)} tiene${tainted === 1 ? '' : 'n'} un taint`,
  ].filter((part) => part !== false)
  const fit = fitting === 0 ? 'en ninguna cabe' : `en ${count(fitting)} cabe`
  return `${machines(nodes)}: ${[...out, fit].join(', ')}.`
}

function scored({ decision }: Facts): string {
  if (decision?.chosen === undefined) return 'No cabe en ninguna: el pod queda pendiente.'
  if (decision.points === undefined) {
    return `Solo cabe en ${decision.chosen}, así que no hay nada que puntuar.`
  }
  return `${decision.chosen} tiene más puntos: ${count(decision.points)} de ${count(decision.most)}.`
}

/** Cómo acaba una ejecución: máquinas, lo que no va bien, peticiones. */
function closing(lane: LaneFacts): string {
  const { machines: all, machinesUp, runbook, pods, down, pending, answered, failed } = lane
  const sent = answered + failed
  const [one, many, o] = runbook ? ['app', 'apps', 'a'] : ['pod', 'pods', 'o']
  const up = machinesUp < all ? `${count(machinesUp)} de ${machines(all)} en marcha` : machines(all)
  const troubles = [
    down > 0 && s(down, `${one} caíd${o}`, `${many} caíd${o}s`),
    pending > 0 && s(pending, `${one} sin máquina`, `${many} sin máquina`),
  ].filter((trouble) => trouble !== false)
  const state = troubles.length > 0 ? troubles.join(', ') : `ningun${o} caíd${o}`
  const requests =
    sent === 0
      ? ''
      : failed === 0
        ? sent === 1
          ? ' La única petición se respondió.'
          : ` Las ${count(sent)} peticiones se respondieron.`
        : ` Fallaron ${count(failed)} de ${s(sent, 'petición', 'peticiones')}.`
  return `Al final: ${up}, ${s(pods, one, many)}, ${state}.${requests}`
}

export const lessonsEs: LessonWords = {
  language: 'es',
  name: 'Español',
  bar: {
    label: 'Lección',
    step: (step, all) => `${count(step)} de ${count(all)}`,
    back: 'Atrás',
    next: 'Siguiente',
    finish: 'Terminar',
    nextLesson: 'Otra lección',
    close: 'Salir de la lección',
    proof: 'La documentación de Kubernetes',
    problems: 'Se omitió una lección:',
  },
  question: {
    none: 'en ninguna',
    check: 'Comprobar',
    apply: 'Probar',
    edges: 'Arrastra los bordes de arriba de la pieza punteada o pulsa − y +; luego pruébalo.',
    keys: 'Haz clic en ella, arrastra la pieza de NEXT hasta ella o pulsa su número (0: en ninguna).',
    comesBack: 'Vuelve por sí solo:',
    more: (what) => `Más ${what}`,
    less: (what) => `Menos ${what}`,
    rightNode: (node, others) =>
      others > 0
        ? `Correcto: ${node}; ${s(others, 'otra es igual de buena', 'otras son igual de buenas')}.`
        : `Correcto: ${node}.`,
    rightNone: 'Correcto: no cabe en ninguna.',
    lacks: (node, what) => `${node} no: le falta ${and(what)}. Prueba otra vez.`,
    refused: (node, rule) => `${node} no: la rechaza ${rule}. Prueba otra vez.`,
    fewer: (node, points, most) =>
      `En ${node} cabe, pero otra tiene más que sus ${count(points)} de ${count(most)} puntos. Prueba otra vez.`,
    oneFits: 'En una sí cabe. Prueba otra vez.',
    fits: '¡Cabe!',
    stillPending: (message) => `Sigue pendiente: ${message}`,
    wrongPods: (n) =>
      `${s(n, 'respuesta es incorrecta', 'respuestas son incorrectas')}. Prueba otra vez.`,
    rightPods: (back, all, after) =>
      back === 0
        ? 'Correcto: ninguno vuelve por sí solo.'
        : `Correcto: ${count(back)} de ${count(all)}, al cabo de ${duration(after)}.`,
    failed: 'La simulación no respondió. Prueba otra vez.',
    estimate: 'Máquinas al final',
    say: 'Decirlo',
    noted: (guess) => `${machines(guess)}: anotado. Sigue y verás.`,
    estimated: (guess, all, right) =>
      right
        ? `Buen cálculo: dijiste ${count(guess)} y son ${machines(all)}.`
        : `Dijiste ${count(guess)} y son ${machines(all)}.`,
  },
  gallery: {
    title: 'Lecciones',
    subtitle: 'nueve lecciones, unos dos minutos cada una',
    done: 'hecha',
    doneOf: (right, all) => `hecha, ${count(right)} de ${count(all)} bien a la primera`,
    seenOf: (right, all) => `vista, ${count(right)} de ${count(all)} bien a la primera`,
  },
  present: {
    press: 'Pulsa la barra espaciadora',
    machines: (n) => (n === 1 ? 'máquina' : 'máquinas'),
    machinesUp: (all) => `de ${machines(all)}`,
    legend: {
      inUse: 'en uso',
      idle: 'libre',
      stranded: 'varado',
      block: '1 bloque = 100 máquinas',
    },
    perHour: '/hora',
    appsDown: (n) => [count(n), n === 1 ? 'app caída' : 'apps caídas'],
    requestsLost: (n) => [count(n), n === 1 ? 'petición fallida' : 'peticiones fallidas'],
    podsDown: (n) => [count(n), n === 1 ? 'pod caído' : 'pods caídos'],
    pending: (n) => (n === 1 ? 'pendiente' : 'pendientes'),
    podsBack: (back, lost) => [`${count(back)} de ${count(lost)}`, 'pods de vuelta'],
    fewer: fewerMachines,
    wakes: (time) => `Las ${timeOfDay(time)}. Alguien tiene que despertarse.`,
    nobody: 'Nadie se despierta. Los pods se crean de nuevo en otras máquinas.',
    waits: 'Kubernetes espera: una máquina callada puede volver.',
    stuck: (n) => `Nadie se despierta. Pero para ${s(n, 'pod', 'pods')} no hay sitio.`,
    closing,
    decided: 'Al scheduler no le queda nada que decidir en esta ejecución.',
    change: {
      added: (kind, what) => `Nuevo ${kind} ${what}.`,
      other: (kind, what) => `Cambia ${kind} ${what}.`,
      scaled: (what, replicas) => `Se escala ${what} a ${count(replicas)}.`,
      sends: (what, rate) =>
        rate === 0
          ? `${what} deja de enviar peticiones.`
          : `${what} envía ${s(rate, 'petición', 'peticiones')} por segundo.`,
      image: (from, to) => `imagen ${from} → ${to}`,
      replicas: (from, to) => `copias ${from} → ${to}`,
      parts: (what, parts) => `${what}: ${parts.join(', ')}.`,
    },
    story: {
      apply: () => 'Se aplica un cambio.',
      delete: (what) => `Se borra ${what}.`,
      scale: (what) => `Se escala ${what}.`,
      annotate: (what) => `Cambia la carga de ${what}.`,
      rollout: (what) => `Un despliegue: ${what}.`,
      setTraffic: (what) => `Cambia el tráfico de ${what}.`,
      pullPlug: byNumber(
        (machine) => `La máquina ${machine} se queda sin corriente.`,
        (machines) => `Las máquinas ${machines} se quedan sin corriente.`,
        (n) => `${number(n)} máquinas se quedan sin corriente.`,
      ),
      plugIn: byNumber(
        (machine) => `La máquina ${machine} vuelve a tener corriente.`,
        (machines) => `Las máquinas ${machines} vuelven a tener corriente.`,
        (n) => `${number(n)} máquinas vuelven a tener corriente.`,
      ),
      terminate: byNumber(
        (machine) => `Se borra la máquina ${machine}.`,
        (machines) => `Se borran las máquinas ${machines}.`,
        (n) => `Se borran ${number(n).toLowerCase()} máquinas.`,
      ),
      cordon: byNumber(
        (machine) => `La máquina ${machine} no acepta pods nuevos.`,
        (machines) => `Las máquinas ${machines} no aceptan pods nuevos.`,
        (n) => `${number(n)} máquinas no aceptan pods nuevos.`,
      ),
      uncordon: byNumber(
        (machine) => `La máquina ${machine} vuelve al servicio.`,
        (machines) => `Las máquinas ${machines} vuelven al servicio.`,
        (n) => `${number(n)} máquinas vuelven al servicio.`,
      ),
      drain: byNumber(
        (machine) => `Se vacía la máquina ${machine}.`,
        (machines) => `Se vacían las máquinas ${machines}.`,
        (n) => `Se vacían ${number(n).toLowerCase()} máquinas.`,
      ),
      killRandom: () => 'Una máquina cualquiera se queda sin corriente.',
      addMachine: () => 'Se añade una máquina.',
      setPolicy: (what) => `Otra política: ${what}.`,
      acknowledgePager: () => 'Alguien silencia el busca.',
      reclaim: byNumber(
        (machine) => `La nube quiere recuperar la máquina ${machine}.`,
        (machines) => `La nube quiere recuperar las máquinas ${machines}.`,
        (n) => `La nube quiere recuperar ${number(n).toLowerCase()} máquinas.`,
      ),
      controlPlane: (what) =>
        what === 'up' ? 'El plano de control ha vuelto.' : 'El plano de control se cae.',
    },
  },
  presenter: {
    title: 'Presentador',
    now: 'Ahora',
    next: 'Después',
    notes: 'Notas',
    noNotes: 'Sin notas.',
    elapsed: 'Transcurrido',
    restart: 'Reiniciar el reloj',
    back: 'Atrás',
    forward: 'Siguiente',
    blank: 'Negro',
    waiting: 'Esperando a la ventana del público: pulsa P en ella.',
    end: 'Fin.',
    nextLesson: (lesson) => `La lección siguiente: ${lesson}`,
    numbers: 'Lo que ha resultado, en cifras.',
    explains: {
      queue: 'La decisión siguiente: ¿qué máquina?',
      filter: 'Qué máquinas pueden recibir el pod.',
      score: 'Cuál de ellas es la mejor.',
      bind: 'El pod recibe su máquina.',
    },
    runs: 'La ejecución continúa.',
  },
  lessons: {
    shapes: {
      title: 'Formas',
      summary: 'Cada pod tiene una forma: CPU y memoria.',
      steps: {
        shape: {
          caption: 'Un pod pide CPU y memoria. Esa es su forma.',
          notes:
            'Mitad izquierda: CPU. Mitad derecha: memoria. Una celda es 1 vCPU o 4 GiB. En Kubernetes se llama resource requests.',
        },
        wide: {
          caption: 'video pide mucha CPU y poca memoria: alto a la izquierda.',
          notes: '3 vCPU y 4 GiB.',
        },
        tall: {
          caption: 'db pide lo contrario: alto a la derecha.',
          notes: '1 vCPU y 12 GiB. La misma máquina, y los dos encajan.',
        },
        even: { caption: 'report pide de ambas por igual.', notes: '2 vCPU y 8 GiB.' },
        lanes: {
          caption: 'Una máquina tiene un carril por recurso. Cada mitad se apila en el suyo.',
          notes:
            'La altura del carril es lo que la máquina puede dar (allocatable). La bisagra entre las mitades no mide nada.',
        },
        tooTall: {
          caption: 'model pide más CPU de la que tiene cualquier máquina. Queda pendiente.',
          notes: 'El clúster está bien. La forma no cabe en ninguna máquina.',
        },
        edit: {
          caption: 'Dale a model una forma que quepa.',
          notes: 'Una máquina tiene 8 vCPU y 32 GiB. La simulación prueba cada respuesta.',
        },
        end: {
          caption: 'La forma es la petición. Quien pide demasiado no recibe nada.',
          notes: 'Pide, no usa: el scheduler nunca mira lo que un pod usa de verdad.',
        },
      },
    },
    'one-click-or-scheduler': {
      title: 'One-click o un scheduler',
      summary: 'Las mismas apps, dos maneras de colocarlas.',
      steps: {
        same: {
          caption: 'Las mismas apps en el mismo orden. Las mismas máquinas al mismo precio.',
          notes: 'Tres máquinas en cada lado. Se pueden comprar más.',
        },
        begin: {
          caption: 'One-click: la máquina siguiente, sea cual sea la forma.',
          right: 'El scheduler mira la forma y luego elige.',
          notes: 'La diferencia al mirar es la gracia. Déjalo correr.',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} ¿Dónde lo pondrá el scheduler?`,
          notes: 'Que la sala adivine. Luego sigue.',
        },
        scored: {
          caption: scored,
          notes:
            'Con una sola máquina no hay nada que elegir. Si no, las más llenas y equilibradas reciben más puntos.',
        },
        more: {
          caption: 'Lo que no cabe en la siguiente hace que One-click compre otra máquina.',
          notes: 'Rayado: libre, pero nada de lo que corre aquí cabe.',
        },
        fewer: { caption: fewer, notes: 'Deja que lean los dos números grandes.' },
        money: {
          caption: ({ left }) => `${perHour(left)} por hora, ${inUse(left)}.`,
          right: ({ right }) => `${perHour(right)} por hora, ${inUse(right)}.`,
          notes: 'El mismo precio por máquina en ambos lados.',
        },
        order: {
          caption: ({ left, right }) =>
            `Al final ${count(left.machines)} contra ${machines(right.machines)}. Este orden fue elegido: barájalo.`,
          notes: 'Sé honesto: en muchos órdenes al azar las medianas son 11 y 8.',
        },
      },
    },
    'what-fits': {
      title: '¿Qué cabe?',
      summary: 'Filtrar: lleno en un carril es lleno.',
      steps: {
        filled: {
          caption: 'Lleno en un carril es lleno.',
          notes: 'A node-1 le queda memoria y no CPU; a node-2, al revés.',
        },
        where: {
          caption: (facts) => `${asksFor(facts)} ¿Qué máquina puede con él?`,
          notes: 'Primero el scheduler filtra: ¿qué máquinas podrían recibir el pod?',
        },
        filter: { caption: filtered, notes: 'Rojo: lo que sobra, exactamente así de alto.' },
        only: { caption: scored, notes: 'Si queda una, no hay nada que elegir.' },
        bound: {
          caption: ({ decision }) =>
            decision?.chosen === undefined
              ? ''
              : `${decision.pod} queda en ${decision.chosen}. Ya no se moverá.`,
          notes: 'El scheduler decide una vez por pod.',
        },
        none: {
          caption: 'model no cabe en ninguna parte: 0 de 3 máquinas. Queda pendiente.',
          notes: 'En total hay sitio; en ninguna máquina.',
        },
        edit: {
          caption: 'Pide menos, hasta que model quepa en alguna.',
          notes: 'Hay varias respuestas.',
        },
        end: {
          caption: 'Una petición demasiado grande, y el pod espera, por vacío que esté el clúster.',
          notes: '',
        },
      },
    },
    'which-is-best': {
      title: '¿Cuál es mejor?',
      summary: 'Puntuar: lleno y en equilibrio.',
      steps: {
        open: {
          caption: 'Dos schedulers, un solo ajuste distinto.',
          right: 'Este llena las máquinas.',
          notes:
            'Izquierda: repartir (LeastAllocated), lo que Kubernetes hace por defecto. Derecha: MostAllocated.',
        },
        which: {
          caption: (facts) => `${asksFor(facts)} Cabe en las cuatro. ¿Cuál es mejor para llenar?`,
          notes: 'En el lado derecho.',
        },
        filter: { caption: filtered, notes: 'Así que hay que puntuar.' },
        score: {
          caption: scored,
          notes:
            'Sumas con pesos, no promedios: NodeResourcesFit y NodeResourcesBalancedAllocation.',
        },
        bind: { caption: 'Gana quien tiene más puntos. Entre iguales se sortea.', notes: '' },
        play: {
          caption: 'Kubernetes, por defecto, reparte.',
          right: 'Llenar: una máquina tras otra.',
          notes: '',
        },
        end: {
          caption: ({ left }) => `${machines(left.machinesUsed)} en uso: sitio en todas.`,
          right: ({ right }) =>
            `${machines(right.machinesUsed)} en uso: una vacía se podría apagar.`,
          notes: 'Ninguno tiene razón. Margen o dinero.',
        },
      },
    },
    'pull-the-plug': {
      title: 'Tira del enchufe',
      summary: 'Una máquina muere. ¿Quién se entera?',
      steps: {
        night: {
          caption:
            'Seis máquinas en cada lado, las tres de la madrugada. Alguien arranca un pod a mano: shell.',
          notes:
            'Aquí no se puede comprar ninguna: lo que queda tiene que bastar. shell es un Pod suelto, sin controlador.',
        },
        who: {
          caption: 'La máquina 2 va a perder la corriente. ¿Qué pods suyos vuelven por sí solos?',
          notes: 'Solo los que cuida un controlador, y solo donde hay sitio.',
        },
        dead: {
          caption: ({ left }) =>
            left.down === 0
              ? 'La máquina 2 se queda sin corriente.'
              : `Sin corriente: ${s(left.down, 'app caída', 'apps caídas')}.`,
          right: 'Aquí también. Por ahora.',
          notes: 'La misma máquina, el mismo desastre.',
        },
        wait: {
          caption: ({ left, pagedAt }) =>
            pagedAt === undefined
              ? `${s(left.down, 'app caída', 'apps caídas')}, y nadie lo sabe aún.`
              : `${s(left.down, 'app caída', 'apps caídas')}. A las ${timeOfDay(pagedAt)} suena el busca.`,
          right: ({ evictionWait }) =>
            `Kubernetes espera ${duration(evictionWait)}: una máquina callada puede volver.`,
          notes:
            '50 s hasta que el nodo cuenta como no listo, luego 300 s que los pods lo toleran.',
        },
        back: {
          caption: ({ pagedAt }) =>
            pagedAt === undefined
              ? 'Alguien tiene que despertarse.'
              : `Las ${timeOfDay(pagedAt)}. Alguien tiene que despertarse.`,
          right: 'Nadie se despierta. Todos menos shell se crean de nuevo en otras máquinas.',
          notes:
            'Creados de nuevo, no movidos: nombres nuevos. De shell no cuida nadie: no vuelve. Los viejos quedan en Terminating hasta que vuelva la máquina.',
        },
        person: {
          caption: ({ left }) =>
            left.down === 0 ? 'A mano, una app tras otra. Hecho.' : 'A mano, una app tras otra.',
          right: 'Dormido todo el tiempo.',
          notes: 'Lo que hace falta: margen, y un controlador para cada pod.',
        },
      },
    },
    'jobs-finish': {
      title: 'Los Jobs acaban',
      summary: 'Línea completa: el sitio vuelve.',
      steps: {
        jobs: {
          caption: 'report y video son Jobs: trabajan un rato y acaban.',
          notes: 'web, api y cache se quedan.',
        },
        begin: { caption: 'Jobs y servicios caen juntos.', notes: '' },
        clear: {
          caption: 'Un Job ha acabado: su sitio está libre otra vez.',
          notes: 'Lo de encima baja, carril por carril.',
        },
        guess: { caption: (facts) => `${asksFor(facts)} ¿Qué máquina lo recibe?`, notes: '' },
        scored: { caption: scored, notes: '' },
        play: {
          caption: 'One-click sigue con la máquina siguiente.',
          right: 'El scheduler ve el sitio y lo usa otra vez.',
          notes: '',
        },
        end: {
          caption: ({ left }) => `${machines(left.machines)}.`,
          right: ({ right }) => `${machines(right.machines)} para el mismo trabajo.`,
          notes: 'Las máquinas que nadie necesita se pueden devolver.',
        },
      },
    },
    'big-and-small': {
      title: 'Grandes y pequeñas',
      summary: 'Las máquinas también tienen forma.',
      steps: {
        shapes: {
          caption: 'Cada máquina tiene también una forma: ancha, alta, y una con GPU.',
          notes: 'La de las GPU cuesta doce veces lo que la pequeña.',
        },
        begin: {
          caption: 'One-click deja caer web en la máquina de las GPU.',
          right: 'El scheduler la guarda para quien pide GPU.',
          notes: '',
        },
        guess: { caption: (facts) => `${asksFor(facts)} ¿Qué máquina?`, notes: '' },
        filter: { caption: filtered, notes: 'Un recurso que la máquina no tiene: 0 de él.' },
        play: { caption: 'Que lleguen los demás.', notes: '' },
        end: {
          caption: ({ left }) => `${perHour(left)} por hora: tuvo que comprar otra con GPU.`,
          right: ({ right }) => `${perHour(right)} por hora.`,
          notes: 'Un taint reserva la máquina de las GPU para quien lo tolera.',
        },
      },
    },
    'taints-and-zones': {
      title: 'Taints y zonas',
      summary: 'Las GPU, para quien las pide; las copias, separadas.',
      steps: {
        zones: {
          caption: 'Tres zonas de dos máquinas: 1 y 2, 3 y 4, 5 y 6.',
          notes: 'La máquina 6 tiene GPU y un taint.',
        },
        begin: {
          caption: 'Las apps dicen dónde pueden estar sus copias.',
          notes: 'One-click no lee nada de eso.',
        },
        guess: {
          caption: (facts) => `${asksFor(facts)} ¿Qué máquina lo recibe?`,
          notes: 'Un taint rechaza a todos los que no lo toleran.',
        },
        tainted: {
          caption: filtered,
          notes: 'El pod no tolera el taint de la máquina de las GPU.',
        },
        spread: {
          caption: '¿Dónde están las tres copias de shop? Dos de ellas en la máquina 1.',
          right: 'Una copia de shop en cada zona: una topology spread constraint.',
          notes: 'S es shop.',
        },
        dark: {
          caption: 'La zona a se apaga: máquinas 1 y 2. No queda ninguna shop.',
          right: 'Dos de tres copias siguen.',
          notes: '',
        },
        end: {
          caption: ({ left }) =>
            left.down === 0
              ? 'Repuestas a mano.'
              : `${s(left.down, 'app sigue caída', 'apps siguen caídas')}.`,
          right: ({ right }) =>
            right.pending === 0
              ? 'Y la tercera ha vuelto, en una zona con luz.'
              : `${s(right.pending, 'pod pendiente', 'pods pendientes')}.`,
          notes: '',
        },
      },
    },
    'at-scale': {
      title: 'A gran escala',
      summary: '15,000 pods, mil máquinas.',
      steps: {
        many: {
          caption: 'Van a llegar 15,000 pods. ¿Cuántas máquinas tendrá One-click al final?',
          notes:
            'Los mismos dos carriles por máquina, solo que pequeños: 1,000 en cada lado para empezar. En ráfagas de hasta cien pods iguales, como llegan los deployments.',
        },
        play: { caption: 'Cientos de pods por segundo.', notes: '' },
        end: {
          caption: ({ left }) =>
            `${machines(left.machines)}, ${percent(left.cpu)} de la CPU pedida.`,
          right: ({ right }) =>
            `${machines(right.machines)}, ${percent(right.cpu)} de la CPU pedida.`,
          notes: 'Señala una máquina para verla grande.',
        },
        stranded: {
          caption: ({ left, right }) =>
            `${dollars(left.costPerHour - right.costPerHour)} por hora de diferencia.`,
          notes:
            'Llenar deja un poco varado en cada máquina: quien nunca llena ninguna no deja nada varado, y paga.',
        },
      },
    },
  },
}
