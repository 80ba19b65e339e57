// npm run bench -- [SUITE] [--json] [options]: what bench/README.md describes.
import { ensurePackages, runNode, say } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

/** Suites by name: each gets the arguments after its name and answers with an exit status. */
const SUITES = {
  schedule: engine('schedule'),
  growth: engine('growth'),
  simulate: engine('simulate'),
  seek: engine('seek'),
  scenarios: engine('scenarios'),
  stage: async (args) => (await import('./stage-bench.mjs')).benchStage(args),
}

function engine(suite) {
  return async (args) => runNode([await buildCommand('bench/engine.ts'), suite, ...args])
}

/** Ends with one sentence and status 2. */
function refuse(text) {
  say(text)
  process.exit(2)
}

ensurePackages()
const given = process.argv.slice(2)
const named = given[0] !== undefined && !given[0].startsWith('-')
const suites = named ? [given[0]] : Object.keys(SUITES)
const other = given.find((arg) => arg !== '--json')
if (named && !Object.hasOwn(SUITES, given[0])) {
  refuse(`There is no suite "${given[0]}"; there are ${Object.keys(SUITES).join(', ')}.`)
}
if (!named && other !== undefined) {
  refuse(
    `${other} means something else in every suite: name one of ${Object.keys(SUITES).join(', ')}.`,
  )
}
for (const name of suites) {
  if (!named) console.error(name)
  const status = await SUITES[name](named ? given.slice(1) : given)
  if (status !== 0) process.exit(status)
}
