import { outlinePath, pieceCorners } from '../geometry.ts'
import { Pattern } from '../paint/shapeList.ts'
import type { DrawnShape } from './shapeReader.ts'

/** What letters are drawn with. */
export interface Letters {
  readonly texts: readonly string[]
  readonly family: string
}

const colours = new Map<number, string>()

/** A packed colour for a canvas; `share` scales its opacity. */
function css(packed: number, share = 1): string {
  const key = packed * 256 + Math.round(share * 255)
  let text = colours.get(key)
  if (text === undefined) {
    const alpha = ((packed >>> 24) / 255) * share
    text = `rgba(${packed & 255},${(packed >>> 8) & 255},${(packed >>> 16) & 255},${alpha})`
    // Fades make new colours in every frame.
    if (colours.size > 4096) colours.clear()
    colours.set(key, text)
  }
  return text
}

const visible = (packed: number) => packed >>> 24 !== 0

/**
 * Draws one shape as the shader does, by the same rules.
 * @param resolution device pixels per CSS pixel
 */
export function drawShape(
  context: CanvasRenderingContext2D,
  shape: DrawnShape,
  letters: Letters,
  resolution: number,
): void {
  const cos = Math.cos(shape.angle) * resolution
  const sin = Math.sin(shape.angle) * resolution
  context.setTransform(cos, sin, -sin, cos, shape.x * resolution, shape.y * resolution)
  context.globalAlpha = Math.min(1, Math.max(0, shape.opacity))
  const { lanes, lane, gutter, inset } = shape
  const width = lanes * lane + (lanes - 1) * gutter
  const high = shape.high[0]!
  const tall = high - shape.low[0]!
  if (shape.pattern === Pattern.dashes) {
    context.strokeStyle = css(shape.fill)
    context.lineWidth = tall
    context.setLineDash([shape.dash, shape.gap])
    context.beginPath()
    context.moveTo(0, tall / 2 - high)
    context.lineTo(width, tall / 2 - high)
    context.stroke()
    context.setLineDash([])
    return
  }
  const plain = lanes === 1 && shape.radius === 0 && shape.edgeWidth === 0
  if (plain && shape.pattern === Pattern.plain && !visible(shape.hinge)) {
    context.fillStyle = css(shape.fill)
    context.fillRect(inset, -high, width - 2 * inset, tall)
    return
  }
  // An empty frame comes as four strips: each draws its own part of the border.
  const strip = shape.upper - shape.lower < tall || shape.right - shape.left < width - 2 * inset
  context.save()
  if (strip) {
    context.beginPath()
    context.rect(shape.left, -shape.upper, shape.right - shape.left, shape.upper - shape.lower)
    context.clip()
  }
  const path = outlineOf(shape, width)
  if (shape.pattern === Pattern.soft) {
    context.shadowColor = css(shape.fill)
    context.shadowBlur = shape.sweep * resolution
  }
  if (visible(shape.fill)) {
    context.fillStyle = css(shape.fill)
    context.fill(path)
  }
  if (shape.pattern === Pattern.hatch || visible(shape.hinge)) {
    context.save()
    context.clip(path)
    if (shape.pattern === Pattern.hatch) drawHatch(context, shape, width)
    else drawDetails(context, shape, width, letters)
    context.restore()
  }
  if (shape.edgeWidth > 0 && visible(shape.edge)) {
    context.strokeStyle = css(shape.edge)
    context.lineWidth = shape.edgeWidth
    context.setLineDash(shape.dash > 0 ? [shape.dash, shape.gap] : [])
    context.stroke(path)
  }
  context.restore()
}

/** The shape's outline, y downwards; its halves are inset already, its sides are not. */
function outlineOf(shape: DrawnShape, width: number): Path2D {
  const { lane, gutter, radius, inset } = shape
  const spans = Array.from({ length: shape.lanes }, (_, i) => ({
    low: shape.low[i]!,
    high: Math.max(shape.high[i]!, shape.low[i]! + 0.01),
  }))
  const corners = pieceCorners(spans, { lane, gutter, radius, inset: 0 }).map(({ x, y }) => ({
    x: Math.min(width - inset, Math.max(inset, x)),
    y,
  }))
  return new Path2D(outlinePath(corners, radius, 0))
}

/** Stranded capacity: lines of 45 degrees. */
function drawHatch(context: CanvasRenderingContext2D, shape: DrawnShape, width: number): void {
  const small = shape.cell < 22
  const step = (small ? 7 : 10) * Math.SQRT2
  const top = -shape.high[0]!
  const bottom = -shape.low[0]!
  context.strokeStyle = css(shape.edge, 0.86)
  context.lineWidth = small ? 2.2 : 3.2
  context.beginPath()
  for (let x = -(bottom - top); x < width + step; x += step) {
    context.moveTo(x, bottom)
    context.lineTo(x + bottom - top, top)
  }
  context.stroke()
}

/** What is inside a piece: dots, sweep, hinges, cell lines, highlight, letter. */
function drawDetails(
  context: CanvasRenderingContext2D,
  shape: DrawnShape,
  width: number,
  letters: Letters,
): void {
  const { lanes, lane, gutter, cell } = shape
  const highest = Math.max(...shape.high.slice(0, lanes))
  const lowest = Math.min(...shape.low.slice(0, lanes))
  if (shape.pattern > 0.5) {
    const every = shape.pattern > 1.5 ? 5 : 8
    context.fillStyle = css(shape.edge, 0.6)
    for (let row = 0, y = lowest + every / 2; y < highest; row++, y += every) {
      for (let x = (row % 2) * (every / 2); x < width; x += every) {
        context.fillRect(x - 1.1, -y - 1.1, 2.2, 2.2)
      }
    }
  }
  if (shape.sweep > 0) {
    context.fillStyle = 'rgba(255,255,255,0.9)'
    context.fillRect(0, -highest, shape.sweep * width, highest - lowest)
  }
  let tallest = 0
  for (let i = 0; i < lanes; i++) {
    const x = i * (lane + gutter)
    const low = shape.low[i]!
    const high = shape.high[i]!
    if (high - low > shape.high[tallest]! - shape.low[tallest]! + 0.01) tallest = i
    if (i < lanes - 1) {
      context.fillStyle = css(shape.hinge)
      context.fillRect(x + lane, -highest, gutter, highest - lowest)
    }
    if (cell > 0) {
      context.fillStyle = css(shape.edge, 0.42)
      for (let y = low - shape.inset + cell; y < high - 3; y += cell) {
        context.fillRect(x, -y - 0.6, lane, 1.2)
      }
    }
    if (shape.gloss > 0 && high - low > 9 && lane > 11) {
      context.fillStyle = `rgba(255,255,255,${0.42 * shape.gloss})`
      context.fillRect(x + 5.5, -high + 1.5, lane - 11, 1.6)
    }
  }
  const text = letters.texts[shape.glyph]
  if (text === undefined) return
  context.fillStyle = css(shape.ink)
  context.font = `720 ${text.length > 1 ? shape.glyphSize * 0.82 : shape.glyphSize}px ${letters.family}`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  const middle = -(shape.low[tallest]! + shape.high[tallest]!) / 2
  const ascent = context.measureText(text.charAt(0)).actualBoundingBoxAscent
  context.fillText(text, tallest * (lane + gutter) + lane / 2, middle + ascent / 2)
}
