import type { ScenarioWords } from '../scenarios.ts'

/** The scenarios that come with the page, in Spanish. */
export const scenariosEs: ScenarioWords = {
  'At scale': {
    title: 'A gran escala',
    summary: '15,000 pods caen en dos clústeres de mil máquinas.',
  },
  'Bigger machines': {
    title: 'Máquinas más grandes',
    summary:
      'Un grupo de máquinas pequeñas pasa a ser de grandes mientras la tienda sigue abierta.',
  },
  'Blue and green': {
    title: 'Azul y verde',
    summary:
      'Ambas versiones corren a la vez. Una palabra en el Service decide cuál reciben todos.',
  },
  'The control plane goes down': {
    title: 'Cae el plano de control',
    summary: 'Todo sigue corriendo, no se coloca nada nuevo y nada se repara hasta que vuelve.',
  },
  'Delete a pod': {
    title: 'Borrar un pod',
    summary:
      'A la izquierda, lo borrado desaparece. A la derecha llega otro, con nombre y dirección nuevos.',
  },
  'Free play': {
    title: 'Juego libre',
    summary: 'Tu propio YAML, tus propias máquinas.',
  },
  'Hello, world': {
    title: 'Hola, mundo',
    summary:
      'Tres copias de un programa encuentran máquina. Un Service les da un nombre y una dirección.',
  },
  'Jobs finish': {
    title: 'Los Jobs acaban',
    summary:
      'El trabajo que acaba devuelve su sitio; quien mira el sitio no necesita otra máquina para lo que sigue.',
  },
  'Every machine has a shape too': {
    title: 'Las máquinas también tienen forma',
    summary: 'Anchas, altas y con GPU; las apps web en una máquina con GPU dejan sus GPU sin usar.',
  },
  'A machine is shot': {
    title: 'Disparan a una máquina',
    summary:
      'Se va para siempre. A la derecha sus pods se crean de nuevo en un minuto; a la izquierda alguien se levanta.',
  },
  'Maintenance by day': {
    title: 'Mantenimiento de día',
    summary:
      'Dos máquinas reciben un kernel nuevo con la tienda abierta: el vaciado espera a que el presupuesto lo permita.',
  },
  'A database loses its machine': {
    title: 'Una base de datos pierde su máquina',
    summary:
      'Nunca debe haber dos mysql-1. Espera hasta que se sabe que su máquina no vuelve; luego la sigue su disco.',
  },
  'A plug is pulled at night': {
    title: 'De noche tiran de un enchufe',
    summary:
      'Una máquina muere a las tres de la madrugada; en un lado alguien tiene que despertarse.',
  },
  'Every night at two': {
    title: 'Cada noche a las dos',
    summary:
      'Un CronJob hace el informe: llega, trabaja y devuelve el sitio. Se muestran dos noches.',
  },
  'Asking for nothing': {
    title: 'No pedir nada',
    summary:
      'Caben en cualquier parte, hasta que a la máquina no le queda memoria; entonces son los primeros en irse.',
  },
  'Eight GPUs free, but never on one node': {
    title: 'Ocho GPU libres, pero nunca en un solo nodo',
    summary:
      '8,152 trabajos de un clúster real de GPU. Apretados, bastan 9 máquinas; repartidos, hacen falta 46. Traza: Alibaba, HKUST; Apache-2.0.',
  },
  'Opening night': {
    title: 'Noche de estreno',
    summary:
      'El estreno completo: 15,000 pods en oleadas sobre tres niveles: normal, reserva caliente y reservado.',
  },
  'Same apps, two ways to place them': {
    title: 'Las mismas apps, dos maneras de colocarlas',
    summary: 'El mismo flujo de pods cae en dos clústeres; uno de ellos necesita menos máquinas.',
  },
  'The premiere': {
    title: 'El estreno',
    summary:
      'Todos entran a las ocho: los pods siguen a la carga, las máquinas a los pods, y después se van.',
  },
  'Urgent work in a full cluster': {
    title: 'Trabajo urgente en un clúster lleno',
    summary:
      'No queda sitio cuando llega checkout. A la izquierda espera; a la derecha el trabajo por lotes le hace sitio.',
  },
  'From QA to production': {
    title: 'De QA a producción',
    summary:
      'Lo que se probó es lo que corre: la misma imagen, sin volver a construirla. Lo que cambia está en un ConfigMap.',
  },
  'Rolling five hundred': {
    title: 'Despliegue de quinientas',
    summary:
      'Un Deployment de 500 copias pasa a la versión siguiente en 1,000 máquinas, y nadie lo nota.',
  },
  'Roll to 2.0 in a hurry': {
    title: 'A la 2.0 con prisas',
    summary:
      'Lo mismo, sin readiness probe y sin pausa antes de parar. Se pierden peticiones, y se cuentan.',
  },
  'Roll to 2.0, nothing lost': {
    title: 'A la 2.0 sin perder nada',
    summary:
      'Los pods reciben peticiones cuando están listos y acaban las que han empezado. No se pierde ninguna.',
  },
  'Scale to five': {
    title: 'Escalar a cinco',
    summary: 'Tres copias pasan a cinco, luego a dos. Solo cambia un número en un texto.',
  },
  Shapes: {
    title: 'Formas',
    summary: 'Cada pod tiene una forma, CPU y memoria; uno es más alto que cualquier máquina.',
  },
  'One small blog': {
    title: 'Un blog pequeño',
    summary:
      'Tres pods en mil máquinas: ¿te hace falta todo esto? El cluster autoscaler cree que no.',
  },
  'A share for each team': {
    title: 'Una parte para cada equipo',
    summary:
      'A la izquierda el equipo de vídeo se lleva todo. A la derecha una cuota lo limita a su parte.',
  },
  'The limit': {
    title: 'El límite',
    summary:
      '150,000 pods en oleadas sobre 5,000 máquinas, lo máximo para lo que está hecho Kubernetes; luego falla una zona.',
  },
  'Three tiers': {
    title: 'Tres niveles',
    summary:
      'Las máquinas baratas se pueden retirar en cualquier momento: una reserva caliente, que entretanto codifica, toma el relevo al instante.',
  },
  'Training on the reserved machine': {
    title: 'Entrenar en la máquina reservada',
    summary:
      'Un taint guarda la máquina con GPU para el entrenamiento que la necesita; la web llena las demás.',
  },
  'Two in one pod': {
    title: 'Dos en un pod',
    summary:
      'nginx va junto a la app: una pieza, una máquina, una dirección, y 2/2 cuando ambos están listos.',
  },
  'What fits?': {
    title: '¿Qué cabe?',
    summary: 'Una máquina está llena de CPU, otra de memoria; lleno en un carril es lleno.',
  },
  'Which is best?': {
    title: '¿Cuál es mejor?',
    summary: 'Los mismos pods con las dos puntuaciones; una reparte, la otra llena.',
  },
  'A zone loses power': {
    title: 'Una zona se queda sin corriente',
    summary:
      'La zona a se apaga. A la izquierda tenía las tres copias de la tienda; a la derecha, solo una.',
  },
}
