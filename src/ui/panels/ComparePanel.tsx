import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { Scroller } from '../widgets/Scroller.tsx'
import { laneTitle } from '../words/laneTitle.ts'
import { panelWords } from '../words/panels.ts'
import { amountWithUnit, count, decimal, dollars, laneLabel, percent } from '../words/units.ts'
import { words } from '../words/words.ts'

const ORDERS = 200

/** Both sides' figures beside each other. */
export function ComparePanel() {
  const session = useSession()
  const lanes = useRun((run) => run.lanes)
  const resources = useRun((run) => run.info?.resources) ?? []
  const divergence = useRun((run) => run.markers.find((marker) => marker.type === 'divergence'))
  const medians = usePage((page) => page.medians)
  const figures: (readonly [string, (lane: LaneSummary) => string])[] = [
    [panelWords.compare.machines, ({ metrics }) => count(metrics.machines)],
    [panelWords.compare.used, ({ metrics }) => count(metrics.machinesUsed)],
    [panelWords.compare.cost, ({ metrics }) => dollars(metrics.costPerHour)],
    ...resources.flatMap((resource, r): (readonly [string, (lane: LaneSummary) => string])[] => {
      const label = laneLabel(resource)
      return [
        [
          panelWords.compare.inUse(label),
          ({ metrics }) => {
            const use = metrics.resources[r]
            return use?.allocatable ? percent(use.requested / use.allocatable) : percent(0)
          },
        ],
        [
          panelWords.compare.idle(label),
          ({ metrics }) => amountWithUnit(resource, metrics.resources[r]?.idle ?? 0),
        ],
        [
          panelWords.compare.stranded(label),
          ({ metrics }) => amountWithUnit(resource, metrics.resources[r]?.stranded ?? 0),
        ],
      ]
    }),
    [panelWords.compare.pending, ({ metrics }) => count(metrics.pending)],
    [panelWords.compare.down, ({ metrics }) => count(metrics.down)],
    [panelWords.compare.lost, ({ metrics }) => decimal(metrics.appMinutesLost, 1)],
  ]
  return (
    <Scroller label={panelWords.compare.figures} className="compare">
      <table>
        <thead>
          <tr>
            <th scope="col">{panelWords.compare.figure}</th>
            {lanes.map((lane) => (
              <th key={lane.id} scope="col" className="number">
                {laneTitle(lane.title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {lanes.map((lane) => (
                <td key={lane.id} className="number">
                  {value(lane)}
                </td>
              ))}
            </tr>
          ))}
          {typeof medians === 'object' && (
            <tr>
              <th scope="row">{panelWords.compare.median(medians.orders)}</th>
              {lanes.map((lane) => (
                <td key={lane.id} className="number">
                  {decimal(medians.lanes.find(({ lane: id }) => id === lane.id)?.median ?? 0, 1)}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
      <p className="compare-foot">
        {divergence === undefined
          ? panelWords.compare.noDivergence
          : panelWords.compare.divergence(divergence.at)}
        {divergence !== undefined && (
          <button
            type="button"
            className="button small"
            onClick={() => session.scrub(divergence.at, false)}
          >
            {panelWords.compare.divergenceJump}
          </button>
        )}
        {typeof medians !== 'object' && (
          <button
            type="button"
            className="button small"
            disabled={medians === 'computing'}
            onClick={() => void session.computeMedians(ORDERS)}
          >
            {medians === 'computing' ? words.order.computing : words.order.compute(ORDERS)}
          </button>
        )}
      </p>
    </Scroller>
  )
}
