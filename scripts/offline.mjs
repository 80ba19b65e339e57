// A Vite plugin: after a build it writes sw.js, which keeps every file of the build in the browser
// (src/ui/offline/serviceWorker.ts), so that the page starts without a network.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { build } from 'vite'
import { root } from './setup.mjs'

/** Nobody reads the terms offline, and nobody debugs. */
const LEFT_OUT = /^(LICENSE|THIRD-PARTY-NOTICES\.md|sw\.js)$|\.map$/

/**
 * What to keep. Names in assets/ carry a hash of their content; of the others it is told beside.
 * @param {string} folder of the build, absolute
 * @returns {{url: string, revision: string | null}[]}
 */
export function filesToKeep(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, url: relative(folder, file).split(sep).join('/') }))
    .filter(({ url }) => !LEFT_OUT.test(url))
    .sort((a, b) => (a.url < b.url ? -1 : 1))
    .map(({ file, url }) => ({
      url,
      revision: url.startsWith('assets/')
        ? null
        : createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16),
    }))
}

/** @returns {import('vite').Plugin} */
export function offline() {
  let folder = ''
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        await build({
          configFile: false,
          root,
          publicDir: false,
          logLevel: 'warn',
          define: {
            __FILES_TO_KEEP__: JSON.stringify(filesToKeep(folder)),
            // Workbox talks a lot in development.
            'process.env.NODE_ENV': '"production"',
          },
          build: {
            target: 'es2023',
            outDir: folder,
            emptyOutDir: false,
            // One plain script: not every browser takes a module here.
            lib: {
              entry: join(root, 'src/ui/offline/serviceWorker.ts'),
              formats: ['iife'],
              name: 'podfallServiceWorker',
              fileName: () => 'sw.js',
            },
          },
        })
      },
    },
  }
}
