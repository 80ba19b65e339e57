import { memo, useMemo } from 'react'
import type { RunInfo } from '../../engine/protocol.ts'
import type { DomLook } from '../state/looks.ts'
import { useRun } from '../state/stores.ts'
import { histogram } from './histogram.ts'
import { stepsUpTo } from './storySteps.ts'
import type { TimeScale } from './timeScale.ts'

const HEIGHT = 20
/** Below this distance (px) single ticks run into each other. */
const CLOSEST = 3

/** One tick per arrival in its colour; many arrivals become a stacked histogram. */
export const Ticks = memo(function Ticks(props: {
  readonly info: RunInfo
  readonly scale: TimeScale
  readonly looks: readonly DomLook[]
  readonly width: number
}) {
  const { info, scale, looks, width } = props
  const done = useRun((run) => stepsUpTo(info, run.now))
  if (width === 0) return null
  const dense = info.arrivals.length * CLOSEST > width
  return (
    <svg className="ticks" width={width} height={HEIGHT} aria-hidden="true" focusable="false">
      <Dots looks={looks} />
      {info.arrivals.length === 0 ? (
        <StoryTicks info={info} scale={scale} width={width} done={done} />
      ) : dense ? (
        <Histogram {...props} done={done} />
      ) : (
        <SingleTicks info={info} scale={scale} looks={looks} width={width} done={done} />
      )}
    </svg>
  )
})

/** Px from dot to dot: as far as the bars of many arrivals are from each other. */
const DOTS = 4

/** The fills of apps that share their hue. */
function Dots({ looks }: { readonly looks: readonly DomLook[] }) {
  return looks.map(
    ({ dotted, fill, ink }, app) =>
      dotted && (
        <pattern
          key={app}
          id={dotsId(app)}
          width={DOTS}
          height={DOTS}
          patternUnits="userSpaceOnUse"
        >
          <rect width={DOTS} height={DOTS} fill={fill} />
          <circle cx={1.5} cy={2} r={1} fill={ink} />
        </pattern>
      ),
  )
}

const dotsId = (app: number) => `tick-dots-${app}`

function fillOf(looks: readonly DomLook[], app: number): string | undefined {
  return looks[app]?.dotted ? `url(#${dotsId(app)})` : looks[app]?.fill
}

interface TicksProps {
  readonly info: RunInfo
  readonly scale: TimeScale
  readonly looks: readonly DomLook[]
  readonly width: number
  readonly done: number
}

function SingleTicks({ info, scale, looks, width, done }: TicksProps) {
  const pitch = ((scale.ticks[1] ?? 0.1) - (scale.ticks[0] ?? 0)) * width
  const thick = Math.max(2, Math.min(10, pitch * 0.42))
  return info.arrivals.map((arrival, i) => (
    <rect
      key={i}
      x={scale.ticks[i]! * width - thick / 2}
      y={0.5}
      width={thick}
      height={HEIGHT - 1}
      rx={Math.min(3, thick / 3)}
      fill={fillOf(looks, arrival.app)}
      stroke={looks[arrival.app]?.edge}
      strokeWidth={thick > 5 ? 1 : 0}
      opacity={i < done ? 1 : 0.35}
    />
  ))
}

/** Where nothing arrives, what the story does: a narrow tick each, in no app's colour. */
function StoryTicks({ info, scale, width, done }: Omit<TicksProps, 'looks'>) {
  return info.actions.map(({ at }, i) => (
    <rect
      key={i}
      x={scale.toFraction(at) * width - 2}
      y={3}
      width={4}
      height={HEIGHT - 6}
      rx={1.5}
      fill="var(--bar)"
      opacity={i < done ? 1 : 0.35}
    />
  ))
}

/** Px from bar to bar. */
const STEP = 4

/** One path for each app; what has not happened yet is paler. Playing moves nothing but the border. */
function Histogram({ info, scale, looks, width, done }: TicksProps) {
  const bars = useMemo(
    () => histogram(info.arrivals, scale.ticks, Math.floor(width / STEP)),
    [info, scale, width],
  )
  const picture = useMemo(() => {
    const most = Math.max(1, ...bars.map((bar) => bar.count))
    const paths = new Map<number, string>()
    bars.forEach((bar, i) => {
      let top = HEIGHT
      for (const [app, n] of bar.apps) {
        const height = (n / most) * HEIGHT
        top -= height
        const box = `M${i * STEP} ${top.toFixed(2)}h${STEP - 1}v${height.toFixed(2)}h${1 - STEP}z`
        paths.set(app, (paths.get(app) ?? '') + box)
      }
    })
    return [...paths].map(([app, d]) => <path key={app} d={d} fill={fillOf(looks, app)} />)
  }, [bars, looks])
  const ahead = bars.findIndex((bar) => bar.count > 0 && bar.first >= done)
  const border = ahead < 0 ? width : ahead * STEP
  return (
    <>
      <g opacity={0.35}>{picture}</g>
      {/* Clips what it shows to its own size. */}
      <svg aria-hidden="true" width={border} height={HEIGHT}>
        {picture}
      </svg>
    </>
  )
}
