import { words } from './words.ts'

/** A lane's title in the language that is spoken; as it is, where its scenario has named it. */
export function laneTitle(title: string): string {
  return Object.hasOwn(words.lanes.titles, title) ? words.lanes.titles[title]! : title
}
