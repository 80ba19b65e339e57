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
import { say } from '../sentences/sentences.ts'
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
    if (names.has(name)) check.error([...path, 'name'], 'sameNodeGroup')
    names.add(name)
    checkMachineType(text.type, types, [...path, 'type'], check)
    if (min < 0) check.error([...path, 'min'], 'atLeastZero')
    if (max < min || max > MOST_MACHINES) {
      check.error([...path, 'max'], 'betweenMinAnd', min, MOST_MACHINES)
    }
    if (text.count !== undefined && (count < 0 || count > max)) {
      check.error([...path, 'count'], 'betweenZeroAndMax', max)
    }
    if (price !== undefined && price < 0) check.error([...path, 'price'], 'atLeastZero')
    if (lifetime === 0) check.error([...path, 'lifetime'], 'moreThanZeroSeconds')
    const odd = (['notice', 'lifetime', 'shortage'] as const).find((key) => text[key] !== undefined)
    if (odd && !spot) {
      check.error([...path, odd], 'spotOnly')
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
    check.error(path, 'noNodeGroups')
  }
  const { expander, scanInterval, scaleDownUtilizationThreshold: threshold } = text
  if (scanInterval === 0) check.error([...path, 'scanInterval'], 'moreThanZeroSeconds')
  if (threshold !== undefined && (threshold < 0 || threshold > 1)) {
    check.error([...path, 'scaleDownUtilizationThreshold'], 'between', 0, 1)
  }
  const names = expander?.split(',').map((name) => name.trim())
  for (const name of names ?? []) {
    if ((EXPANDERS as readonly string[]).includes(name)) continue
    const ending = meant(name, EXPANDERS, say('thereAre', EXPANDERS))
    check.error([...path, 'expander'], 'noExpander', quoted(name), ending)
  }
  return {
    ...DEFAULT_SETTINGS,
    ...text,
    expander: (names as Expander[] | undefined) ?? DEFAULT_SETTINGS.expander,
  }
}
