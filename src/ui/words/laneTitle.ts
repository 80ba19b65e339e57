import { words } from './words.ts'

/** What stands between a branch and its lane where branches are compared. */
const BETWEEN = ' · '

/**
 * A lane's title in the language that is spoken, be it that of a branch (`B · Scheduler`); as it is, where
 * its scenario has named it.
 */
export function laneTitle(title: string): string {
  const start = title.lastIndexOf(BETWEEN)
  const branch = start < 0 ? '' : title.slice(0, start + BETWEEN.length)
  const own = title.slice(branch.length)
  return branch + (Object.hasOwn(words.lanes.titles, own) ? words.lanes.titles[own]! : own)
}
