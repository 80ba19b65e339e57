import { speak, type Translated } from './spoken.ts'

/** What is said about sound. */
const soundEn = {
  title: 'Sound',
  switch: 'Quiet tones for what happens, also with the key S',
  hint: 'A piece lands, a machine dies, the pager rings, a Job is done, all is well again. A page is silent until you ask for it.',
  reduced: 'Your system asks for little motion: captions and notices say it instead of sounds.',
  none: 'This browser has no sound to give.',
  on: 'Sound on',
  off: 'Sound off',
} as const

export type SoundWords = Translated<typeof soundEn>

/** In the language that is spoken. */
export let soundWords: SoundWords = soundEn
speak('sound', soundEn, (texts) => {
  soundWords = texts
})
