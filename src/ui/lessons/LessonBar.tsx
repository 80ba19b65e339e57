import { useLayoutEffect } from 'react'
import { type Answered, useLesson } from '../state/lessonStore.ts'
import { useSession } from '../state/SessionContext.ts'
import { ownKeys } from '../state/useHotkeys.ts'
import { Icon } from '../widgets/Icon.tsx'
import { useLessonWords } from './language.ts'
import './lessons.css'
import { DragPiece } from './DragPiece.tsx'
import { EditOnStage } from './EditOnStage.tsx'
import { needsPlugs } from './lesson.ts'
import { lessonKey } from './lessonKeys.ts'
import { openLesson, playerOf } from './player.ts'
import { QuestionForm } from './QuestionForm.tsx'
import { textOf, useFacts } from './useFacts.ts'

/** A lesson over the timeline: what is said, what is asked, and the way on and back. */
export function LessonBar() {
  const session = useSession()
  const player = playerOf(session)
  const words = useLessonWords()
  const place = useLesson((state) => state.lesson)
  const facts = useFacts()
  const shown = openLesson(place)
  const step = shown?.step

  // Before the picture is shown, so that no press on it is lost.
  useLayoutEffect(
    () =>
      ownKeys((event) => {
        if (event.key === 'Escape' && !event.repeat) {
          player.leave()
          return true
        }
        if (event.key === '.' && !event.repeat) {
          void player.next()
          return true
        }
        const inList =
          event.target instanceof Element && event.target.closest('ul, [role]') !== null
        if (inList && event.key.startsWith('Arrow')) return false
        return lessonKey(event, player)
      }),
    [player],
  )

  if (place === undefined || shown === undefined) return null
  const { lesson } = shown
  const texts = words.lessons[lesson.name]
  const said = step && texts?.steps[step.id]
  const all = lesson.steps.length
  const last = place.step === all - 1
  return (
    <div className="walk-room lesson-room" data-plugs={needsPlugs(lesson)}>
      <section className="walk-bar lesson-bar" aria-label={words.bar.label} lang={words.language}>
        <p className="lesson-place">
          <b>{`${lesson.number}. ${texts?.title ?? ''}`}</b>
          <span>{words.bar.step(place.step + 1, all)}</span>
        </p>
        <div className="walk-text lesson-text" role="status">
          {said !== undefined && (
            <p className={said.right === undefined ? undefined : 'lesson-two'}>
              <span>{textOf(said.caption, facts)}</span>
              {said.right !== undefined && <span>{textOf(said.right, facts)}</span>}
            </p>
          )}
          {step?.question?.type === 'edit' && place.answered === undefined && (
            <p className="lesson-hint">{words.question.edges}</p>
          )}
          {place.answered !== undefined && (
            <p className={tone(place.answered)}>{place.answered.text}</p>
          )}
        </div>
        {step?.question !== undefined && (
          <QuestionForm key={`${lesson.name}/${step.id}`} question={step.question} />
        )}
        {step?.question?.type === 'node' && <DragPiece />}
        {step?.question?.type === 'edit' && place.answered?.right !== true && (
          <EditOnStage lane={step.question.lane} app={step.question.app} />
        )}
        <div className="lesson-tools">
          {step?.doc !== undefined && (
            <a
              className="button icon small"
              href={step.doc}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={words.bar.proof}
              title={words.bar.proof}
            >
              ?
            </a>
          )}
          <button type="button" className="button" onClick={() => void player.back()}>
            {words.bar.back}
          </button>
          <button type="button" className="button solid" onClick={() => void player.next()}>
            {last
              ? lesson.number === 9
                ? words.bar.finish
                : words.bar.nextLesson
              : words.bar.next}
          </button>
          <button
            type="button"
            className="button icon small"
            aria-label={words.bar.close}
            title={words.bar.close}
            onClick={player.leave}
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      </section>
    </div>
  )
}

function tone({ right }: Answered): string {
  return right === undefined ? 'lesson-noted' : right ? 'walk-right' : 'walk-wrong'
}
