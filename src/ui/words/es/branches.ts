import type { Command } from '../../../engine/protocol.ts'
import type { BranchWords } from '../branches.ts'
import { clock, count } from '../units.ts'
import { pageEs } from './page.ts'
import { s } from './plural.ts'

/** What a command did, as short as a list needs it. */
function commandText(command: Command): string {
  switch (command.type) {
    case 'apply':
      return 'texto aplicado'
    case 'pullPlug':
      return `se tiró del enchufe de la máquina ${command.machine}`
    case 'plugIn':
      return `máquina ${command.machine} enchufada`
    case 'killRandom':
      return 'se tiró de un enchufe al azar'
    case 'addMachine':
      return 'una máquina añadida'
    case 'setPolicy':
      return `política: ${pageEs.policy.names[command.policy] ?? command.policy}`
    case 'controlPlane':
      return command.up ? 'plano de control recuperado' : 'plano de control parado'
    case 'acknowledgePager':
      return 'busca silenciado'
    case 'scale':
      return `${command.name} escalado a ${count(command.replicas)}`
    case 'rollout':
      return `despliegue de ${command.name}: ${command.action}`
    case 'setTraffic':
      return `${command.name} envía ${count(command.requestsPerSecond)}/s`
    case 'terminate':
    case 'cordon':
    case 'uncordon':
    case 'drain':
    case 'reclaim':
      return `${command.type} de la máquina ${command.machine}`
    case 'delete':
    case 'annotate':
      return `${command.type} ${command.kind} ${command.name}`
  }
}

/** Branches, bookmarks and comparing in Spanish. */
export const branchesEs: BranchWords = {
  button: (branches, bookmarks) =>
    [
      branches > 1 ? s(branches, 'rama', 'ramas') : '',
      bookmarks > 0 ? s(bookmarks, 'marcador', 'marcadores') : '',
    ]
      .filter(Boolean)
      .join(', ') || 'Ramas y marcadores',
  branches: 'Ramas',
  bookmarks: 'Marcadores',
  none: 'Vuelve atrás y haz otra cosa: lo que hubo queda aquí como rama.',
  noBookmarks: 'B marca el momento que se muestra; [ y ] van de uno a otro.',
  mark: 'Marcar este momento',
  marked: (at) => `Marcado ${clock(at)}.`,
  time: (at) => clock(at),
  bookmark: ({ at, name }) => (name === '' ? clock(at) : name),
  goTo: (name) => `Ir a ${name}`,
  rename: (name) => `Cambiar el nombre de ${name}`,
  remove: (name) => `Quitar ${name}`,
  newName: (name) => `Nombre nuevo de ${name}`,
  switchTo: (name) => `Seguir en ${name}`,
  current: 'se muestra',
  compare: 'Comparar',
  compareWith: (name) => `Comparar con ${name}`,
  removed: (name) => `Se ha quitado ${name}.`,
  undo: 'Deshacer',
  did: (command, at, more) =>
    `${commandText(command)} en ${clock(at)}${more > 0 ? `, ${count(more)} más` : ''}`,
  nothing: 'no se hizo nada',
  nothingMore: (at) => `nada más después de ${clock(at)}`,
  bar: 'Dos ramas lado a lado',
  lane: 'Qué lado',
  first: (at) => `Primera diferencia en ${clock(at)}:`,
  decision: (at) => `Primera decisión distinta en ${clock(at)}:`,
  same: 'En este lado nada es distinto.',
  show: 'Ver',
  nothingThere: 'nada',
  elsewhere: (n) =>
    n === 0
      ? 'Todos los pods están en el mismo sitio'
      : `${s(n, 'pod no está', 'pods no están')} en el mismo sitio`,
  down: (sides) => `Apps caídas: ${sides.map(({ name, apps }) => `${name} ${apps}`).join(' · ')}`,
  differing: 'Pods que no están en el mismo sitio',
  pod: 'Pod',
  notThere: '—',
  waits: 'espera',
  end: 'Terminar la comparación',
  happened: (happening) => {
    switch (happening.type) {
      case 'mark':
        return pageEs.playback.marker[happening.mark](happening.label)
      case 'decision':
        return `${happening.pod} → ${happening.node ?? 'ninguna máquina'}`
      case 'event':
        return `${happening.reason} ${happening.object}`
    }
  },
}
