import type { Taint } from '../api/types.gen.ts'
import { MINUTE, type Millis } from '../api/units.ts'
import { EXPANDERS, type Expander } from '../autoscaler/expanders.ts'
import { DEFAULT_SETTINGS } from '../autoscaler/settings.ts'
import {
  type AutoscalerSettings,
  GROUP_LABEL,
  type MachineType,
  type NodeGroup,
} from '../scenario.ts'
import type { Check } from './checkContext.ts'
import { checkKeys, checkLabels } from './checkMetadata.ts'
import { meant } from './didYouMean.ts'
import { checkMachineType, MOST_MACHINES } from './readMachines.ts'
import { quoted } from './report.ts'

/** One entry of `nodeGroups`. */
export interface NodeGroupText {
  readonly name: string
  readonly type: string
  readonly min?: number
  readonly max: number
  readonly count?: number
  readonly price?: number
  readonly bootTime?: Millis
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  readonly zone?: string
  readonly tier?: string
  readonly priority?: number
  readonly spot?: boolean
  readonly notice?: Millis
  readonly lifetime?: Millis
  readonly shortage?: Millis
}

export type AutoscalerText = Partial<Omit<AutoscalerSettings, 'expander'>> & {
  readonly expander?: string
}

const ZONE_LABEL = 'topology.kubernetes.io/zone'
/** What Amazon gives. */
const NOTICE: Millis = 2 * MINUTE
const SHORTAGE: Millis = 5 * MINUTE

/** The node groups, completed by their machine types and by defaults. */
export function readNodeGroups(
  texts: readonly NodeGroupText[],
  types: readonly MachineType[],
  check: Check,
): NodeGroup[] {
  const names = new Set<string>()
  return texts.flatMap((text, index) => {
    const path = ['spec', 'nodeGroups', index]
    const { name, min = 0, max, count = min, price, lifetime, spot = false } = text
    if (names.has(name)) check.error([...path, 'name'], 'is the name of another node group.')
    names.add(name)
    checkMachineType(text.type, types, [...path, 'type'], check)
    if (min < 0) check.error([...path, 'min'], 'must be 0 or more.')
    if (max < min || max > MOST_MACHINES) {
      check.error([...path, 'max'], `must be between ${min} (min) and ${MOST_MACHINES}.`)
    }
    if (text.count !== undefined && (count < 0 || count > max)) {
      check.error([...path, 'count'], `must be between 0 and ${max} (max).`)
    }
    if (price !== undefined && price < 0) check.error([...path, 'price'], 'must be 0 or more.')
    if (lifetime === 0) check.error([...path, 'lifetime'], 'must be more than 0s.')
    const odd = (['notice', 'lifetime', 'shortage'] as const).find((key) => text[key] !== undefined)
    if (odd && !spot) {
      check.error([...path, odd], 'is only for spot machines; write spot: true beside it.')
    }
    checkLabels(text.labels, [...path, 'labels'], check)
    text.taints?.forEach(({ key }, i) => {
      checkKeys({ [key]: '' }, [...path, 'taints', i], check)
    })
    const type = types.find((each) => each.name === text.type)
    return type ? [nodeGroup(text, type, count)] : []
  })
}

function nodeGroup(text: NodeGroupText, type: MachineType, count: number): NodeGroup {
  const { name, min = 0, max, tier, priority, lifetime } = text
  const machine: MachineType = {
    ...type,
    pricePerHour: text.price ?? type.pricePerHour,
    bootTime: text.bootTime ?? type.bootTime,
    labels: {
      ...type.labels,
      [GROUP_LABEL]: name,
      ...(text.zone !== undefined && { [ZONE_LABEL]: text.zone }),
      ...text.labels,
    },
    taints: [...type.taints, ...(text.taints ?? [])],
  }
  return {
    name,
    machine,
    min,
    max,
    count,
    spot: text.spot ?? false,
    ...(tier !== undefined && { tier }),
    ...(priority !== undefined && { priority }),
    notice: text.notice ?? NOTICE,
    ...(lifetime !== undefined && { lifetime }),
    shortage: text.shortage ?? SHORTAGE,
  }
}

/** The autoscaler's settings; undefined = none are written. */
export function readAutoscaler(
  text: AutoscalerText | undefined,
  groups: readonly NodeGroup[],
  check: Check,
): AutoscalerSettings | undefined {
  if (!text) return undefined
  const path = ['spec', 'clusterAutoscaler']
  if (groups.length === 0) {
    check.error(path, 'has nothing to do: write nodeGroups beside it.')
  }
  const { expander, scanInterval, scaleDownUtilizationThreshold: threshold } = text
  if (scanInterval === 0) check.error([...path, 'scanInterval'], 'must be more than 0s.')
  if (threshold !== undefined && (threshold < 0 || threshold > 1)) {
    check.error([...path, 'scaleDownUtilizationThreshold'], 'must be between 0 and 1.')
  }
  const names = expander?.split(',').map((name) => name.trim())
  for (const name of names ?? []) {
    if ((EXPANDERS as readonly string[]).includes(name)) continue
    const ending = meant(name, EXPANDERS, `; there are ${EXPANDERS.join(', ')}.`)
    check.error([...path, 'expander'], `is ${quoted(name)}, which is no expander${ending}`)
  }
  return {
    ...DEFAULT_SETTINGS,
    ...text,
    expander: (names as Expander[] | undefined) ?? DEFAULT_SETTINGS.expander,
  }
}
