import { createStore, get, set } from 'idb-keyval'
import { type RefObject, useEffect, useState } from 'react'
import { createPreviewer, type Preview, type Previewer, type PreviewQuestion } from './preview.ts'

/** What waits, and whether somebody can see its place now. */
interface Waiting {
  readonly question: PreviewQuestion
  readonly tell: (preview: Preview) => void
  seen: boolean
}

const made = new Map<string, Preview>()
const waiting = new Set<Waiting>()
let working = false
let remembered: Promise<void> | undefined

/**
 * The picture of a scenario, once it has been played: those whose place can be seen come first. What
 * has been played is kept by the browser until the page changes.
 */
export function usePreview(
  question: PreviewQuestion | undefined,
  place: RefObject<Element | null>,
): Preview | undefined {
  const name = question?.name
  const [preview, setPreview] = useState(() => (name === undefined ? undefined : made.get(name)))
  useEffect(() => {
    const element = place.current
    if (question === undefined || element === null || made.has(question.name)) return
    const entry: Waiting = { question, tell: setPreview, seen: false }
    waiting.add(entry)
    const watch = new IntersectionObserver(([change]) => {
      entry.seen = change?.isIntersecting === true
    })
    watch.observe(element)
    void work()
    return () => {
      watch.disconnect()
      waiting.delete(entry)
    }
  }, [question, place])
  return preview
}

/** One after the other; ends when nobody waits any more. */
async function work(): Promise<void> {
  if (working) return
  working = true
  let previewer: Previewer | undefined
  let fresh = 0
  try {
    remembered ??= recall()
    await remembered
    for (;;) {
      const all = [...waiting]
      const next = all.find(({ seen }) => seen) ?? all[0]
      if (next === undefined) break
      waiting.delete(next)
      const { question, tell } = next
      let found = made.get(question.name)
      if (found === undefined) {
        previewer ??= createPreviewer()
        found = await previewer.preview(question).catch(() => undefined)
        if (found === undefined) continue
        made.set(question.name, found)
        fresh++
      }
      tell(found)
    }
  } finally {
    previewer?.dispose()
    working = false
    if (fresh > 0) void keep()
  }
}

// Pictures are made anew with every version of the page, whose script has a name of its own.
const VERSION = () =>
  document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? ''
const KEY = 'previews'
const store = () => createStore('podfall-pictures', 'kept')

async function recall(): Promise<void> {
  try {
    const kept: unknown = await get(KEY, store())
    if (typeof kept !== 'object' || kept === null) return
    const { version, previews } = kept as Record<string, unknown>
    if (!import.meta.env.PROD || version !== VERSION() || !(previews instanceof Map)) return
    for (const [name, preview] of previews) made.set(name, preview)
  } catch {
    // They are played.
  }
}

async function keep(): Promise<void> {
  try {
    await set(KEY, { version: VERSION(), previews: made }, store())
  } catch {
    // They are played again at the next visit.
  }
}
