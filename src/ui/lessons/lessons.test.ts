import { describe, expect, test } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import { EXAMPLES } from '../state/examples.ts'
import { LANGUAGES, languageOf } from '../words/language.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import { lessonProblems } from './checkLesson.ts'
import { type Lesson, logBefore, needsPlugs, startOf } from './lesson.ts'
import { LESSON_FILES } from './lessons.ts'
import { outcomeOf, parseProgress } from './progress.ts'
import { LESSONS, lessonMistakes } from './shelf.ts'

const scenarios = EXAMPLES.map(({ name }) => name)
const languages = await Promise.all(
  LANGUAGES.map(({ loadLessons }) => loadLessons?.() ?? lessonsEn),
)

test('all nine lessons are on the shelf, none with a mistake', () => {
  expect(lessonMistakes).toEqual([])
  expect(LESSONS.map(({ name }) => name)).toEqual([
    'shapes',
    'one-click-or-scheduler',
    'what-fits',
    'which-is-best',
    'pull-the-plug',
    'jobs-finish',
    'big-and-small',
    'taints-and-zones',
    'at-scale',
  ])
})

test('G1 plugs are shown where a lesson is about them', () => {
  expect(LESSON_FILES.filter(needsPlugs).map(({ name }) => name)).toEqual(['pull-the-plug'])
})

describe.each(languages.map((words) => [words.name, words] as const))('%s', (_, words) => {
  test.each(LESSON_FILES.map((lesson) => [lesson.name, lesson] as const))(
    '%s has a text for every step and no other',
    (name, lesson) => {
      expect(lessonProblems(lesson, scenarios, words.lessons[name])).toEqual([])
    },
  )
})

test.each(LESSONS.map((lesson) => [lesson.name, lesson] as const))(
  '%s ends before its scenario does and speaks of lanes and machines that there are',
  (_, lesson) => {
    const { scenario } = parseScenarioFile(lesson.example.text)
    const lanes = scenario?.lanes.map(({ id }) => id)
    for (const [index, { to, question, select }] of lesson.steps.entries()) {
      expect(startOf(lesson, index)).toBeLessThanOrEqual(scenario?.until ?? 0)
      expect(to ?? 0).toBeLessThanOrEqual(scenario?.until ?? 0)
      if (question !== undefined && 'lane' in question) expect(lanes).toContain(question.lane)
      if (select !== undefined) expect(lanes).toContain(select.lane)
    }
  },
)

const GOOD: Lesson = {
  name: 'good',
  scenario: 'opening',
  picture: { at: 0, machines: [1] },
  steps: [
    { id: 'one', from: 0, to: 1_000, commands: [{ type: 'pullPlug', machine: 1 }] },
    { id: 'two', from: 2_000, explain: 'queue', question: { type: 'node' } },
  ],
}
const TEXTS = {
  title: 'Good',
  summary: '',
  steps: { one: { caption: '', notes: '' }, two: { caption: '', notes: '' } },
}

test('commands before a step are those of the steps before it, at their times', () => {
  expect(logBefore(GOOD, 0)).toEqual([])
  expect(logBefore(GOOD, 1)).toEqual([{ at: 0, command: { type: 'pullPlug', machine: 1 } }])
})

test.each<[string, unknown, string]>([
  ['a field that there is not', { ...GOOD, colour: 'red' }, 'Lesson good: colour'],
  ['no name', { ...GOOD, name: 'No Name' }, 'Lesson No Name: name is no short name.'],
  ['no steps', { ...GOOD, steps: [] }, 'Lesson good: steps has no step.'],
  ['no object', 7, 'Lesson ?: it'],
  ['a strange scenario', { ...GOOD, scenario: 'x' }, 'scenario “x” does not exist'],
  [
    'a step that ends before it begins',
    { ...GOOD, steps: [{ id: 'one', from: 5, to: 4 }, GOOD.steps[1]] },
    'step 1 (one) ends before it begins',
  ],
  [
    'steps that go back in time',
    { ...GOOD, steps: [GOOD.steps[0], { ...GOOD.steps[1], from: 0 }, { id: 'two', from: 1 }] },
    'step 3 (two) has the name of a step before it',
  ],
  [
    'a proof from elsewhere',
    { ...GOOD, steps: [{ id: 'one', doc: 'https://example.com/' }, GOOD.steps[1]] },
    'steps.0.doc is no page of kubernetes.io',
  ],
  [
    'a question that nothing answers',
    { ...GOOD, steps: [{ id: 'one', question: { type: 'node' } }, GOOD.steps[1]] },
    'step 1 (one) asks for a machine and does not explain the queue',
  ],
  [
    'an estimate that nothing settles',
    {
      ...GOOD,
      steps: [
        { id: 'one', question: { type: 'estimate', lane: 'one-click', within: 0.1 } },
        GOOD.steps[1],
      ],
    },
    'step 1 (one) asks for an estimate that no step settles',
  ],
  [
    'a step that settles what nobody asked',
    { ...GOOD, steps: [GOOD.steps[0], { id: 'two', settles: 'one' }] },
    'step 2 (two) settles “one”, which asks for no estimate before it',
  ],
  [
    'commands at no time',
    { ...GOOD, steps: [{ ...GOOD.steps[0], from: undefined }, GOOD.steps[1]] },
    'step 1 (one) gives commands and does not say when',
  ],
  [
    'a caption too few',
    { ...GOOD, steps: [...GOOD.steps, { id: 'three' }] },
    '(three) has no caption',
  ],
  ['a caption too many', { ...GOOD, steps: [GOOD.steps[0]] }, 'caption two belongs to no step'],
])('a lesson file with a mistake says so: %s', (_, lesson, problem) => {
  expect(lessonProblems(GOOD, scenarios, TEXTS)).toEqual([])
  expect(lessonProblems(lesson, scenarios, TEXTS).join('\n')).toContain(problem)
})

test.each<[string | undefined, readonly string[], string]>([
  [undefined, ['en-GB'], 'en'],
  [undefined, ['fr-CA', 'es-MX', 'en'], 'es'],
  ['zh', ['es'], 'zh'],
  [undefined, ['tlh', 'xx'], 'en'],
  ['qq', [], 'en'],
])('language %s with a browser of %s is %s', (chosen, browser, language) => {
  expect(languageOf(chosen, browser).language).toBe(language)
})

test.each([null, '', '{', '[]', '7', '{"shapes": {"step": -1, "done": true, "first": {}}}'])(
  'progress that makes no sense is none: %s',
  (stored) => {
    expect(parseProgress(stored)).toEqual({})
  },
)

test.each([
  ['not at its end', { step: 3, done: false, first: { a: true } }, undefined],
  ['never begun', undefined, undefined],
  ['only leafed through', { step: 7, done: true, first: {} }, [false, 0]],
  ['with a question skipped', { step: 7, done: true, first: { a: true } }, [false, 1]],
  ['with a wrong answer', { step: 7, done: true, first: { a: true, b: false } }, [true, 1]],
  ['all right', { step: 7, done: true, first: { a: true, b: true } }, [true, 2]],
])('G3 what has come of a lesson: %s', (_, progress, expected) => {
  const outcome = outcomeOf(progress, ['a', 'b'])
  expect(outcome && [outcome.done, outcome.right]).toEqual(expected)
  if (outcome !== undefined) expect(outcome.questions).toBe(2)
})
