import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../scripts/serve.mjs'
import { root } from '../scripts/setup.mjs'

/** Folder of the built app; `PODFALL_DIST` names another one. */
export const dist = process.env.PODFALL_DIST ?? join(root, 'dist')

/** Serves the built app for all journeys; they read its address from PODFALL_URL. */
export default async function serveDist() {
  if (!existsSync(join(dist, 'index.html'))) {
    throw new Error('There is no built app to test: run npm run build first.')
  }
  const { url, close } = await serve({ folder: dist })
  process.env.PODFALL_URL = url
  return close
}
