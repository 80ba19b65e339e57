import { generate } from 'lean-qr'
import { toSvgSource } from 'lean-qr/extras/svg'
import { shareWords as words } from '../words/share.ts'
import './share.css'

/** Dark on white in both themes: cameras expect it. */
export function QrCode({ text }: { readonly text: string }) {
  const picture = qrPicture(text)
  return picture === undefined ? (
    <p className="share-note">{words.qrTooLong(text.length)}</p>
  ) : (
    <img className="share-qr" alt={words.qr} src={picture} />
  )
}

/** As an image's address; undefined = more text than a QR code can hold. */
function qrPicture(text: string): string | undefined {
  try {
    const source = toSvgSource(generate(text), { on: '#000', off: '#fff', pad: 4 })
    return `data:image/svg+xml,${encodeURIComponent(source)}`
  } catch {
    return undefined
  }
}
