/**
 * The stage's shaders. A piece is the area between two chains: the upper ends of its halves
 * and the lower ends, joined by straight hinges with rounded bends. The distance to that outline is
 * computed per pixel, so edges are smooth at every size and device resolution without multisampling.
 */

/** Glyph atlas: cells of 64 texels, font size 40, distances up to 8 texels. */
export const GLYPH_CELL = 64
export const GLYPH_FONT = 40
export const GLYPH_RANGE = 8
export const GLYPH_COLUMNS = 8
export const GLYPH_ROWS = 16

/** Plain boxes: all that a well is made of. */
export const boxFragmentSource = `#version 300 es
precision highp float;
in vec2 vPosition;
flat in vec4 vBox;
flat in vec4 vFill;
uniform float uPixel;
out vec4 finalColor;

void main() {
  vec2 near = min(vPosition - vBox.xy, vBox.zw - vPosition);
  finalColor = vec4(vFill.rgb, 1.0) * vFill.a * clamp(min(near.x, near.y) / uPixel + 0.5, 0.0, 1.0);
}
`

export const boxVertexSource = `#version 300 es
precision highp float;
in vec2 aPosition;
in vec4 aBox;
in vec4 aFill;
uniform mat3 uProjectionMatrix;
out vec2 vPosition;
flat out vec4 vBox;
flat out vec4 vFill;

void main() {
  gl_Position = vec4((uProjectionMatrix * vec3(aPosition, 1.0)).xy, 0.0, 1.0);
  vPosition = aPosition;
  vBox = aBox;
  vFill = aFill;
}
`

/** Puts the picture of what rests on the canvas, texel by pixel. Pictures are kept top row first. */
export const pictureFragmentSource = `#version 300 es
precision highp float;
uniform sampler2D uPicture;
out vec4 finalColor;

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  finalColor = texelFetch(uPicture, ivec2(at.x, textureSize(uPicture, 0).y - 1 - at.y), 0);
}
`

export const pictureVertexSource = `#version 300 es
precision highp float;
in vec2 aPosition;

void main() {
  gl_Position = vec4(aPosition, 0.0, 1.0);
}
`

export const vertexSource = `#version 300 es
precision highp float;
in vec2 aPosition;
in vec2 aLocal;
in vec4 aLow;
in vec4 aHigh;
in vec4 aFrame;
in vec4 aFill;
in vec4 aEdge;
in vec4 aInk;
in vec4 aHinge;
in vec4 aStroke;
in vec4 aLook;
in vec4 aGlyph;
uniform mat3 uProjectionMatrix;
out vec2 vLocal;
flat out vec4 vLow;
flat out vec4 vHigh;
flat out vec4 vFrame;
flat out vec4 vFill;
flat out vec4 vEdge;
flat out vec4 vInk;
flat out vec4 vHinge;
flat out vec4 vStroke;
flat out vec4 vLook;
flat out vec4 vGlyph;
flat out vec2 vLetter;

void main() {
  gl_Position = vec4((uProjectionMatrix * vec3(aPosition, 1.0)).xy, 0.0, 1.0);
  vLocal = aLocal;
  vLow = aLow;
  vHigh = aHigh;
  vFrame = aFrame;
  vFill = aFill;
  vEdge = aEdge;
  vInk = aInk;
  vHinge = aHinge;
  vStroke = aStroke;
  vLook = aLook;
  vGlyph = aGlyph;
  // The letter stands in the middle of the tallest half.
  int tallest = 0;
  float most = -1.0;
  for (int i = 0; i < 4; i++) {
    if (float(i) >= aFrame.z) break;
    float height = aHigh[i] - aLow[i];
    if (height > most + 0.01) { most = height; tallest = i; }
  }
  vLetter = vec2(
    float(tallest) * (aFrame.x + aFrame.y) + aFrame.x * 0.5,
    (aHigh[tallest] + aLow[tallest]) * 0.5
  );
}
`

export const fragmentSource = `#version 300 es
precision highp float;
in vec2 vLocal;
flat in vec4 vLow;
flat in vec4 vHigh;
flat in vec4 vFrame;
flat in vec4 vFill;
flat in vec4 vEdge;
flat in vec4 vInk;
flat in vec4 vHinge;
flat in vec4 vStroke;
flat in vec4 vLook;
flat in vec4 vGlyph;
flat in vec2 vLetter;
uniform float uPixel;
uniform sampler2D uAtlas;
out vec4 finalColor;

float over(float distance) {
  return clamp(distance / uPixel + 0.5, 0.0, 1.0);
}

// Distance below the chain through the heights h; path is the length along the chain.
float chain(vec2 p, vec4 h, out float path) {
  float lane = vFrame.x;
  float gutter = vFrame.y;
  float pitch = lane + gutter;
  int last = int(vFrame.z) - 2;
  int i = clamp(int(floor((p.x - lane * 0.5) / pitch)), 0, last);
  vec2 q = p - vec2(float(i) * pitch + lane, h[i]);
  float rise = h[i + 1] - h[i];
  float span = length(vec2(gutter, rise));
  vec2 along = vec2(gutter, rise) / span;
  float t = dot(q, along);
  // Dashes run evenly over a hinge and its two halves; farther lanes may begin anew.
  path = float(i) * pitch + lane +
    (q.x <= 0.0 && t < span * 0.5 ? q.x : (q.x >= gutter ? span + q.x - gutter : t));
  if (abs(rise) < 0.02) return -q.y;
  float slant = dot(q, vec2(along.y, -along.x));
  float s = sign(rise);
  float tangent = (1.0 - along.x) / abs(along.y);
  float reach = min(vFrame.w * tangent, min(lane * 0.5, span * 0.5));
  float r = reach / tangent;
  // The nearer bend decides; the second one is the first one seen from the other end.
  float flatSide = -q.y;
  vec2 c = vec2(-reach, s * r);
  vec2 k = q;
  bool hollow = s > 0.0;
  bool inWedge = q.x > -reach && t < reach;
  if (t > span * 0.5) {
    flatSide = rise - q.y;
    k = q - vec2(gutter, rise);
    c = vec2(reach, -s * r);
    hollow = !hollow;
    inWedge = k.x < reach && t > span - reach;
  }
  float d = hollow ? max(flatSide, slant) : min(flatSide, slant);
  if (inWedge && dot(k - c, c) < 0.0) {
    float away = length(k - c) - r;
    d = hollow ? away : -away;
  }
  return d;
}

void main() {
  float lane = vFrame.x;
  float gutter = vFrame.y;
  float lanes = vFrame.z;
  float inset = vGlyph.z;
  float width = lanes * lane + (lanes - 1.0) * gutter;
  float x = vLocal.x;
  float y = vLocal.y;
  float left = x - inset;
  float right = width - inset - x;
  float sides = min(left, right);
  float pattern = vLook.z;

  // Plain boxes are most of what lies behind the pieces.
  if (lanes < 1.5 && pattern < 0.5 && vStroke.x <= 0.0 && vFrame.w <= 0.0) {
    float on = vFill.a * vLook.x * over(min(sides, min(vHigh.x - y, y - vLow.x)));
    finalColor = vec4(vFill.rgb * on, on);
    return;
  }

  float pitch = lane + gutter;
  float column = clamp(floor(x / pitch), 0.0, lanes - 1.0);
  int index = int(column);
  float inLane = x - column * pitch;
  float low = vLow[index];
  float high = vHigh[index];
  float topPath = x;
  float bottomPath = x;
  float top = high - y;
  float bottom = y - low;
  // Only near a hinge does the outline bend.
  bool bends = lanes > 1.5 && (
    (column < lanes - 1.0 && inLane > lane - 9.0) || (column > 0.0 && inLane < 9.0) ||
    vStroke.y > 0.0);
  if (bends) {
    top = chain(vLocal, vHigh, topPath);
    bottom = chain(vec2(x, -y), -vLow, bottomPath);
  }
  float ends = min(top, bottom);
  float d = min(sides, ends);
  if (d < vFrame.w) {
    int last = int(lanes) - 1;
    float end = x < width * 0.5 ? vHigh.x - vLow.x : vHigh[last] - vLow[last];
    float radius = max(0.0, min(vFrame.w, min(end * 0.5, width * 0.5 - inset)));
    vec2 corner = radius - vec2(sides, ends);
    if (corner.x > 0.0 && corner.y > 0.0) d = radius - length(corner);
  }

  if (pattern > 4.5) {
    float every = vStroke.y + vStroke.z;
    float away = abs(mod(x, every) - vStroke.y * 0.5);
    float on = vFill.a * vLook.x * over(d) * over(vStroke.y * 0.5 - min(away, every - away));
    finalColor = vec4(vFill.rgb * on, on);
    return;
  }
  if (pattern > 3.5) {
    float soft = smoothstep(-vLook.w, vLook.w, d) * vFill.a * vLook.x;
    finalColor = vec4(vFill.rgb * soft, soft);
    return;
  }
  if (d < -vStroke.x - 1.0) {
    finalColor = vec4(0.0);
    return;
  }

  vec4 base = vFill;
  float cell = vStroke.w;
  if (pattern > 2.5) {
    float wide = cell < 22.0 ? 2.2 : 3.2;
    float every = cell < 22.0 ? 7.0 : 10.0;
    float line = abs(fract((x - y) * 0.70710678 / every) - 0.5) * every;
    base.rgb = mix(base.rgb, vEdge.rgb, 0.86 * over(wide * 0.5 - line));
  } else if (vHinge.a > 0.0) {
    if (pattern > 0.5) {
      float every = pattern > 1.5 ? 5.0 : 8.0;
      vec2 at = fract(vec2(x + mod(floor(y / every), 2.0) * every * 0.5, y) / every) - 0.5;
      base.rgb = mix(base.rgb, vEdge.rgb, 0.6 * over(1.3 - length(at) * every));
    }
    if (vLook.w > 0.0) {
      base = mix(base, vec4(1.0), 0.9 * over(vLook.w * width - x));
    }
    if (inLane > lane - 1.0 && column < lanes - 1.0) {
      float band = vHinge.a * over(inLane - lane) * over(pitch - inLane);
      base.rgb = mix(base.rgb, vHinge.rgb, band);
    }
    if (inLane <= lane) {
      if (cell > 0.0) {
        float k = floor((y - low + inset) / cell + 0.5);
        float at = k * cell - inset;
        float away = abs(y - low - at);
        if (away < 1.6 && k > 0.5 && low + at < high - 3.0) {
          base.rgb = mix(base.rgb, vEdge.rgb, 0.42 * over(0.6 - away));
        }
      }
      if (vLook.y > 0.0 && high - y < 5.0 && high - low > 9.0) {
        float shine = over(0.8 - abs(high - y - 2.3)) *
          over(lane * 0.5 - 5.5 - abs(inLane - lane * 0.5));
        base.rgb = mix(base.rgb, vec3(1.0), 0.42 * vLook.y * shine);
      }
    }
    vec2 fromLetter = vec2(x - vLetter.x, vLetter.y - y);
    if (vGlyph.x >= 0.0 && max(abs(fromLetter.x), abs(fromLetter.y)) < vGlyph.y * 0.75) {
      float scale = vGlyph.y / ${GLYPH_FONT}.0;
      vec2 at = fromLetter / scale + ${GLYPH_CELL / 2}.0;
      vec2 cellAt = vec2(mod(vGlyph.x, ${GLYPH_COLUMNS}.0), floor(vGlyph.x / ${GLYPH_COLUMNS}.0));
      vec2 uv = (cellAt * ${GLYPH_CELL}.0 + at) /
        vec2(${GLYPH_COLUMNS * GLYPH_CELL}.0, ${GLYPH_ROWS * GLYPH_CELL}.0);
      float away = (texture(uAtlas, uv).r - 0.5) * ${GLYPH_RANGE * 2}.0 * scale;
      base = mix(base, vec4(vInk.rgb, 1.0), vInk.a * over(away));
    }
  }

  vec4 colour = vec4(base.rgb * base.a, base.a) * over(d);
  if (d < vStroke.x + 1.0) {
    float stroke = vEdge.a * over(vStroke.x * 0.5 - abs(d));
    if (vStroke.y > 0.0) {
      float s = sides < ends ? (left < right ? y : -y) : (top < bottom ? topPath : bottomPath);
      float period = vStroke.y + vStroke.z;
      float phase = abs(mod(s, period) - vStroke.y * 0.5);
      stroke *= over(vStroke.y * 0.5 - min(phase, period - phase));
    }
    colour = colour * (1.0 - stroke) + vec4(vEdge.rgb, 1.0) * stroke;
  }
  finalColor = colour * vLook.x;
}
`
