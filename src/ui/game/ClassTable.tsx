import { useId, useLayoutEffect, useRef, useState } from 'react'
import type { Round } from '../../engine/game/round.ts'
import { QrCode } from '../share/QrCode.tsx'
import { gameWords as words } from '../words/game.ts'
import { count } from '../words/units.ts'
import { addressOf, anySeed } from './address.ts'
import { ResultTable } from './ResultTable.tsx'
import { findCodes, type Played, readCode } from './resultCode.ts'

/** More codes than this are not played at once. */
const MOST = 200
/** Of a code, in a sentence about it. */
const SHOWN = 12

/** A round for a class, and its results: every code is played again before it counts. */
export function ClassTable(props: {
  readonly back: () => void
  /** The round that was played last. */
  readonly played: Round | undefined
  readonly start: (round: Round) => void
}) {
  const { back } = props
  const fieldId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [results, setResults] = useState<readonly Played[]>([])
  const [problems, setProblems] = useState<readonly string[]>([])
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])

  const compare = async () => {
    const codes = findCodes(text).slice(0, MOST)
    const played: Played[] = []
    const wrong: string[] = codes.length === 0 ? [words.classroom.none] : []
    for (const code of codes) {
      const read = await readCode(code)
      if ('problem' in read) {
        wrong.push(words.classroom.problems[read.problem](`${code.slice(0, SHOWN)}…`))
      } else played.push(read)
    }
    setResults(played.sort((a, b) => b.game.score.total - a.game.score.total))
    setProblems(wrong)
  }
  const rounds = new Set(results.map(({ round }) => addressOf(round)))
  return (
    <div className="game-page game-class">
      <ClassRound played={props.played} start={props.start} />
      <h3>{words.classroom.codes}</h3>
      <p className="game-note" id={fieldId}>
        {words.classroom.hint}
      </p>
      <textarea
        ref={field}
        className="mono"
        aria-label={words.classroom.label}
        aria-describedby={fieldId}
        rows={5}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="game-actions">
        <button type="button" className="button solid" onClick={() => void compare()}>
          {words.classroom.compare}
        </button>
        <button type="button" className="button" onClick={back}>
          {words.end.menu}
        </button>
      </div>
      <div role="status">
        {problems.map((problem, index) => (
          <p className="notice" data-tone="alarm" key={index}>
            {problem}
          </p>
        ))}
        {rounds.size > 1 && <p className="game-note">{words.classroom.rounds}</p>}
      </div>
      {results.length > 0 && (
        <ResultTable columns={words.classroom.columns}>
          {results.map(({ name, round, game }, index) => (
            <tr key={index}>
              <td>{index + 1}</td>
              <th scope="row">{name || words.classroom.nameless}</th>
              <td>{count(game.score.total)}</td>
              <td>{count(game.tally.placed)}</td>
              <td>{words.end.minutes(game.tally.machineTime / 60_000)}</td>
              <td>{words.best.entry(words.modes[round.mode].title, round.seed)}</td>
            </tr>
          ))}
        </ResultTable>
      )}
    </div>
  )
}

/** One link for everybody, and the same as a QR code for the wall. */
function ClassRound(props: {
  readonly played: Round | undefined
  readonly start: (round: Round) => void
}) {
  const [round, setRound] = useState<Round>(() => props.played ?? { mode: 'five', seed: anySeed() })
  const [said, setSaid] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const link = location.origin + location.pathname + addressOf(round)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(link)
      setSaid(words.end.copied)
    } catch {
      setSaid(words.end.copyDenied)
    }
  }
  return (
    <section className="game-classround" aria-label={words.classroom.round}>
      <div>
        <h3>{words.classroom.round}</h3>
        <p className="game-note">{words.classroom.roundHint}</p>
        <input
          ref={field}
          className="mono"
          readOnly
          aria-label={words.classroom.roundLink}
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className="game-actions">
          <button type="button" className="button" onClick={() => void copy()}>
            {words.end.copyLink}
          </button>
          <button type="button" className="button" onClick={() => props.start(round)}>
            {words.start}
          </button>
          <button
            type="button"
            className="button"
            onClick={() => setRound({ mode: round.mode, seed: anySeed() })}
          >
            {words.classroom.another}
          </button>
        </div>
        <p role="status">{said}</p>
      </div>
      <QrCode text={link} />
    </section>
  )
}
