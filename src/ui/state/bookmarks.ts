import { create } from 'zustand'
import type { Bookmark } from '../../engine/protocol.ts'

/** Bookmarks in order of time, by the text of the scenario that they belong to. */
export const useBookmarks = create<ReadonlyMap<string, readonly Bookmark[]>>()(() => new Map())

const NONE: readonly Bookmark[] = []

/** @param text of a scenario; undefined = none is open */
export function bookmarksOf(text: string | undefined): readonly Bookmark[] {
  return (text !== undefined && useBookmarks.getState().get(text)) || NONE
}

export function setBookmarks(text: string, list: readonly Bookmark[]): void {
  const sorted = [...list].sort((a, b) => a.at - b.at)
  useBookmarks.setState(new Map(useBookmarks.getState()).set(text, sorted), true)
}
