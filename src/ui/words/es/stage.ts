import type { StageWords } from '../stage.ts'
import { clock, count, dollars } from '../units.ts'

/** The canvas in Spanish. */
export const stageEs: StageWords = {
  picture:
    'Imagen de las máquinas: más y menos acercan y alejan, cero lo muestra todo, las flechas mueven',
  zone: (name) => (name.length <= 3 ? `zona ${name}` : name),
  group: (spot, price) =>
    [spot && 'spot', price > 0 && `${dollars(price)}/h`].filter(Boolean).join(' · '),
  goneAt: (time) => [`se va a las ${clock(time)}`, clock(time)],
  drainWaits: ['presupuesto: espera', 'espera'],
  memoryPressure: ['presión de memoria', 'presión', 'MEM!'],
  shapeless: (pods) => [
    pods === 1 ? '1 no pide nada' : `${count(pods)} no piden nada`,
    `${count(pods)} × sin petición`,
    `${count(pods)} a 0`,
  ],
  noGroup: 'ninguno',
  zoomIn: 'Acercar',
  zoomOut: 'Alejar',
  zoomAll: 'Ver todas las máquinas',
  all: 'Todo',
  dead: 'muerta',
  onlyFit: ['la única', 'única'],
  over: (lane, amount) => (lane ? `${lane} +${amount}` : `+${amount}`),
  rules: {
    TaintToleration: 'taint',
    NodeAffinity: 'afinidad',
    NodeName: 'nombre',
    NodePorts: 'puerto',
    NodeUnschedulable: 'acordonada',
    PodTopologySpread: 'reparto',
    InterPodAffinity: 'vecinos',
    VolumeZone: 'zona',
    VolumeBinding: 'volumen',
    VolumeRestrictions: 'volumen',
    NodeVolumeLimits: 'volúmenes',
    DynamicResources: 'dispositivo',
  },
  rule: 'regla',
  podsFull: 'pods',
  chosen: 'elegida',
  leaves: 'se va',
  nominated: ['nominada', 'sigue'],
  guess: ['tu apuesta', 'apuesta'],
  wouldWait: (count) => (count === 1 ? '1 pendiente' : `${count} pendientes`),
  wouldGoElsewhere: (count, machines) =>
    machines.length === 1 && machines[0] !== '' ? `a ${machines[0]}` : `${count} a otra parte`,
  gained: (amounts) => amounts.map((amount) => `+${amount}`).join(' '),
  more: (n) => `+ ${count(n)} más`,
  flow: {
    rate: (name, perSecond) => `${name} ${count(perSecond)}/s`,
    perDot: (requests) => `un punto son ${count(requests)}`,
    answered: (n) => (n === 1 ? '1 respondida' : `${count(n)} respondidas`),
    version: (version, answered) => `${version}: ${count(answered)}`,
    failed: (n) => (n === 1 ? '1 fallida' : `${count(n)} fallidas`),
  },
}
