import './labels.css'
import type { Label } from '../paint/labels.ts'

interface Shown {
  readonly element: HTMLElement
  label: Label
}

/** Texts over the canvas as pooled elements; only what changed touches the DOM. */
export class LabelLayer {
  readonly root: HTMLElement
  private readonly shown = new Map<string, Shown>()
  private readonly pool: HTMLElement[] = []

  constructor() {
    this.root = document.createElement('div')
    this.root.className = 'stage-labels'
    // The page's lists are the text twin of the whole picture.
    this.root.setAttribute('aria-hidden', 'true')
  }

  show(labels: readonly Label[]): void {
    const kept = new Set<string>()
    for (const label of labels) {
      kept.add(label.key)
      const shown = this.shown.get(label.key)
      if (!shown) {
        const element = this.pool.pop() ?? document.createElement('span')
        element.className = 'stage-label'
        this.root.append(element)
        this.shown.set(label.key, { element, label })
        write(element, label, undefined)
      } else if (changed(shown.label, label)) {
        write(shown.element, label, shown.label)
        shown.label = label
      }
    }
    for (const [key, { element }] of this.shown) {
      if (kept.has(key)) continue
      this.shown.delete(key)
      element.remove()
      this.pool.push(element)
    }
  }
}

function changed(a: Label, b: Label): boolean {
  return (
    a.x !== b.x ||
    a.y !== b.y ||
    a.text !== b.text ||
    a.opacity !== b.opacity ||
    a.kind !== b.kind ||
    a.size !== b.size
  )
}

function write(element: HTMLElement, label: Label, before: Label | undefined): void {
  if (element.textContent !== label.text) element.textContent = label.text
  if (before?.kind !== label.kind) element.dataset.kind = label.kind
  if (!before || before.size !== label.size) {
    element.style.fontSize = label.size === undefined ? '' : `${label.size}px`
  }
  element.style.transform = `translate(${label.x}px, ${label.y}px) translate(-50%, -50%)`
  element.style.opacity = label.opacity >= 1 ? '' : String(label.opacity)
}
