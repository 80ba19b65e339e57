import type { ControlWords } from '../control.ts'
import { clock, count } from '../units.ts'
import type { UseWords } from '../uses.ts'
import { s } from './plural.ts'

/** Workloads, Services and logs in Spanish. */
export const controlEs: ControlWords = {
  lane: 'Qué clúster',
  namespace: 'Namespace',
  allNamespaces: 'Todos los namespaces',
  loading: 'Un momento …',
  workloads: {
    list: 'Cargas de trabajo',
    empty: 'Este clúster no tiene cargas de trabajo.',
    ready: (ready, wanted) => `${count(ready)}/${count(wanted)} listos`,
    jobs: (done, wanted) => `${count(done)}/${count(wanted)} hechos`,
    active: (n) => s(n, 'Job en marcha', 'Jobs en marcha'),
    idle: 'espera',
    schedule: (schedule) => `horario ${schedule}`,
    lastRun: (at) => `el último en ${clock(at)}`,
    paused: 'en pausa',
    suspended: 'suspendido',
    revisions: (list) =>
      list
        .map(({ revision, pods }) => `revisión ${revision}: ${s(pods, 'pod', 'pods')}`)
        .join(', '),
    rollout: (name, list, paused) =>
      `${name}${paused ? ', despliegue en pausa' : ''}: ${list
        .map(({ revision, pods }) => `${count(pods)} de la revisión ${count(revision)}`)
        .join(', ')}`,
    fewer: (name) => `Una copia menos de ${name}`,
    more: (name) => `Una copia más de ${name}`,
    pause: 'Pausar',
    resume: 'Reanudar',
    undo: 'Deshacer',
    undoTo: (revision) => `Volver a la revisión ${revision}`,
    restart: 'Reiniciar',
    autoscalers: 'Autoescaladores',
    autoscaler: (replicas, min, max) =>
      `${s(replicas, 'pod', 'pods')}, puede haber de ${count(min)} a ${count(max)}`,
    budgets: 'Presupuestos de disrupción',
    budget: (allowed, healthy, desired) =>
      `${count(healthy)} de al menos ${count(desired)} están sanos; ${
        allowed === 0
          ? 'ahora no se puede ir ninguno'
          : `ahora ${s(allowed, 'se puede ir', 'se pueden ir')}`
      }`,
    refused: (n) => `${s(n, 'desalojo rechazado', 'desalojos rechazados')} hasta ahora`,
    quotas: 'Cuotas',
    usage: 'Pedido y usado, por contenedor',
    usageColumns: ['Contenedor', 'Recurso', 'Pide', 'Usa', 'Sugeriría'],
    quota: (used, hard) => `${used} de ${hard}`,
  },
  services: {
    list: 'Services',
    empty: 'Este clúster no tiene Services.',
    headless: 'sin dirección propia',
    external: 'otro nombre',
    ready: (n) => s(n, 'endpoint listo', 'endpoints listos'),
    notReady: (n) => s(n, 'no listo', 'no listos'),
    none: 'Nadie le envía nada.',
    senders: 'Remitentes',
    rate: (n) => `${count(n)}/s`,
    answered: (n) => s(n, 'respondida', 'respondidas'),
    failed: (n) => s(n, 'fallida', 'fallidas'),
    failure: (reason, n) => `${reason} ${count(n)}`,
    latency: (p50, p99) => `p50 ${count(p50)} ms, p99 ${count(p99)} ms`,
    versions: 'Versiones que respondieron',
    ofAllAnswers: 'De todas las respuestas desde el principio:',
    lastSecond: (failed, sent) =>
      `En el último segundo ${failed === 1 ? 'falló' : 'fallaron'} ${count(failed)} de ${count(sent)}`,
    version: (version, share) => `${version} ${share}`,
    traffic: (name) => `Peticiones por segundo de ${name}`,
    perSecond: (n) => s(n, 'petición por segundo', 'peticiones por segundo'),
  },
  logs: {
    list: 'Líneas de log, las más antiguas primero',
    empty: 'Ningún pod seleccionado ha escrito nada.',
    selector: 'Etiquetas, como app=web',
    follow: 'Seguir',
    followHint: 'Quedarse en la última línea',
    only: (pod) => `Solo ${pod}`,
    all: 'Todos los pods',
  },
}

/** What pods and machines use, in Spanish. */
export const usesEs: UseWords = {
  asks: 'piden',
  uses: 'usan',
  of: (amount, all, unit) => `${amount} de ${all} ${unit}`,
  short: (amounts) => `usa ${amounts}`,
  shortOf: (used, limit) => `${used} de ${limit}`,
  nothing: 'sin peticiones',
  pod: (amounts) => `Usa ${amounts}.`,
  podLimited: (amounts, limits) => `Usa ${amounts}; su límite es ${limits}.`,
  container: (name, amounts) => `${name}: ${amounts}`,
  containerLimited: (name, amounts, limits) => `${name}: ${amounts}, límite ${limits}`,
  order: {
    BestEffort: 'BestEffort: de los primeros en irse cuando se acaba la memoria.',
    beyond: 'Burstable, por encima de su petición: se va pronto cuando se acaba la memoria.',
    within: 'Burstable, dentro de su petición: se va tarde cuando se acaba la memoria.',
    Guaranteed: 'Guaranteed: se va el último cuando se acaba la memoria.',
  },
}
