import { useEffect, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { LanguageChoice, LessonShelf } from '../lessons/LessonShelf.tsx'
import { useLessonWords } from '../lessons/language.ts'
import { unitsPerCell } from '../stage/cells.ts'
import { EXAMPLES, type Example, FREE_PLAY } from '../state/examples.ts'
import { useLesson } from '../state/lessonStore.ts'
import { domLooks } from '../state/looks.ts'
import { type Preview, previewRun } from '../state/preview.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { useTheme } from '../widgets/useTheme.ts'
import { WellPicture } from '../widgets/WellPicture.tsx'
import { words } from '../words/words.ts'
import { GameCard } from './GameCard.tsx'

/** The scenarios that come with the page; each thumbnail shows how it ends. */
export function Gallery() {
  const session = useSession()
  const talksId = useId()
  const scaleId = useId()
  const runsId = useId()
  const lessons = useLessonWords()
  const freePlay = EXAMPLES.find(({ name }) => name === FREE_PLAY)
  const previews = usePreviews()
  const [failed, setFailed] = useState<string>()
  const close = () => usePage.setState({ dialog: undefined })
  const open = async (example: Example) => {
    useLesson.setState({ lesson: undefined })
    try {
      const reply = await session.load(example.text)
      if (reply.loaded) {
        // The run is what somebody who has chosen one wants next: Space stops it.
        flushSync(close)
        document.querySelector<HTMLElement>('.play')?.focus()
      } else setFailed(reply.diagnostics[0]?.message ?? words.gallery.failed)
    } catch {
      setFailed(words.gallery.failed)
    }
  }
  return (
    <Dialog
      title={words.gallery.title}
      subtitle={
        <>
          {lessons.gallery.subtitle} <LanguageChoice />
        </>
      }
      shape="page"
      onClose={close}
    >
      {failed !== undefined && (
        <p className="notice" data-tone="alarm" role="alert">
          {failed}
        </p>
      )}
      <LessonShelf picture={(preview) => <Thumbnail preview={preview} />}>
        {freePlay !== undefined && (
          <Card example={freePlay} preview={previews.get(FREE_PLAY)} open={open} />
        )}
        <GameCard />
      </LessonShelf>
      <section className="shelf" aria-labelledby={talksId}>
        <header>
          <h3 id={talksId}>{words.gallery.talks}</h3>
          <p>{words.gallery.talksSubtitle}</p>
        </header>
        <Shelf
          examples={EXAMPLES.filter(({ shelf }) => shelf === 'talks')}
          previews={previews}
          open={open}
        />
      </section>
      <section className="shelf" aria-labelledby={scaleId}>
        <header>
          <h3 id={scaleId}>{words.gallery.scale}</h3>
          <p>{words.gallery.scaleSubtitle}</p>
        </header>
        <Shelf
          examples={EXAMPLES.filter(({ shelf }) => shelf === 'scale')}
          previews={previews}
          open={open}
        />
      </section>
      <section className="shelf" aria-labelledby={runsId}>
        <header>
          <h3 id={runsId}>{words.gallery.runs}</h3>
          <p>{words.gallery.subtitle}</p>
        </header>
        <Shelf
          examples={EXAMPLES.filter(({ shelf, name }) => shelf === 'placing' && name !== FREE_PLAY)}
          previews={previews}
          open={open}
        />
      </section>
    </Dialog>
  )
}

function Shelf(props: {
  readonly examples: readonly Example[]
  readonly previews: ReadonlyMap<string, Preview>
  readonly open: (example: Example) => Promise<void>
}) {
  const { examples, previews, open } = props
  return (
    <ul className="gallery">
      {examples.map((example, index) => (
        <Card
          key={example.name}
          example={example}
          number={index + 1}
          preview={previews.get(example.name)}
          open={open}
        />
      ))}
    </ul>
  )
}

function Card(props: {
  readonly example: Example
  readonly number?: number
  readonly preview: Preview | undefined
  readonly open: (example: Example) => Promise<void>
}) {
  const { example, number, preview, open } = props
  const inLesson = useLesson((state) => state.lesson !== undefined)
  const current = usePage((page) => page.file?.name) === example.name && !inLesson
  return (
    <li>
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => void open(example)}
      >
        {example.name === FREE_PLAY ? (
          <FreePlay preview={preview} />
        ) : example.picture === 'none' ? (
          <Crowd />
        ) : (
          <Thumbnail preview={preview} />
        )}
        <b>{number === undefined ? example.title : `${number}. ${example.title}`}</b>
        <span>{example.summary}</span>
        {current && <span className="sr-only">{words.gallery.current}</span>}
      </button>
    </li>
  )
}

/** Plays every example as far as its picture is, in a worker of its own, one after the other. */
function usePreviews(): ReadonlyMap<string, Preview> {
  const [previews, setPreviews] = useState<ReadonlyMap<string, Preview>>(cache)
  useEffect(() => {
    let gone = false
    const work = async () => {
      for (const example of EXAMPLES) {
        if (gone) return
        const { name, text, picture } = example
        if (picture === 'none' || cache.has(name)) continue
        const at = picture === 'end' ? undefined : picture
        const preview = await previewRun(text, at).catch(() => undefined)
        if (preview === undefined) continue
        cache.set(name, preview)
        if (!gone) setPreviews(new Map(cache))
      }
    }
    void work()
    return () => {
      gone = true
    }
  }, [])
  return previews
}

const cache = new Map<string, Preview>()
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

/** A few lines to write, and the piece that they make. */
function FreePlay({ preview = WAITING }: { readonly preview: Preview | undefined }) {
  const theme = useTheme()
  const [look] = domLooks(preview.apps, theme)
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

/** Machines as they look from afar: two lanes each, higher or lower. */
function Crowd() {
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

function Thumbnail({ preview = WAITING }: { readonly preview: Preview | undefined }) {
  const theme = useTheme()
  const { resources, apps, machines } = preview
  const looks = domLooks(apps, theme)
  const shown = machines.slice(0, MACHINES)
  const cells = Math.max(
    1,
    ...shown.flatMap((machine) =>
      resources.map((resource, r) => (machine.allocatable[r] ?? 0) / unitsPerCell(resource)),
    ),
  )
  return (
    <span className="thumbnail">
      {shown.map((machine) => (
        <WellPicture
          key={machine.row}
          resources={resources}
          allocatable={machine.allocatable}
          lane={30}
          cell={190 / cells}
          dead={machine.dead}
          letters={false}
          pods={machine.pods.map((pod) => ({ ...pod, look: looks[pod.app]! }))}
        />
      ))}
    </span>
  )
}
