import { useLesson } from '../state/lessonStore.ts'
import type { PreviewQuestion } from '../state/preview.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { useLessonWords } from './language.ts'
import './lessons.css'
import { playerOf } from './player.ts'
import { type Outcome, outcomeOf, useProgressOfLessons } from './progress.ts'
import { LESSONS, lessonMistakes, type ShelvedLesson } from './shelf.ts'

const QUESTIONS = new Map<string, PreviewQuestion>(
  LESSONS.filter(({ picture }) => picture.machines.length > 0).map(({ name, example, picture }) => [
    name,
    { name: `lesson:${name}`, text: example.text, ...picture },
  ]),
)

/** The lessons as cards, with what has been done of them. */
export function LessonShelf(props: {
  /** Draws the wells that stand for a lesson; undefined = more machines than can be told apart. */
  readonly picture: (question: PreviewQuestion | undefined) => React.ReactNode
  /** Whether a text has what is sought. */
  readonly has: (text: string) => boolean
  /** Another card at the end of the shelf. */
  readonly children: React.ReactNode
}) {
  const session = useSession()
  const words = useLessonWords()
  const done = useProgressOfLessons((state) => state.lessons)
  const current = useLesson((state) => state.lesson?.name)
  const open = async (lesson: ShelvedLesson) => {
    const progress = done[lesson.name]
    const isOver = progress === undefined || progress.done
    usePage.setState({ dialog: undefined })
    await playerOf(session).open(lesson.name, isOver ? 0 : progress.step)
  }
  return (
    <>
      {lessonMistakes.length > 0 && (
        <p className="notice" data-tone="alarm" role="alert">
          {[words.bar.problems, ...lessonMistakes].join(' ')}
        </p>
      )}
      <ul className="gallery lessons" lang={words.language}>
        {LESSONS.map((lesson) => {
          const texts = words.lessons[lesson.name]
          const asking = lesson.steps.filter(({ question }) => question !== undefined)
          const outcome = outcomeOf(
            done[lesson.name],
            asking.map(({ id }) => id),
          )
          if (!props.has(`${texts?.title} ${texts?.summary}`)) return null
          return (
            <li key={lesson.name}>
              <button
                type="button"
                aria-current={lesson.name === current ? 'true' : undefined}
                onClick={() => void open(lesson)}
              >
                {props.picture(QUESTIONS.get(lesson.name))}
                {outcome !== undefined && <Done outcome={outcome} />}
                <b>{`${lesson.number}. ${texts?.title ?? lesson.name}`}</b>
                <span>{texts?.summary}</span>
              </button>
            </li>
          )
        })}
        {props.children}
      </ul>
    </>
  )
}

function Done({ outcome }: { readonly outcome: Outcome }) {
  const words = useLessonWords().gallery
  const { done, right, questions } = outcome
  const told = done ? words.doneOf : words.seenOf
  return (
    <span className={done ? 'lesson-done' : 'lesson-done seen'}>
      {done && <Icon name="check" size={14} />}
      {questions === 0 ? words.done : told(right, questions)}
    </span>
  )
}
