import type { Heading } from '../groups.ts'
import { letters } from '../letters.ts'
import type { Scene } from '../scene.ts'
import type { Label } from './labels.ts'
import { rgba, type ShapeList } from './shapeList.ts'

/** About how wide a letter is as a share of its height. */
const LETTER = 0.56

/** px of a heading's letters. */
function sizeOf({ areas }: Scene): number {
  return areas?.big === undefined ? 13 : Math.max(11, 20 * areas.big)
}

/**
 * The name of each group over a line as long as the group is wide, and beside it what is to be said of its
 * machines; under the line where it is too long for that, and one row leaves room.
 */
export function paintHeadings(scene: Scene, list: ShapeList, labels: Label[]): void {
  const { ground, brush } = scene
  const size = sizeOf(scene)
  const below = scene.layout?.rows === 1 && !ground.camera
  for (const heading of ground.headings) {
    const { side, x, y, width } = heading
    const area = scene.areas?.lanes[side]
    if (!area) continue
    const left = Math.max(x, area.x)
    const right = Math.min(x + width, area.x + area.width)
    if (right - left < 8 || y < area.y || y > area.y + area.height) continue
    list.box(left, y, right - left, 1, rgba(brush.colours.rim))
    const most = lettersOver(right - left, size)
    if (most < 2) continue
    const put = (key: string, text: string, at: number, from = 0) =>
      labels.push({
        key: `${key}:${side}:${heading.label}:${heading.part}`,
        kind: key === 'group' ? 'name' : 'more',
        text,
        size,
        x: left + (from + letters(text) / 2) * size * LETTER,
        y: at,
        opacity: 1,
      })
    const { label, detail = '' } = heading
    const over = y - size * 0.6
    const fits = letters(label) <= most
    // The end of a group in another row is named where it keeps clear of the next; its beginning always is.
    const clear = (letters(label) + 1) * size * LETTER <= right - left
    if (!clear && heading.part > 0) continue
    put('group', fits ? label : `${label.slice(0, most - 1)}…`, over)
    if (detail === '') continue
    if (fitsBeside(heading, most)) put('detail', detail, over, letters(label) + 2)
    else if (below) {
      const text = letters(detail) <= most ? detail : detail.split(' · ').at(-1)!
      if (letters(text) <= most) put('detail', text, y + size * 0.75)
    }
  }
}

function fitsBeside({ label, detail = '' }: Heading, most: number): boolean {
  return letters(label) + 2 + letters(detail) <= most
}

/** Letters that have room over a line, which may reach a little over its end. */
function lettersOver(width: number, size: number): number {
  return Math.floor((width + 6) / (size * LETTER))
}

/** Height (px) that headings over one row of wells take; those over several rows stand among them. */
export function headingRoom(scene: Scene): number {
  const { headings } = scene.ground
  if (headings.length === 0 || scene.layout?.rows !== 1) return 0
  const size = sizeOf(scene)
  const beside = headings.every((one) => fitsBeside(one, lettersOver(one.width, size)))
  return size * (beside ? 1.5 : 2.8)
}
