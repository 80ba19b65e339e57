import type { Scene } from '../scene.ts'
import type { Label } from './labels.ts'
import { rgba, type ShapeList } from './shapeList.ts'

/** px of a heading's letters, and about how wide one of them is as a share of that. */
const SIZE = 13
const LETTER = 0.56

/** The name of each group over a line as long as the group is wide. */
export function paintHeadings(scene: Scene, list: ShapeList, labels: Label[]): void {
  const { ground, brush } = scene
  for (const { side, label, x, y, width } of ground.headings) {
    const area = scene.areas?.lanes[side]
    if (!area) continue
    const left = Math.max(x, area.x)
    const right = Math.min(x + width, area.x + area.width)
    if (right - left < 8 || y < area.y || y > area.y + area.height) continue
    list.box(left, y, right - left, 1, rgba(brush.colours.rim))
    const most = Math.floor((right - left) / (SIZE * LETTER))
    if (most < 2) continue
    const text = label.length <= most ? label : `${label.slice(0, most - 1)}…`
    const half = (text.length * SIZE * LETTER) / 2
    labels.push({
      key: `group:${side}:${label}`,
      kind: 'more',
      text,
      size: SIZE,
      x: left + half,
      y: y - SIZE * 0.6,
      opacity: 1,
    })
  }
}
