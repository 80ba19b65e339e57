import { useEffect, useRef } from 'react'
import { useLessonWords } from '../lessons/language.ts'
import { type LessonPlayer, openLesson } from '../lessons/player.ts'
import { textOf, useFacts } from '../lessons/useFacts.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import { type Asked, CHANNEL, readMessage, type Shown } from './channel.ts'
import type { Caption } from './runCaption.ts'

/** Opens the presenter's window beside the audience's. */
export function openPresenter(): void {
  window.open(`${location.pathname}?presenter`, 'podfall-presenter', 'popup,width=1000,height=720')
}

/** Tells the presenter's window what is shown, and does what is asked there. */
export function useAudienceChannel(
  session: Session,
  player: LessonPlayer,
  blank: boolean,
  setBlank: (change: (before: boolean) => boolean) => void,
  caption: Caption | undefined,
): void {
  const words = useLessonWords()
  const facts = useFacts()
  const place = useLesson((state) => state.lesson)
  const playing = usePlayback((playback) => playback.playing)
  const runTitle = useRun((run) => run.info?.title ?? '')
  const found = openLesson(place)
  const texts = found && words.lessons[found.lesson.name]
  const following = found?.lesson.steps[(place?.step ?? 0) + 1]
  const coming = following && texts?.steps[following.id]
  // Without its decision a caption would only say half: then the note has to do.
  const told = coming && following?.explain === undefined
  const shown: Shown = {
    type: 'shown',
    title: texts && found ? `${found.lesson.number}. ${texts.title}` : runTitle,
    caption: [caption?.text, caption?.right].filter((text) => text !== undefined),
    next: told
      ? [coming.caption, coming.right].flatMap((text) =>
          text === undefined ? [] : [textOf(text, facts)],
        )
      : coming
        ? [coming.notes]
        : [],
    notes: (found?.step && texts?.steps[found.step.id]?.notes) ?? '',
    step: (place?.step ?? -1) + 1,
    steps: found?.lesson.steps.length ?? 0,
    blank,
    playing,
    language: words.language,
  }
  const text = JSON.stringify(shown)
  const latest = useRef(text)
  const channel = useRef<BroadcastChannel>(undefined)

  useEffect(() => {
    latest.current = text
    channel.current?.postMessage(JSON.parse(text))
  }, [text])

  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL)
    channel.current = opened
    const act: Readonly<Record<Asked['what'], () => void>> = {
      state: () => opened.postMessage(JSON.parse(latest.current)),
      next: () => {
        if (useLesson.getState().lesson === undefined) session.toggle()
        else void player.next()
      },
      back: () => {
        if (useLesson.getState().lesson === undefined) void session.stepBack()
        else void player.back()
      },
      blank: () => setBlank((before) => !before),
      nextLesson: () => void player.nextLesson(),
    }
    opened.onmessage = ({ data }) => {
      const message = readMessage(data)
      if (message?.type === 'asked' && Object.hasOwn(act, message.what)) act[message.what]()
    }
    act.state()
    return () => {
      opened.postMessage({ type: 'gone' })
      opened.close()
      channel.current = undefined
    }
  }, [session, player, setBlank])
}
