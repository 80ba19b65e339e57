import { CanvasSource, Geometry, GlProgram, RenderTexture, Shader, UniformGroup } from 'pixi.js'
import { BoxList } from '../paint/boxList.ts'
import type { Layer } from '../paint/layers.ts'
import { GlyphAtlas } from './glyphAtlas.ts'
import { ShapeMesh } from './shapeMesh.ts'
import {
  boxFragmentSource,
  boxVertexSource,
  fragmentSource,
  pictureFragmentSource,
  pictureVertexSource,
  vertexSource,
} from './shapeShader.ts'
import { REPLACE, StageRenderer } from './stageRenderer.ts'

/** What the stage needs from a canvas. */
export interface Surface {
  readonly canvas: HTMLCanvasElement
  readonly glyphs: { index(text: string): number; setFamily(family: string): void }
  resize(width: number, height: number, resolution: number): void
  /** Draws the layers, first one lowest. Layers at rest are drawn again only when they changed. */
  render(): void
  destroy(): void
}

/**
 * A transparent WebGL canvas that draws shape lists, one mesh each. What rests is kept as a picture,
 * so that a frame costs what moves and not what is there.
 * @param layers first one lowest; those at rest come before those that move
 * @param restored called when the browser has given a lost context back and a frame is due
 * @throws when the browser has no WebGL 2
 */
export async function createSurface(
  layers: readonly Layer[],
  family: string,
  restored: () => void,
): Promise<Surface> {
  const renderer = new StageRenderer()
  await renderer.init({
    width: 1,
    height: 1,
    antialias: false,
    autoDensity: true,
    resolution: 1,
    backgroundAlpha: 0,
    premultipliedAlpha: true,
    preferWebGLVersion: 2,
    skipExtensionImports: true,
    powerPreference: 'low-power',
  })
  const canvas = renderer.canvas as HTMLCanvasElement
  const glyphs = new GlyphAtlas(family)
  const atlas = new CanvasSource({
    resource: glyphs.canvas,
    alphaMode: 'no-premultiply-alpha',
    scaleMode: 'linear',
    autoGarbageCollect: false,
  })
  const uniforms = new UniformGroup({
    uPixel: { value: 1, type: 'f32' },
    uProjectionMatrix: { value: renderer.renderTarget.projectionMatrix, type: 'mat3x3<f32>' },
  })
  const shader = new Shader({
    glProgram: GlProgram.from({ vertex: vertexSource, fragment: fragmentSource, name: 'pieces' }),
    resources: { stageUniforms: uniforms, uAtlas: atlas, uAtlasSampler: atlas.style },
  })
  const boxes = new Shader({
    glProgram: GlProgram.from({
      vertex: boxVertexSource,
      fragment: boxFragmentSource,
      name: 'boxes',
    }),
    resources: { stageUniforms: uniforms },
  })
  const picture = RenderTexture.create({
    width: 1,
    height: 1,
    dynamic: true,
    scaleMode: 'nearest',
    autoGarbageCollect: false,
  })
  const shown = new Shader({
    glProgram: GlProgram.from({
      vertex: pictureVertexSource,
      fragment: pictureFragmentSource,
      name: 'picture',
    }),
    resources: { uPicture: picture.source },
  })
  const screen = new Geometry({
    attributes: { aPosition: { buffer: [-1, -1, 1, -1, 1, 1, -1, 1], format: 'float32x2' } },
    indexBuffer: [0, 1, 2, 0, 2, 3],
  })
  const meshes = layers.map(({ list, moves }) => ({
    mesh: new ShapeMesh(list, list instanceof BoxList ? boxes : shader),
    moves,
  }))
  /** The layers at rest, or those that move. */
  const draw = (moving: boolean) => {
    for (const { mesh, moves } of meshes) {
      if (moves === moving && mesh.visible) renderer.draw(mesh.geometry, mesh.shader)
    }
  }
  let stale = true
  const restore = () => {
    stale = true
    restored()
  }
  canvas.addEventListener('webglcontextrestored', restore)
  return {
    canvas,
    glyphs,
    resize(width, height, resolution) {
      const w = Math.max(1, width)
      const h = Math.max(1, height)
      renderer.resize(w, h, resolution)
      picture.resize(w, h, resolution)
      uniforms.uniforms.uPixel = 1 / resolution
      stale = true
    },
    render() {
      if (glyphs.dirty) {
        glyphs.dirty = false
        stale = true
        atlas.update()
      }
      for (const { mesh, moves } of meshes) if (mesh.sync() && !moves) stale = true
      if (stale) {
        stale = false
        renderer.begin(picture)
        draw(false)
      }
      renderer.begin()
      // The canvas is empty under it: nothing to mix with.
      renderer.draw(screen, shown, REPLACE)
      draw(true)
    },
    destroy() {
      canvas.removeEventListener('webglcontextrestored', restore)
      for (const { mesh } of meshes) mesh.destroy()
      shader.destroy()
      boxes.destroy()
      atlas.destroy()
      screen.destroy(true)
      shown.destroy()
      picture.destroy(true)
      renderer.destroy({ removeView: true })
    },
  }
}
