import { useLayoutEffect, useRef, useState } from 'react'
import { podFacts } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import { useWalk } from '../state/walkStore.ts'
import { count, laneLabel, shortAmount } from '../words/units.ts'
import { useLessonWords } from './language.ts'
import type { Question } from './lesson.ts'
import { playerOf, podsOfMachine } from './player.ts'
import { STEPS, tryAmount, useTried } from './tried.ts'

/** How the question of a step is answered: on the stage, or here with a keyboard. */
export function QuestionForm({ question }: { readonly question: Question }) {
  // The step is there before its run is: numbers of the run before must not stay in the form.
  const run = useRun((state) => state.run)
  switch (question.type) {
    case 'node':
      return <MachineChoice />
    case 'plug':
      return <PodChoice lane={question.lane} machine={question.machine} />
    case 'edit':
      return <RequestChoice app={question.app} />
    case 'estimate':
      return <EstimateChoice key={run} lane={question.lane} />
  }
}

/** Whoever answers by keyboard is where the answer is given. */
function useFocusInside(ready: boolean) {
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    if (!ready) return
    form.current?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true })
  }, [ready])
  return form
}

function MachineChoice() {
  const session = useSession()
  const player = playerOf(session)
  const words = useLessonWords().question
  const walk = useWalk((state) => state.walk)
  const machines = useRun((run) => run.lanes.find(({ id }) => id === walk?.lane)?.machines) ?? []
  return (
    <fieldset className="lesson-question" aria-label={words.keys} title={words.keys}>
      {machines.slice(0, 9).map(({ row, ordinal, name }) => (
        <button
          key={row}
          type="button"
          className="button"
          aria-label={name}
          aria-pressed={walk?.guess === row}
          onClick={() => player.chooseMachine(ordinal)}
        >
          {ordinal}
        </button>
      ))}
      <button
        type="button"
        className="button"
        aria-pressed={walk?.guess === 'none'}
        onClick={() => player.chooseMachine(0)}
      >
        {words.none}
      </button>
    </fieldset>
  )
}

function PodChoice({ lane, machine }: { readonly lane: string; readonly machine: number }) {
  const session = useSession()
  const player = playerOf(session)
  const words = useLessonWords().question
  // The pods come with the run.
  useRun((run) => run.now)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const rows = podsOfMachine(session, lane, machine)
  const form = useFocusInside(rows.length > 0)
  return (
    <form
      ref={form}
      className="lesson-question"
      aria-label={words.comesBack}
      onSubmit={(event) => {
        event.preventDefault()
        void player.choosePods(chosen)
      }}
    >
      <span className="lesson-asked">{words.comesBack}</span>
      {rows.map((row) => {
        const pod = podFacts(session.mirror, lane, row)
        if (pod === undefined) return null
        return (
          <label key={row}>
            <input
              type="checkbox"
              checked={chosen.has(row)}
              onChange={({ target }) => {
                const next = new Set(chosen)
                if (target.checked) next.add(row)
                else next.delete(row)
                setChosen(next)
              }}
            />
            {pod.label}
          </label>
        )
      })}
      <button type="submit" className="button">
        {words.check}
      </button>
    </form>
  )
}

/** One press changes an estimate by this share of what there is now. */
const ESTIMATE_STEP = 0.1

function EstimateChoice({ lane }: { readonly lane: string }) {
  const session = useSession()
  const player = playerOf(session)
  const words = useLessonWords().question
  const now = useRun((run) => run.lanes.find(({ id }) => id === lane)?.metrics.machines) ?? 0
  const [begun] = useState(now)
  const [guess, setGuess] = useState(begun)
  const step = Math.max(1, Math.round(begun * ESTIMATE_STEP))
  const form = useFocusInside(now > 0)
  const change = (by: number) => setGuess((before) => Math.max(step, before + by))
  return (
    <form
      ref={form}
      className="lesson-question"
      aria-label={words.estimate}
      onSubmit={(event) => {
        event.preventDefault()
        player.estimate(guess)
      }}
    >
      <span className="lesson-asked">{words.estimate}</span>
      <span className="lesson-stepper">
        <button
          type="button"
          className="button icon small"
          aria-label={words.less(words.estimate)}
          onClick={() => change(-step)}
        >
          −
        </button>
        <output>
          <b>{count(guess)}</b>
        </output>
        <button
          type="button"
          className="button icon small"
          aria-label={words.more(words.estimate)}
          onClick={() => change(step)}
        >
          +
        </button>
      </span>
      <button type="submit" className="button">
        {words.say}
      </button>
    </form>
  )
}

function RequestChoice({ app }: { readonly app: string }) {
  const session = useSession()
  const player = playerOf(session)
  const words = useLessonWords().question
  const apps = useRun((run) => run.apps)
  const resources = useRun((run) => run.info?.resources) ?? []
  const found = apps.find(({ name }) => name === app)
  const form = useFocusInside(found !== undefined)
  const tried = useTried((state) => state.amounts)
  if (found === undefined) return null
  const amounts = Object.fromEntries(
    resources.flatMap((resource, r) =>
      resource in STEPS ? [[resource, tried[resource] ?? found.requests[r] ?? 0]] : [],
    ),
  )
  return (
    <form
      ref={form}
      className="lesson-question"
      aria-label={app}
      onSubmit={(event) => {
        event.preventDefault()
        void player.tryRequests(amounts)
      }}
    >
      {Object.entries(amounts).map(([resource, amount]) => {
        const step = STEPS[resource]!
        const label = laneLabel(resource)
        return (
          <span key={resource} className="lesson-stepper">
            <button
              type="button"
              className="button icon small"
              aria-label={words.less(label)}
              onClick={() => tryAmount(resource, amount - step)}
            >
              −
            </button>
            <output>
              <b>{shortAmount(resource, amount)}</b> {label}
            </output>
            <button
              type="button"
              className="button icon small"
              aria-label={words.more(label)}
              onClick={() => tryAmount(resource, amount + step)}
            >
              +
            </button>
          </span>
        )
      })}
      <button type="submit" className="button">
        {words.apply}
      </button>
    </form>
  )
}
