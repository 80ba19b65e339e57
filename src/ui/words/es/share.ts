import type { ShareWords } from '../share.ts'
import { clock, count } from '../units.ts'
import { s } from './plural.ts'

/** Links, pictures and films in Spanish. */
export const shareEs: ShareWords = {
  title: 'Compartir esta ejecución',
  open: 'Compartir',
  subtitle:
    'Quien lo abre tiene el mismo escenario, los mismos cambios y órdenes, y el mismo resultado.',
  link: 'Enlace',
  moment: (at) => `Empezar en ${clock(at)}, donde está ahora`,
  copy: 'Copiar el enlace',
  copied: 'Copiado.',
  copyDenied:
    'El navegador no deja copiar a esta página. El enlace está seleccionado: cópialo con el teclado.',
  codeDenied:
    'El navegador no deja copiar a esta página. Selecciona el código y cópialo con el teclado.',
  making: 'Creando el enlace …',
  qr: 'Código QR del enlace',
  qrTooLong: (length) =>
    `Con ${count(length)} caracteres, el enlace es demasiado largo para un código QR.`,
  long: (length) =>
    `El enlace tiene ${count(length)} caracteres. Chats y correos pueden cortarlo: un archivo es más seguro.`,
  earlier: (title, commands) =>
    commands === 0
      ? `Tu última ejecución está guardada: ${title}.`
      : `Tu última ejecución está guardada: ${title}, con ${s(commands, 'orden', 'órdenes')}.`,
  goOn: 'Seguir con ella',
  file: 'Guardar como archivo',
  embed: 'Insertar en una página',
  embedAutoplay: 'Reproducir al abrir',
  embedControls: 'Mostrar los controles',
  embedSpeed: 'Velocidad',
  embedStart: 'Empieza en (s)',
  embedEnd: 'Acaba en (s)',
  embedBackwards: 'Acaba antes de empezar: se reproduce hasta su propio final.',
  embedCode: 'Código del marco',
  embedCopy: 'Copiar el código',
  openInPodfall: 'Abrir en Podfall',
  png: 'Imagen (PNG)',
  svg: 'Imagen (SVG)',
  video: {
    title: 'Vídeo (WebM)',
    from: 'Del segundo',
    to: 'al segundo',
    make: 'Crear el vídeo',
    progress: 'Cuánto del vídeo está hecho',
    cancel: 'Cancelar',
    cancelled: 'No se creó ningún vídeo.',
    done: (bytes) => `El vídeo está listo: ${count(Math.max(1, Math.round(bytes / 1_000)))} kB.`,
    problems: {
      unable:
        'Este navegador no puede crear vídeos: no tiene WebCodecs. Lo tienen los Chrome, Edge, Firefox y Safari actuales.',
      tooLong: 'Un vídeo puede durar diez minutos. Elige un tramo más corto o una velocidad mayor.',
      refused: 'Esta ejecución no se puede volver a reproducir.',
      failed: 'No se pudo crear el vídeo.',
    },
  },
  pictureFailed: 'Este navegador no puede dibujar la imagen.',
  pictureFoot: (title, at) => `Podfall · ${title} · ${at}`,
  moreMachines: (n) => `y ${s(n, 'máquina más', 'máquinas más')}`,
  problems: {
    damaged: (where) =>
      `Este enlace está dañado o cortado${
        where === undefined ? '' : `: lo que dice en «${where}» no tiene sentido`
      }.`,
    leftOut: (parts) =>
      `Una parte de la dirección no tiene sentido y no se tiene en cuenta: ${parts}.`,
    newer: 'Este enlace lo hizo un Podfall más nuevo. Recarga la página para tenerlo.',
    tooLarge: 'Este enlace contiene más de lo que cabe en una página.',
    unknown: (name) => `Aquí no hay ningún escenario «${name}».`,
    unknownLesson: (name) => `Aquí no hay ninguna lección «${name}»; esta es la primera.`,
    refused: (why) => `El escenario de este enlace no se puede reproducir: ${why}`,
  },
}
