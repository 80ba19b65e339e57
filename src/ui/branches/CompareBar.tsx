import './branches.css'
import type { Happening, Parting } from '../../engine/protocol.ts'
import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Popover } from '../widgets/Popover.tsx'
import { branchWords } from '../words/branches.ts'
import { laneTitle } from '../words/laneTitle.ts'
import { podsElsewhere } from './differences.ts'

/** Rows of the list of pods: more than anybody reads. */
const MOST = 200

/** While two branches are side by side: where they part, and what is not in the same place now. */
export function CompareBar() {
  const session = useSession()
  const comparison = useRun((run) => run.info?.comparison)
  if (comparison === undefined) return null
  const { a, b, lane, lanes, divergences } = comparison
  const own = divergences.find((each) => each.lane === lane)
  const names = [a, b].map(({ id, name }) => name ?? id) as [string, string]
  return (
    <div className="compare-room">
      <section className="compare-bar" aria-label={branchWords.bar}>
        {lanes.length > 1 && (
          <fieldset className="segmented" aria-label={branchWords.lane}>
            {lanes.map(({ id, title }) => (
              <button
                key={id}
                type="button"
                aria-pressed={id === lane}
                onClick={() => void session.compare(b.id, id)}
              >
                {laneTitle(title)}
              </button>
            ))}
          </fieldset>
        )}
        <div className="compare-partings" role="status">
          {own === undefined ? (
            <p>{branchWords.same}</p>
          ) : (
            <>
              <PartingLine label={branchWords.first} parting={own.first} names={names} />
              {own.decision !== undefined && (
                <PartingLine label={branchWords.decision} parting={own.decision} names={names} />
              )}
            </>
          )}
        </div>
        <Elsewhere names={names} />
        <button
          type="button"
          className="button icon small"
          aria-label={branchWords.end}
          title={branchWords.end}
          onClick={() => void session.compare(undefined)}
        >
          <Icon name="close" size={14} />
        </button>
      </section>
    </div>
  )
}

function PartingLine(props: {
  readonly label: (at: number) => string
  readonly parting: Parting
  readonly names: readonly [string, string]
}) {
  const { label, parting, names } = props
  const session = useSession()
  const said = (happening: Happening | undefined) =>
    happening === undefined ? branchWords.nothingThere : branchWords.happened(happening)
  return (
    <p>
      {label(parting.at)} <strong>{names[0]}</strong> {said(parting.a)} ·{' '}
      <strong>{names[1]}</strong> {said(parting.b)}{' '}
      <button
        type="button"
        className="button small"
        aria-label={`${label(parting.at)} ${branchWords.show}`}
        onClick={() => session.scrub(parting.at, false)}
      >
        {branchWords.show}
      </button>
    </p>
  )
}

/** How many pods stand elsewhere at this moment, and which. */
function Elsewhere({ names }: { readonly names: readonly [string, string] }) {
  const session = useSession()
  // The mirror is no part of a store: it has changed whenever the lanes' figures have.
  const lanes = useRun((run) => run.lanes)
  const [a, b] = session.mirror.lanes
  if (a === undefined || b === undefined) return null
  const pods = podsElsewhere(a, b)
  const count = branchWords.elsewhere(pods.length)
  const down = lanes.map(({ metrics }, side) => ({
    name: names[side] ?? '',
    apps: metrics.down,
  }))
  // A pod on a machine without power is where it was: what has failed there is told apart.
  const failed = down.some(({ apps }) => apps !== down[0]?.apps) && (
    <p className="compare-down">{branchWords.down(down)}</p>
  )
  if (pods.length === 0) {
    return (
      <div className="compare-count">
        <p>{count}</p>
        {failed}
      </div>
    )
  }
  return (
    <div className="branches compare-count">
      {failed}
      <Popover label={branchWords.differing} className="button small" icon={count}>
        <table className="compare-pods">
          <caption>{branchWords.differing}</caption>
          <thead>
            <tr>
              <th scope="col">{branchWords.pod}</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
            </tr>
          </thead>
          <tbody>
            {pods.slice(0, MOST).map(({ pod, places }) => (
              <tr key={pod}>
                <th scope="row">{pod}</th>
                {places.map((place, side) => (
                  <td key={names[side]}>
                    {place === undefined
                      ? branchWords.notThere
                      : place === ''
                        ? branchWords.waits
                        : place}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Popover>
    </div>
  )
}
