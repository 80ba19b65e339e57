import type { ReactNode } from 'react'
import { useLesson } from '../state/lessonStore.ts'
import { mark } from '../state/marks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Logo } from '../widgets/Logo.tsx'
import { MenuButton } from '../widgets/MenuButton.tsx'
import type { MenuItem } from '../widgets/menuItems.ts'
import { ThemeButton } from '../widgets/ThemeButton.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { scenarioTexts, scenarioTitle } from '../words/scenarios.ts'
import { timeOfDay } from '../words/units.ts'
import { words } from '../words/words.ts'
import { GroupMenu, useGroupChoice } from './GroupMenu.tsx'

/** How many random orders the median is taken over. */
const ORDERS = 200

/** Brand, what is being played, and what can be done with the whole of it. */
export function TopBar(props: {
  readonly breakpoint: Breakpoint
  /** Stands in the middle, over the title. */
  readonly children: ReactNode
}) {
  const { breakpoint, children } = props
  const session = useSession()
  const title = useRun((run) => run.info?.title)
  const ordered = useRun((run) => (run.info?.arrivals.length ?? 0) > 1)
  const actions = useActions()
  const group = useGroupChoice()
  const phone = breakpoint === 'phone'
  const roomy = breakpoint === 'desktop' || breakpoint === 'laptop'
  const items: readonly MenuItem[] =
    roomy || group === undefined ? actions : [...actions, { type: 'separator', id: 'group' }, group]
  return (
    <header className="topbar">
      <div className="brand">
        <Logo size={phone ? 22 : 27} />
        <span>{words.product}</span>
      </div>
      <div className="topbar-title">
        <h1>{scenarioTitle(title ?? '')}</h1>
        {roomy && <Order />}
        <DayTime />
        {children}
      </div>
      <div className="topbar-actions">
        {roomy && (
          <>
            <button
              type="button"
              className="button"
              title={words.actions.shuffleHint}
              disabled={!ordered}
              onClick={() => void shuffle(session)}
            >
              <Icon name="shuffle" />
              {words.actions.shuffle}
            </button>
            <UndoButton />
            <GroupMenu />
            <button
              type="button"
              className="button icon"
              aria-label={words.actions.find}
              title={words.actions.findHint}
              onClick={() => usePage.setState({ dialog: { type: 'find' } })}
            >
              <Icon name="find" />
            </button>
          </>
        )}
        <MenuButton
          className={phone ? 'button icon' : 'button'}
          label={phone ? words.actions.menu : undefined}
          items={items}
        >
          {phone ? (
            <Icon name="more" />
          ) : (
            <>
              {words.actions.menu}
              <Icon name="down" size={13} />
            </>
          )}
        </MenuButton>
        {!phone && (
          <button
            type="button"
            className="button"
            onClick={() => usePage.setState({ dialog: { type: 'gallery' } })}
          >
            <Icon name="grid" />
            {words.actions.examples}
          </button>
        )}
        {breakpoint === 'desktop' && (
          <button type="button" className="button" title={words.actions.shareHint} onClick={share}>
            <Icon name="share" />
            {words.actions.share}
          </button>
        )}
        <ThemeButton />
        {roomy && (
          <button
            type="button"
            className="button solid"
            title={words.actions.presentHint}
            onClick={present}
          >
            <Icon name="screen" />
            {words.actions.present}
          </button>
        )}
      </div>
    </header>
  )
}

function share(): void {
  usePage.setState({ dialog: { type: 'share' } })
}

function present(): void {
  useLesson.setState({ presenting: true })
}

async function shuffle(session: ReturnType<typeof useSession>): Promise<void> {
  await session.shuffle()
  await session.computeMedians(ORDERS)
}

/** Says that this order is one of many, and what is usual. */
function Order() {
  const info = useRun((run) => run.info)
  const shuffled = info?.shuffle
  const ordered = (info?.arrivals.length ?? 0) > 1
  const medians = usePage((page) => page.medians)
  const lanes = useRun((run) => run.lanes)
  if (!ordered) return null
  const own = info?.recorded ? words.order.recorded : words.order.picked
  const order = shuffled === undefined ? own : words.order.shuffled(shuffled)
  // Whose the record is stands beside it.
  const source = info?.recorded ? scenarioTexts(info).summary : undefined
  const median =
    typeof medians === 'object'
      ? words.order.median(
          medians.orders,
          lanes.map(({ id }) => medians.lanes.find(({ lane }) => lane === id)?.median ?? 0),
        )
      : medians === 'computing'
        ? words.order.computing
        : undefined
  const text = [order, median, source].filter(Boolean).join(' · ')
  return (
    <p className={source ? 'topbar-order long' : 'topbar-order'} title={text}>
      {text}
    </p>
  )
}

/** Minutes after midnight at which a run begins that says nothing of the time. */
const USUAL_START = 180

/** The time of day, where it matters: in a scenario that sets its clock, and where CronJobs go by it. */
function DayTime() {
  const start = useRun((run) => run.info?.onCall.startOfDay)
  const cron = useRun(({ info, markers }) => info?.cron || markers.some((m) => m.type === 'cron'))
  const minutes = usePlayback(({ playhead }) => Math.floor(playhead / 60_000))
  if (start === undefined || (start === USUAL_START && !cron)) return null
  const time = timeOfDay(start + minutes)
  return (
    <p className="topbar-day" title={words.dayTime(time)}>
      <Icon name="clock" size={14} />
      <span aria-hidden="true">{time}</span>
      <span className="sr-only">{words.dayTime(time)}</span>
    </p>
  )
}

function UndoButton() {
  const session = useSession()
  const given = useRun((run) => run.commands.all > 0)
  const possible = usePage((page) => page.undoable) || given
  return (
    <button
      type="button"
      className="button icon"
      aria-label={words.actions.undo}
      title={words.actions.undo}
      disabled={!possible}
      onClick={() => void session.undo()}
    >
      <Icon name="undo" />
    </button>
  )
}

function useActions(): readonly MenuItem[] {
  const session = useSession()
  const types = useRun((run) => run.info?.machineTypes) ?? []
  const ordered = useRun((run) => (run.info?.arrivals.length ?? 0) > 1)
  const send = (command: Parameters<typeof session.command>[0]) => {
    session.command(command).catch(() => {})
  }
  const add = (type: string | undefined) => send({ type: 'addMachine', machineType: type })
  return [
    ...(types.length > 1
      ? types.map(
          (type): MenuItem => ({
            type: 'action',
            label: words.actions.addMachineOf(type.name),
            run: () => add(type.name),
          }),
        )
      : [
          {
            type: 'action',
            label: words.actions.addMachine,
            run: () => add(types[0]?.name),
          } as const,
        ]),
    {
      type: 'action',
      label: words.actions.killRandom,
      danger: true,
      run: () => send({ type: 'killRandom' }),
    },
    { type: 'separator', id: 'time' },
    { type: 'action', label: words.actions.undo, run: () => void session.undo() },
    {
      type: 'action',
      label: words.actions.mark,
      hint: words.actions.markHint,
      run: () => void mark(session),
    },
    {
      type: 'action',
      label: words.actions.shuffle,
      hint: words.actions.shuffleHint,
      disabled: !ordered,
      run: () => void shuffle(session),
    },
    {
      type: 'action',
      label: words.actions.restart,
      hint: words.actions.restartHint,
      run: () => void session.restart(),
    },
    {
      type: 'action',
      label: words.actions.reset,
      hint: words.actions.resetHint,
      run: () => void session.reset(),
    },
    { type: 'separator', id: 'help' },
    {
      type: 'action',
      label: words.actions.find,
      hint: words.actions.findHint,
      run: () => usePage.setState({ dialog: { type: 'find' } }),
    },
    {
      type: 'action',
      label: words.actions.shareDialog,
      hint: words.actions.shareHint,
      run: share,
    },
    {
      type: 'action',
      label: words.actions.present,
      hint: words.actions.presentHint,
      run: present,
    },
    {
      type: 'action',
      label: words.actions.settings,
      run: () => usePage.setState({ dialog: { type: 'settings' } }),
    },
    {
      type: 'action',
      label: words.actions.keys,
      run: () => usePage.setState({ dialog: { type: 'keys' } }),
    },
  ]
}
