import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { MODES, type Mode, type Round } from '../../engine/game/round.ts'
import { type KeptScore, listsOf, readScores } from '../storage/keptScores.ts'
import { gameWords as words } from '../words/game.ts'
import { shareWords } from '../words/share.ts'
import { count } from '../words/units.ts'
import { anySeed, seedOfDay } from './address.ts'

/** Which round it shall be, how it is played, and what has been reached so far. */
export function GameMenu(props: {
  /** The round that the address names; `damaged` = one that makes no sense. */
  readonly given: Round | 'damaged' | undefined
  readonly start: (round: Round) => void
  readonly compare: () => void
}) {
  const { start, compare } = props
  const damaged = props.given === 'damaged'
  const given = props.given === 'damaged' ? undefined : props.given
  const bestId = useId()
  const first = useRef<HTMLButtonElement>(null)
  const { scores, kept } = useScores()
  useLayoutEffect(() => first.current?.focus(), [])
  const today = scores.find(({ mode, seed }) => mode === 'daily' && seed === seedOfDay(new Date()))
  const roundOf = (mode: Mode): Round => ({
    mode,
    seed: mode === 'daily' ? seedOfDay(new Date()) : anySeed(),
  })
  return (
    <div className="game-page">
      <p className="game-lead">{words.subtitle}</p>
      {damaged && (
        <p className="notice" data-tone="alarm" role="alert">
          {shareWords.problems.damaged(undefined)}
        </p>
      )}
      {given !== undefined && (
        <section className="game-given">
          <p>
            <b>{words.given}</b> {words.best.entry(words.modes[given.mode].title, given.seed)}
          </p>
          <button
            ref={first}
            data-first
            type="button"
            className="button solid"
            onClick={() => start(given)}
          >
            {words.start}
          </button>
        </section>
      )}
      <ul className="game-modes">
        {MODES.map((mode, index) => (
          <li key={mode}>
            <button
              ref={index === 0 && given === undefined ? first : undefined}
              data-first={index === 0 || undefined}
              type="button"
              onClick={() => start(roundOf(mode))}
            >
              <b>{words.modes[mode].title}</b>
              <span>{words.modes[mode].summary}</span>
              {mode === 'daily' && today !== undefined && (
                <em>{words.best.today(count(today.score))}</em>
              )}
            </button>
          </li>
        ))}
      </ul>
      <ul className="game-rules">
        {words.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p className="game-keys">{words.keys}</p>
      <section aria-labelledby={bestId}>
        <h3 id={bestId}>{words.best.title}</h3>
        {!kept && <p className="game-note">{words.best.notKept}</p>}
        {scores.length === 0 ? (
          <p className="game-note">{words.best.none}</p>
        ) : (
          <div className="game-lists">
            {listsOf(scores, MODES).map(({ mode, scores: list }) => (
              <section key={mode} aria-labelledby={`${bestId}-${mode}`}>
                <h4 id={`${bestId}-${mode}`}>{words.modes[mode].title}</h4>
                <ol className="game-best">
                  {list.map(({ seed, score, playedAt }) => (
                    <li key={playedAt}>
                      <b>{count(score)}</b>
                      <button type="button" className="link" onClick={() => start({ mode, seed })}>
                        {words.best.round(seed)}
                      </button>
                    </li>
                  ))}
                </ol>
              </section>
            ))}
          </div>
        )}
      </section>
      <p>
        <button type="button" className="button" onClick={compare}>
          {words.classroom.open}
        </button>
      </p>
    </div>
  )
}

function useScores(): { readonly scores: readonly KeptScore[]; readonly kept: boolean } {
  const [read, setRead] = useState<Awaited<ReturnType<typeof readScores>>>({
    scores: [],
    kept: true,
  })
  useEffect(() => {
    let gone = false
    void readScores().then((found) => {
      if (!gone) setRead(found)
    })
    return () => {
      gone = true
    }
  }, [])
  return read
}
