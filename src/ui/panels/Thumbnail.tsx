import { useRef } from 'react'
import { unitsPerCell } from '../stage/cells.ts'
import { domLooks } from '../state/looks.ts'
import type { Preview, PreviewQuestion } from '../state/preview.ts'
import { usePreview } from '../state/previews.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { WellPicture } from '../widgets/WellPicture.tsx'

/** Height of the tallest well (px). */
const HIGH = 190
const MACHINES = 3

/** Until a scenario has been played: wells without anything in them. */
const WAITING: Preview = {
  resources: ['cpu', 'memory'],
  apps: [],
  machines: Array.from({ length: MACHINES }, (_, row) => ({
    row,
    ordinal: row + 1,
    dead: false,
    allocatable: [8_000, 32 * 2 ** 30],
    pods: [],
  })),
}

/** A few machines of a run, as the stage would draw them; paler until it has been played. */
export function Thumbnail({ question }: { readonly question: PreviewQuestion }) {
  const place = useRef<HTMLSpanElement>(null)
  const preview = usePreview(question, place)
  const theme = useTheme()
  const { resources, apps, machines } = preview ?? WAITING
  const looks = domLooks(apps, theme)
  const shown = machines.slice(0, MACHINES)
  const cells = Math.max(
    1,
    ...shown.flatMap((machine) =>
      resources.map((resource, r) => (machine.allocatable[r] ?? 0) / unitsPerCell(resource)),
    ),
  )
  return (
    <span ref={place} className={preview === undefined ? 'thumbnail waiting' : 'thumbnail'}>
      {shown.map(({ ghost, ...machine }) => (
        <WellPicture
          key={machine.row}
          resources={resources}
          allocatable={machine.allocatable}
          lane={30}
          cell={HIGH / cells}
          dead={machine.dead}
          letters={false}
          pods={machine.pods.map((pod) => ({ ...pod, look: looks[pod.app]! }))}
          {...(ghost !== undefined && { ghost: { ...ghost, look: looks[ghost.app]! } })}
        />
      ))}
    </span>
  )
}

/** Machines as they look from afar: two lanes each, higher or lower. */
export function Crowd() {
  const [columns, rows, width, height] = [24, 6, 12, 26]
  const bars = (lane: number) =>
    Array.from({ length: columns * rows }, (_, machine) => {
      const x = (machine % columns) * width + 1 + 5 * lane
      const floor = (Math.floor(machine / columns) + 1) * height
      // Spread like seeds on a sunflower, so that no pattern is seen.
      const filled = 4 + 18 * ((0.618 * (machine + 1) + 0.382 * lane * (machine % 7)) % 1)
      return `M${x} ${floor}h4v${-filled.toFixed(1)}h-4z`
    }).join('')
  return (
    <span className="thumbnail crowd" aria-hidden="true">
      <svg
        width={columns * width}
        height={rows * height + 2}
        viewBox={`0 0 ${columns * width} ${rows * height + 2}`}
        aria-hidden="true"
        focusable="false"
      >
        <path d={bars(0)} fill="var(--bar)" />
        <path d={bars(1)} fill="var(--rim)" />
      </svg>
    </span>
  )
}

/** A few lines to write, and the piece that they make. */
export function FreePlay() {
  const [look] = domLooks([{ name: 'api', kind: 'Deployment' }], useTheme())
  return (
    <span className="thumbnail free-play" aria-hidden="true">
      <span className="mono">
        requests:
        <br />
        {'  cpu: 2'}
        <br />
        {'  memory: 4Gi'}
      </span>
      <svg width="76" height="76" viewBox="0 0 76 76" aria-hidden="true" focusable="false">
        <path
          d="M5 8h26q4 0 5 4l4 17q1 4 5 4h22q4 0 4 4v28q0 4-4 4H5q-4 0-4-4V12q0-4 4-4z"
          fill={look?.fill ?? 'var(--well)'}
          stroke={look?.edge ?? 'var(--rim)'}
          strokeWidth="2"
        />
      </svg>
    </span>
  )
}
