import { piecePath } from '../stage/geometry.ts'
import { domLooks } from '../state/looks.ts'
import { usePage } from '../state/stores.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { WellPicture } from '../widgets/WellPicture.tsx'
import { panelWords } from '../words/panels.ts'

const GIB = 2 ** 30
const RESOURCES = ['cpu', 'memory']
const MACHINE = [8_000, 32 * GIB]
const LANE = 30
const CELL = 16

const APPS = ['report', 'web', 'video', 'queue', 'cache', 'api'].map((name) => ({
  name,
  kind: 'Deployment',
}))
const SHAPES = [
  [2_000, 8 * GIB],
  [1_000, 2 * GIB],
  [3_000, 4 * GIB],
  [1_000, 4 * GIB],
  [500, 8 * GIB],
  [2_000, 4 * GIB],
] as const

/** Apps on each machine, from the floor up: what a game looks like. */
const WELLS = [
  [5, 1, 4, 3, 0],
  [2, 0],
  [0, 4, 1],
]

/** The way into the game: a piece over the wells, and where to is for the viewer to say. */
export function GameCard() {
  const looks = domLooks(APPS, useTheme())
  const piece = piecePath([3, 1], CELL, LANE)
  const look = looks[2]!
  return (
    <li className="wide">
      <button type="button" onClick={() => usePage.setState({ dialog: { type: 'game' } })}>
        <span className="thumbnail game-card">
          {WELLS.map((apps, well) => (
            <span key={apps.join()}>
              {well === 1 && (
                <svg
                  width={piece.width}
                  height={piece.height}
                  aria-hidden="true"
                  focusable="false"
                  overflow="visible"
                >
                  <path d={piece.d} fill={look.fill} stroke={look.edge} strokeWidth="1.5" />
                </svg>
              )}
              <WellPicture
                resources={RESOURCES}
                allocatable={MACHINE}
                lane={LANE}
                cell={CELL}
                letters={false}
                pods={apps.map((app, key) => ({ key, look: looks[app]!, requests: SHAPES[app]! }))}
              />
            </span>
          ))}
        </span>
        <b>{panelWords.gallery.game}</b>
        <span>{panelWords.gallery.gameSummary}</span>
      </button>
    </li>
  )
}
