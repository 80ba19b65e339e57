import type { Layout, Well } from '../layout.ts'
import { type AppLook, SYSTEM_HUE } from '../palette.ts'
import { COLOURS, edgeWidth, INSET, pieceRadius, type StageColours, type Theme } from '../tokens.ts'
import { newShape, reset, rgba, type Shape, type ShapeList } from './shapeList.ts'

/** Sizes that every well and piece of a moment share. */
export interface Measure {
  readonly lod: Layout['lod']
  readonly cell: number
  readonly lane: number
  readonly gutter: number
  readonly wall: number
  readonly pad: number
  /** The tile that a well has just been: it fades. */
  readonly tile?: { readonly lane: number; readonly gutter: number; readonly opacity: number }
}

/** A well where it stands at this moment (it may be on its way). */
export type WellView = Pick<
  Well,
  'row' | 'side' | 'x' | 'floor' | 'laneX' | 'lanes' | 'heights' | 'width'
>

/** What painters draw with: one shape object that is filled anew, the theme, the letters. */
export class Brush {
  readonly shape: Shape = newShape()
  theme: Theme = 'light'
  colours: StageColours = COLOURS.light
  looks: readonly AppLook[] = []
  private readonly glyphs: Map<string, number> = new Map()
  private readonly glyphIndex: (text: string) => number

  constructor(glyphIndex: (text: string) => number) {
    this.glyphIndex = glyphIndex
  }

  setTheme(theme: Theme): void {
    this.theme = theme
    this.colours = COLOURS[theme]
  }

  look(app: number): AppLook {
    return this.looks[app] ?? { hue: SYSTEM_HUE, letter: '?', pattern: 0 }
  }

  glyph(text: string): number {
    let index = this.glyphs.get(text)
    if (index === undefined) {
      index = this.glyphIndex(text)
      this.glyphs.set(text, index)
    }
    return index
  }

  /** A line of round ends from a to b. */
  line(
    list: ShapeList,
    ax: number,
    ay: number,
    bx: number,
    by: number,
    width: number,
    colour: number,
  ): void {
    const length = Math.hypot(bx - ax, by - ay)
    const shape = reset(this.shape)
    shape.lane = length + width
    shape.high[0] = width
    shape.x = (ax + bx) / 2 - shape.lane / 2
    shape.y = (ay + by) / 2 + width / 2
    shape.pivotX = shape.lane / 2
    shape.pivotY = width / 2
    shape.angle = Math.atan2(by - ay, bx - ax)
    shape.radius = width / 2
    shape.fill = colour
    list.add(shape)
  }

  /** An outlined box, y downwards; the line runs on the border. */
  frame(
    list: ShapeList,
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number,
    edge: number,
    edgeWidth: number,
    fill = 0,
    dash = 0,
    gap = 0,
  ): void {
    const shape = reset(this.shape)
    shape.x = x
    shape.y = y + height
    shape.lane = width
    shape.high[0] = height
    shape.radius = radius
    shape.edge = edge
    shape.edgeWidth = edgeWidth
    shape.fill = fill
    shape.dash = dash
    shape.gap = gap
    list.add(shape)
  }

  /** The tint of hinges over a fill of this opacity. */
  hinge(): number {
    return rgba(this.colours.hinge, this.colours.hingeAlpha)
  }
}

/** Edge, corner and inset of pieces at this size. */
export function pieceStyle(measure: Measure): { edge: number; radius: number; inset: number } {
  const inset = measure.cell < 10 ? 0.5 : INSET
  return { edge: edgeWidth(measure.cell), radius: pieceRadius(measure.cell), inset }
}
