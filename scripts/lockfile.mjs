// npm run lockfile: completes package-lock.json after npm install. A registry that serves packages for
// some platforms only makes npm leave the others out, without a word, and `npm ci` then refuses the
// lockfile everywhere. A platform package is pinned by the package that chooses it and named after
// its platform, so its entry can be written without asking anybody.
// Usage: node scripts/lockfile.mjs [--check]   (--check: fail when an entry is missing)
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fail, root } from './setup.mjs'

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64']

/** `binding-linux-arm-musleabihf` is for os linux, cpu arm, libc musl. */
function platformOf(name) {
  const parts = name.split(/[-/]/)
  const os = SYSTEMS.filter((system) => parts.includes(system))
  const cpu = PROCESSORS.filter((processor) => parts.includes(processor))
  const last = parts.at(-1)
  const libc = last.startsWith('musl') ? ['musl'] : last.startsWith('gnu') ? ['glibc'] : []
  return { os, cpu, libc: os.includes('linux') ? libc : [] }
}

/**
 * Entries that the lockfile should have and has not, by path.
 * @param {Record<string, any>} packages the lockfile's own
 * @returns {Record<string, any>}
 */
export function missingEntries(packages) {
  const missing = {}
  for (const [path, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
      if (places.some((place) => packages[place] !== undefined)) continue
      const { os, cpu, libc } = platformOf(name)
      const isPinned = /^\d+\.\d+\.\d+/.test(version)
      if (!isPinned || os.length !== 1 || cpu.length !== 1) continue
      missing[`node_modules/${name}`] = {
        version,
        cpu,
        ...(owner.dev ? { dev: true } : {}),
        ...(libc.length > 0 ? { libc } : {}),
        ...(owner.license ? { license: owner.license } : {}),
        optional: true,
        os,
        ...(owner.engines ? { engines: owner.engines } : {}),
      }
    }
  }
  return missing
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingEntries(lock.packages)
  const names = Object.keys(missing)
  if (process.argv.includes('--check')) {
    if (names.length > 0) {
      fail(`package-lock.json lacks ${names.join(', ')}: run npm run lockfile`)
    }
  } else {
    const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
      a.localeCompare(b, 'en'),
    )
    writeFileSync(
      file,
      `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`,
    )
    console.log(`${names.length} entries added`)
  }
}
