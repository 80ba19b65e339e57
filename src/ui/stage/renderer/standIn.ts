import type { Layer } from '../paint/layers.ts'
import type { Surface } from './surface.ts'

/**
 * The same surface, for which a plain canvas stands in while its WebGL context is away: a browser
 * takes it from a page that is not seen, or when the graphics driver starts again.
 * @param layers what `surface` draws
 * @param redraw called when a frame is due
 */
export function withStandIn(
  surface: Surface,
  layers: readonly Layer[],
  family: string,
  redraw: () => void,
): Surface {
  const { canvas, glyphs } = surface
  const abort = new AbortController()
  const { signal } = abort
  /** Letters by their index, which shapes carry: both surfaces know them by the same. */
  const texts: string[] = []
  let font = family
  let size: Parameters<Surface['resize']> | undefined
  let away = false
  let plain: Surface | undefined

  async function standIn(): Promise<void> {
    away = true
    // Fetched by the few who need it.
    const { createCanvasSurface } = await import('./canvasSurface.ts')
    if (!away || signal.aborted) return
    plain = createCanvasSurface(layers, font)
    for (const text of texts) plain.glyphs.index(text)
    plain.canvas.style.cssText = canvas.style.cssText
    plain.canvas.setAttribute('aria-hidden', 'true')
    if (size) plain.resize(...size)
    canvas.style.visibility = 'hidden'
    canvas.after(plain.canvas)
    redraw()
  }
  function stepBack(): void {
    away = false
    plain?.destroy()
    plain = undefined
    canvas.style.visibility = ''
  }
  // Without the other renderer, too, the stage comes back with its context.
  canvas.addEventListener('webglcontextlost', () => void standIn().catch(() => {}), { signal })
  canvas.addEventListener('webglcontextrestored', stepBack, { signal })

  return {
    canvas,
    glyphs: {
      index(text) {
        const index = glyphs.index(text)
        if (index === texts.length) {
          texts.push(text)
          plain?.glyphs.index(text)
        }
        return index
      },
      setFamily(fresh) {
        font = fresh
        glyphs.setFamily(fresh)
        plain?.glyphs.setFamily(fresh)
      },
    },
    resize(...next) {
      size = next
      surface.resize(...next)
      plain?.resize(...next)
    },
    render() {
      if (plain) plain.render()
      else if (!away) surface.render()
    },
    destroy() {
      abort.abort()
      plain?.destroy()
      surface.destroy()
    },
  }
}
