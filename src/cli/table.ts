import type { HeadlessResult } from '../engine/index.ts'

const MILLI = 1_000
const GIB = 2 ** 30

/** What `-o table` prints for one cluster: numbers, machines, pods that do not run, warnings. */
export function formatTable(result: HeadlessResult): string {
  const { metrics, nodes, pods, events, traffic } = result
  const { machines, machinesUsed, pending, utilisation, costPerHour } = metrics
  const notRunning = pods.filter(({ phase }) => phase !== 'Running' && phase !== 'Succeeded')
  const warnings = events.filter(({ type }) => type === 'Warning')
  const sections = [
    rows([
      ['Time', `${result.time} s`],
      ['Machines', `${machines} (${machinesUsed} used)`],
      ['Cost', `$${costPerHour.toFixed(2)} an hour`],
      ['CPU', percent(utilisation.cpu)],
      ['Memory', percent(utilisation.memory)],
      ['Pending', String(pending)],
    ]),
    rows([
      ['MACHINE', 'CPU', 'MEMORY', 'PODS'],
      ...nodes.map(({ name, requested, allocatable, pods: held }) => [
        name,
        `${amount(requested.cpu, MILLI)} of ${amount(allocatable.cpu, MILLI)} vCPU`,
        `${amount(requested.memory, GIB)} of ${amount(allocatable.memory, GIB)} GiB`,
        String(held.length),
      ]),
    ]),
  ]
  if (traffic) {
    sections.push(
      rows([
        ['TRAFFIC', 'TO', 'ANSWERED', 'FAILED', 'ANSWERS BY', 'FAILURES'],
        ...traffic.map(({ namespace, name, to, answered, failed, versions, failures }) => [
          `${namespace}/${name}`,
          to,
          String(answered),
          String(failed),
          counts(versions),
          counts(failures),
        ]),
      ]),
    )
  }
  if (notRunning.length > 0) {
    sections.push(
      rows([
        ['POD', 'PHASE', 'MACHINE', 'REASON', 'MESSAGE'],
        ...notRunning.map((pod) => [
          `${pod.namespace}/${pod.name}`,
          pod.phase,
          pod.nodeName ?? '-',
          pod.reason ?? '-',
          pod.message ?? '-',
        ]),
      ]),
    )
  }
  if (warnings.length > 0) {
    sections.push(
      rows([
        ['TIME', 'WARNING', 'OBJECT', 'MESSAGE'],
        ...warnings.map(({ time, reason, object, message }) => [
          `${time} s`,
          reason,
          object,
          message,
        ]),
      ]),
    )
  }
  return sections.join('\n')
}

/** `1.0 x90, 2.0 x10` */
function counts(numbers: Readonly<Record<string, number>>): string {
  const parts = Object.entries(numbers).map(([what, count]) => `${what} x${count}`)
  return parts.length > 0 ? parts.join(', ') : '-'
}

/** Columns padded to their widest cell, two blanks apart. */
export function rows(cells: readonly (readonly string[])[]): string {
  const widths = cells[0]!.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  return `${cells.map(line).join('\n')}\n`
}

function amount(value: number | undefined, unit: number): string {
  return String(Math.round(((value ?? 0) / unit) * 100) / 100)
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
