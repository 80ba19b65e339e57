// The production page forbids eval; this replaces pixi's generated code before it is first used.
import 'pixi.js/unsafe-eval'
import {
  AbstractRenderer,
  BackgroundSystem,
  type Geometry,
  GlBufferSystem,
  GlContextSystem,
  GlEncoderSystem,
  GlGeometrySystem,
  GlLimitsSystem,
  GlRenderTargetSystem,
  GlShaderSystem,
  GlStateSystem,
  GlTextureSystem,
  GlUniformGroupSystem,
  RendererType,
  type Shader,
  State,
  type SystemConstructor,
  type Texture,
  ViewSystem,
  type WebGLOptions,
} from 'pixi.js'

/**
 * In place of Pixi's collector of what was not used for long, to which the other systems report: the
 * stage frees its few resources itself, by destroying them.
 */
class NothingCollected {
  readonly now = 0
  addResourceHash(): void {}
  addCollection(): void {}
}

/** In the order in which they are set up: the canvas before its context, what is held before its holders. */
const SYSTEMS = {
  background: BackgroundSystem,
  view: ViewSystem,
  gc: NothingCollected,
  context: GlContextSystem,
  limits: GlLimitsSystem,
  buffer: GlBufferSystem,
  texture: GlTextureSystem,
  renderTarget: GlRenderTargetSystem,
  geometry: GlGeometrySystem,
  uniformGroup: GlUniformGroupSystem,
  shader: GlShaderSystem,
  encoder: GlEncoderSystem,
  state: GlStateSystem,
}

/** What is laid over what is there, and what replaces it. */
const OVER = State.for2d()
export const REPLACE = State.for2d()
REPLACE.blend = false

/**
 * Pixi's WebGL renderer without its scene graph: the stage's picture is a handful of meshes that
 * fill the canvas. They need no tree, no batches and no masks, neither in a frame nor in what a first
 * visit fetches.
 */
export class StageRenderer extends AbstractRenderer<object, WebGLOptions> {
  declare readonly encoder: GlEncoderSystem
  declare readonly renderTarget: GlRenderTargetSystem

  constructor() {
    const systems = Object.entries(SYSTEMS).map(([name, value]) => ({
      name,
      value: value as unknown as SystemConstructor,
    }))
    super({
      name: 'webgl',
      type: RendererType.WEBGL,
      systems,
      renderPipes: [],
      renderPipeAdaptors: [],
    })
  }

  /** Empties what is drawn on next: a texture, or, without one, the canvas. */
  begin(target?: Texture): void {
    this.renderTarget.bind({ target: target ?? this.view.renderTarget, clear: true })
  }

  draw(geometry: Geometry, shader: Shader, state: State = OVER): void {
    this.encoder.draw({ geometry, shader, state })
  }
}
