import type { AnnounceWords } from '../../state/announce.ts'
import type { SettingsWords } from '../settings.ts'
import { byNumber } from '../severalMachines.ts'
import type { SoundWords } from '../sound.ts'
import { clock, count } from '../units.ts'
import type { UpcomingWords } from '../upcoming.ts'
import { s } from './plural.ts'

/** What screen readers are told, in Spanish. */
export const announceEs: AnnounceWords = {
  arrived: (arrived, all) =>
    `${arrived === 1 ? 'Ha' : 'Han'} llegado ${count(arrived)} de ${s(all, 'pod', 'pods')}.`,
  machines: (n) => s(n, 'máquina', 'máquinas'),
  pending: (n) => s(n, 'pendiente', 'pendientes'),
  down: (n) => s(n, 'caída', 'caídas'),
  back: (back, lost) => `${count(back)} de ${count(lost)} de vuelta`,
  lane: (title, facts) => `${title}: ${facts.join(', ')}.`,
  mark: (text) => `${text}.`,
  more: (n) => `Y ${s(n, 'suceso más', 'sucesos más')}.`,
  end: 'La ejecución ha terminado.',
}

/** What a scenario is about to do, in Spanish. */
export const upcomingEs: UpcomingWords = {
  at: (time) => clock(time),
  what: {
    apply: () => 'se aplica un cambio',
    delete: (label) => `se borra ${label}`,
    scale: (label) => `se escala ${label}`,
    annotate: (label) => `cambia la carga de ${label}`,
    rollout: (label) => `un despliegue de ${label}`,
    setTraffic: (label) => `cambia el tráfico de ${label}`,
    pullPlug: byNumber(
      (machine) => `la máquina ${machine} se queda sin corriente`,
      (machines) => `las máquinas ${machines} se quedan sin corriente`,
    ),
    plugIn: byNumber(
      (machine) => `la máquina ${machine} vuelve a tener corriente`,
      (machines) => `las máquinas ${machines} vuelven a tener corriente`,
    ),
    terminate: byNumber(
      (machine) => `se borra la máquina ${machine}`,
      (machines) => `se borran las máquinas ${machines}`,
    ),
    cordon: byNumber(
      (machine) => `se acordona la máquina ${machine}`,
      (machines) => `se acordonan las máquinas ${machines}`,
    ),
    uncordon: byNumber(
      (machine) => `la máquina ${machine} vuelve al servicio`,
      (machines) => `las máquinas ${machines} vuelven al servicio`,
    ),
    drain: byNumber(
      (machine) => `se vacía la máquina ${machine}`,
      (machines) => `se vacían las máquinas ${machines}`,
    ),
    killRandom: () => 'una máquina cualquiera se queda sin corriente',
    addMachine: () => 'se añade una máquina',
    setPolicy: (label) => `otra política: ${label}`,
    acknowledgePager: () => 'alguien silencia el busca',
    reclaim: byNumber(
      (machine) => `la nube quiere recuperar la máquina ${machine}`,
      (machines) => `la nube quiere recuperar las máquinas ${machines}`,
    ),
    controlPlane: (label) =>
      label === 'up' ? 'vuelve el plano de control' : 'se cae el plano de control',
  },
}

/** Settings, and what the browser keeps, in Spanish. */
export const settingsEs: SettingsWords = {
  title: 'Ajustes y tus datos',
  languageHint: 'Lo que dice el propio Kubernetes queda en inglés.',
  announcements: 'Anuncios para lectores de pantalla',
  announcementsHint: 'Lo que pasa en la ejecución, dicho sin interrumpir.',
  howMany: { all: 'todos', fewer: 'menos: lo que va mal y lo que se arregla', off: 'ninguno' },
  data: 'Lo que guarda este navegador',
  dataHint: 'Nada de ello sale de este navegador, salvo que lo exportes.',
  kept: {
    run: (title) => `tu última ejecución: ${title}`,
    earlierRun: (title) => `una ejecución anterior: ${title}`,
    open: 'Seguir',
    openNamed: (title) => `Seguir: ${title}`,
    texts: (n) => s(n, 'texto del editor', 'textos del editor'),
    lessons: (n) => s(n, 'lección empezada', 'lecciones empezadas'),
    rounds: (n) => s(n, 'partida jugada', 'partidas jugadas'),
    settings: 'tus ajustes',
    other: (n) => s(n, 'cosa más', 'cosas más'),
    nothing: 'Nada por ahora.',
  },
  blocked:
    'Este navegador no deja que la página guarde nada (ventana privada, o almacenamiento bloqueado). Todo funciona, y se pierde al cerrar la página: guarda tu ejecución como archivo.',
  export: 'Exportar como archivo',
  import: 'Importar un archivo',
  clear: 'Borrar todo',
  sureClear: '¿Borrarlo todo?',
  sureImport: (name) => `¿Sustituirlo todo por lo que hay en ${name}?`,
  yes: { clear: 'Sí, borrarlo', import: 'Sí, sustituirlo' },
  no: 'No',
  cleared: 'Borrado. Se puede recuperar hasta que dejes la página.',
  imported: 'Importado. Lo que había se puede recuperar hasta que dejes la página.',
  undo: 'Recuperarlo',
  undone: 'Como estaba antes.',
  problems: {
    tooLarge: 'Este archivo es demasiado grande para ser una exportación de Podfall.',
    noData: 'Este archivo no es una exportación de Podfall.',
    newer: 'Este archivo lo exportó un Podfall más nuevo. Recarga la página para tenerlo.',
    unreadable: 'Este archivo no se puede leer.',
    refused: 'El navegador no tiene sitio para ello. Todo está como antes.',
  },
  notKept:
    'El navegador no tiene sitio para tu ejecución, o no se lo da a esta página: se pierde al cerrarla. Guárdala como archivo.',
  save: 'Compartir …',
}

/** Sound, in Spanish. */
export const soundEs: SoundWords = {
  title: 'Sonido',
  switch: 'Tonos suaves para lo que pasa, también con la tecla S',
  hint: 'Una pieza aterriza, una máquina muere, suena el busca, un Job acaba, todo vuelve a estar bien. La página calla hasta que lo pides.',
  reduced: 'Tu sistema pide poco movimiento: en vez de sonidos lo dicen los rótulos y los avisos.',
  none: 'Este navegador no puede dar sonido.',
  on: 'Sonido activado',
  off: 'Sonido desactivado',
}
