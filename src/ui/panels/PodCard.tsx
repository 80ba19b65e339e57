import { useEffect, useState } from 'react'
import { PodState } from '../../engine/protocol.ts'
import type { Target } from '../stage/stage.ts'
import { useLooks } from '../state/looks.ts'
import { asksFor, podDetails, podFacts, podStateText } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { changeSettings } from '../state/settings.ts'
import { useAttempts, usePage, usePanels, useRun, useSelection } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { PieceSwatch } from '../widgets/PieceSwatch.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { runbookText } from '../words/runbook.ts'
import { clock } from '../words/units.ts'
import { words } from '../words/words.ts'
import { PodUses } from './Uses.tsx'
import { useMachineUse } from './useMachineUse.ts'

const WIDTH = 300

/** The address of the chosen pod, once it has one. */
function useAddress(selected: Target | undefined): string | undefined {
  const session = useSession()
  const [found, setFound] = useState<{ readonly key: string; readonly ip: string | undefined }>()
  const pod =
    selected?.type === 'pod' ? podFacts(session.mirror, selected.lane, selected.row) : undefined
  const lane = selected?.type === 'pod' ? selected.lane : ''
  const row = pod?.row ?? -1
  const key = `${lane}/${row}/${pod?.name}/${pod?.status}`
  useEffect(() => {
    let gone = false
    if (row >= 0) {
      session
        .describe(lane, 'Pod', row)
        .then((text) => {
          if (!gone) setFound({ key, ip: /^ {2}podIP: "?([0-9a-f.:]+)/m.exec(text)?.[1] })
        })
        // It has gone in the meantime.
        .catch(() => {})
    }
    return () => {
      gone = true
    }
  }, [session, lane, row, key])
  return found?.key === key ? found.ip : undefined
}

/** The chosen pod: what it asks for, where it stands, and what can be done with it. */
export function PodCard(props: {
  readonly breakpoint: Breakpoint
  readonly stageWidth: number
  readonly top: number
}) {
  const { breakpoint, stageWidth, top } = props
  const session = useSession()
  const selected = useSelection((selection) => selection.selected)
  const layout = usePage((page) => page.layout)
  // Facts are read from the mirror, which changes with every update.
  useRun((run) => run.lanes)
  const looks = useLooks()
  const tries = useAttempts(({ chosen }) => chosen?.attempts)
  const untried = useAttempts(({ chosen }) => chosen?.untried)
  const resources = useRun((run) => run.info?.resources)
  const ip = useAddress(selected)
  const runbook = useRun(
    ({ lanes }) =>
      selected?.type === 'pod' && lanes.some((one) => one.id === selected.lane && one.runbook),
  )
  const pod =
    selected?.type === 'pod' ? podFacts(session.mirror, selected.lane, selected.row) : undefined
  const use = useMachineUse(
    selected?.type === 'pod' ? selected.lane : '',
    runbook ? -1 : (pod?.node ?? -1),
  )
  if (selected?.type !== 'pod' || resources === undefined) return null
  if (pod === undefined) return null

  // The scheduler's sentence, or the deploy script's, about its latest try.
  const told = pod.state === PodState.Pending ? (untried ?? tries?.at(-1)?.message) : undefined
  const reason = told && runbookText(told)
  const close = () => {
    // The card takes the focus with it; the machine's name is where its pods are walked from.
    document
      .querySelector<HTMLElement>(
        `[data-lane="${CSS.escape(selected.lane)}"] .machine-name[tabindex="0"]`,
      )
      ?.focus()
    session.select(undefined)
  }
  const describe = async () => {
    const text = await session.describe(selected.lane, 'Pod', pod.row).catch(() => undefined)
    if (text !== undefined) {
      usePage.setState({ dialog: { type: 'describe', title: pod.label, text } })
    }
  }
  const showWhy = () => {
    usePanels.setState({ tab: 'why' })
    if (breakpoint === 'phone') usePage.setState({ sheet: 'why' })
    changeSettings({ dockCollapsed: false })
  }
  const body = (
    <>
      <p>{words.pod.asksFor(pod.label, asksFor(resources, pod.requests))}</p>
      <PodUses use={use?.pods.find(({ row }) => row === pod.row)} />
      <p>
        {[
          podStateText(pod),
          pod.nodeName ?? words.pod.notBound,
          pod.boundAt >= 0 ? clock(pod.boundAt) : clock(pod.createdAt),
        ].join(' · ')}
      </p>
      {!runbook && <p>{[...podDetails(pod), ...(ip === undefined ? [] : [ip])].join(' · ')}</p>}
      {reason !== undefined && <p>{reason}</p>}
      <p className="pod-name mono">{pod.name}</p>
      <div className="pod-actions">
        <button type="button" className="button small" onClick={showWhy}>
          {words.pod.why}
        </button>
        <button type="button" className="button small" onClick={() => void describe()}>
          {words.pod.yaml}
        </button>
        <button
          type="button"
          className="button small danger"
          onClick={() => {
            session
              .command({
                type: 'delete',
                kind: 'Pod',
                namespace: pod.namespace,
                name: pod.name,
                lane: selected.lane,
              })
              .catch(() => {})
          }}
        >
          {words.pod.delete}
        </button>
      </div>
    </>
  )

  if (breakpoint === 'phone') {
    return (
      <Dialog title={pod.label} shape="sheet" onClose={close}>
        {body}
      </Dialog>
    )
  }
  const well = layout?.wells.find(
    (candidate) => candidate.lane === selected.lane && candidate.row === pod.node,
  )
  const right = well === undefined ? stageWidth / 2 + 80 : well.x + well.width + 10
  const left = right + WIDTH < stageWidth - 8 ? right : (well?.x ?? stageWidth / 2) - WIDTH - 10
  return (
    <section
      className="pod-card"
      aria-label={pod.label}
      style={{ left: Math.max(8, left), top, width: WIDTH }}
    >
      <header>
        <PieceSwatch look={looks[pod.app]} />
        <h3>{pod.label}</h3>
        <button
          type="button"
          className="button icon small"
          aria-label={words.pod.close}
          onClick={close}
        >
          <Icon name="close" size={14} />
        </button>
      </header>
      {body}
    </section>
  )
}
