import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePage } from '../state/stores.ts'
import { shareWords } from '../words/share.ts'
import { type AddressPlace, keepPlace, placeOfAddress } from './addressPlace.ts'
import { playerOf } from './player.ts'
import { LESSONS, lessonNamed } from './shelf.ts'

/** Of a name that somebody has made up. */
const MOST_LETTERS = 60

/**
 * What the address asks for: `?lesson=NAME` opens a lesson; `?present` shows the lessons to an
 * audience from the first one on, `?present=NAME` from that one on. Where a link has brought a run,
 * `?present` shows that. After a reload it goes on where it stood.
 */
export async function openAddress(session: Session, asked: URLSearchParams): Promise<void> {
  await open(session, asked, placeOfAddress())
  keepPlace(session)
}

async function open(
  session: Session,
  asked: URLSearchParams,
  place: AddressPlace | undefined,
): Promise<void> {
  const presents = asked.get('present')
  const name = asked.get('lesson') || presents || LESSONS[0]?.name || ''
  const lesson = lessonNamed(name) ?? LESSONS[0]
  const unknown = name !== '' && lessonNamed(name) === undefined
  if (presents !== null) useLesson.setState({ presenting: true })
  if (place !== undefined && 'lesson' in place && lessonNamed(place.lesson) !== undefined)
    return playerOf(session).open(place.lesson, place.step)
  // The link has brought it to its place.
  if (presents === '' && !asked.has('lesson') && usePage.getState().file !== undefined) return
  if (lesson !== undefined) await playerOf(session).open(lesson.name, presents === null ? 0 : -1)
  if (!unknown) return
  const text = shareWords.problems.unknownLesson(name.slice(0, MOST_LETTERS))
  usePage.setState({ notice: { tone: 'alarm', text } })
}
