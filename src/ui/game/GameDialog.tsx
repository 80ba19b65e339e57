import { useCallback, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Round } from '../../engine/game/round.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Logo } from '../widgets/Logo.tsx'
import { ThemeButton } from '../widgets/ThemeButton.tsx'
import { gameWords as words } from '../words/game.ts'
import { addressOf, roundOfAddress, seedOfDay } from './address.ts'
import { ClassTable } from './ClassTable.tsx'
import { EndScreen } from './EndScreen.tsx'
import './game.css'
import { GameMenu } from './GameMenu.tsx'
import { createGameRun, type GameRun } from './gameRun.ts'
import { PlayScreen } from './PlayScreen.tsx'

type Phase =
  | { readonly type: 'menu'; readonly given?: Round | 'damaged' | undefined }
  | { readonly type: 'play'; readonly run: GameRun }
  | { readonly type: 'end'; readonly run: GameRun }
  | { readonly type: 'class'; readonly played?: Round }

/** The game, over the whole window; the page behind it rests meanwhile. */
export function GameDialog() {
  const session = useSession()
  const titleId = useId()
  const ref = useRef<HTMLDialogElement>(null)
  const [phase, setPhase] = useState<Phase>(() => ({ type: 'menu', given: roundAsked() }))

  // Before the element goes: closing it is what gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog !== null && !dialog.open) dialog.showModal()
    // It gives the focus to its first button, which closes it.
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus()
    session.pause()
    return () => dialog?.close()
  }, [session])

  useLayoutEffect(() => {
    const asked = () => {
      if (location.hash.startsWith('#play')) setPhase({ type: 'menu', given: roundAsked() })
    }
    addEventListener('hashchange', asked)
    return () => removeEventListener('hashchange', asked)
  }, [])

  const start = useCallback((round: Round) => {
    history.replaceState(history.state, '', addressOf(round))
    setPhase({ type: 'play', run: createGameRun(round) })
  }, [])
  const menu = useCallback(() => {
    history.replaceState(history.state, '', '#play')
    setPhase({ type: 'menu' })
  }, [])
  const end = useCallback((run: GameRun) => setPhase({ type: 'end', run }), [])

  return (
    <dialog
      ref={ref}
      className="game"
      aria-labelledby={titleId}
      onClose={leave}
      data-phase={phase.type}
    >
      <header className="game-bar">
        <Logo size={24} />
        <h2 id={titleId}>{words.title}</h2>
        <ThemeButton />
        <button
          type="button"
          className="button icon"
          aria-label={words.close}
          onClick={() => ref.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      {phase.type === 'menu' && (
        <GameMenu given={phase.given} start={start} compare={() => setPhase({ type: 'class' })} />
      )}
      {phase.type === 'play' && <PlayScreen key={phase.run.round.seed} run={phase.run} end={end} />}
      {phase.type === 'end' && (
        <EndScreen
          run={phase.run}
          start={start}
          menu={menu}
          compare={() => setPhase({ type: 'class', played: phase.run.round })}
        />
      )}
      {phase.type === 'class' && <ClassTable back={menu} played={phase.played} start={start} />}
    </dialog>
  )
}

function roundAsked(): ReturnType<typeof roundOfAddress> {
  return roundOfAddress(location.hash, seedOfDay(new Date()))
}

/** The address says no longer that somebody plays. */
function leave(): void {
  if (location.hash.startsWith('#play')) {
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  usePage.setState({ dialog: undefined })
}
