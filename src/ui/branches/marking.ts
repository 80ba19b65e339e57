import type { Millis } from '../../engine/api/units.ts'
import { bookmarksOf, setBookmarks } from '../state/bookmarks.ts'
import type { Session } from '../state/session.ts'
import { usePage, usePlayback } from '../state/stores.ts'
import { branchWords } from '../words/branches.ts'

const SAID_LASTS = 4_000

const textOfRun = () => usePage.getState().file?.text

/** Marks a moment; one that is marked already stays as it is. */
export function addBookmark(session: Session, at: Millis): void {
  const text = textOfRun()
  if (text === undefined) return
  if (bookmarksOf(text).every((bookmark) => bookmark.at !== at)) {
    change(session, (list) => [...list, { at, name: '' }])
  }
  usePage.setState({ notice: { tone: 'info', text: branchWords.marked(at), lasts: SAID_LASTS } })
}

export function renameBookmark(session: Session, at: number, name: string): void {
  change(session, (list) => list.map((each) => (each.at === at ? { at, name } : each)))
}

/** It can be undone, and the page says so. */
export function removeBookmark(session: Session, at: number): void {
  const gone = bookmarksOf(textOfRun()).find((each) => each.at === at)
  if (gone === undefined) return
  change(session, (list) => list.filter((each) => each !== gone))
  tellRemoved(session, branchWords.bookmark(gone))
}

/** With a way back. */
export function tellRemoved(session: Session, name: string): void {
  usePage.setState({
    notice: {
      tone: 'info',
      text: branchWords.removed(name),
      lasts: SAID_LASTS,
      action: { label: branchWords.undo, run: () => void session.undo() },
    },
  })
}

/** To the bookmark before or after the moment that is shown, if there is one. */
export function jump(session: Session, direction: -1 | 1): void {
  const now = Math.floor(usePlayback.getState().playhead)
  const list = bookmarksOf(textOfRun())
  const to = direction > 0 ? list.find(({ at }) => at > now) : list.findLast(({ at }) => at < now)
  if (to !== undefined) session.scrub(to.at, false)
}

type List = ReturnType<typeof bookmarksOf>

function change(session: Session, changed: (list: List) => List): void {
  const text = textOfRun()
  if (text === undefined) return
  const before = bookmarksOf(text)
  setBookmarks(text, changed(before))
  session.did(() => setBookmarks(text, before))
}
