import { useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { LessonShelf } from '../lessons/LessonShelf.tsx'
import { useLessonWords } from '../lessons/language.ts'
import { EXAMPLES, type Example, FREE_PLAY } from '../state/examples.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { PreviewQuestion } from '../state/preview.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { LanguageChoice } from '../widgets/LanguageChoice.tsx'
import { inReadersWords } from '../words/diagnostics.ts'
import { panelWords } from '../words/panels.ts'
import { scenarioTexts } from '../words/scenarios.ts'
import { GameCard } from './GameCard.tsx'
import { Crowd, FreePlay, Thumbnail } from './Thumbnail.tsx'

const SHELVES = (['talks', 'scale', 'placing'] as const).map((shelf) => ({
  shelf,
  examples: EXAMPLES.filter((example) => example.shelf === shelf && example.name !== FREE_PLAY),
}))

/** Title and subtitle of each. */
const headings = ({ gallery }: typeof panelWords) => ({
  talks: [gallery.talks, gallery.talksSubtitle],
  scale: [gallery.scale, gallery.scaleSubtitle],
  placing: [gallery.runs, gallery.subtitle],
})

/** Asked for once each, so that a card asks for the same picture whenever it is drawn. */
const QUESTIONS = new Map<string, PreviewQuestion>(
  EXAMPLES.map(({ name, text, picture }) => [
    name,
    { name, text, ...(typeof picture === 'number' && { at: picture }) },
  ]),
)

/** The scenarios that come with the page; each thumbnail shows how it ends. */
export function Gallery() {
  const session = useSession()
  const id = useId()
  const lessons = useLessonWords()
  const freePlay = EXAMPLES.find(({ name }) => name === FREE_PLAY)
  const [sought, setSought] = useState('')
  const has = (text: string) => text.toLowerCase().includes(sought.trim().toLowerCase())
  const named = headings(panelWords)
  const isSought = (example: Example) => {
    const { title, summary } = scenarioTexts(example)
    return has(`${title} ${summary}`)
  }
  const shelves = SHELVES.map((shelf) => ({
    ...shelf,
    title: named[shelf.shelf][0],
    subtitle: named[shelf.shelf][1],
    found: shelf.examples.filter(isSought),
  })).filter(({ found }) => found.length > 0)
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
      } else {
        const [problem] = (await inReadersWords(reply)).diagnostics
        setFailed(problem?.message ?? panelWords.gallery.failed)
      }
    } catch {
      setFailed(panelWords.gallery.failed)
    }
  }
  return (
    <Dialog
      title={panelWords.gallery.title}
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
      <nav className="gallery-find" aria-label={panelWords.gallery.find}>
        <input
          type="search"
          aria-label={panelWords.gallery.find}
          placeholder={panelWords.gallery.find}
          value={sought}
          onChange={({ currentTarget }) => setSought(currentTarget.value)}
        />
        {shelves.map(({ shelf, title }) => (
          <button
            key={shelf}
            type="button"
            className="button"
            onClick={() => {
              const heading = document.getElementById(`${id}-${shelf}`)
              heading?.scrollIntoView({ block: 'start' })
              heading?.focus({ preventScroll: true })
            }}
          >
            {title}
          </button>
        ))}
      </nav>
      <LessonShelf
        has={has}
        picture={(question) =>
          question === undefined ? <Crowd /> : <Thumbnail question={question} />
        }
      >
        {freePlay !== undefined && isSought(freePlay) && <Card example={freePlay} open={open} />}
        {has(`${panelWords.gallery.game} ${panelWords.gallery.gameSummary}`) && <GameCard />}
      </LessonShelf>
      {shelves.map(({ shelf, title, subtitle, examples, found }) => (
        <section key={shelf} className="shelf" aria-labelledby={`${id}-${shelf}`}>
          <header>
            <h3 id={`${id}-${shelf}`} tabIndex={-1}>
              {title}
            </h3>
            <p>{subtitle}</p>
          </header>
          <ul className="gallery">
            {found.map((example) => (
              <Card
                key={example.name}
                example={example}
                number={examples.indexOf(example) + 1}
                open={open}
              />
            ))}
          </ul>
        </section>
      ))}
      {sought !== '' && (
        <p className="gallery-found" role="status">
          {shelves.length === 0 ? panelWords.gallery.nothingElse : ''}
        </p>
      )}
    </Dialog>
  )
}

function Card(props: {
  readonly example: Example
  readonly number?: number
  readonly open: (example: Example) => Promise<void>
}) {
  const { example, number, open } = props
  const { title, summary } = scenarioTexts(example)
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
          <FreePlay />
        ) : example.picture === 'none' ? (
          <Crowd />
        ) : (
          <Thumbnail question={QUESTIONS.get(example.name)!} />
        )}
        <b>{number === undefined ? title : `${number}. ${title}`}</b>
        <span>{summary}</span>
        {current && <span className="sr-only">{panelWords.gallery.current}</span>}
      </button>
    </li>
  )
}
