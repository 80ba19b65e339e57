import { editorWords as words } from '../words/editor.ts'
import { spokenLanguage, spokenLocale } from '../words/spoken.ts'
import type { EditorSession, EditorState } from './session.ts'

/** Asks what is to become of edits from another time, or says where the last ones went. */
export function DraftBar(props: { readonly session: EditorSession; readonly state: EditorState }) {
  const { session, state } = props
  const { offer } = state
  if (!offer) return null
  return (
    <section className="editor-draft" aria-label={words.drafts}>
      <p>
        {offer.type === 'restore'
          ? words.draftOffered(offer.name, when(offer.savedAt))
          : words.draftKept(offer.name)}
      </p>
      {offer.type === 'restore' ? (
        <>
          <button type="button" className="button small" onClick={() => session.decideDraft(true)}>
            {words.restoreDraft}
          </button>
          <button type="button" className="button small" onClick={() => session.decideDraft(false)}>
            {words.discardDraft}
          </button>
        </>
      ) : (
        <>
          <button
            type="button"
            className="button small"
            onClick={() => void session.open(offer.text, offer.name)}
          >
            {words.openDraft}
          </button>
          <button type="button" className="button small" onClick={() => session.decideDraft(false)}>
            {words.dismiss}
          </button>
        </>
      )}
    </section>
  )
}

/** The time of day, and the date when it was another day. */
export function when(time: number): string {
  const date = new Date(time)
  const today = date.toDateString() === new Date().toDateString()
  const locale = spokenLanguage() === 'en' ? 'en-GB' : spokenLocale()
  const clock = date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
  return today
    ? clock
    : `${date.toLocaleDateString(locale, { day: 'numeric', month: 'long' })}, ${clock}`
}
