import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Round } from '../../engine/game/round.ts'
import { keepScore } from '../storage/keptScores.ts'
import { gameWords as words } from '../words/game.ts'
import { count, percent } from '../words/units.ts'
import { addressOf, anySeed } from './address.ts'
import type { GameRun } from './gameRun.ts'
import { ResultTable } from './ResultTable.tsx'
import { LONGEST_NAME, writeCode } from './resultCode.ts'
import { boundLine, lineOf, opponentLines, praise, type ResultLine } from './results.ts'

/** How a round has ended, beside those who played the same one. */
export function EndScreen(props: {
  readonly run: GameRun
  readonly start: (round: Round) => void
  readonly menu: () => void
  readonly compare: () => void
}) {
  const { run, start, menu, compare } = props
  const { game, round } = run
  const you = lineOf('you', words.end.you, game)
  const [bound] = useState(() => boundLine(round))
  const [others, setOthers] = useState<readonly ResultLine[]>([])
  const head = useRef<HTMLParagraphElement>(null)
  // No button: whoever still presses Space shall not start the next round by it.
  useLayoutEffect(() => head.current?.focus(), [])
  useEffect(() => {
    void keepScore({ ...round, score: game.score.total, playedAt: Date.now() })
  }, [round, game])
  useEffect(() => {
    let gone = false
    void opponentLines(round).then((lines) => {
      if (!gone) setOthers(lines)
    })
    return () => {
      gone = true
    }
  }, [round])
  const { score, tally } = game
  const reached = bound.score > 0 ? Math.max(0, Math.floor((100 * score.total) / bound.score)) : 0
  const night = round.mode === 'pager'
  return (
    <div className="game-page game-end">
      <p className="game-lead" ref={head} tabIndex={-1}>
        {words.end[game.over ?? 'time']}
      </p>
      <p className="game-score" role="status">
        <b>{count(score.total)}</b> {words.end.point}
        <small>{words.end.share(reached)}</small>
      </p>
      {night && (
        <p className="game-down">{words.end.downtime(Math.round(tally.downTime / 1_000))}</p>
      )}
      <Comparison lines={[bound, ...[you, ...others].sort((a, b) => b.score - a.score)]} />
      <ul className="game-praise">
        {praise(game, you, others).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <div className="game-actions">
        <button
          type="button"
          className="button solid"
          onClick={() => start({ ...round, mode: night ? 'pager' : 'five', seed: anySeed() })}
        >
          {words.end.nextRound}
        </button>
        <button type="button" className="button" onClick={() => start(round)}>
          {words.end.again}
        </button>
        <button type="button" className="button" onClick={menu}>
          {words.end.menu}
        </button>
      </div>
      <Handing run={run} compare={compare} />
    </div>
  )
}

function Comparison({ lines }: { readonly lines: readonly ResultLine[] }) {
  return (
    <ResultTable columns={words.end.columns}>
      {lines.map((line) => (
        <tr
          key={line.id}
          data-you={line.id === 'you'}
          title={line.id === 'bound' ? words.end.boundWhy : undefined}
        >
          <th scope="row">{line.name}</th>
          <td>{count(line.score)}</td>
          <td>{count(line.placed)}</td>
          <td>{words.end.minutes(line.machineMinutes)}</td>
          <td>{line.waited === undefined ? '' : words.end.seconds(line.waited)}</td>
          <td>{line.cpu === undefined ? '' : percent(line.cpu)}</td>
          <td>{line.memory === undefined ? '' : percent(line.memory)}</td>
        </tr>
      ))}
    </ResultTable>
  )
}

/** The result as a code for a class, and the round as a link. */
function Handing({ run, compare }: { readonly run: GameRun; readonly compare: () => void }) {
  const { round, moves, game } = run
  const [name, setName] = useState('')
  const [written, setWritten] = useState({ name, code: '' })
  // A code under the name before is no longer theirs.
  const code = written.name === name ? written.code : ''
  const [said, setSaid] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const score = game.score.total
  useEffect(() => {
    let gone = false
    void writeCode(round, moves, score, name).then((code) => {
      if (!gone) setWritten({ name, code })
    })
    return () => {
      gone = true
    }
  }, [round, moves, score, name])
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(words.end.copied)
    } catch {
      setSaid(words.end.copyDenied)
    }
  }
  return (
    <div className="game-handing">
      <label>
        <span>{words.end.name}</span>
        <input
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        <span>{words.end.code}</span>
        <input
          ref={field}
          className="mono"
          readOnly
          value={code}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <button
        type="button"
        className="button"
        onClick={() => {
          field.current?.select()
          void copy(code)
        }}
      >
        {words.end.copyCode}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => void copy(location.origin + location.pathname + addressOf(round))}
      >
        {words.end.copyLink}
      </button>
      <button type="button" className="button" onClick={compare}>
        {words.classroom.open}
      </button>
      <p role="status">{said}</p>
    </div>
  )
}
