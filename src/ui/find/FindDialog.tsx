import './find.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Target } from '../stage/stage.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { panelWords } from '../words/panels.ts'
import { words } from '../words/words.ts'
import { type Hit, nameIndexOf } from './nameIndex.ts'

/** Milliseconds of search at a time; the page answers in between. */
const SLICE = 3
const ROW = 34
/** So many rows more are there whenever somebody comes near the end of those that are. */
const PORTION = 400

/** Asks for a part of a name, lists what has it, and goes there. */
export function FindDialog() {
  const session = useSession()
  const lanes = useRun((run) => run.lanes)
  // What was typed before it was there.
  const [query, setQuery] = useState(typedBefore)
  const { hits, done } = useHits(query)
  const [chosen, setChosen] = useState(0)
  const [most, setMost] = useState(PORTION)
  const input = useRef<HTMLInputElement>(null)
  // A dialog gives the focus to its first button.
  useLayoutEffect(() => {
    const field = input.current
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }, [])
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: Math.min(most, hits.length),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 3,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= most - PORTION / 8) setMost(most + PORTION)
  }, [most, last])
  const at = Math.min(chosen, hits.length - 1)
  const close = () => usePage.setState({ dialog: undefined })

  const go = (hit: Hit | undefined) => {
    const lane = hit && session.mirror.lanes[hit.lane]?.id
    if (hit === undefined || lane === undefined) return
    close()
    const target: Target = { type: hit.type, lane, row: hit.row }
    session.find(target)
  }
  const move = (to: number) => {
    const next = Math.max(0, Math.min(hits.length - 1, to))
    setChosen(next)
    rows.scrollToIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(at + 1)
    else if (event.key === 'ArrowUp') move(at - 1)
    else if (event.key === 'PageDown') move(at + 8)
    else if (event.key === 'PageUp') move(at - 8)
    else if (event.key === 'Enter') go(hits[at])
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={panelWords.find.title} onClose={close}>
      <input
        ref={input}
        className="find-input"
        type="text"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="find-hits"
        aria-activedescendant={hits.length > 0 ? `hit-${at}` : undefined}
        aria-label={panelWords.find.label}
        placeholder={panelWords.find.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setChosen(0)
          setMost(PORTION)
        }}
        onKeyDown={onKeyDown}
      />
      <p className="find-count" role="status">
        {query.trim() !== '' && panelWords.find.count(hits.length, done)}
      </p>
      <div ref={scroller} className="find-scroll">
        <div
          id="find-hits"
          role="listbox"
          aria-label={panelWords.find.hits}
          style={{ height: rows.getTotalSize() }}
        >
          {shown.map(({ index, start }) => {
            const hit = hits[index]!
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys.
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input.
              <div
                key={index}
                id={`hit-${index}`}
                role="option"
                aria-selected={index === at}
                aria-posinset={index + 1}
                aria-setsize={hits.length}
                style={{ transform: `translateY(${start}px)`, height: ROW }}
                onClick={() => go(hit)}
              >
                <Name hit={hit} lane={lanes[hit.lane]?.title ?? ''} />
              </div>
            )
          })}
        </div>
      </div>
    </Dialog>
  )
}

function typedBefore(): string {
  const { dialog } = usePage.getState()
  return (dialog?.type === 'find' && dialog.typed) || ''
}

function Name({ hit, lane }: { readonly hit: Hit; readonly lane: string }) {
  const { mirror } = useSession()
  const { nodes, pods } = mirror.lanes[hit.lane]!
  if (hit.type === 'node') {
    return (
      <>
        <b>{nodes.names[hit.row]}</b>
        <span>{lane}</span>
      </>
    )
  }
  const node = pods.node[hit.row]!
  return (
    <>
      <b>
        {mirror.apps[pods.app[hit.row]!]?.name}-{pods.ordinal[hit.row]}
      </b>
      <span className="mono">{pods.names[hit.row]}</span>
      <span>{node < 0 ? words.pod.pending : nodes.names[node]}</span>
    </>
  )
}

/** What the names of the run have of this, as it comes in. */
function useHits(query: string): { readonly hits: readonly Hit[]; readonly done: boolean } {
  const session = useSession()
  const index = nameIndexOf(session.mirror)
  const [state, setState] = useState<{ hits: readonly Hit[]; done: boolean }>(NOTHING)
  // Machines and pods come while one looks for them.
  const now = useRun((run) => run.now)
  const run = useRun((run) => run.run)
  useEffect(() => {
    index.search(query)
    setState(NOTHING)
  }, [index, query])
  useEffect(() => {
    let timer: number | undefined
    const turn = () => {
      const end = performance.now() + SLICE
      const isOver = () => performance.now() >= end
      // Until something is typed there is time to get ready for it.
      const done = query.trim() === '' ? index.prepare(isOver) : index.work(isOver)
      const { hits } = index
      setState((told) =>
        told.done === done && told.hits.length === hits.length ? told : { hits: [...hits], done },
      )
      if (!done) timer = window.setTimeout(turn)
    }
    turn()
    return () => window.clearTimeout(timer)
  }, [index, query, now, run])
  return state
}

const NOTHING = { hits: [], done: true }
