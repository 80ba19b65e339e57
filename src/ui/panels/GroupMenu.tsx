import type { RunInfo } from '../../engine/protocol.ts'
import type { GroupBy } from '../stage/stage.ts'
import { useSession } from '../state/SessionContext.ts'
import { changeSettings, useSettings } from '../state/settings.ts'
import { useRun } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import type { MenuItem } from '../widgets/menuItems.ts'
import { words } from '../words/words.ts'

/** Says what machines are put together by, where there is something to do it by. */
export function GroupMenu() {
  const choice = useGroupChoice()
  if (choice === undefined) return null
  return (
    <MenuButton
      className="button icon"
      aria-label={words.groupBy.menu}
      title={words.groupBy.menu}
      items={[choice]}
    >
      <Icon name="groups" />
    </MenuButton>
  )
}

/** The same as an entry of a menu; undefined where there is nothing to group by. */
export function useGroupChoice(): MenuItem | undefined {
  const { mirror } = useSession()
  const info = useRun((run) => run.info)
  const groupBy = useSettings((settings) => settings.groupBy)
  // Zones come to be known with the machines that stand in them: asked with every change of the run.
  const zones = useRun(() => mirror.zones.length)
  const options = info === undefined ? [] : choices(info, zones)
  if (options.length === 0) return undefined
  const name = nameOf(groupBy ?? info?.groupBy ?? 'none')
  return {
    type: 'choice',
    label: words.groupBy.menu,
    value: options.some((option) => option.value === name) ? name : 'none',
    options: [{ value: 'none', label: words.groupBy.none }, ...options],
    choose: (chosen) => changeSettings({ groupBy: groupByOf(chosen) }),
  }
}

function choices(info: RunInfo, zones: number) {
  const options: { readonly value: string; readonly label: string }[] = []
  if (zones > 1) options.push({ value: 'zone', label: words.groupBy.zone })
  if (info.nodeGroups.length > 1)
    options.push({ value: 'nodeGroup', label: words.groupBy.nodeGroup })
  const values = new Map<string, Set<string>>()
  const kinds = [...info.machineTypes, ...info.nodeGroups]
  for (const { labels } of kinds) {
    for (const [key, value] of Object.entries(labels ?? {})) {
      values.set(key, (values.get(key) ?? new Set()).add(value))
    }
  }
  for (const [key, known] of values) {
    const every = kinds.every(({ labels }) => labels?.[key] !== undefined)
    if (key === ZONE || key === NODE_GROUP || (known.size < 2 && every)) continue
    options.push({ value: LABEL + key, label: words.groupBy.label(key) })
  }
  return options
}

const ZONE = 'topology.kubernetes.io/zone'
/** Grouping by it is a choice of its own. */
const NODE_GROUP = 'podfall.dev/node-group'
const LABEL = 'label:'

function nameOf(groupBy: GroupBy): string {
  return typeof groupBy === 'object' ? LABEL + groupBy.label : groupBy
}

function groupByOf(value: string): GroupBy {
  if (value === 'zone' || value === 'nodeGroup') return value
  return value.startsWith(LABEL) ? { label: value.slice(LABEL.length) } : 'none'
}
