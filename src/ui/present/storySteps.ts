import type { Millis } from '../../engine/api/units.ts'
import type { Change, RunInfo } from '../../engine/protocol.ts'
import type { Session } from '../state/session.ts'
import { usePlayback, useRun } from '../state/stores.ts'
import type { LessonWords } from '../words/lessonTexts.ts'
import { isNumbered, TOGETHER } from '../words/severalMachines.ts'

type Actions = RunInfo['actions']

/** Of manifests that change more objects at once it is only said that they do. */
const MOST_CHANGED = 3
/** Of more machines that the same happens to it is only said how many they are. */
const MOST_NAMED = 2

/** The next moment at which the scenario does something by itself; undefined = it does no more. */
export function markAfter(actions: Actions, now: Millis): Millis | undefined {
  return actions.find(({ at }) => at > now)?.at
}

/** The one before, or the beginning. */
export function markBefore(actions: Actions, now: Millis): Millis {
  return actions.findLast(({ at }) => at < now)?.at ?? 0
}

/** What the scenario has done last, in a sentence each; none = nothing so far. */
export function toldAt(
  actions: Actions,
  now: Millis,
  words: Pick<LessonWords['present'], 'story' | 'change'>,
): readonly string[] {
  const last = actions.findLast(({ at }) => at <= now)
  const together = actions.filter(({ at }) => at === last?.at)
  const told = together.flatMap(({ type, label, changes = [] }) => {
    const changed = changesTold(changes, words.change)
    if (changed.length > 0 && changed.length <= MOST_CHANGED) return changed
    const alike = together.filter((other) => other.type === type && isNumbered(other.label))
    const many = isNumbered(label) && alike.length > MOST_NAMED
    return words.story[type](many ? alike.map((other) => other.label).join(TOGETHER) : label)
  })
  return [...new Set(told)]
}

/** What manifests change, a sentence for each object. */
function changesTold(
  changes: readonly Change[],
  words: LessonWords['present']['change'],
): readonly string[] {
  const objects = new Map<string, Change[]>()
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.namespace, change.name])
    const others = objects.get(key)
    if (others === undefined) objects.set(key, [change])
    else others.push(change)
  }
  return [...objects.values()].map((all) => {
    const [first] = all as [Change, ...Change[]]
    const { kind, namespace, name, type } = first
    const what = namespace === undefined ? name : `${namespace}/${name}`
    if (type === 'new') return words.added(kind, what)
    if (type === 'other') return words.other(kind, what)
    if (first.type === 'scaled' || first.type === 'sends') {
      return words[first.type](what, Number(first.to))
    }
    return words.parts(
      what,
      all.map((change) =>
        change.type === 'selector'
          ? `${change.key} ${change.from} → ${change.to}`
          : change.type === 'image' || change.type === 'replicas'
            ? words[change.type](change.from, change.to)
            : '',
      ),
    )
  })
}

/**
 * What a clicker does to a run without a lesson: it plays to the next thing that the scenario does, or,
 * while it plays, is there at once; after the last one it plays on and rests,
 * and at the end of the run nothing comes any more.
 */
export function storyOn(session: Session): void {
  const { playing, playhead, ended } = usePlayback.getState()
  const mark = markAfter(useRun.getState().info?.actions ?? [], playhead)
  if (mark === undefined && ended) return
  if (mark === undefined) session.toggle()
  else if (playing) void session.goTo(mark)
  else session.play(mark)
}

/** Back to the thing before; where the scenario does nothing by itself, to the event before. */
export function storyBack(session: Session): void {
  const actions = useRun.getState().info?.actions ?? []
  if (actions.length === 0) void session.stepBack()
  else void session.goTo(markBefore(actions, usePlayback.getState().playhead))
}
