import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useLessonWords } from '../lessons/language.ts'
import { useLanguage } from '../state/language.ts'
import { useDocumentTheme } from '../widgets/useTheme.ts'
import { clock } from '../words/units.ts'
import { type Asked, CHANNEL, isPassed, readMessage, type Shown } from './channel.ts'
import './present.css'

/** What the speaker sees and the audience does not: notes, what comes next, the time. */
export function PresenterWindow() {
  useDocumentTheme()
  const words = useLessonWords().presenter
  useLanguage()
  const [shown, setShown] = useState<Shown>()
  const channel = useRef<BroadcastChannel>(undefined)
  const ask = (what: Asked['what']) => channel.current?.postMessage({ type: 'asked', what })

  useEffect(() => {
    document.title = words.title
  }, [words])

  useLayoutEffect(() => {
    const opened = new BroadcastChannel(CHANNEL)
    channel.current = opened
    opened.onmessage = ({ data }) => {
      const message = readMessage(data)
      if (message?.type === 'shown') setShown(message)
      if (message?.type === 'gone') setShown(undefined)
    }
    opened.postMessage({ type: 'asked', what: 'state' })
    const pressed = (event: KeyboardEvent) => {
      const { repeat, target } = event
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const what = KEYS[key] ?? (isPassed(key) ? 'key' : undefined)
      const onButton = target instanceof Element && target.closest('button') !== null
      if (what === undefined || (onButton && (key === ' ' || key === 'Enter'))) return
      event.preventDefault()
      if (!repeat) opened.postMessage({ type: 'asked', what, key })
    }
    addEventListener('keydown', pressed)
    return () => {
      removeEventListener('keydown', pressed)
      opened.close()
    }
  }, [])

  return (
    <main className="presenter">
      <header>
        <h1>{shown?.title ?? words.title}</h1>
        {shown !== undefined && shown.steps > 0 && <p>{`${shown.step} / ${shown.steps}`}</p>}
        <Elapsed />
      </header>
      {shown === undefined ? (
        <p className="presenter-waiting">{words.waiting}</p>
      ) : (
        <>
          <section>
            <h2>{words.now}</h2>
            {shown.caption.map((text) => (
              <p key={text} className="presenter-caption" lang={shown.language}>
                {text}
              </p>
            ))}
          </section>
          <section className="presenter-notes">
            <h2>{words.notes}</h2>
            <p>{shown.notes === '' ? words.noNotes : shown.notes}</p>
          </section>
          <section className="presenter-next">
            <h2>{words.next}</h2>
            {shown.next.length === 0 ? (
              <p>{words.end}</p>
            ) : (
              shown.next.map((text) => <p key={text}>{text}</p>)
            )}
          </section>
        </>
      )}
      <footer>
        <button type="button" className="button" onClick={() => ask('back')}>
          {words.back}
        </button>
        <button type="button" className="button solid" onClick={() => ask('next')}>
          {words.forward}
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={shown?.blank === true}
          onClick={() => ask('blank')}
        >
          {words.blank}
        </button>
      </footer>
    </main>
  )
}

/** Keys of keyboards and clickers, as in the audience's window. */
const KEYS: Readonly<Record<string, Asked['what']>> = {
  ' ': 'next',
  Enter: 'next',
  ArrowRight: 'next',
  PageDown: 'next',
  ArrowLeft: 'back',
  PageUp: 'back',
  '.': 'blank',
  b: 'blank',
  l: 'nextLesson',
}

function Elapsed() {
  const words = useLessonWords().presenter
  const [start, setStart] = useState(() => Date.now())
  const [now, setNow] = useState(start)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="presenter-clock">
      <span className="sr-only">{words.elapsed}</span>
      <time>{clock(Math.max(0, now - start))}</time>
      <button
        type="button"
        className="button small"
        onClick={() => {
          setStart(Date.now())
          setNow(Date.now())
        }}
      >
        {words.restart}
      </button>
    </p>
  )
}
