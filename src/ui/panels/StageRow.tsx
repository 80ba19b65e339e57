import { lazy, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { MAX_WELLS } from '../stage/lod.ts'
import type { Rect, Stage, StageAreas, StageSettings } from '../stage/stage.ts'
import { setBusy } from '../state/idle.ts'
import { useLanguage } from '../state/language.ts'
import { useSession } from '../state/SessionContext.ts'
import { useSettings } from '../state/settings.ts'
import { usePage, usePanels, usePlayback, useRun, useSelection } from '../state/stores.ts'
import { touchdown } from '../state/touchdowns.ts'
import { Coming } from '../widgets/Coming.tsx'
import { type Screen, useReducedMotion } from '../widgets/useMedia.ts'
import { useTheme } from '../widgets/useTheme.ts'
import { words } from '../words/words.ts'
import { HoverText } from './HoverText.tsx'
import { LaneCard } from './LaneCard.tsx'
import { isNameless } from './machineNames.ts'
import { NextColumn } from './NextColumn.tsx'
import { SinglePress } from './singlePress.ts'

const Pager = lazy(() => import('./Pager.tsx').then((module) => ({ default: module.Pager })))
const PodCard = lazy(() => import('./PodCard.tsx').then((module) => ({ default: module.PodCard })))

/** Both clusters, NEXT between them, and the canvas over all three. `presenting`: big, and alone. */
export function StageRow(props: { readonly screen: Screen; readonly presenting: boolean }) {
  const { screen, presenting } = props
  const session = useSession()
  const lanes = useRun((run) => run.lanes)
  const info = useRun((run) => run.info)
  const layout = usePage((page) => page.layout)
  const theme = useTheme()
  const reducedMotion = useReducedMotion()
  const namespace = usePanels((panels) => panels.namespace)
  const speed = useSettings((settings) => settings.speed)
  const playing = usePlayback((playback) => playback.playing)
  const language = useLanguage()
  const chosenGroups = useSettings((settings) => settings.groupBy)
  const groupBy = chosenGroups ?? info?.groupBy ?? 'none'
  const row = useRef<HTMLDivElement>(null)
  /** Of the row in the window, px. */
  const top = useRef(0)
  const canvas = useRef<HTMLDivElement>(null)
  const next = useRef<HTMLDivElement>(null)
  const rooms = useRef(new Map<string, HTMLElement>())
  const [stage, setStage] = useState<Stage>()
  const [areas, setAreas] = useState<StageAreas>()
  /** Where each lane's list of machines begins. */
  const [origins, setOrigins] = useState<readonly { x: number; y: number }[]>([])
  const settings = useRef<StageSettings>({
    theme,
    reducedMotion,
    speed,
    instant: false,
    groupBy,
    language,
  })
  const chosen = useSelection((selection) => selection.selected?.type === 'pod')
  const ids = lanes.map((lane) => lane.id).join('\n')
  const { landscape } = screen
  const breakpoint = presenting ? 'desktop' : screen.breakpoint

  const measure = useCallback(() => {
    if (row.current === null || next.current === null) return
    const origin = row.current.getBoundingClientRect()
    top.current = origin.top
    const rect = (element: Element): Rect => {
      const box = element.getBoundingClientRect()
      return {
        x: box.left - origin.left,
        y: box.top - origin.top,
        width: box.width,
        height: box.height,
      }
    }
    const order = ids === '' ? [] : ids.split('\n')
    const found = order.map((id) => rooms.current.get(id))
    if (found.some((room) => room === undefined)) return
    const measured: StageAreas = {
      width: origin.width,
      height: origin.height,
      lanes: found.map((room) => rect(room!)),
      next: rect(next.current),
      nextDirection: breakpoint === 'phone' && !landscape ? 'row' : 'column',
      breakpoint,
      ...(presenting && { big: Math.min(innerWidth / 1_920, innerHeight / 1_080) }),
    }
    setAreas((before) => (same(before, measured) ? before : measured))
    const corners = found.map((room) => {
      const { x, y } = rect(room!.nextElementSibling ?? room!)
      return { x, y }
    })
    setOrigins((before) => (same(before, corners) ? before : corners))
  }, [ids, breakpoint, landscape, presenting])

  useLayoutEffect(() => {
    measure()
    // In the same frame: the picture never lags behind its room.
    const observer = new ResizeObserver(() => flushSync(measure))
    if (row.current !== null) observer.observe(row.current)
    if (next.current !== null) observer.observe(next.current)
    for (const room of rooms.current.values()) observer.observe(room)
    return () => observer.disconnect()
  }, [measure])

  useEffect(() => {
    const host = canvas.current
    if (host === null) return
    let gone = false
    let made: Stage | undefined
    const leaving = new AbortController()
    const press = new SinglePress(host, leaving.signal)
    setBusy('opening', 1)
    import('../stage/createStage.ts')
      .then(({ createStage }) =>
        createStage(
          host,
          {
            hover: session.hover,
            select: (target) => {
              if (target !== undefined && session.guessAt(target)) return
              session.select(target)
              const { layout } = usePage.getState()
              const phone = host.closest('[data-breakpoint="phone"]') !== null
              const nameless = layout !== undefined && isNameless(layout)
              if (target?.type !== 'node' || !(phone || nameless)) return
              const { lane, row } = target
              const openSheet = () => usePage.setState({ dialog: { type: 'machine', lane, row } })
              if (nameless) press.open(openSheet)
              else openSheet()
            },
            camera: press.stop,
            touchdown,
            layout: (fresh) => usePage.setState({ layout: fresh }),
            busy: session.stageBusy,
          },
          settings.current,
        ),
      )
      .then((created) => {
        made = created
        if (gone) created.destroy()
        else setStage(created)
      })
      .catch((error: unknown) => {
        setBusy('opening', 0)
        if (gone) return
        session.stageBusy(false)
        usePage.setState({
          stage: { error: error instanceof Error ? error.message : String(error) },
        })
      })
    return () => {
      gone = true
      setBusy('opening', 0)
      leaving.abort()
      made?.destroy()
    }
  }, [session])

  useLayoutEffect(() => {
    stage?.setSettings({
      theme,
      reducedMotion,
      speed,
      instant: false,
      namespace,
      groupBy,
      playing,
      language,
    })
  }, [stage, theme, reducedMotion, speed, namespace, groupBy, playing, language])

  useLayoutEffect(() => {
    if (stage !== undefined && areas !== undefined) stage.setAreas(areas)
  }, [stage, areas])

  const ready = stage !== undefined && areas !== undefined
  useLayoutEffect(() => {
    if (!ready || stage === undefined) return
    session.attachStage(stage)
    setBusy('opening', 0)
    usePage.setState({ stage: 'running' })
  }, [ready, stage, session])

  const cards = lanes.map((lane, index) => (
    <LaneCard
      key={lane.id}
      lane={lane}
      resources={info?.resources ?? []}
      origin={origins[index] ?? NOWHERE}
      breakpoint={breakpoint}
      presenting={presenting}
      room={(element) => {
        if (element === null) rooms.current.delete(lane.id)
        else rooms.current.set(lane.id, element)
      }}
    />
  ))

  return (
    <main
      ref={row}
      className="stage-row"
      data-lanes={lanes.length === 1 ? 1 : 2}
      data-crowd={lanes.some(({ machines }) => machines.length > MAX_WELLS) || undefined}
      aria-label={words.lanes.stage}
      onPointerMove={(event) => {
        // A finger covers what it points at; its tap opens the details instead.
        if (event.pointerType === 'mouse' && useSelection.getState().hovered !== undefined) {
          useSelection.setState({ pointer: { x: event.clientX, y: event.clientY } })
        }
      }}
      onPointerLeave={() => useSelection.setState({ pointer: undefined })}
    >
      {cards.slice(0, lanes.length > 1 ? 1 : 0)}
      {lanes.length === 0 && <EmptyCard />}
      <NextColumn room={next} />
      {cards.slice(lanes.length > 1 ? 1 : 0)}
      {lanes.length === 0 && <EmptyCard />}
      <div ref={canvas} className="stage-canvas" />
      <Coming>
        {lanes.map(
          (lane, index) =>
            lane.pager !== undefined && (
              <Pager
                key={lane.id}
                lane={lane}
                pager={lane.pager}
                layout={layout}
                breakpoint={breakpoint}
                big={areas?.big}
                room={areas?.lanes[index]}
              />
            ),
        )}
      </Coming>
      {chosen && !presenting && (
        <Coming>
          <PodCard
            breakpoint={breakpoint}
            stageWidth={areas?.width ?? 0}
            top={(areas?.lanes[0]?.y ?? 0) + 8}
          />
        </Coming>
      )}
      {!presenting && <HoverText top={top.current + (areas?.lanes[0]?.y ?? 0)} />}
    </main>
  )
}

const NOWHERE = { x: 0, y: 0 }

function EmptyCard() {
  return <section className="card" aria-busy="true" aria-label={words.lanes.loading} />
}

function same<T>(a: T | undefined, b: T): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
