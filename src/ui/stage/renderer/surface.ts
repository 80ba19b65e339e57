// The production page forbids eval; this replaces pixi's generated code before it is first used.
import 'pixi.js/unsafe-eval'
import {
  CanvasSource,
  Container,
  GlProgram,
  Shader,
  Ticker,
  UniformGroup,
  WebGLRenderer,
} from 'pixi.js'
import type { ShapeList } from '../paint/shapeList.ts'
import { GlyphAtlas } from './glyphAtlas.ts'
import { ShapeMesh } from './shapeMesh.ts'
import { fragmentSource, vertexSource } from './shapeShader.ts'

/** What the stage needs from a canvas. */
export interface Surface {
  readonly canvas: HTMLCanvasElement
  readonly glyphs: { index(text: string): number; setFamily(family: string): void }
  resize(width: number, height: number, resolution: number): void
  /** Draws the layers, first one lowest. */
  render(): void
  destroy(): void
}

/**
 * A transparent WebGL canvas that draws shape lists, one mesh each.
 * @param restored called when the browser has given a lost context back and a frame is due
 * @throws when the browser has no WebGL 2
 */
export async function createSurface(
  layers: readonly ShapeList[],
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
  const root = new Container({ eventMode: 'none', interactiveChildren: false })
  const meshes = layers.map((list) => new ShapeMesh(list, shader))
  for (const { mesh } of meshes) root.addChild(mesh)
  canvas.addEventListener('webglcontextrestored', restored)
  return {
    canvas,
    glyphs,
    resize(width, height, resolution) {
      renderer.resize(Math.max(1, width), Math.max(1, height), resolution)
      uniforms.uniforms.uPixel = 1 / resolution
    },
    render() {
      if (glyphs.dirty) {
        glyphs.dirty = false
        atlas.update()
      }
      for (const mesh of meshes) mesh.sync()
      renderer.render({ container: root })
    },
    destroy() {
      canvas.removeEventListener('webglcontextrestored', restored)
      for (const mesh of meshes) mesh.destroy()
      shader.destroy()
      atlas.destroy()
      renderer.destroy({ removeView: true })
    },
  }
}
