// Compares the two scheduling engines on random clusters until so many decisions have been made.
// Ends with status 1, and the seed that shows it again, at the first decision that differs.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { compareEngines } from '../src/engine/scheduler/testing/differential.ts'
import { parsed, positive, withUsage } from './options.ts'

const STEPS = 400
/** Decisions between two signs of life. */
const OFTEN = 100_000

/** A part of the seeds: every `stride`th from `seed` on. */
interface Share {
  readonly seed: number
  readonly stride: number
  readonly decisions: number
}

/** What has been compared: of the latest seed, or the one that differs. */
interface Compared {
  readonly seed: number
  readonly decisions: number
  readonly fast: number
  readonly mismatch?: unknown
}

/** Goes through a share seed by seed, until enough decisions have been made or one differs. */
function compare({ seed, stride, decisions: wanted }: Share, tell: (compared: Compared) => void) {
  let decisions = 0
  for (let next = seed; decisions < wanted; next += stride) {
    const found = compareEngines(next, STEPS)
    decisions += found.decisions
    tell({ seed: next, decisions: found.decisions, fast: found.fast, mismatch: found.mismatch })
    if (found.mismatch) return
  }
}

/** Adds up what all shares tell, and ends the process at a mismatch. */
function createReport() {
  let decisions = 0
  let fast = 0
  let told = 0
  let latest = 0
  return {
    add(compared: Compared): void {
      decisions += compared.decisions
      fast += compared.fast
      latest = Math.max(latest, compared.seed)
      if (compared.mismatch) {
        const { seed, mismatch } = compared
        console.error(JSON.stringify({ seed, ...(mismatch as object) }, undefined, 2))
        process.exit(1)
      }
      if (decisions - told < OFTEN) return
      told = decisions
      console.error(`${decisions} decisions, up to seed ${latest}`)
    },
    finish(): void {
      console.log(JSON.stringify({ decisions, fast, mismatches: 0, nextSeed: latest + 1 }))
    },
  }
}

function main(): void {
  const { decisions, seed, workers } = withUsage(() => {
    const values = parsed(process.argv.slice(2), {
      decisions: { type: 'string', default: '10000000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
    })
    return {
      decisions: positive('decisions', values.decisions),
      seed: positive('seed', values.seed),
      workers: positive('workers', values.workers),
    }
  })
  const report = createReport()
  if (workers === 1) {
    compare({ seed, stride: 1, decisions }, report.add)
    report.finish()
    return
  }
  let left = workers
  for (let number = 0; number < workers; number++) {
    const share: Share = {
      seed: seed + number,
      stride: workers,
      decisions: Math.ceil(decisions / workers),
    }
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.on('message', report.add)
    worker.on('error', (error) => {
      throw error
    })
    worker.on('exit', () => {
      left -= 1
      if (left === 0) report.finish()
    })
  }
}

if (isMainThread) main()
else compare(workerData as Share, (compared) => parentPort!.postMessage(compared))
