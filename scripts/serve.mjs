// A static file server for dist/, with nothing of Podfall's in it: any other one does as well.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.yaml': 'text/yaml; charset=utf-8',
}

/**
 * The file that a request's path means, or undefined when it lies outside `folder` or `base`.
 * @param {string} folder absolute
 * @param {string} base starts and ends with a slash
 * @param {string} url as in the request line
 */
export function fileFor(folder, base, url) {
  let path
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0])
  } catch {
    return undefined
  }
  if (!path.startsWith(base) || path.includes('\0')) return undefined
  const file = normalize(join(folder, path.slice(base.length) || 'index.html'))
  return file.startsWith(folder + sep) ? file : undefined
}

/**
 * Serves `folder` under `base` on the loopback interface.
 * @param {{folder: string, base?: string, port?: number}} options port 0 = any free port
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve({ folder, base = '/', port = 0 }) {
  const server = createServer(async (request, response) => {
    const answer = (status, text) => {
      response.writeHead(status, { 'content-type': TYPES['.txt'] })
      response.end(text)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(405, 'GET or HEAD only')
    const file = fileFor(folder, base, request.url ?? '/')
    const facts = file && (await stat(file).catch(() => undefined))
    if (!facts?.isFile()) return answer(404, 'Not found')
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': facts.size,
      // Names in assets/ carry a hash of their content; everything else must be asked for again.
      'cache-control': file.includes(`${sep}assets${sep}`)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    })
    if (request.method === 'HEAD') return response.end()
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', resolve)
  })
  return {
    url: `http://localhost:${server.address().port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
