import { useEffect, useMemo, useRef } from 'react'
import { nobodysChoices } from '../../engine/scheduler/choices.ts'
import { countedSentences } from '../../engine/scheduler/countedSentence.ts'
import { labelByName, laneOf, podRowByName } from '../state/podFacts.ts'
import { useSession } from '../state/SessionContext.ts'
import { useProgress, useRun } from '../state/stores.ts'
import { Scroller } from '../widgets/Scroller.tsx'
import { panelWords } from '../words/panels.ts'
import { reasonWords } from '../words/reasons.ts'
import { runbookText } from '../words/runbook.ts'
import { bindReasons, bindSentence, optionSentence, ruleText } from '../words/walk.ts'
import { words } from '../words/words.ts'
import { PanelHead } from './PanelHead.tsx'
import { WhyAttempts } from './WhyAttempts.tsx'
import { WhyGrid } from './WhyGrid.tsx'
import { type Shown, useQuestion, useShownAttempt, useUntried } from './whyShown.ts'
import { whyTable } from './whyTable.ts'

/** The reasons of one decision: of the chosen pod, else of the latest one. */
export function WhyPanel({ headed }: { readonly headed: boolean }) {
  const shown = useShownAttempt()
  const untried = useUntried()
  const lane = useRun((run) => run.lanes.find((candidate) => candidate.id === shown?.lane))
  const info = useRun((run) => run.info)
  const nonePlaced = useRun((run) => run.lanes.every(({ metrics }) => metrics.machinesUsed === 0))
  // The strip over the timeline tells how far that is, and ends it.
  const working = useProgress(({ of }) => of === 'why')
  const attempt = shown?.attempt
  const scroller = useRef<HTMLElement>(null)
  const table = useMemo(
    () => (attempt === undefined ? undefined : whyTable(attempt, info?.resources ?? [])),
    [attempt, info],
  )

  useEffect(() => {
    if (table === undefined) return
    const room = scroller.current
    const winner = room?.querySelector<HTMLElement>('tr.winner')
    if (room == null || winner == null) return
    // The chosen machine is what the title asks about: keep it in sight, and cut no row in half.
    const row = winner.offsetHeight
    const heading = room.querySelector('thead')?.offsetHeight ?? 0
    const hidden = winner.offsetTop + row - room.scrollTop - room.clientHeight
    if (hidden > 0) room.scrollTop += Math.ceil(hidden / row) * row
    else if (winner.offsetTop < room.scrollTop + heading)
      room.scrollTop = winner.offsetTop - heading
  }, [table])

  if (untried !== undefined) {
    return (
      <>
        {headed && <PanelHead title={panelWords.why.titlePending(untried.label)} />}
        <p className="panel-empty">{untried.text}</p>
      </>
    )
  }
  if (shown === undefined || attempt === undefined || table === undefined || info === undefined) {
    return (
      <>
        {headed && <PanelHead title={words.dock.why} />}
        {/* After a jump in time the reasons of what is placed are still on their way. */}
        {nonePlaced && <p className="panel-empty">{words.dock.whyEmpty}</p>}
      </>
    )
  }
  const { phase } = shown
  const decided = phase === undefined || phase === 'bind'
  const scoresShown = decided || phase === 'score'
  return (
    <>
      {headed && <WhyHead shown={shown} />}
      <Scroller label={panelWords.why.reasons} className="why" scroller={scroller}>
        {working && <p className="why-rule">{panelWords.why.workingOut}</p>}
        {shown.all.length > 0 && <WhyAttempts shown={shown} />}
        {decided && attempt.message !== undefined && (
          <p className="why-message">{runbookText(attempt.message)}</p>
        )}
        {decided && attempt.preemption !== undefined && <Preemption shown={shown} />}
        {attempt.rule !== undefined && (
          <p className="why-rule">{panelWords.why.rule(ruleText(attempt.rule))}</p>
        )}
        {!working && attempt.verdicts.length === 0 && attempt.selected !== undefined && (
          <Unkept shown={shown} />
        )}
        {/* While it is walked through, the bar tells what was counted and drawn. */}
        {phase === undefined &&
          nobodysChoices(attempt, info.seed, reasonWords.choices).map((choice) => (
            <p key={choice} className="why-rule">
              {choice}
            </p>
          ))}
        {table.rows.length > 0 && (
          <WhyGrid table={table} attempt={attempt} lane={lane} phase={phase} />
        )}
        {phase === undefined &&
          countedSentences(attempt, undefined, reasonWords.counted).map((text) => (
            <p key={text} className="why-rule">
              {text}
            </p>
          ))}
        {scoresShown && table.shared && (
          <p className="why-rule">{panelWords.why.shared(table.shared.plugins)}</p>
        )}
      </Scroller>
    </>
  )
}

/** Its verdicts are not there, and how one gets them. */
function Unkept({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { lane, attempt, all } = shown
  const mirror = laneOf(session.mirror, lane)
  const row = mirror && podRowByName(mirror, attempt.pod)
  // A chosen pod's are there, unless working them out was cancelled.
  const cancelled = (attempt.nodes ?? 0) > 0
  if ((all.length > 0 && !cancelled) || row === undefined)
    return <p className="why-rule">{panelWords.why.forgotten}</p>
  return (
    <p className="why-rule">
      {panelWords.why.onDemand}{' '}
      <button
        type="button"
        className="button small"
        onClick={() => session.select({ type: 'pod', lane, row })}
      >
        {panelWords.why.demand}
      </button>
    </p>
  )
}

function WhyHead({ shown }: { readonly shown: Shown }) {
  const { title, asks } = useQuestion(shown)
  const latest = shown.all.length === 0 && shown.phase === undefined
  return <PanelHead title={title} subtitle={latest ? panelWords.why.latest(asks) : asks} />
}

/** Who has to leave for the pod, and why. */
function Preemption({ shown }: { readonly shown: Shown }) {
  const session = useSession()
  const { lane, attempt } = shown
  const mirror = laneOf(session.mirror, lane)
  const label = (name: string) => (mirror && labelByName(session.mirror, mirror, name)) ?? name
  const others = attempt.preemption?.reasons?.options.slice(1) ?? []
  return (
    <>
      <p className="why-rule">{bindSentence(label(attempt.pod), attempt, label)}</p>
      <p className="why-rule">{bindReasons(label(attempt.pod), attempt, label).join(' ')}</p>
      {others.map((option) => (
        <p key={option.node} className="why-rule">
          {optionSentence(option, label)}
        </p>
      ))}
    </>
  )
}

/** The question in one line, for the right end of a tab bar. */
export function WhyLine() {
  const shown = useShownAttempt()
  const untried = useUntried()
  if (untried !== undefined) return <p className="tab-line">{untried.label}</p>
  return shown === undefined ? null : <Line shown={shown} />
}

function Line({ shown }: { readonly shown: Shown }) {
  const { node, asks } = useQuestion(shown)
  return <p className="tab-line">{[node, asks].filter(Boolean).join(' · ')}</p>
}
