import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { EditOnStage } from '../lessons/EditOnStage.tsx'
import { useLessonWords } from '../lessons/language.ts'
import { lessonKey } from '../lessons/lessonKeys.ts'
import { openLesson, playerOf } from '../lessons/player.ts'
import { textOf, useFacts } from '../lessons/useFacts.ts'
import { Notices } from '../panels/Notices.tsx'
import type { WalkPhase } from '../stage/stage.ts'
import { useLesson } from '../state/lessonStore.ts'
import { useSession } from '../state/SessionContext.ts'
import { useSettings } from '../state/settings.ts'
import { usePlayback, useProgress, useRun } from '../state/stores.ts'
import { ownKeys } from '../state/useHotkeys.ts'
import { useWalk } from '../state/walkStore.ts'
import { openPresenter, useAudienceChannel } from './audience.ts'
import { goFullscreen, leaveFullscreen, useAwake, usePointer } from './hall.ts'
import './present.css'
import { SaidOnce } from '../widgets/SaidOnce.tsx'
import { words as pageWords } from '../words/words.ts'
import { type Caption, closingCaption, runCaption } from './runCaption.ts'
import { storyBack, storyOn, toldAt } from './storySteps.ts'

/** The stage for an audience: caption, progress, and the keys of keyboards and clickers. */
export function Present() {
  const session = useSession()
  const player = playerOf(session)
  const [blank, setBlank] = useState(false)
  const place = useLesson((state) => state.lesson)
  const shown = openLesson(place)
  const caption = useCaption()
  // What nobody points at any more is not marked either.
  const rests = useCallback(() => session.hover(undefined), [session])
  const laser = usePointer(rests)
  useAwake()
  useAudienceChannel(session, player, blank, setBlank, caption)

  const step = shown?.step
  // Before the picture is shown, so that no press on it is lost; and what a press means is asked when it
  // comes, as a lesson may have been opened since the last picture.
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent): boolean => {
      if (event.ctrlKey || event.metaKey || event.altKey) return false
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
      if (name === '.' || name === 'b') {
        if (!event.repeat) setBlank((before) => !before)
        return true
      }
      if (name === 'Escape') {
        leave()
        return true
      }
      // Whoever goes on wants to be seen again.
      if (name !== 'Shift') setBlank(false)
      switch (name) {
        case 'l':
          void player.nextLesson()
          return true
        case 'n':
          openPresenter()
          return true
        case 'f':
          goFullscreen()
          return true
        case 'p':
          return true
      }
      // Numbers pull plugs here, whatever is asked: the audience answers aloud.
      const inLesson = openLesson(useLesson.getState().lesson) !== undefined
      if (inLesson && !/^\d$/.test(name)) return lessonKey(event, player)
      if (name === 'PageUp') storyBack(session)
      else if (name === 'PageDown') storyOn(session)
      else return false
      return true
    }
    return ownKeys(key)
  }, [session, player])

  useEffect(() => {
    goFullscreen()
    return leaveFullscreen
  }, [])

  return (
    <>
      <footer className="present-foot">
        <CaptionLine caption={caption} />
        <Work />
        <Progress />
      </footer>
      <div className="present-notices">
        <Notices />
      </div>
      {step?.question?.type === 'edit' && place?.answered?.right !== true && (
        <EditOnStage
          key={step.id}
          lane={step.question.lane}
          app={step.question.app}
          released={(amounts) => void player.tryRequests(amounts)}
        />
      )}
      {laser !== undefined && (
        <div className="present-laser" style={{ left: laser.x, top: laser.y }} />
      )}
      {blank && <div className="present-blank" />}
    </>
  )
}

function leave(): void {
  useLesson.setState({ presenting: false })
}

/** What a lesson says of the phases of a decision is true of any decision. */
const EXPLAINED: Readonly<Record<WalkPhase, string>> = {
  queue: 'where',
  filter: 'filter',
  score: 'only',
  bind: 'bound',
}

function useCaption(): Caption | undefined {
  const phase = useWalk((state) => state.walk?.phase)
  const explain = useSettings((settings) => settings.explain)
  const decided = useWalk((state) => state.over) && explain
  const words = useLessonWords()
  const facts = useFacts()
  const place = useLesson((state) => state.lesson)
  const idle = usePlayback(({ playing, playhead }) => !playing && playhead === 0)
  const compared = useRun(({ lanes }) => lanes.length > 1 && lanes[0]?.runbook === true)
  const end = useRun((run) => run.end)
  const over = usePlayback(({ playhead }) => end > 0 && playhead >= end)
  const acts = useRun(({ info }) => (info?.actions.length ?? 0) > 0)
  const story = useRun(({ info, now }) => toldAt(info?.actions ?? [], now, words.present).join(' '))
  const shown = openLesson(place)
  if (shown === undefined && facts.decision !== undefined && phase !== undefined) {
    const told = words.lessons['what-fits']?.steps[EXPLAINED[phase]]
    if (told !== undefined) return { text: textOf(told.caption, facts) }
  }
  if (shown === undefined && decided) return { text: words.present.decided }
  if (shown === undefined) {
    const told = runCaption(facts, idle, compared, words.present)
    if (over && (acts || told === undefined)) return closingCaption(facts, compared, words.present)
    return told ?? (story === '' ? undefined : { text: story })
  }
  if (shown.step === undefined) return { text: words.present.press }
  const said = words.lessons[shown.lesson.name]?.steps[shown.step.id]
  if (said === undefined) return undefined
  const text = textOf(said.caption, facts)
  return said.right === undefined ? { text } : { text, right: textOf(said.right, facts) }
}

function CaptionLine({ caption }: { readonly caption: Caption | undefined }) {
  const words = useLessonWords()
  const two = caption?.right !== undefined
  return (
    <div
      className={two ? 'present-caption two' : 'present-caption'}
      role="status"
      lang={words.language}
    >
      <p>{caption?.text}</p>
      {two && <p>{caption.right}</p>}
    </div>
  )
}

/** What takes long has a sign, and nobody thinks that the clicker has failed. */
function Work() {
  const progress = useProgress((state) => state.progress)
  if (progress === undefined) return null
  return (
    <>
      {/* The figure changes ten times a second: it is for the eyes. */}
      <p className="present-work" aria-hidden="true">
        {pageWords.playback.working(progress.pods)}
      </p>
      <SaidOnce text={pageWords.playback.working(progress.pods)} />
    </>
  )
}

/** How far the lesson has come, else the run. */
function Progress() {
  const place = useLesson((state) => state.lesson)
  const end = useRun((run) => run.end)
  const share = usePlayback(({ playhead }) => (end > 0 ? Math.min(1, playhead / end) : 0))
  const steps = openLesson(place)?.lesson.steps.length
  const part = steps === undefined ? share : ((place?.step ?? -1) + 1) / steps
  return (
    <div className="present-progress" aria-hidden="true">
      <div style={{ width: `${part * 100}%` }} />
    </div>
  )
}
