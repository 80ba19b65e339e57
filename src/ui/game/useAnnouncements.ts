import { useEffect, useState } from 'react'
import { gameWords as words } from '../words/game.ts'
import { nameOf } from './board.ts'
import type { GameRun } from './gameRun.ts'
import { shapeOf } from './shapeText.ts'

/** Nobody can listen to more sentences than one in so many milliseconds. */
const PAUSE = 1_500
/** So many more pods behind the one in hand are worth saying it again. */
const GROWN = 4

/** What a screen reader says of a round: what is in hand, and who has died; never too much at once. */
export function useAnnouncements(run: GameRun): string {
  const [said, setSaid] = useState('')
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY
    let before: number | undefined
    let waitedBefore = 0
    let urgent: string | undefined
    run.onEvent = (event) => {
      if (event.type === 'died') urgent = words.said.died(event.name, event.lost.length)
      if (event.type === 'over') urgent = words.said.over(run.game.score.total)
    }
    run.onRefused = ({ machine, misfit }) => {
      urgent = words.refused(machine, misfit.reasons.join(', '))
    }
    const stop = run.subscribe(() => {
      const { game } = run
      const pod = game.queue[0]
      if (performance.now() - last < PAUSE) return
      const waiting = game.queue.length - 1
      if (urgent === undefined && pod?.id === before && waiting < waitedBefore + GROWN) return
      const inHand = pod && words.said.inHand(nameOf(pod), shapeOf(pod), waiting)
      setSaid([urgent, inHand].filter((text) => text !== undefined).join(' '))
      urgent = undefined
      before = pod?.id
      waitedBefore = waiting
      last = performance.now()
    })
    return () => {
      run.onEvent = undefined
      run.onRefused = undefined
      stop()
    }
  }, [run])
  return said
}
