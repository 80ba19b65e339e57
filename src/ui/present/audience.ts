import { useLayoutEffect, useRef } from 'react'
import { useLessonWords } from '../lessons/language.ts'
import { type LessonPlayer, openLesson } from '../lessons/player.ts'
import { LESSONS } from '../lessons/shelf.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import { scenarioTitle } from '../words/scenarios.ts'
import { type Asked, CHANNEL, isPassed, readMessage, type Shown } from './channel.ts'
import { comingOf } from './coming.ts'
import type { Caption } from './runCaption.ts'
import { markAfter, storyBack, storyOn, toldAt } from './storySteps.ts'

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
  const place = useLesson((state) => state.lesson)
  const playing = usePlayback((playback) => playback.playing)
  const runTitle = scenarioTitle(useRun((run) => run.info?.title ?? ''))
  const found = openLesson(place)
  const texts = found && words.lessons[found.lesson.name]
  const ended = usePlayback((playback) => playback.ended)
  const story = useRun(({ info, now }) => {
    const mark = markAfter(info?.actions ?? [], now)
    if (mark !== undefined) return toldAt(info?.actions ?? [], mark, words.present).join(' ')
    return ended ? '' : words.presenter.runs
  })
  const after = found && LESSONS.find(({ number }) => number === found.lesson.number + 1)
  const following = after && `${after.number}. ${words.lessons[after.name]?.title ?? after.name}`
  const shown: Shown = {
    type: 'shown',
    title: texts && found ? `${found.lesson.number}. ${texts.title}` : runTitle,
    caption: [caption?.text, caption?.right].filter((text) => text !== undefined),
    next: found
      ? comingOf({ ...found.lesson, texts, step: place?.step ?? -1, following }, words.presenter)
      : story === ''
        ? []
        : [story],
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

  useLayoutEffect(() => {
    latest.current = text
    channel.current?.postMessage(JSON.parse(text))
  }, [text])

  useLayoutEffect(() => {
    const opened = new BroadcastChannel(CHANNEL)
    channel.current = opened
    const act: Readonly<Record<Asked['what'], (key?: unknown) => void>> = {
      state: () => opened.postMessage(JSON.parse(latest.current)),
      next: () => {
        if (useLesson.getState().lesson === undefined) storyOn(session)
        else void player.next()
      },
      back: () => {
        if (useLesson.getState().lesson === undefined) storyBack(session)
        else void player.back()
      },
      blank: () => setBlank((before) => !before),
      nextLesson: () => void player.nextLesson(),
      key: (key) => {
        if (isPassed(key)) dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))
      },
    }
    opened.onmessage = ({ data }) => {
      const message = readMessage(data)
      if (message?.type === 'asked' && Object.hasOwn(act, message.what))
        act[message.what](message.key)
    }
    act.state()
    return () => {
      opened.postMessage({ type: 'gone' })
      opened.close()
      channel.current = undefined
    }
  }, [session, player, setBlank])
}
