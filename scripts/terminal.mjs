// Terminal commands are TypeScript like the rest; Node 20 cannot run that. They are bundled when
// their sources have changed, into a folder that nobody keeps.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { root } from './setup.mjs'

const cache = join(root, 'node_modules/.cache/podfall')
/** Everything a terminal command can be made of. */
const SOURCES = ['src/engine', 'src/cli']

/**
 * Bundles an entry point for Node, unless that has been done since its sources last changed.
 * @param {string} entry path in the repository
 * @returns {Promise<string>} path of a JavaScript file to be run with `node`
 */
export async function buildCommand(entry) {
  const folder = join(cache, `${basename(entry, '.ts')}-${sourceHash(entry)}`)
  const file = join(folder, 'command.mjs')
  if (existsSync(file)) return file
  const { build } = await import('vite')
  // Built aside and moved, so that two commands started at once do not see half a file.
  const aside = join(cache, `building-${process.pid}`)
  mkdirSync(aside, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, entry),
      outDir: aside,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'command.mjs' } },
    },
  })
  forgetOlder(basename(entry, '.ts'))
  try {
    renameSync(aside, folder)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(file)) throw error
  }
  return file
}

/** Of the sources' names and contents and of the tools that bundle them. */
function sourceHash(entry) {
  const hash = createHash('sha256').update(entry)
  const files = SOURCES.flatMap(filesBelow).filter((file) => !/\.test\.ts$/.test(file))
  files.push(join(root, 'package-lock.json'), join(root, 'scripts/terminal.mjs'))
  if (!SOURCES.includes(dirname(entry))) files.push(...filesBelow(dirname(entry)))
  for (const file of files)
    hash.update(relative(root, file)).update('\0').update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function forgetOlder(name) {
  for (const folder of readdirSync(cache)) {
    if (folder.startsWith(`${name}-`)) rmSync(join(cache, folder), { recursive: true, force: true })
  }
}
