import { PodState } from '../../engine/protocol.ts'
import { useLooks } from '../state/looks.ts'
import { machineText } from '../state/machineText.ts'
import { asked, asksFor, podFacts, podStateText } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { changeSettings } from '../state/settings.ts'
import { useAttempts, usePage, usePanels, useRun, useSelection } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { PieceSwatch } from '../widgets/PieceSwatch.tsx'
import type { Breakpoint } from '../widgets/useMedia.ts'
import { clock } from '../words/units.ts'
import { words } from '../words/words.ts'
import { isNameless } from './Machines.tsx'

const WIDTH = 300

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
  const resources = useRun((run) => run.info?.resources)
  if (selected?.type !== 'pod' || resources === undefined) return null
  const pod = podFacts(session.mirror, selected.lane, selected.row)
  if (pod === undefined) return null

  // The scheduler's sentence, or the deploy script's, about its latest try.
  const reason = pod.state === PodState.Pending ? tries?.at(-1)?.message : undefined
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
      <p>
        {[
          podStateText(pod),
          pod.nodeName ?? words.pod.notBound,
          pod.boundAt >= 0 ? clock(pod.boundAt) : clock(pod.createdAt),
        ].join(' · ')}
      </p>
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

/**
 * `api-2 · 2 vCPU · 4 GiB · node-3 · 00:12` beside the pointer; of a machine without a name under
 * it, its text twin.
 */
export function HoverText() {
  const session = useSession()
  const hovered = useSelection((selection) => selection.hovered)
  const pointer = useSelection((selection) => selection.pointer)
  /** One thing at a time: the card tells more than the line beside the pointer. */
  const card = useSelection((selection) => selection.selected?.type === 'pod')
  const resources = useRun((run) => run.info?.resources)
  const lanes = useRun((run) => run.lanes)
  const layout = usePage((page) => page.layout)
  if (card || hovered === undefined || pointer === undefined || resources === undefined) return null
  let parts: readonly string[] | undefined
  if (hovered.type === 'pod') {
    const pod = podFacts(session.mirror, hovered.lane, hovered.row)
    if (pod !== undefined) {
      parts = [
        pod.label,
        ...asked(resources, pod.requests),
        pod.nodeName ?? words.pod.pending,
        clock(pod.boundAt >= 0 ? pod.boundAt : pod.createdAt),
        ...(pod.state === PodState.Terminating ? [podStateText(pod)] : []),
      ]
    }
  } else if (hovered.type === 'app') {
    const app = session.mirror.apps[hovered.app]
    if (app !== undefined) parts = [app.name, ...asked(resources, app.requests)]
  } else if (hovered.type === 'node' && layout !== undefined && isNameless(layout)) {
    const lane = lanes.find(({ id }) => id === hovered.lane)
    const machine = lane?.machines.find(({ row }) => row === hovered.row)
    if (lane !== undefined && machine !== undefined) {
      parts = [machineText(resources, machine, lane.runbook)]
    }
  }
  if (parts === undefined) return null
  const { innerWidth } = window
  const flip = pointer.x > Math.max(innerWidth - 320, innerWidth / 2)
  const left = pointer.x + 14
  const right = innerWidth - pointer.x + 12
  return (
    <div
      className="hover-text"
      aria-hidden="true"
      style={{
        top: Math.max(8, pointer.y - 40),
        ...(flip ? { right } : { left }),
        maxWidth: Math.min(420, innerWidth - 8 - (flip ? right : left)),
      }}
    >
      {words.pod.hover(parts)}
    </div>
  )
}
