// Compares the two scheduling engines on random clusters until so many decisions have been made.
// Ends with status 1, and the seed that shows it again, at the first decision that differs.
import { parseArgs } from 'node:util'
import { compareEngines } from '../src/engine/scheduler/testing/differential.ts'

const STEPS = 400

const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
  },
})
const wanted = Number(values.decisions)
let seed = Number(values.seed)
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
