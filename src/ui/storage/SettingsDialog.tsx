import { useEffect, useRef, useState } from 'react'
import { decoded, downloadBlob } from '../editor/files.ts'
import { parseProgress, rereadProgress } from '../lessons/progress.ts'
import { setSound } from '../sound/switchSound.ts'
import { during } from '../state/idle.ts'
import { useSession } from '../state/SessionContext.ts'
import { type Announce, changeSettings, rereadSettings, useSettings } from '../state/settings.ts'
import { usePage } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { LanguageChoice } from '../widgets/LanguageChoice.tsx'
import { useReducedMotion } from '../widgets/useMedia.ts'
import { scenarioTitle } from '../words/scenarios.ts'
import { settingsWords as words } from '../words/settings.ts'
import { soundWords } from '../words/sound.ts'
import { words as page } from '../words/words.ts'
import { goOnWith } from './keepRun.ts'
import { type StoredRun, storedRuns } from './keptRun.ts'
import {
  type OwnData,
  readDataFile,
  readOwnData,
  replaceOwnData,
  writeDataFile,
} from './ownData.ts'
import './settings.css'

/** What was there before it was cleared or replaced; as long as the page lives. */
let before: OwnData | undefined

const LEVELS: readonly Announce[] = ['all', 'fewer', 'off']

/** What one can choose, and all that the browser keeps: to be exported, imported, cleared. */
export function SettingsDialog() {
  const announce = useSettings((settings) => settings.announce)
  return (
    <Dialog title={words.title} onClose={() => usePage.setState({ dialog: undefined })}>
      <div className="settings">
        <fieldset>
          <legend>{page.language}</legend>
          <LanguageChoice />
          <p className="settings-note">{words.languageHint}</p>
        </fieldset>
        <fieldset>
          <legend>{words.announcements}</legend>
          <p className="settings-note">{words.announcementsHint}</p>
          {LEVELS.map((level) => (
            <label key={level}>
              <input
                type="radio"
                name="announce"
                checked={announce === level}
                onChange={() => changeSettings({ announce: level })}
              />
              {words.howMany[level]}
            </label>
          ))}
        </fieldset>
        <Sound />
        <YourData />
      </div>
    </Dialog>
  )
}

function Sound() {
  const sound = useSettings((settings) => settings.sound)
  const reduced = useReducedMotion()
  return (
    <fieldset>
      <legend>{soundWords.title}</legend>
      <p className="settings-note">{reduced ? soundWords.reduced : soundWords.hint}</p>
      <label>
        <input
          type="checkbox"
          checked={sound && !reduced}
          disabled={reduced}
          onChange={({ currentTarget }) => setSound(currentTarget.checked)}
        />
        {soundWords.switch}
      </label>
    </fieldset>
  )
}

type Kept = Awaited<ReturnType<typeof readOwnData>>

function YourData() {
  const [kept, setKept] = useState<Kept>()
  const [asked, setAsked] = useState<
    | { readonly type: 'clear' }
    | { readonly type: 'import'; readonly name: string; readonly data: OwnData }
  >()
  const [said, setSaid] = useState('')
  const [undoable, setUndoable] = useState(before !== undefined)
  const chooser = useRef<HTMLInputElement>(null)
  const refresh = () => readOwnData().then(setKept)
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  /** One after the other: what is said last is about what was asked for last. */
  const inTurn = (work: () => Promise<unknown>) => {
    turn.current = during('data', turn.current.then(work, work))
  }
  useEffect(() => {
    void readOwnData().then(setKept)
  }, [])

  const replace = async (data: OwnData, text: string) => {
    const done = await replaceOwnData(data)
    setSaid(done ? text : words.problems.refused)
    rereadSettings()
    rereadProgress()
    await refresh()
    return done
  }
  const change = async (data: OwnData, text: string) => {
    const old = await readOwnData()
    if (!(await replace(data, text))) return
    before = old
    setUndoable(true)
  }
  const undo = async () => {
    if (before === undefined || !(await replace(before, words.undone))) return
    before = undefined
    setUndoable(false)
  }
  const read = async (file: File) => {
    const text = await file
      .arrayBuffer()
      .then(decoded)
      .catch(() => undefined)
    const found = text === undefined ? undefined : readDataFile(text)
    if (found !== undefined && 'data' in found) {
      setSaid('')
      setAsked({ type: 'import', name: file.name, data: found.data })
    } else setSaid(found === undefined ? words.problems.unreadable : words.problems[found.problem])
  }

  return (
    <section aria-labelledby="your-data">
      <h3 id="your-data">{words.data}</h3>
      <p className="settings-note">{words.dataHint}</p>
      {kept !== undefined && (
        <ul>
          {storedRuns(kept.objects.run).map((stored, index) => (
            <KeptRun key={stored.id} stored={stored} isLast={index === 0} />
          ))}
          {listed(kept).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {kept?.blocked === true && (
        <p className="notice" data-tone="alarm">
          {words.blocked}
        </p>
      )}
      <div className="settings-actions">
        <button
          type="button"
          className="button"
          disabled={kept === undefined}
          onClick={() => {
            if (kept === undefined) return
            const type = 'application/json'
            downloadBlob('podfall-data.json', new Blob([writeDataFile(kept)], { type }))
          }}
        >
          {words.export}
        </button>
        <button type="button" className="button" onClick={() => chooser.current?.click()}>
          {words.import}
        </button>
        <input
          ref={chooser}
          type="file"
          accept="application/json,.json"
          hidden
          aria-label={words.import}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            currentTarget.value = ''
            if (file !== undefined) inTurn(() => read(file))
          }}
        />
        <button type="button" className="button" onClick={() => setAsked({ type: 'clear' })}>
          {words.clear}
        </button>
      </div>
      {asked !== undefined && (
        <div className="settings-sure" role="alertdialog" aria-labelledby="settings-sure">
          <p id="settings-sure">
            {asked.type === 'clear' ? words.sureClear : words.sureImport(asked.name)}
          </p>
          <button
            type="button"
            className="button solid danger"
            onClick={() => {
              // At once: pressed twice it would keep nothing to bring back.
              setAsked(undefined)
              inTurn(() =>
                asked.type === 'clear'
                  ? change({ texts: {}, objects: {} }, words.cleared)
                  : change(asked.data, words.imported),
              )
            }}
          >
            {words.yes[asked.type]}
          </button>
          <button
            type="button"
            className="button"
            ref={(button) => button?.focus()}
            onClick={() => setAsked(undefined)}
          >
            {words.no}
          </button>
        </div>
      )}
      <p className="settings-said" role="status">
        {said}
      </p>
      {undoable && asked === undefined && (
        <button type="button" className="button" onClick={() => inTurn(undo)}>
          {words.undo}
        </button>
      )}
    </section>
  )
}

/** A run that can be gone on with. */
function KeptRun({ stored, isLast }: { readonly stored: StoredRun; readonly isLast: boolean }) {
  const session = useSession()
  const title = scenarioTitle(stored.title)
  const text = isLast ? words.kept.run(title) : words.kept.earlierRun(title)
  return (
    <li>
      {`${text} `}
      <button
        type="button"
        className="link"
        aria-label={words.kept.openNamed(title)}
        onClick={() => {
          usePage.setState({ dialog: undefined })
          void goOnWith(session, stored)
        }}
      >
        {words.kept.open}
      </button>
    </li>
  )
}

/** What else is kept, a line for each sort of thing. */
function listed({ texts, objects }: OwnData): readonly string[] {
  const drafts = Object.keys(texts).filter((key) => key.startsWith('podfall.draft.')).length
  const lessons = Object.keys(parseProgress(texts['podfall.lessons'] ?? null)).length
  const { run, scores, ...rest } = objects
  const rounds = Array.isArray(scores) ? scores.length : 0
  const others = Object.keys(rest).length
  const lines = [
    drafts > 0 && words.kept.texts(drafts),
    lessons > 0 && words.kept.lessons(lessons),
    rounds > 0 && words.kept.rounds(rounds),
    'podfall.settings' in texts && words.kept.settings,
    others > 0 && words.kept.other(others),
  ].filter((line) => line !== false)
  return lines.length === 0 && storedRuns(run).length === 0 ? [words.kept.nothing] : lines
}
