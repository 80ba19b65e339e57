import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { offline } from './scripts/offline.mjs'

/** The terms of what a build contains go along with it. */
const terms: Plugin = {
  name: 'terms',
  apply: 'build',
  generateBundle() {
    for (const fileName of ['LICENSE', 'THIRD-PARTY-NOTICES.md']) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(fileName, 'utf8') })
    }
  },
}

/**
 * What the built page may load and run: its own files. Monaco writes style elements. Development
 * needs more (Vite's client), so the rule is written when building.
 */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: {
        'http-equiv': 'Content-Security-Policy',
        content: [
          "default-src 'self'",
          "script-src 'self'",
          "worker-src 'self'",
          "style-src 'self' 'unsafe-inline'",
          "img-src 'self' data: blob:",
          "font-src 'self' data:",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'none'",
        ].join('; '),
      },
      injectTo: 'head-prepend',
    },
  ],
}

/**
 * What PixiJS brings along by being imported, and the stage has no use for, as the file that it is in
 * and what stands in for it: the scene graph (the stage draws its meshes itself), masks, sprite sheets
 * and sources of textures by kind, the loaders of environments, and the reading of CSS colours, as the
 * stage's are numbers. A name that is missing here stops the build.
 */
const UNUSED: Readonly<Record<string, string>> = {
  'pixi.js/lib/environment-browser/browserExt.mjs':
    'export const browserExt = { extension: { type: [] } }',
  'pixi.js/lib/environment-webworker/webworkerExt.mjs':
    'export const webworkerExt = { extension: { type: [] } }',
  'pixi.js/lib/rendering/init.mjs': '',
  'pixi.js/lib/scene/container/Container.mjs':
    'export class Container {} export let UPDATE_BLEND, UPDATE_COLOR, UPDATE_TRANSFORM, UPDATE_VISIBLE',
  'pixi.js/lib/scene/particle-container/shared/ParticleBuffer.mjs':
    'export class ParticleBuffer {}',
  'pixi.js/lib/spritesheet/init.mjs': '',
  'pixi.js/lib/unsafe-eval/particle/generateParticleUpdatePolyfill.mjs':
    'export let generateParticleUpdatePolyfill',
  '@pixi/colord/index.mjs': 'export const extend = () => {}; export let colord',
  '@pixi/colord/plugins/names.mjs': 'export default undefined',
}

/** @throws (stops the build) when a file of the list is no longer there */
const withoutUnused: Plugin = {
  name: 'without-unused',
  apply: 'build',
  enforce: 'pre',
  buildStart() {
    for (const file of Object.keys(UNUSED)) {
      if (!existsSync(join('node_modules', file))) this.error(`${file} has moved`)
    }
  },
  load: (id) => UNUSED[Object.keys(UNUSED).find((end) => id.endsWith(`/${end}`)) ?? ''],
}

export default defineConfig({
  base: './',
  plugins: [react(), terms, policy, offline(), withoutUnused],
  worker: { format: 'es' },
  resolve: {
    alias: {
      // A dependency of monaco-yaml still imports the path that monaco-editor 0.57 has moved.
      'monaco-editor/esm/vs/editor/editor.worker.js': 'monaco-editor/editor/editor.worker.js',
    },
  },
  // Everything that is imported late: found late, it would reload the page in development.
  optimizeDeps: {
    include: [
      'pixi.js',
      '@base-ui/react/menu',
      'monaco-editor/editor',
      'monaco-editor/editor/editor.worker.js',
      'monaco-editor/features/register.all',
      'monaco-editor/languages/definitions/yaml/yaml',
      'monaco-yaml',
      'monaco-yaml/yaml.worker.js',
      'yaml',
    ],
  },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 4_500,
    // A browser that does not know these links fetches the same files a little later.
    modulePreload: { polyfill: false },
  },
  server: { port: 5173 },
  preview: { port: 4173, strictPort: true },
})
