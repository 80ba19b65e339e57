// Compares the two scheduling engines on random clusters until so many decisions have been made.
// Ends with status 1, and the seed that shows it again, at the first decision that differs.
import { compareEngines } from '../src/engine/scheduler/testing/differential.ts'
import { parsed, positive, withUsage } from './options.ts'

const STEPS = 400

const asked = withUsage(() => {
  const values = parsed(process.argv.slice(2), {
    decisions: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
  })
  return { decisions: positive('decisions', values.decisions), seed: positive('seed', values.seed) }
})
const wanted = asked.decisions
let { seed } = asked
let decisions = 0
let fast = 0
let told = 0
for (; decisions < wanted; seed++) {
  const found = compareEngines(seed, STEPS)
  decisions += found.decisions
  fast += found.fast
  if (found.mismatch) {
    console.error(JSON.stringify({ seed, ...found.mismatch }, undefined, 2))
    process.exit(1)
  }
  if (decisions - told >= 100_000) {
    told = decisions
    console.error(`${decisions} decisions, up to seed ${seed}`)
  }
}
console.log(JSON.stringify({ decisions, fast, mismatches: 0, nextSeed: seed }))
