import { expect, test } from 'vitest'
import { LESSONS } from '../lessons/shelf.ts'
import { lessonsEn } from '../words/lessons.en.ts'
import { lessonsEs } from '../words/lessons.es.ts'
import { lessonsZh } from '../words/lessons.zh.ts'
import { comingOf } from './coming.ts'

function coming(name: string, step: number, words = lessonsEn, following?: string) {
  const { steps } = LESSONS.find((lesson) => lesson.name === name)!
  return comingOf({ steps, texts: words.lessons[name], step, following }, words.presenter)
}
const stepsOf = (name: string) => LESSONS.find((lesson) => lesson.name === name)!.steps

test('G6 before every press of every lesson the presenter reads what it brings', () => {
  for (const words of [lessonsEn, lessonsEs, lessonsZh]) {
    for (const { name, steps } of LESSONS) {
      for (let step = -1; step < steps.length - 1; step++) {
        const told = coming(name, step, words)
        expect(told.length, `${name} ${step}`).toBeGreaterThan(0)
        for (const text of told) expect(text.trim(), `${name} ${step}`).not.toBe('')
      }
    }
  }
})

test.each([
  ['a caption without numbers', 'taints-and-zones', 'dark', 'Zone a goes dark'],
  ['numbers that are not there yet: the note', 'one-click-or-scheduler', 'order', 'Be honest'],
  ['an explained decision without a note', 'jobs-finish', 'guess', 'The next decision'],
  ['its points', 'jobs-finish', 'scored', 'Which of them is best'],
  ['another one', 'big-and-small', 'guess', 'The next decision'],
  ['a fixed caption of a phase', 'which-is-best', 'bind', 'The most points win.'],
])('G6 %s: before %s/%s', (_, name, id, said) => {
  const step = stepsOf(name).findIndex((one) => one.id === id)
  expect(coming(name, step - 1).join(' ')).toContain(said)
})

test('G6 at a lesson’s last step the next one comes; after the last lesson nothing does', () => {
  const last = stepsOf('shapes').length - 1
  expect(coming('shapes', last, lessonsEn, '2. More')).toEqual(['The next lesson: 2. More'])
  expect(coming('at-scale', stepsOf('at-scale').length - 1)).toEqual([])
})
