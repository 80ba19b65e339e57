import type { RunbookWords } from '../runbook.ts'
import { s } from './plural.ts'

const WHY_NOT: Readonly<Record<string, string>> = {
  'no more machines may be bought': 'no se pueden comprar más máquinas',
  'no machine on offer is large enough': 'ninguna máquina a la venta es lo bastante grande',
  'no machine is on offer': 'no hay ninguna máquina a la venta',
}
const down = (apps?: string) => s(Number(apps), 'app caída', 'apps caídas')

/** The one-click world in Spanish. */
export const runbookEs: RunbookWords = [
  [
    /^put on (\S+): next machine in the list$/,
    (machine) => `puesto en ${machine}: la máquina siguiente de la lista`,
  ],
  [
    /^(\S+) does not fit (.+): bought (\S+) \((.+)\)$/,
    (app, full, machine, type) => `${app} no cabe en ${full}: se compró ${machine} (${type})`,
  ],
  [
    /^there is no machine for (\S+): bought (\S+) \((.+)\)$/,
    (app, machine, type) => `no hay máquina para ${app}: se compró ${machine} (${type})`,
  ],
  [
    /^(?:does not fit (.+)|there is no machine for it), and (no [a-z ]+)$/,
    (full, why = '') =>
      `${full === undefined ? 'no hay máquina para él' : `no cabe en ${full}`}, y ${WHY_NOT[why] ?? why}`,
  ],
  [/^does not answer: (\d+) apps? down$/, (apps) => `no responde: ${down(apps)}`],
  [/^does not answer on (\S+)$/, (machine) => `no responde en ${machine}`],
  [/^the pager rings: (\d+) apps? down$/, (apps) => `suena el busca: ${down(apps)}`],
  [
    /^a person starts to work: (\d+) apps? to put back$/,
    (apps) => `una persona empieza a trabajar: ${s(Number(apps), 'app', 'apps')} por reponer`,
  ],
  [
    /^put back by hand on (\S+) in place of (\S+) on (\S+)$/,
    (machine, old, from) => `repuesto a mano en ${machine} en lugar de ${old} en ${from}`,
  ],
  [
    /^moved by hand to (\S+) in place of (\S+) on (\S+)$/,
    (machine, old, from) => `llevado a mano a ${machine} en lugar de ${old} en ${from}`,
  ],
  [
    /^no machine that is up has room, and no more machines may be bought$/,
    () => 'ninguna máquina en marcha tiene sitio, y no se pueden comprar más máquinas',
  ],
  [/^removed by the deploy script$/, () => 'retirado por el script de despliegue'],
  [/^not looked at$/, () => 'no se miró'],
  [/^finished$/, () => 'acabado'],
]
