import './branches.css'
import { useState } from 'react'
import type { Bookmark, KeptBranch } from '../../engine/protocol.ts'
import { useBookmarks } from '../state/bookmarks.ts'
import { mark } from '../state/marks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, usePlayback, useRun } from '../state/stores.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Popover } from '../widgets/Popover.tsx'
import { branchWords } from '../words/branches.ts'
import { nearestLog, ownCommands } from './differences.ts'
import { removeBookmark, renameBookmark, tellRemoved } from './marking.ts'
import { NameForm } from './NameForm.tsx'

/** Beside the timeline: the ways that the run has gone, and the moments that somebody has marked. */
export function Branches() {
  const branches = useRun((run) => run.branches)
  const bookmarks = useOwnBookmarks()
  const many = branches.length + bookmarks.length
  return (
    <div className="branches">
      <Popover
        label={branchWords.button(branches.length, bookmarks.length)}
        className="button icon branches-button"
        icon={
          <>
            <BranchIcon />
            <span className="branches-count" aria-hidden="true">
              {many}
            </span>
          </>
        }
      >
        {(close) => (
          <>
            <BranchList branches={branches} close={close} />
            <BookmarkList bookmarks={bookmarks} />
          </>
        )}
      </Popover>
    </div>
  )
}

function useOwnBookmarks(): readonly Bookmark[] {
  const text = usePage((page) => page.file?.text)
  return useBookmarks((all) => (text === undefined ? undefined : all.get(text))) ?? NO_BOOKMARKS
}

const NO_BOOKMARKS: readonly Bookmark[] = []

function BranchIcon() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d="M4.5 5v6M4.5 8.6c4.4 0 7-.6 7-3.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
      />
      <circle cx="4.5" cy="3.4" r="1.9" fill="currentColor" />
      <circle cx="4.5" cy="12.6" r="1.9" fill="currentColor" />
      <circle cx="11.5" cy="3.6" r="1.9" fill="currentColor" />
    </svg>
  )
}

function BranchList(props: {
  /** All of them, by their letters. */
  readonly branches: readonly KeptBranch[]
  /** Closes the note: what is compared lies behind it. */
  readonly close: () => void
}) {
  const { branches, close } = props
  const session = useSession()
  const current = useRun((run) => run.branch)
  const comparing = useRun((run) => run.info?.comparison !== undefined)
  const [naming, setNaming] = useState<string>()
  return (
    <>
      <h3>{branchWords.branches}</h3>
      {branches.length === 0 && <p>{branchWords.none}</p>}
      <ul className="branch-list">
        {branches.map((branch) => {
          const { id, name } = branch
          const title = name ?? id
          const isCurrent = id === current
          return (
            <li key={id} className={isCurrent ? 'current' : undefined}>
              {naming === id ? (
                <NameForm
                  label={branchWords.newName(title)}
                  name={name ?? ''}
                  done={(fresh) => {
                    setNaming(undefined)
                    if (fresh !== undefined && fresh !== (name ?? ''))
                      void session.branch('rename', id, fresh)
                  }}
                />
              ) : (
                <button
                  type="button"
                  className="branch-row"
                  aria-current={isCurrent}
                  aria-label={isCurrent ? undefined : branchWords.switchTo(title)}
                  disabled={comparing}
                  onClick={() => {
                    if (!isCurrent) void session.branch('switch', id)
                  }}
                >
                  <strong title={name}>{name === undefined ? id : `${id} ${name}`}</strong>
                  <span>{isCurrent ? branchWords.current : ''}</span>
                  <small>{differs(branch, branches)}</small>
                </button>
              )}
              {!isCurrent && (
                <button
                  type="button"
                  className="button small"
                  aria-label={branchWords.compareWith(title)}
                  onClick={() => {
                    close()
                    void session.compare(id)
                  }}
                >
                  {branchWords.compare}
                </button>
              )}
              <Tool
                label={branchWords.rename(title)}
                icon="rename"
                disabled={comparing}
                onClick={() => setNaming(id)}
              />
              {!isCurrent && (
                <Tool
                  label={branchWords.remove(title)}
                  icon="remove"
                  disabled={comparing}
                  onClick={() =>
                    void session.branch('remove', id).then(() => tellRemoved(session, title))
                  }
                />
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** What was done in this branch alone. */
function differs(branch: KeptBranch, all: readonly KeptBranch[]): string {
  const others = all.filter(({ id }) => id !== branch.id)
  const own = ownCommands(branch.log, nearestLog(branch.log, others))
  const first = own[0]
  if (first !== undefined) return branchWords.did(first.command, first.at, own.length - 1)
  const last = branch.log.at(-1)
  return last === undefined ? branchWords.nothing : branchWords.nothingMore(last.at)
}

function BookmarkList({ bookmarks }: { readonly bookmarks: readonly Bookmark[] }) {
  const session = useSession()
  const now = usePlayback((playback) => Math.floor(playback.playhead))
  const [naming, setNaming] = useState<number>()
  return (
    <>
      <h3>{branchWords.bookmarks}</h3>
      {bookmarks.length === 0 && <p>{branchWords.noBookmarks}</p>}
      <ul className="branch-list">
        {bookmarks.map((bookmark) => {
          const { at, name } = bookmark
          const title = branchWords.bookmark(bookmark)
          return (
            <li key={at} className={at === now ? 'current' : undefined}>
              {naming === at ? (
                <NameForm
                  label={branchWords.newName(title)}
                  name={name}
                  done={(fresh) => {
                    setNaming(undefined)
                    if (fresh !== undefined && fresh !== name) renameBookmark(session, at, fresh)
                  }}
                />
              ) : (
                <button
                  type="button"
                  className="branch-row"
                  aria-label={branchWords.goTo(title)}
                  onClick={() => session.scrub(at, false)}
                >
                  <strong title={title}>{title}</strong>
                  <span>{name === '' ? '' : branchWords.time(at)}</span>
                </button>
              )}
              <Tool label={branchWords.rename(title)} icon="rename" onClick={() => setNaming(at)} />
              <Tool
                label={branchWords.remove(title)}
                icon="remove"
                onClick={() => removeBookmark(session, at)}
              />
            </li>
          )
        })}
      </ul>
      <button type="button" className="button small" onClick={() => void mark(session)}>
        {branchWords.mark}
      </button>
    </>
  )
}

function Tool(props: {
  readonly label: string
  readonly icon: 'rename' | 'remove'
  readonly disabled?: boolean
  readonly onClick: () => void
}) {
  const { label, icon, disabled, onClick } = props
  return (
    <button
      type="button"
      className="button icon small"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {icon === 'remove' ? <Icon name="close" size={14} /> : <Pencil />}
    </button>
  )
}

function Pencil() {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d="M2.5 13.5l.7-3L10.6 3l2.4 2.4-7.4 7.4z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}
