import fontUrl from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url'
import { createElement } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { type PictureFacts, StagePicture } from './StagePicture.tsx'

/** Of a PNG: pixels per px of the drawing, sharp on a projector. */
const SCALE = 2

/** The picture as an SVG text that needs nothing from outside: colours of the theme, and the font. */
export async function svgPicture(facts: PictureFacts): Promise<string> {
  const host = document.createElement('div')
  const root = createRoot(host)
  flushSync(() => root.render(createElement(StagePicture, facts)))
  const svg = host.innerHTML
  root.unmount()
  return svg
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => escaped(token(name)))
    .replace('<title>', `<style>${await fontFace()}</style><title>`)
}

/** The same as a PNG. Rejects when the browser cannot draw it. */
export async function pngPicture(facts: PictureFacts): Promise<Blob> {
  const svg = await svgPicture(facts)
  const image = new Image()
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * SCALE
    canvas.height = image.naturalHeight * SCALE
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png')
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** A design token's value in the theme in use. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

const escaped = (value: string) => value.replaceAll('"', "'").replace(/\s+/g, ' ')

/** Without it the text is in the browser's own font. */
async function fontFace(): Promise<string> {
  try {
    const bytes = new Uint8Array(await (await fetch(fontUrl)).arrayBuffer())
    let binary = ''
    for (const byte of bytes) binary += String.fromCharCode(byte)
    const family = 'Atkinson Hyperlegible Next Variable'
    return `@font-face{font-family:'${family}';font-weight:200 800;src:url(data:font/woff2;base64,${btoa(binary)}) format('woff2')}`
  } catch {
    return ''
  }
}
