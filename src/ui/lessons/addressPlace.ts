import * as v from 'valibot'
import { SharedRunSchema } from '../share/sharedRun.ts'
import { toSharedRun } from '../share/shareRun.ts'
import { useLesson } from '../state/lessonStore.ts'
import type { Session } from '../state/session.ts'
import { usePlayback, useRun } from '../state/stores.ts'

/** Playing moves the place many times a second; browsers allow a few changes of the history (ms). */
const PAUSE = 500

/** What is done to a run before an audience: commands, and all that can be chosen otherwise. */
const Done = v.pick(SharedRunSchema, ['seed', 'shuffle', 'policies', 'log', 'branch', 'branches'])
const Place = v.union([
  v.object({ lesson: v.string(), step: v.pipe(v.number(), v.integer(), v.minValue(-1)) }),
  /**
   * Of a run without a lesson that is shown to an audience: its moment, in simulated ms, and what had been
   * done by then; that is absent where another scenario than the link's was opened meanwhile.
   */
  v.object({
    at: v.pipe(v.number(), v.integer(), v.minValue(0)),
    done: v.optional(Done),
  }),
])
export type AddressPlace = Readonly<v.InferOutput<typeof Place>>

/**
 * Where a talk or a lesson stood when this address was left by a reload, a crash or an update. Whoever
 * opens the address afresh has none: it is kept with the tab's entry of the history, not in the address.
 */
export function placeOfAddress(): AddressPlace | undefined {
  const read = v.safeParse(v.object({ place: Place }), history.state)
  return read.success ? read.output.place : undefined
}

/** Keeps the place from now on. */
export function keepPlace(session: Pick<Session, 'kept'>): void {
  const scenario = session.kept()?.load.text
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = JSON.stringify(placeOfAddress())
  const keep = () => {
    timer = undefined
    const place = placeNow(session, scenario)
    const text = JSON.stringify(place)
    if (text === kept) return
    kept = text
    try {
      history.replaceState({ ...history.state, place }, '')
    } catch {
      // A browser that has had enough of changes: the place before is kept.
    }
  }
  keep()
  useLesson.subscribe(keep)
  useRun.subscribe(({ commands, branches }, before) => {
    if (commands.all !== before.commands.all || branches !== before.branches) keep()
  })
  usePlayback.subscribe(() => {
    if (timer === undefined && useLesson.getState().lesson === undefined)
      timer = setTimeout(keep, PAUSE)
  })
}

function placeNow(
  session: Pick<Session, 'kept'>,
  scenario: string | undefined,
): AddressPlace | undefined {
  const { lesson, presenting } = useLesson.getState()
  if (lesson !== undefined) return { lesson: lesson.name, step: lesson.step }
  if (!presenting) return undefined
  const at = Math.floor(usePlayback.getState().playhead)
  const kept = session.kept()
  if (kept === undefined || kept.load.text !== scenario) return { at }
  const { scenario: _, bookmarks: __, ...done } = toSharedRun(kept, false)
  return { at, done }
}
