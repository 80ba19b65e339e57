// npm run bench -- [SUITE] [--json] [options]: what bench/README.md describes.
import { ensurePackages, fail, runNode } from './setup.mjs'
import { buildCommand } from './terminal.mjs'

/** Suites by name: each gets the arguments after its name and answers with an exit status. */
const SUITES = {
  schedule: engine('schedule'),
  simulate: engine('simulate'),
  seek: engine('seek'),
  scenarios: engine('scenarios'),
  stage: async (args) => (await import('./stage-bench.mjs')).benchStage(args),
}

function engine(suite) {
  return async (args) => runNode([await buildCommand('bench/engine.ts'), suite, ...args])
}

ensurePackages()
const given = process.argv.slice(2)
const named = given[0] !== undefined && !given[0].startsWith('-')
const suites = named ? [given[0]] : Object.keys(SUITES)
for (const name of suites) {
  if (!Object.hasOwn(SUITES, name)) {
    fail(`There is no suite "${name}"; there are ${Object.keys(SUITES).join(', ')}.`)
  }
  if (!named) console.error(name)
  const status = await SUITES[name](named ? given.slice(1) : given)
  if (status !== 0) process.exit(status)
}
