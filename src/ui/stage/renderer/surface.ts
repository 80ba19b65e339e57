// The production page forbids eval; this replaces pixi's generated code before it is first used.
import 'pixi.js/unsafe-eval'
import {
  CanvasSource,
  Container,
  Geometry,
  GlProgram,
  Mesh,
  RenderTexture,
  Shader,
  Ticker,
  UniformGroup,
  WebGLRenderer,
} from 'pixi.js'
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
  // Pixi's own ticker would ask for frames for ever; the stage asks for those that it needs.
  Ticker.system.autoStart = false
  Ticker.system.stop()
  const renderer = new WebGLRenderer()
  await renderer.init({
    width: 1,
    height: 1,
    antialias: false,
    autoDensity: true,
    resolution: 1,
    backgroundAlpha: 0,
    premultipliedAlpha: true,
    preferWebGLVersion: 2,
    gcActive: false,
    eventMode: 'none',
    eventFeatures: { move: false, globalMove: false, click: false, wheel: false },
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
  const uniforms = new UniformGroup({ uPixel: { value: 1, type: 'f32' } })
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
  const group = () => new Container({ eventMode: 'none', interactiveChildren: false })
  const resting = group()
  const root = group()
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
  const backdrop = new Mesh({ geometry: screen, shader: shown })
  // The canvas is empty under it: nothing to mix with.
  backdrop.state.blend = false
  root.addChild(backdrop)
  const meshes = layers.map(({ list, moves }) => {
    const mesh = new ShapeMesh(list, list instanceof BoxList ? boxes : shader)
    const parent = moves ? root : resting
    parent.addChild(mesh.mesh)
    return { mesh, moves }
  })
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
        renderer.render({ container: resting, target: picture, clear: true })
      }
      renderer.render({ container: root })
    },
    destroy() {
      canvas.removeEventListener('webglcontextrestored', restore)
      for (const { mesh } of meshes) mesh.destroy()
      shader.destroy()
      boxes.destroy()
      atlas.destroy()
      backdrop.destroy()
      screen.destroy(true)
      shown.destroy()
      picture.destroy(true)
      renderer.destroy({ removeView: true })
    },
  }
}
