import { useLayoutEffect, useRef, useState } from 'react'
import { PagerPicture } from '../widgets/PagerPicture.tsx'
import { gameWords as words } from '../words/game.ts'
import type { GameRun } from './gameRun.ts'

/** For so long of a round the pager goes on showing a machine that has died, at least (ms). */
const RINGS = 6_000

export interface PagerState {
  /** The night has begun, and the player has not answered the pager yet. */
  readonly asleep: boolean
  wake(): void
}

/** In the one-click world a round begins with sleep. */
export function usePager(run: GameRun): PagerState {
  const [asleep, setAsleep] = useState(run.round.mode === 'pager')
  return { asleep, wake: () => setAsleep(false) }
}

/** What the pager shows, and the dark before somebody has answered it. */
export function NightPager({ run, pager }: { readonly run: GameRun; readonly pager: PagerState }) {
  const { game } = run
  const wake = useRef<HTMLButtonElement>(null)
  const death = game.stream.deaths.findLast(({ at }) => at <= game.now)
  const rings = death !== undefined
  useLayoutEffect(() => {
    if (rings && pager.asleep) wake.current?.focus()
  }, [rings, pager.asleep])
  if (run.round.mode !== 'pager') return null
  const down = game.queue.filter(({ lost }) => lost).length
  const dead = game.lastDead ?? ''
  if (pager.asleep) {
    return (
      <div className="game-night">
        <p>{words.pager.time}</p>
        {rings ? (
          <>
            <span className="game-pager ringing">
              <PagerPicture
                line1={words.pager.line1(dead)}
                line2={words.pager.line2(down)}
                ringing
              />
            </span>
            <p className="sr-only" role="alert">
              {words.pager.ring(dead, down)}
            </p>
            <button ref={wake} type="button" className="button solid" onClick={pager.wake}>
              {words.pager.wake}
            </button>
          </>
        ) : (
          <>
            <p>{words.pager.asleep}</p>
            <ul className="game-note">
              {words.pagerRules.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    )
  }
  const ringing = death !== undefined && game.now - death.at < RINGS
  if (down === 0) return null
  return (
    <span className={ringing ? 'game-pager corner ringing' : 'game-pager corner'}>
      <PagerPicture
        line1={words.pager.line1(dead)}
        line2={words.pager.line2(down)}
        ringing={ringing}
      />
    </span>
  )
}
