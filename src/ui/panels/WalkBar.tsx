import { NodeFlag } from '../../engine/protocol.ts'
import { nobodysChoices } from '../../engine/scheduler/choices.ts'
import { countedSentences } from '../../engine/scheduler/countedSentence.ts'
import type { WalkPhase } from '../stage/stage.ts'
import type { LaneMirror } from '../state/mirror.ts'
import { asksFor, labelByName, laneOf } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { changeSettings, useSettings } from '../state/settings.ts'
import { useRun } from '../state/stores.ts'
import { phasesOf, revealOf, useWalk, type WalkState } from '../state/walkStore.ts'
import { Icon } from '../widgets/Icon.tsx'
import { reasonWords } from '../words/reasons.ts'
import {
  bindReasons,
  bindSentence,
  filterSentence,
  queueSentence,
  scoreSentence,
  walkWords,
} from '../words/walk.ts'

const PHASES: readonly WalkPhase[] = ['queue', 'filter', 'score', 'bind']

/** While steps explain: which phase of which decision is shown, in one sentence, and the guesses. */
export function WalkBar() {
  const explain = useSettings((settings) => settings.explain)
  const walk = useWalk((state) => state.walk)
  const over = useWalk((state) => state.over)
  const predict = useSettings((settings) => settings.predict)
  const session = useSession()
  if (!explain) return null
  return (
    // Its room stays the same whatever it says, so that the stage does not move from phase to phase.
    <div className={predict ? 'walk-room predicting' : 'walk-room'}>
      <section className="walk-bar" aria-label={walkWords.bar}>
        <Phases walk={walk} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by key. */}
        <div className="walk-text" role="status" tabIndex={0}>
          {walk === undefined ? (
            <p>{over ? walkWords.over : walkWords.ready}</p>
          ) : (
            <Sentences walk={walk} />
          )}
        </div>
        <Prediction walk={walk} />
        <button
          type="button"
          className="button icon small"
          aria-label={walkWords.close}
          title={walkWords.close}
          onClick={() => void session.setExplain(false)}
        >
          <Icon name="close" size={14} />
        </button>
      </section>
    </div>
  )
}

function Phases({ walk }: { readonly walk: WalkState | undefined }) {
  const own = walk === undefined ? PHASES : phasesOf(walk.decision.attempt)
  const reached = walk === undefined ? -1 : PHASES.indexOf(walk.phase)
  // Which phases there are would tell that nothing fits before the viewer has seen it.
  const known = walk !== undefined && isRevealed(walk)
  return (
    <ol className="walk-phases">
      {PHASES.map((phase, index) => (
        <li
          key={phase}
          className={[index < reached && 'done', known && !own.includes(phase) && 'skipped']
            .filter(Boolean)
            .join(' ')}
          aria-current={index === reached ? 'step' : undefined}
        >
          <span className="walk-number">{index + 1}</span>{' '}
          <span className="walk-name">{known ? nameOf(phase, walk) : walkWords.phases[phase]}</span>
        </li>
      ))}
    </ol>
  )
}

/** What is not bound waits, or makes room. */
function nameOf(phase: WalkPhase, { decision }: WalkState): string {
  const { selected, preemption } = decision.attempt
  if (phase !== 'bind' || selected !== undefined) return walkWords.phases[phase]
  return preemption === undefined ? walkWords.waits : walkWords.makesRoom
}

/** Whether the viewer has been shown where the pod goes. */
function isRevealed({ decision, phase }: WalkState): boolean {
  return PHASES.indexOf(phase) >= PHASES.indexOf(revealOf(decision.attempt))
}

function Sentences({ walk }: { readonly walk: WalkState }) {
  const session = useSession()
  const seed = useRun((run) => run.info?.seed) ?? 0
  const resources = useRun((run) => run.info?.resources) ?? []
  const predict = useSettings((settings) => settings.predict)
  const { decision, phase, lane, guess } = walk
  const { attempt } = decision
  const mirror = laneOf(session.mirror, lane)
  const label = (name: string) => (mirror && labelByName(session.mirror, mirror, name)) ?? name
  const pod = label(attempt.pod)
  const asks = asksFor(resources, decision.requests)
  const sentence = {
    queue: () => queueSentence(pod, asks, decision.waiting ?? 1, decision.tried),
    filter: () => filterSentence(attempt),
    score: () => scoreSentence(attempt),
    bind: () => bindSentence(pod, attempt, label),
  }[phase]()
  // Of a promised node the phases themselves say it.
  const drawn = (phase === 'score' || phase === 'bind') && attempt.nominated === undefined
  const nobody = drawn ? nobodysChoices(attempt, seed, reasonWords.choices) : []
  const part = phase === 'filter' ? 'hard' : phase === 'score' ? 'soft' : undefined
  const counted = part === undefined ? [] : countedSentences(attempt, part, reasonWords.counted)
  // One paragraph: a line for each would cover the names of the machines. What nobody chose goes first.
  const unnoticed = phase === 'bind' && isUnnoticed(mirror, attempt.selected)
  const notes = [
    ...(phase === 'bind' ? bindReasons(pod, attempt, label) : []),
    ...(unnoticed ? [walkWords.unnoticed(attempt.selected!)] : []),
    ...nobody,
    ...counted,
  ]
  const asksGuess = predict && phase === 'queue' && guess === undefined
  return (
    <>
      <p>
        {sentence} <Feedback walk={walk} />
      </p>
      {asksGuess && <p className="walk-note">{walkWords.guessAsk(pod)}</p>}
      {notes.length > 0 && <p className="walk-note">{notes.map(ended).join(' ')}</p>}
    </>
  )
}

/** With its full stop. */
const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)

/** Whether the machine has no power and the control plane does not know it yet. */
function isUnnoticed(mirror: LaneMirror | undefined, name: string | undefined): boolean {
  const row = name === undefined ? -1 : (mirror?.nodes.names.indexOf(name) ?? -1)
  const flags = mirror?.nodes.flags[row] ?? 0
  return (flags & NodeFlag.Dead) !== 0 && (flags & NodeFlag.NotReady) === 0
}

/** How the guess turned out, in words. */
function Feedback({ walk }: { readonly walk: WalkState }) {
  const session = useSession()
  const { guess, verdict, lane, decision } = walk
  if (guess === undefined) return null
  const name =
    guess === 'none' ? undefined : (laneOf(session.mirror, lane)?.nodes.names[guess] ?? '')
  if (verdict === undefined) {
    return <span className="walk-guess">{walkWords.guessed(name ?? walkWords.guessNone)}</span>
  }
  const { selected } = decision.attempt
  if (verdict === 'right') {
    const text =
      name === undefined || selected === undefined || name === selected
        ? walkWords.right
        : walkWords.rightAsWell(name, selected)
    return <strong className="walk-right">{text}</strong>
  }
  const text =
    selected === undefined
      ? walkWords.wrongNone(name ?? '')
      : name === undefined
        ? walkWords.wrongFits(selected)
        : walkWords.wrongNode(name, selected)
  return <strong className="walk-wrong">{text}</strong>
}

function Prediction({ walk }: { readonly walk: WalkState | undefined }) {
  const session = useSession()
  const predict = useSettings((settings) => settings.predict)
  const tally = useWalk((state) => state.tally)
  const machines = useRun((run) => run.lanes.find(({ id }) => id === walk?.lane)?.machines) ?? []
  const open = predict && walk?.phase === 'queue'
  return (
    <div className="walk-predict">
      {open && (
        <label>
          <span className="sr-only">{walkWords.guessLabel}</span>
          <select
            value={String(walk.guess ?? '')}
            onChange={({ target }) => {
              if (target.value === '') return
              session.guess(target.value === 'none' ? 'none' : Number(target.value))
            }}
          >
            <option value="" disabled>
              {walkWords.guessOpen}
            </option>
            {machines.map(({ row, name }) => (
              <option key={row} value={row}>
                {name}
              </option>
            ))}
            <option value="none">{walkWords.guessNone}</option>
          </select>
        </label>
      )}
      <button
        type="button"
        className="button small"
        aria-pressed={predict}
        title={walkWords.predictHint}
        onClick={() => changeSettings({ predict: !predict })}
      >
        {walkWords.predict}
      </button>
      {predict && (
        <span className="walk-tally">
          {tally.all > 0 && walkWords.tally(tally.right, tally.all)}
        </span>
      )}
    </div>
  )
}
