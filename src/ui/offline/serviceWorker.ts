import { cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching'

/** Written by the build (scripts/offline.mjs). */
declare const __FILES_TO_KEEP__: PrecacheEntry[]

/** What this file uses of a service worker's global scope. */
interface Scope {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  skipWaiting(): Promise<void>
}
const scope = globalThis as unknown as Scope

// What stands in the query is for the page; the files are the same.
precacheAndRoute(__FILES_TO_KEEP__, { ignoreURLParametersMatching: [/.*/] })
cleanupOutdatedCaches()

/** A new version waits until somebody asks for it: a talk is never interrupted. */
scope.addEventListener('message', ({ data }) => {
  if ((data as { readonly type?: unknown } | null)?.type === 'SKIP_WAITING') {
    void scope.skipWaiting()
  }
})
