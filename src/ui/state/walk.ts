import type { LaneId, Replies } from '../../engine/protocol.ts'
import type { Attempt } from '../../engine/scheduler/attempt.ts'
import type { EngineClient, RequestOf } from '../client/engineClient.ts'
import type { Stage, Target, WalkPhase } from '../stage/stage.ts'
import type { Mirror } from './mirror.ts'
import { laneOf } from './podFacts.ts'
import { isRight, readTally, writeTally } from './predictions.ts'
import { changeSettings, useSettings } from './settings.ts'
import { useAttempts, usePage, usePanels, usePlayback, useRun, useSelection } from './stores.ts'
import { type Guess, phasesOf, revealOf, useWalk, type WalkState } from './walkStore.ts'

/** What the walk needs of the session. */
export interface WalkTools {
  readonly client: Pick<EngineClient, 'request'>
  readonly mirror: Mirror
  readonly stage: () => Stage | undefined
  readonly select: (target: Target | undefined) => void
  readonly catchUp: () => Promise<void>
}

/** Goes through single scheduling decisions, phase by phase (queue, filter, score, bind). */
export interface Walker {
  /** The next phase, or the next decision. Resolves to false when no decision is left. */
  next(): Promise<boolean>
  /** The phase before. Resolves to false when there is none. */
  back(): Promise<boolean>
  /** To just before this attempt, and into its first phase. */
  showAttempt(lane: LaneId, attempt: Attempt): Promise<void>
  /** The viewer says which machine it will be. Returns whether a guess was asked for. */
  guess(guess: Guess): boolean
  /** A choice on the stage: a machine, or a pod on it. Returns whether it was taken as a guess. */
  guessAt(target: Target): boolean
  /** Ends the walk; the picture goes on as usual. */
  leave(): void
  /** A command has come: the moment it came in, and with it the decision, is over. */
  conclude(): void
  /** True while the walk itself moves the run. */
  readonly moving: boolean
  /** Another run has begun. `kept`: the first one on this page may be the one that was left. */
  runStarted(kept: boolean): void
}

/** Attempts of a lane are numbered from here. */
const FIRST_ATTEMPT = 1

export function createWalker(tools: WalkTools): Walker {
  const { client, mirror } = tools
  /** Attempts whose guess has been counted, so that going back counts nothing twice. */
  let counted = new Set<string>()
  let moving = false

  const current = (): WalkState | undefined => useWalk.getState().walk

  function show(walk: WalkState | undefined): void {
    useWalk.setState({ walk, over: false })
    if (walk === undefined) {
      tools.stage()?.setWalk(undefined)
      return
    }
    const { lane, decision, phase, guess } = walk
    const { attempt, app, requests } = decision
    const predicted = typeof guess === 'number' ? { predicted: guess } : {}
    tools.stage()?.setWalk({ lane, attempt, app, requests, phase, ...predicted })
  }

  async function moved<T>(work: () => Promise<T>): Promise<T> {
    moving = true
    try {
      return await work()
    } finally {
      moving = false
    }
  }

  async function stopAt(
    type: 'advance' | 'seek',
    { lane, decision }: Pick<WalkState, 'lane' | 'decision'>,
    when: 'before' | 'after',
  ): Promise<void> {
    const { id, at } = decision.attempt
    const request: RequestOf<'advance' | 'seek'> = {
      type,
      to: at,
      stop: { lane, attempt: id, when },
    }
    await moved(() => client.request(request as RequestOf<'advance'>))
    usePlayback.setState({ playhead: useRun.getState().now, wait: undefined, ended: false })
  }

  /** Kubernetes has reasons, the runbook has a rule: the last lane that is a cluster. */
  function walkedLane(): LaneId | undefined {
    const { lanes } = useRun.getState()
    const { selected } = useSelection.getState()
    const clusters = lanes.filter(({ runbook }) => !runbook)
    const chosen = selected !== undefined && 'lane' in selected ? selected.lane : undefined
    return (clusters.find(({ id }) => id === chosen) ?? clusters.at(-1))?.id
  }

  function decisionOf(found: Replies['peek'], lane: LaneId) {
    return found.lanes.find((entry) => entry.lane === lane)?.decisions[0]
  }

  async function begin(): Promise<boolean> {
    const lane = walkedLane()
    if (lane === undefined) return false
    await tools.catchUp()
    await backToTheFirst(lane)
    const { end, now } = useRun.getState()
    const found = await client.request<'peek'>({ type: 'peek', to: Math.max(end, now), lane })
    // Nothing else happens in its stead.
    if (found.left) return true
    const decision = decisionOf(found, lane)
    if (decision === undefined) {
      show(undefined)
      useWalk.setState({ over: true })
      return false
    }
    tools.select(undefined)
    usePanels.setState({ tab: 'why' })
    await stopAt('advance', { lane, decision }, 'before')
    enter(lane, decision)
    return true
  }

  /**
   * A run begins after all that belongs to its first moment. Whoever asks for explanations there
   * means those decisions, too, unless they are just being gone through.
   */
  async function backToTheFirst(lane: LaneId): Promise<void> {
    const latest = useAttempts.getState().latest.find((entry) => entry.lane === lane)?.attempt
    if (current() !== undefined || useRun.getState().now > 0 || latest?.at !== 0) return
    const first = { ...latest, id: FIRST_ATTEMPT }
    const decision = { attempt: first, app: 0, requests: [], row: -1, tried: 0 }
    await stopAt('seek', { lane, decision }, 'before')
  }

  /** The pod exists by now, so its row is known. */
  function enter(lane: LaneId, decision: WalkState['decision']): void {
    const app = mirror.apps[decision.app]?.name
    if (app !== undefined) usePage.setState({ reveal: { app } })
    show({ lane, decision, phase: 'queue' })
  }

  async function next(): Promise<boolean> {
    const walk = current()
    if (walk === undefined || walk.phase === 'bind') return begin()
    const phases = phasesOf(walk.decision.attempt)
    const phase = phases[phases.indexOf(walk.phase) + 1]!
    show(judged({ ...walk, phase }))
    if (phase === 'bind') {
      await stopAt('advance', walk, 'after')
    }
    return true
  }

  async function back(): Promise<boolean> {
    const walk = current()
    if (walk === undefined) return false
    const phases = phasesOf(walk.decision.attempt)
    const phase: WalkPhase | undefined = phases[phases.indexOf(walk.phase) - 1]
    if (phase === undefined) {
      show(undefined)
      return false
    }
    if (walk.phase === 'bind') await stopAt('seek', walk, 'before')
    show({ ...walk, phase })
    return true
  }

  function nameOf(lane: LaneId, row: number): string | undefined {
    return laneOf(mirror, lane)?.nodes.names[row]
  }

  /** Says how the guess turned out as soon as the phase shows it, and counts it once. */
  function judged(walk: WalkState): WalkState {
    const { guess, lane, decision, phase, verdict } = walk
    const { attempt } = decision
    if (guess === undefined || verdict !== undefined) return walk
    if (phase !== revealOf(attempt) && phase !== 'bind') return walk
    const right = isRight(attempt, guess === 'none' ? undefined : nameOf(lane, guess))
    const key = `${lane}/${attempt.id}/${attempt.uid}`
    if (!counted.has(key)) {
      counted.add(key)
      const before = useWalk.getState().tally
      const tally = { right: before.right + Number(right), all: before.all + 1 }
      useWalk.setState({ tally })
      writeTally(useRun.getState().info?.name ?? '', tally)
    }
    return { ...walk, verdict: right ? 'right' : 'wrong' }
  }

  function guess(chosen: Guess): boolean {
    const walk = current()
    if (walk?.phase !== 'queue' || !useSettings.getState().predict) return false
    show({ ...walk, guess: chosen })
    return true
  }

  return {
    next,
    back,
    guess,
    guessAt(target) {
      const walk = current()
      if (walk === undefined || target.type === 'app' || target.lane !== walk.lane) return false
      const node =
        target.type === 'node' ? target.row : laneOf(mirror, target.lane)?.pods.node[target.row]
      return node !== undefined && node >= 0 && guess(node)
    },
    async showAttempt(lane, attempt) {
      changeSettings({ explain: true })
      tools.select(undefined)
      const bare = { attempt, app: 0, requests: [], row: -1, tried: 0 }
      const runbook = useRun.getState().lanes.find(({ id }) => id === lane)?.runbook === true
      await stopAt('seek', { lane, decision: bare }, runbook ? 'after' : 'before')
      if (runbook) {
        show(undefined)
        return
      }
      const found = await client.request<'peek'>({ type: 'peek', to: attempt.at, lane })
      const decision = decisionOf(found, lane)
      if (decision !== undefined) enter(lane, decision)
    },
    conclude() {
      const walk = current()
      if (walk !== undefined && walk.phase !== 'bind') show(judged({ ...walk, phase: 'bind' }))
    },
    leave() {
      if (current() !== undefined || useWalk.getState().over) show(undefined)
    },
    get moving() {
      return moving
    },
    runStarted(kept) {
      counted = new Set()
      const name = useRun.getState().info?.name ?? ''
      const tally = kept ? readTally(name) : { right: 0, all: 0 }
      useWalk.setState({ walk: undefined, over: false, tally })
      writeTally(name, tally)
    },
  }
}
