// Finds a Chromium for the journeys, or installs one.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fail, root, say, tool } from './setup.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Arguments that every run needs: as root there is no sandbox, and the browser stays at home. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @returns the path of the first command of this name in PATH, or undefined */
function inPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return undefined
}

/** Playwright's own browser, when it has been downloaded. */
function playwrightsOwn() {
  try {
    const require = createRequire(join(root, 'package.json'))
    const file = require('@playwright/test').chromium.executablePath()
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}

/** @returns the path of an installed Chromium, or undefined */
export function findChromium() {
  const wanted = process.env.PODFALL_CHROMIUM
  if (wanted) {
    if (!existsSync(wanted)) fail(`PODFALL_CHROMIUM names ${wanted}, which does not exist.`)
    return wanted
  }
  return NAMES.map(inPath).find((file) => file !== undefined) ?? playwrightsOwn()
}

/** Runs a package manager without showing its output: its logs name the machine's mirrors. */
const quietly = (command, args) =>
  spawnSync(command, args, {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** @returns the path of a Chromium, installing one when there is none; ends the process without */
export function ensureChromium() {
  let found = findChromium()
  if (found) return found
  if (process.getuid?.() === 0 && inPath('apt-get')) {
    say('Installing Chromium with apt-get ...')
    quietly('apt-get', ['update'])
    quietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    found = findChromium()
  }
  if (!found) {
    say("Downloading Playwright's Chromium ...")
    quietly(process.execPath, [tool('@playwright/test', 'playwright'), 'install', 'chromium'])
    found = findChromium()
  }
  return (
    found ??
    fail(
      'The journeys need Chromium and none could be installed. Install it (on Debian: apt-get install chromium) or name its path in PODFALL_CHROMIUM.',
    )
  )
}
