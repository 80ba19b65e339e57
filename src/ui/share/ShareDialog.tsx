import { useEffect, useRef, useState } from 'react'
import { downloadBlob, downloadName, downloadText } from '../editor/files.ts'
import { domLooks } from '../state/looks.ts'
import { useSession } from '../state/SessionContext.ts'
import { usePage, useRun } from '../state/stores.ts'
import { Dialog } from '../widgets/Dialog.tsx'
import { Icon } from '../widgets/Icon.tsx'
import { useTheme } from '../widgets/useTheme.ts'
import { scenarioTitle } from '../words/scenarios.ts'
import { shareWords as words } from '../words/share.ts'
import { EmbedForm } from './EmbedForm.tsx'
import { PRACTICAL_LENGTH, writeLink } from './link.ts'
import { QrCode } from './QrCode.tsx'
import './share.css'
import { toSharedRun } from './shareRun.ts'
import { VideoForm } from './video/VideoForm.tsx'

/** A link to the run as it stands, and the same as a QR code for a room full of phones. */
export function ShareDialog() {
  const session = useSession()
  const info = useRun((run) => run.info)
  const [kept] = useState(() => session.kept())
  const [withMoment, setWithMoment] = useState(false)
  const [made, setMade] = useState<{ readonly withMoment: boolean; readonly link: string }>()
  const link = made?.link
  /** What was made before the choice leads somewhere else. */
  const stale = made?.withMoment !== withMoment
  const [said, setSaid] = useState('')
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (kept === undefined) return
    let gone = false
    setSaid('')
    void writeLink(toSharedRun(kept, withMoment)).then((fragment) => {
      if (!gone) setMade({ withMoment, link: location.origin + location.pathname + fragment })
    })
    return () => {
      gone = true
    }
  }, [kept, withMoment])

  const copy = async (text: string, denied: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid(words.copied)
    } catch {
      setSaid(denied)
    }
  }

  const save = async () => {
    if (kept === undefined) return
    const { runFile } = await import('./runFile.ts')
    const { text } = kept.load
    downloadText(info?.name ?? 'run', runFile(text, toSharedRun(kept, withMoment)))
  }

  return (
    <Dialog
      title={words.title}
      subtitle={words.subtitle}
      onClose={() => usePage.setState({ dialog: undefined })}
    >
      <div className="share">
        <div className="share-words">
          <label className="share-link">
            <span>{words.link}</span>
            <input
              ref={field}
              className="mono"
              readOnly
              value={link === undefined || stale ? words.making : link}
              onFocus={(event) => event.currentTarget.select()}
            />
          </label>
          {kept !== undefined && kept.at > 0 && (
            <label className="share-choice">
              <input
                type="checkbox"
                checked={withMoment}
                onChange={(event) => setWithMoment(event.currentTarget.checked)}
              />
              {words.moment(kept.at)}
            </label>
          )}
          {link !== undefined && link.length > PRACTICAL_LENGTH && (
            <p className="share-note">{words.long(link.length)}</p>
          )}
          <div className="share-actions">
            <button
              type="button"
              className="button"
              disabled={stale}
              onClick={() => {
                field.current?.select()
                void copy(link ?? '', words.copyDenied)
              }}
            >
              <Icon name="link" />
              {words.copy}
            </button>
            <button type="button" className="button" onClick={() => void save()}>
              <Icon name="download" />
              {words.file}
            </button>
          </div>
          <Pictures say={setSaid} />
          <VideoForm say={setSaid} />
          {link !== undefined && (
            <EmbedForm
              link={link}
              title={scenarioTitle(info?.title ?? '')}
              copy={(code) => void copy(code, words.codeDenied)}
            />
          )}
          <p className="share-said" role="status">
            {said}
          </p>
        </div>
        {link !== undefined && <QrCode text={link} />}
      </div>
    </Dialog>
  )
}

/** The two clusters as they stand, for a slide or a page. */
function Pictures({ say }: { readonly say: (text: string) => void }) {
  const session = useSession()
  const theme = useTheme()
  const save = async (type: 'png' | 'svg') => {
    const { info, lanes, apps, now } = useRun.getState()
    const facts = {
      title: scenarioTitle(info?.title ?? ''),
      at: now,
      mirror: session.mirror,
      lanes,
      looks: domLooks(apps, theme),
    }
    try {
      const { pngPicture, svgPicture } = await import('./picture/exportPicture.ts')
      const blob =
        type === 'png'
          ? await pngPicture(facts)
          : new Blob([await svgPicture(facts)], { type: 'image/svg+xml' })
      downloadBlob(downloadName(info?.name ?? '', type), blob)
      say('')
    } catch {
      say(words.pictureFailed)
    }
  }
  return (
    <div className="share-actions">
      <button type="button" className="button" onClick={() => void save('png')}>
        {words.png}
      </button>
      <button type="button" className="button" onClick={() => void save('svg')}>
        {words.svg}
      </button>
    </div>
  )
}
