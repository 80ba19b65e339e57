import * as v from 'valibot'
import { SPEEDS } from '../state/playback.ts'
import type { LessonTexts } from '../words/lessonTexts.ts'
import { type Lesson, startOf } from './lesson.ts'

const Name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,49}$/, 'is no short name'))
const Moment = v.pipe(v.number(), v.integer('is no whole number'), v.minValue(0, 'is negative'))
const Machine = v.pipe(v.number(), v.integer(), v.minValue(1, 'is no machine: the first is 1'))
const Lane = v.pipe(v.string(), v.nonEmpty('is empty'))

const QuestionShape = v.variant('type', [
  v.strictObject({ type: v.literal('node') }),
  v.strictObject({ type: v.literal('edit'), lane: Lane, app: Name }),
  v.strictObject({ type: v.literal('plug'), lane: Lane, machine: Machine }),
  v.strictObject({
    type: v.literal('estimate'),
    lane: Lane,
    within: v.pipe(v.number(), v.minValue(0), v.maxValue(1, 'is more than all of it')),
  }),
])

const StepShape = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-zA-Z]\w*$/, 'is no word')),
  from: v.optional(Moment),
  to: v.optional(Moment),
  speed: v.optional(v.picklist(SPEEDS)),
  commands: v.optional(v.array(v.looseObject({ type: v.string() }))),
  explain: v.optional(v.picklist(['queue', 'filter', 'score', 'bind'])),
  select: v.optional(v.strictObject({ lane: Lane, machine: Machine })),
  doc: v.optional(
    v.pipe(v.string(), v.startsWith('https://kubernetes.io/docs/', 'is no page of kubernetes.io')),
  ),
  question: v.optional(QuestionShape),
  settles: v.optional(v.string()),
})

const LessonShape = v.strictObject({
  name: Name,
  scenario: Name,
  picture: v.strictObject({
    at: Moment,
    machines: v.array(Machine),
    explain: v.optional(v.boolean()),
  }),
  steps: v.pipe(v.array(StepShape), v.minLength(1, 'has no step')),
})

/**
 * What is wrong with a lesson, as sentences that name the place; none = it can be played.
 * @param scenarios names of the scenarios that there are
 * @param texts its texts in one language
 */
export function lessonProblems(
  value: unknown,
  scenarios: readonly string[],
  texts: LessonTexts | undefined,
): readonly string[] {
  const read = v.safeParse(LessonShape, value)
  const name = v.is(v.looseObject({ name: v.string() }), value) ? value.name : '?'
  const say = (place: string, what: string) => `Lesson ${name}: ${place} ${what}.`
  if (!read.success) {
    return read.issues.map((issue) => say(v.getDotPath(issue) ?? 'it', issue.message))
  }
  const lesson = read.output as Lesson
  const problems: string[] = []
  if (!scenarios.includes(lesson.scenario))
    problems.push(say('scenario', `“${lesson.scenario}” does not exist`))
  if (texts === undefined) problems.push(say('it', 'has no texts'))
  const seen = new Set<string>()
  lesson.steps.forEach((step, index) => {
    const bad = (what: string) => problems.push(say(`step ${index + 1} (${step.id})`, what))
    if (seen.has(step.id)) bad('has the name of a step before it')
    seen.add(step.id)
    if (texts !== undefined && texts.steps[step.id] === undefined) bad('has no caption')
    const start = startOf(lesson, index)
    const before = index === 0 ? 0 : startOf(lesson, index - 1)
    if (start < before) bad('begins before the step before it')
    if (step.to !== undefined && step.to < start) bad('ends before it begins')
    if (step.explain !== undefined && step.to !== undefined) bad('explains and plays at once')
    if (step.commands !== undefined && step.from === undefined)
      bad('gives commands and does not say when')
    if (step.question?.type === 'node' && step.explain !== 'queue')
      bad('asks for a machine and does not explain the queue')
    const asked = lesson.steps.slice(0, index).find(({ id }) => id === step.settles)
    if (step.settles !== undefined && asked?.question?.type !== 'estimate')
      bad(`settles “${step.settles}”, which asks for no estimate before it`)
    if (step.settles !== undefined && step.question !== undefined)
      bad('asks and settles a question at once')
    const settled = lesson.steps.slice(index + 1).some(({ settles }) => settles === step.id)
    if (step.question?.type === 'estimate' && !settled)
      bad('asks for an estimate that no step settles')
  })
  for (const id of Object.keys(texts?.steps ?? {})) {
    if (!seen.has(id)) problems.push(say(`caption ${id}`, 'belongs to no step'))
  }
  return problems
}
