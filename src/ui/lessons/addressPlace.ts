import * as v from 'valibot'
import { useLesson } from '../state/lessonStore.ts'
import { usePlayback } from '../state/stores.ts'

/** Playing moves the place many times a second; browsers allow a few changes of the history (ms). */
const PAUSE = 500

const Place = v.union([
  v.object({ lesson: v.string(), step: v.pipe(v.number(), v.integer(), v.minValue(-1)) }),
  /** Of a run without a lesson that is shown to an audience: its moment, in simulated ms. */
  v.object({ at: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
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
export function keepPlace(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let kept = JSON.stringify(placeOfAddress())
  const keep = () => {
    timer = undefined
    const place = placeNow()
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
  usePlayback.subscribe(() => {
    if (timer === undefined && useLesson.getState().lesson === undefined)
      timer = setTimeout(keep, PAUSE)
  })
}

function placeNow(): AddressPlace | undefined {
  const { lesson, presenting } = useLesson.getState()
  if (lesson !== undefined) return { lesson: lesson.name, step: lesson.step }
  return presenting ? { at: Math.floor(usePlayback.getState().playhead) } : undefined
}
