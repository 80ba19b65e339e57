import type { Rect } from '../stage.ts'
import { BoxList } from './boxList.ts'
import { ShapeList } from './shapeList.ts'

export interface Layer {
  readonly list: ShapeList | BoxList
  /** Painted anew in every frame; the others only when something at rest has changed. */
  readonly moves: boolean
}

/** The stage's layers, first one lowest. */
export class Layers {
  /** Frames behind wells. */
  readonly under = new ShapeList(8)
  /** Lanes, cell lines, walls, floors, tape; tiles. */
  readonly wells = new BoxList(512)
  /** Capacity lines, slots, coloured walls. */
  readonly marks = new ShapeList(128)
  /** Pieces and hatch at rest. */
  readonly resting = new ShapeList(256)
  /** Tiles that become wells. */
  readonly veil = new BoxList(8)
  /** What moves in tiles. */
  readonly glow = new BoxList(64)
  /** Everything that moves, and what floats above. */
  readonly moving = new ShapeList(128)

  private readonly order = this.inOrder()

  all(): readonly Layer[] {
    return this.order
  }

  private inOrder(): readonly Layer[] {
    const layer = (list: Layer['list'], moves: boolean) => ({ list, moves })
    return [
      layer(this.under, false),
      layer(this.wells, false),
      layer(this.marks, false),
      layer(this.resting, false),
      layer(this.veil, false),
      layer(this.glow, true),
      layer(this.moving, true),
    ]
  }

  /** Nothing is drawn outside; undefined = the whole canvas is free. */
  setClip(clip: Rect | undefined): void {
    for (const { list } of this.all()) list.clip = clip
  }

  clearResting(): void {
    this.under.clear()
    this.wells.clear()
    this.marks.clear()
    this.resting.clear()
    this.veil.clear()
  }
}
