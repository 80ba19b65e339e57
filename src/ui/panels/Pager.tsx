import type { Pager as PagerFacts } from '../../engine/protocol.ts'
import type { StageLayout } from '../stage/stage.ts'
import { useSession } from '../state/SessionContext.ts'
import type { LaneSummary } from '../state/summaries.ts'
import { PagerPicture } from '../widgets/PagerPicture.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { timeOfDay } from '../words/units.ts'
import { words } from '../words/words.ts'

const SIZE: Readonly<Record<Breakpoint, number>> = {
  desktop: 196,
  laptop: 160,
  tablet: 130,
  phone: 116,
}
/** For an audience, at 1920 x 1080. */
const BIG = 264
const RATIO = 92 / 196
/** Width (px) that the pill beside a phone's pager takes. */
const PILL = 112

/** The on-call person's pager, over the dead machine, for as long as its apps are down. */
export function Pager(props: {
  readonly lane: LaneSummary
  readonly pager: PagerFacts
  readonly layout: StageLayout | undefined
  readonly breakpoint: Breakpoint
  /** As of StageAreas. */
  readonly big?: number | undefined
  /** Room of the lane on the stage. */
  readonly room: { readonly x: number; readonly y: number; readonly width: number } | undefined
}) {
  const { lane, pager, layout, breakpoint, big, room } = props
  const session = useSession()
  const at = timeOfDay(pager.rangAt)
  const line1 = words.pager.down(pager.machine)
  const line2 = words.pager.apps(pager.appsDown, at)
  const ringing = pager.ringing && !pager.acknowledged
  return (
    <>
      <p className="sr-only" role="alert">
        {words.pager.alert(pager.machine, pager.appsDown, at)}
      </p>
      <button
        type="button"
        className={ringing ? 'pager ringing' : 'pager'}
        style={place(lane, pager, layout, room, breakpoint, big)}
        aria-label={`${line1}, ${line2}. ${ringing ? words.pager.acknowledge : words.pager.acknowledged}`}
        onClick={() => {
          if (!ringing) return
          session.command({ type: 'acknowledgePager', lane: lane.id }).catch(() => {})
        }}
      >
        <PagerPicture line1={line1} line2={line2} ringing={ringing} />
      </button>
    </>
  )
}

/** Over the dead machine's well, inside the lane's room. */
function place(
  lane: LaneSummary,
  pager: PagerFacts,
  layout: StageLayout | undefined,
  room: { readonly x: number; readonly y: number; readonly width: number } | undefined,
  breakpoint: Breakpoint,
  big: number | undefined,
): React.CSSProperties {
  const width = big === undefined ? SIZE[breakpoint] : BIG * big
  const height = width * RATIO
  const phone = breakpoint === 'phone'
  if (room === undefined) return { display: 'none' }
  const row = lane.machines.find((machine) => machine.name === pager.machine)?.row
  const well = layout?.wells.find(
    (candidate) => candidate.lane === lane.id && candidate.row === row,
  )
  const centre = well === undefined ? room.x + width / 2 + 24 : well.x + well.width / 2
  // A phone's pill with the apps that are down stands at the left; neither may hide the other.
  const least = room.x + (phone ? PILL : 22)
  const left = Math.max(least, Math.min(room.x + room.width - width - 22, centre - width / 2))
  const rim = well?.y ?? room.y + height + 20
  const top = Math.max(room.y, rim - height - 12)
  return { left, top, width, height }
}
