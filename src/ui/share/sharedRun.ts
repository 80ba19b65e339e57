import * as v from 'valibot'
import type { Command } from '../../engine/protocol.ts'

/** Simulated time that a link or file may lead to: nobody waits for more to be played again. */
const MOST_TIME = 7 * 24 * 3_600_000
const MOST_COMMANDS = 20_000
const MOST_LANES = 8
const MOST_BRANCHES = 50
const MOST_BOOKMARKS = 1_000
/** Kubernetes' limit for a name is 253 characters. */
const MOST_WORD = 300

const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MOST_TIME))
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Word = v.pipe(v.string(), v.maxLength(MOST_WORD))
const Words = (most: number) =>
  v.pipe(
    v.record(Word, Word),
    v.check((words) => Object.keys(words).length <= most, 'too many entries'),
  )

const named = { kind: Word, namespace: Word, name: Word }
const machine = { lane: v.optional(Word), machine: v.pipe(Count, v.minValue(1)) }
const lane = { lane: v.optional(Word) }

const CommandSchema = v.variant('type', [
  v.object({ type: v.literal('apply'), text: v.string() }),
  v.object({ type: v.literal('delete'), ...named, ...lane }),
  v.object({ type: v.literal('scale'), ...named, replicas: Count }),
  v.object({ type: v.literal('annotate'), ...named, annotations: Words(100), ...lane }),
  v.object({
    type: v.literal('rollout'),
    action: v.picklist(['undo', 'pause', 'resume', 'restart']),
    ...named,
    toRevision: v.optional(Count),
  }),
  v.object({
    type: v.literal('setTraffic'),
    namespace: Word,
    name: Word,
    requestsPerSecond: Count,
    ...lane,
  }),
  v.object({ type: v.literal('pullPlug'), ...machine }),
  v.object({ type: v.literal('plugIn'), ...machine }),
  v.object({ type: v.literal('terminate'), ...machine }),
  v.object({ type: v.literal('cordon'), ...machine }),
  v.object({ type: v.literal('uncordon'), ...machine }),
  v.object({ type: v.literal('drain'), ...machine }),
  v.object({ type: v.literal('reclaim'), ...machine }),
  v.object({ type: v.literal('controlPlane'), up: v.boolean(), ...lane }),
  v.object({ type: v.literal('killRandom') }),
  v.object({ type: v.literal('addMachine'), machineType: v.optional(Word), ...lane }),
  v.object({ type: v.literal('setPolicy'), lane: Word, policy: Word }),
  v.object({ type: v.literal('acknowledgePager'), lane: Word }),
])

/** Fails to compile when a command of the protocol is missing above, or has other fields. */
type SameCommands = [
  Command extends v.InferOutput<typeof CommandSchema> ? true : never,
  v.InferOutput<typeof CommandSchema> extends Command ? true : never,
]
const sameCommands: SameCommands = [true, true]
void sameCommands

const Policies = Words(MOST_LANES)
const Log = v.pipe(
  v.array(v.object({ at: Time, command: CommandSchema })),
  v.maxLength(MOST_COMMANDS),
  v.check(
    (log) => log.every((entry, index) => index === 0 || entry.at >= log[index - 1]!.at),
    'the commands are not in the order of their times',
  ),
)
const branchName = { id: v.pipe(v.string(), v.regex(/^[A-Z]{1,4}$/)), name: v.optional(Word) }

/** Scenario, choices, commands and moment: all that brings a run back, to the byte. */
export const SharedRunSchema = v.object({
  /** A scenario that comes with the page by its name, any other by its text. */
  scenario: v.union([v.object({ name: Word }), v.object({ text: v.string() })]),
  seed: v.optional(Count),
  shuffle: v.optional(Count),
  /** By lane. */
  policies: v.optional(Policies),
  log: v.optional(Log),
  /** The moment that is shown, in milliseconds of simulated time. */
  at: v.optional(Time),
  /** Which branch of the run this is, and what was done in the others. */
  branch: v.optional(v.object(branchName)),
  branches: v.optional(
    v.pipe(
      v.array(v.object({ ...branchName, policies: Policies, log: Log, seen: Time })),
      v.maxLength(MOST_BRANCHES),
    ),
  ),
  bookmarks: v.optional(
    v.pipe(v.array(v.object({ at: Time, name: Word })), v.maxLength(MOST_BOOKMARKS)),
  ),
})

export type SharedRun = Readonly<v.InferOutput<typeof SharedRunSchema>>

/** The run, or where the first thing is that makes this value none, as a path; undefined = all of it. */
export function readSharedRun(
  value: unknown,
): { readonly run: SharedRun } | { readonly problem: string | undefined } {
  const result = v.safeParse(SharedRunSchema, value, { abortEarly: true })
  if (result.success) return { run: result.output }
  return { problem: v.getDotPath(result.issues[0]) ?? undefined }
}
