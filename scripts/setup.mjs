// What every script needs first: the right Node, the packages of the lockfile, a place to run tools.
// Nothing here may import a package: it runs on a fresh clone.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Prints to standard error, so that commands whose output is data stay clean. */
export const say = (text) => console.error(text)

/** Ends the process with a sentence instead of a stack trace. */
export function fail(text) {
  say(text)
  process.exit(1)
}

/**
 * @param {string} version such as `v20.19.4`
 * @param {string} range the one form that package.json uses: `>=20.19`
 */
export function nodeIsRecent(version, range) {
  const numbers = (text) => text.match(/\d+/g).map(Number)
  const [major, minor = 0] = numbers(version)
  const [wantedMajor, wantedMinor = 0] = numbers(range)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/** Fails with one clear sentence when this Node is too old for the tools. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (!nodeIsRecent(process.version, engines.node)) {
    fail(
      `Podfall needs Node ${engines.node.replace('>=', '')} or newer; this is ${process.version}.`,
    )
  }
}

/**
 * Whether the installed packages are the lockfile's: npm leaves a copy of what it installed in
 * node_modules. An optional package may be missing (it is for another platform).
 * @param {string} folder with package-lock.json and perhaps node_modules
 */
export function packagesAreFresh(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
}

/** Installs from the lockfile when packages are missing or stale. */
export function ensurePackages() {
  requireNode()
  if (packagesAreFresh(root)) return
  say('Installing packages from the lockfile ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 1 << 26,
  })
  if (result.error) fail(`npm could not be started: ${result.error.message}`)
  if (result.status !== 0) {
    say(withoutHosts(`${result.stdout}${result.stderr}`).trim())
    fail('npm ci failed (see above); the lockfile and package.json must agree.')
  }
}

/** Replaces the host in every web address: which mirror a machine installs from is its own affair. */
export const withoutHosts = (text) => text.replace(/\b(https?:\/\/)[^\s/'"]+/g, '$1...')

/** Path of an installed package's command, to be run with `node`. */
export function tool(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

/**
 * Runs `node ...args` in the repository with the terminal's own output.
 * @returns the exit status
 */
export function runNode(args, env = {}) {
  const result = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (result.error) fail(result.error.message)
  return result.status ?? 1
}
