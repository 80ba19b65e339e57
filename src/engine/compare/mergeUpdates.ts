import type {
  App,
  Comparison,
  LaneId,
  LaneUpdate,
  Marker,
  ResourceUse,
  RunInfo,
  RunUpdate,
} from '../protocol.ts'

/** What is numbered in both runs, each in its own way. */
interface Table {
  readonly names: string[]
  readonly index: Map<string, number>
}

interface Side {
  readonly id: LaneId
  readonly title: string
  /** As it was told last. */
  info: RunInfo | undefined
  /** Index in the merged list by index in the run's own. */
  apps: readonly number[]
  zones: readonly number[]
  statuses: readonly number[]
  resources: readonly number[]
}

/**
 * Two runs of one scenario as one run of two lanes: the same lane of both. Names of lanes are the
 * branches' ids. What the runs number in their own ways (apps, zones, words, resources) is numbered
 * anew, and stays so until the next reset.
 */
export interface Merger {
  /** Both must be resets, or neither. */
  merge(a: RunUpdate, b: RunUpdate): RunUpdate
}

export function createMerger(comparison: Comparison): Merger {
  const sides: readonly [Side, Side] = [sideOf(comparison.a), sideOf(comparison.b)]
  let apps = table()
  let appList: App[] = []
  let zones = table()
  let statuses = table()
  let resources = table()

  function sideOf({ id, name }: Comparison['a']): Side {
    const none = { info: undefined, apps: [], zones: [], statuses: [], resources: [] }
    return { id, title: name === undefined ? id : name, ...none }
  }

  /** The numbers that a run's names have in the merged list, which grows by those that are new. */
  function numbers(into: Table, names: readonly string[]): readonly number[] {
    return names.map((name) => {
      const known = into.index.get(name)
      if (known !== undefined) return known
      into.index.set(name, into.names.length)
      return into.names.push(name) - 1
    })
  }

  function takeApps(side: Side, list: readonly App[]): void {
    side.apps = numbers(
      apps,
      list.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`),
    )
    list.forEach((app, index) => {
      const requests = widened(app.requests, side)
      const at = side.apps[index]!
      // Where the branches give an app another shape, NEXT shows that of the first.
      if (side === sides[0] || !appList[at] || !sides[0].apps.includes(at)) {
        appList[at] = { ...app, requests }
      }
    })
  }

  function take(side: Side, update: RunUpdate): void {
    if (update.apps) takeApps(side, update.apps)
    if (update.zones) side.zones = numbers(zones, update.zones)
    if (update.statuses) side.statuses = numbers(statuses, update.statuses)
  }

  /** Amounts, some per row, laid out for the merged resources. */
  function widened(amounts: readonly number[], { resources: own }: Side): readonly number[] {
    const wide = new Array<number>(resources.names.length).fill(0)
    own.forEach((to, from) => {
      wide[to] = amounts[from] ?? 0
    })
    return wide
  }

  function widenedColumn(column: Float64Array, { resources: own }: Side): Float64Array {
    const width = resources.names.length
    if (own.length === width && own.every((to, from) => to === from)) return column
    const rows = own.length === 0 ? 0 : column.length / own.length
    const wide = new Float64Array(rows * width)
    for (let row = 0; row < rows; row++) {
      own.forEach((to, from) => {
        wide[row * width + to] = column[row * own.length + from]!
      })
    }
    return wide
  }

  function lane(update: RunUpdate, side: Side): LaneUpdate {
    const own = update.lanes.find((each) => each.lane === comparison.lane)!
    const { pods, nodes, metrics } = own
    const uses = resources.names.map((_, at): ResourceUse => {
      const from = side.resources.indexOf(at)
      return metrics.resources[from] ?? { allocatable: 0, requested: 0, idle: 0, stranded: 0 }
    })
    return {
      ...own,
      lane: side.id,
      pods: {
        ...pods,
        app: renumbered(pods.app, side.apps),
        status: renumbered(pods.status, side.statuses),
        requests: widenedColumn(pods.requests, side),
      },
      nodes: {
        ...nodes,
        zone: renumbered(nodes.zone, side.zones),
        allocatable: widenedColumn(nodes.allocatable, side),
        requested: widenedColumn(nodes.requested, side),
        stranded: widenedColumn(nodes.stranded, side),
      },
      metrics: { ...metrics, resources: uses },
    }
  }

  function infoOf(info: RunInfo): RunInfo {
    const spec = info.lanes.find(({ id }) => id === comparison.lane)!
    return {
      ...info,
      lanes: sides.map(({ id, title }) => ({ ...spec, id, title: `${title} · ${spec.title}` })),
      resources: [...resources.names],
      machineTypes: info.machineTypes.map((type) => ({
        ...type,
        allocatable: widened(type.allocatable, sides[0]),
      })),
      arrivals: info.arrivals.map(({ at, app }) => ({ at, app: sides[0].apps[app] ?? 0 })),
      comparison,
    }
  }

  return {
    merge(a, b) {
      if (a.reset) {
        apps = table()
        appList = []
        zones = table()
        statuses = table()
        resources = table()
      }
      const known = { zones: zones.names.length, statuses: statuses.names.length }
      // The resources of both decide how wide everything else is.
      for (const [side, { info }] of [
        [sides[0], a],
        [sides[1], b],
      ] as const) {
        side.info = info ?? side.info
        if (a.reset && side.info) side.resources = numbers(resources, side.info.resources)
      }
      take(sides[0], a)
      take(sides[1], b)
      return {
        seq: a.seq,
        reset: a.reset,
        ...((a.info || b.info) && sides[0].info && { info: infoOf(sides[0].info) }),
        ...((a.apps ?? b.apps) && { apps: [...appList] }),
        ...((a.reset || zones.names.length > known.zones) && { zones: [...zones.names] }),
        ...((a.reset || statuses.names.length > known.statuses) && {
          statuses: [...statuses.names],
        }),
        now: Math.min(a.now, b.now),
        nextEventAt: sooner(a.nextEventAt, b.nextEventAt),
        inFlight: {
          consequence: sooner(a.inFlight.consequence, b.inFlight.consequence),
          work: sooner(a.inFlight.work, b.inFlight.work),
        },
        lanes: [lane(a, sides[0]), lane(b, sides[1])],
        markers: mergeMarkers(a, b, comparison),
        commands: a.commands,
        dropped: 0,
        ...(a.script && { script: a.script }),
      }
    },
  }
}

const table = (): Table => ({ names: [], index: new Map() })
/** Of no zone. */
const NONE = 65_535

function renumbered(column: Uint16Array, to: readonly number[]): Uint16Array {
  if (to.every((index, own) => index === own)) return column
  return column.map((own) => (own === NONE ? own : (to[own] ?? own)))
}

function sooner(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)
}

/** What happened in both at the same time stands once, and for both. */
function mergeMarkers(a: RunUpdate, b: RunUpdate, comparison: Comparison): readonly Marker[] {
  const isOwn = ({ type, lane }: Marker) =>
    type !== 'divergence' && (lane === undefined || lane === comparison.lane)
  const keyOf = ({ at, type, label }: Marker) => `${at} ${type} ${label}`
  const these = a.markers.filter(isOwn)
  const left = b.markers.filter(isOwn)
  const merged = these.map((marker): Marker => {
    const twin = left.findIndex((other) => keyOf(other) === keyOf(marker))
    if (twin < 0) return { ...marker, lane: comparison.a.id }
    left.splice(twin, 1)
    const { lane: _, ...both } = marker
    return both
  })
  merged.push(...left.map((marker) => ({ ...marker, lane: comparison.b.id })))
  if (a.reset) {
    const parted = comparison.divergences.find(({ lane }) => lane === comparison.lane)
    if (parted) merged.push({ at: parted.first.at, type: 'fork', label: '' })
  }
  return merged.sort((one, other) => one.at - other.at)
}
