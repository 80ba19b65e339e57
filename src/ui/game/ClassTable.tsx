import { useEffect, useId, useRef, useState } from 'react'
import { gameWords as words } from '../words/game.ts'
import { count } from '../words/units.ts'
import { addressOf } from './address.ts'
import { findCodes, type Played, readCode } from './resultCode.ts'

/** More codes than this are not played at once. */
const MOST = 200
/** Of a code, in a sentence about it. */
const SHOWN = 12

/** Results of a class: every code is played again before it counts. */
export function ClassTable({ back }: { readonly back: () => void }) {
  const fieldId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [results, setResults] = useState<readonly Played[]>([])
  const [problems, setProblems] = useState<readonly string[]>([])
  useEffect(() => field.current?.focus(), [])

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
      <h3>{words.classroom.title}</h3>
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
        <button type="button" className="button primary" onClick={() => void compare()}>
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
        <div className="game-table">
          <table>
            <thead>
              <tr>
                {words.classroom.columns.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
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
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
