import type { MachineUse, PodUse, UseAmounts } from '../../engine/protocol.ts'
import type { MachineSummary } from '../state/summaries.ts'
import { amount, amountWithUnit, laneLabel, shortAmount, unitOf } from '../words/units.ts'
import { useWords } from '../words/uses.ts'
import { words } from '../words/words.ts'

const COMPUTE = ['cpu', 'memory'] as const

/** `0.2 vCPU`, `1.2 GiB` */
function list(amounts: UseAmounts): string[] {
  return COMPUTE.flatMap((resource) =>
    amounts[resource] === undefined ? [] : [amountWithUnit(resource, amounts[resource])],
  )
}

/** Those of its limits of which something is used. */
function limitsOf(limits: UseAmounts, used: UseAmounts): string[] {
  const [cpu, memory] = COMPUTE.map((resource) =>
    used[resource] === undefined ? undefined : limits[resource],
  )
  return list({ ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) })
}

/** What a machine's pods ask for and what they use, each against what it has; nothing if nothing is said. */
export function MachineUses(props: {
  readonly use: MachineUse
  readonly machine: MachineSummary
  readonly resources: readonly string[]
}) {
  const { use, machine, resources } = props
  const rows = COMPUTE.flatMap((resource) => {
    const r = resources.indexOf(resource)
    const used = use.used[resource]
    const all = machine.allocatable[r]
    if (used === undefined || !all) return []
    return [{ resource, all, asked: machine.requested[r] ?? 0, used }]
  })
  if (rows.length === 0) return null
  return (
    <dl className="uses">
      {rows.map(({ resource, all, asked, used }) => (
        <div key={resource}>
          <dt>{laneLabel(resource)}</dt>
          {[
            { kind: 'asks', value: asked },
            { kind: 'uses', value: used },
          ].map(({ kind, value }) => (
            <dd key={kind} className={kind}>
              <i>
                <b style={{ width: `${Math.min(100, (100 * value) / all)}%` }} />
              </i>
              <span>
                {kind === 'asks' ? useWords.asks : useWords.uses}{' '}
                {useWords.of(amount(resource, value), amount(resource, all), unitOf(resource))}
              </span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}

/** Lines for where there is little room: `use 31.2 of 32 GiB`. */
export function machineUseLines(
  use: MachineUse,
  machine: MachineSummary,
  resources: readonly string[],
) {
  return COMPUTE.flatMap((resource) => {
    const used = use.used[resource]
    const all = machine.allocatable[resources.indexOf(resource)]
    if (used === undefined || !all) return []
    const text = useWords.of(amount(resource, used), amount(resource, all), unitOf(resource))
    return [`${useWords.uses} ${text}`]
  })
}

/** `uses 1.2G of 2G`; '' if nothing is said. */
export function shortUse(use: PodUse | undefined): string {
  const parts = COMPUTE.flatMap((resource) => {
    const used = use?.used[resource]
    if (used === undefined) return []
    const limit = use?.limits[resource]
    const text = shortAmount(resource, used)
    return [limit === undefined ? text : useWords.shortOf(text, shortAmount(resource, limit))]
  })
  return parts.length === 0 ? '' : useWords.short(parts.join(' · '))
}

/** What a pod uses, beside its limits, and what that means when memory runs out. */
export function PodUses({ use }: { readonly use: PodUse | undefined }) {
  const amounts = use === undefined ? [] : list(use.used)
  if (use === undefined || amounts.length === 0) return null
  const limits = limitsOf(use.limits, use.used)
  const used = words.pod.and(amounts)
  const several = use.containers.length > 1
  return (
    <>
      <p>
        {limits.length === 0
          ? useWords.pod(used)
          : useWords.podLimited(used, words.pod.and(limits))}
      </p>
      {several && (
        <ul className="container-uses">
          {use.containers.map((container) => {
            const own = list(container.used).join(' · ')
            const most = limitsOf(container.limits, container.used).join(' · ')
            return (
              <li key={container.name}>
                {most === ''
                  ? useWords.container(container.name, own)
                  : useWords.containerLimited(container.name, own, most)}
              </li>
            )
          })}
        </ul>
      )}
      {use.used.memory !== undefined && <p>{useWords.order[orderOf(use, use.used.memory)]}</p>}
    </>
  )
}

function orderOf({ qos, containers }: PodUse, memory: number): keyof typeof useWords.order {
  if (qos !== 'Burstable') return qos
  const asked = containers.reduce((sum, { requests }) => sum + (requests.memory ?? 0), 0)
  return memory > asked ? 'beyond' : 'within'
}
