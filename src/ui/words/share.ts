import { speak, type Translated } from './spoken.ts'
import { clock, count } from './units.ts'

/** What is said about links, in English. */
const shareEn = {
  title: 'Share this run',
  open: 'Share',
  subtitle: 'Whoever opens it has the same scenario, the same edits and commands, the same result.',
  link: 'Link',
  moment: (at: number) => `Start at ${clock(at)}, where it stands now`,
  copy: 'Copy link',
  copied: 'Copied.',
  copyDenied: 'The browser does not let this page copy. The link is selected: copy it by key.',
  codeDenied: 'The browser does not let this page copy. Select the code and copy it by key.',
  making: 'Making the link …',
  qr: 'QR code of the link',
  qrTooLong: (length: number) =>
    `At ${count(length)} characters the link is too long for a QR code.`,
  long: (length: number) =>
    `The link has ${count(length)} characters. Chats and mail may cut it off: a file is safer.`,
  /** Of an earlier visit. */
  earlier: (title: string, commands: number) =>
    commands === 0
      ? `Your last run is kept: ${title}.`
      : `Your last run is kept: ${title}, with ${count(commands)} ${commands === 1 ? 'command' : 'commands'}.`,
  goOn: 'Go on with it',
  file: 'Save as a file',
  embed: 'Embed in a page',
  embedAutoplay: 'Play at once',
  embedControls: 'Show controls',
  embedSpeed: 'Speed',
  embedStart: 'Begins at (s)',
  embedEnd: 'Ends at (s)',
  embedBackwards: 'It ends before it begins: it plays to its own end.',
  embedCode: 'Code of the frame',
  embedCopy: 'Copy the code',
  openInPodfall: 'Open in Podfall',
  png: 'Picture (PNG)',
  svg: 'Picture (SVG)',
  video: {
    title: 'Video (WebM)',
    from: 'From second',
    to: 'to second',
    make: 'Make the video',
    progress: 'How much of the video is made',
    cancel: 'Cancel',
    cancelled: 'No video was made.',
    done: (bytes: number) =>
      `The video is there: ${count(Math.max(1, Math.round(bytes / 1_000)))} kB.`,
    problems: {
      unable:
        'This browser cannot make videos: it has no WebCodecs. A current Chrome, Edge, Firefox or Safari has.',
      tooLong: 'A video may last ten minutes. Choose a shorter stretch, or a higher speed.',
      refused: 'This run cannot be played again.',
      failed: 'The video could not be made.',
    },
  },
  pictureFailed: 'This browser cannot draw the picture.',
  pictureFoot: (title: string, at: string) => `Podfall · ${title} · ${at}`,
  moreMachines: (n: number) => `and ${count(n)} more machines`,
  problems: {
    /** `where`: the path of what is wrong in it. */
    damaged: (where: string | undefined) =>
      `This link is damaged or was cut off${
        where === undefined ? '' : `: what it says under “${where}” makes no sense`
      }.`,
    leftOut: (parts: string) => `A part of the address makes no sense and is left out: ${parts}.`,
    newer: 'This link was made by a newer Podfall. Reload the page to get it.',
    tooLarge: 'This link unpacks to more than a page can hold.',
    unknown: (name: string) => `There is no scenario “${name}” here.`,
    unknownLesson: (name: string) => `There is no lesson “${name}” here; this is the first one.`,
    refused: (why: string) => `The scenario of this link cannot be played: ${why}`,
  },
} as const

export type ShareWords = Translated<typeof shareEn>

/** In the language that is spoken. */
export let shareWords: ShareWords = shareEn
speak('share', shareEn, (texts) => {
  shareWords = texts
})
