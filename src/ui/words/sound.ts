/** What is said about sound. */
export const soundWords = {
  title: 'Sound',
  switch: 'Quiet tones for what happens, also with the key S',
  hint: 'A piece lands, a machine dies, the pager rings, a Job is done, all is well again. A page is silent until you ask for it.',
  reduced: 'Your system asks for little motion: captions and notices say it instead of sounds.',
  none: 'This browser has no sound to give.',
  on: 'Sound on',
  off: 'Sound off',
} as const
