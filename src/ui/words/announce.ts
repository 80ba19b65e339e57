import type { AnnounceWords } from '../state/announce.ts'
import { speak } from './spoken.ts'
import { count } from './units.ts'

const s = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`

/** What is said to screen readers while a run goes on. */
const announceEn: AnnounceWords = {
  arrived: (arrived, all) => `${count(arrived)} of ${s(all, 'pod has', 'pods have')} come.`,
  machines: (n) => s(n, 'machine', 'machines'),
  pending: (n) => `${count(n)} pending`,
  down: (n) => `${count(n)} down`,
  back: (back, lost) => `${count(back)} of ${count(lost)} back`,
  lane: (title, facts) => `${title}: ${facts.join(', ')}.`,
  mark: (text) => `${text}.`,
  more: (n) => `And ${s(n, 'more event', 'more events')}.`,
  end: 'The run is over.',
}

/** In the language that is spoken. */
export let announceWords: AnnounceWords = announceEn
speak('announce', announceEn, (texts) => {
  announceWords = texts
})
