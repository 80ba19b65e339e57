// npm start: from a fresh clone to the page, in one command.
import { join } from 'node:path'
import { serve } from './serve.mjs'
import { ensurePackages, fail, root, runNode, say, tool } from './setup.mjs'

const wanted = process.env.PORT ?? '4173'
const port = Number(wanted)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  fail(`PORT must be a number from 0 to 65535, not "${wanted}".`)
}

ensurePackages()
say('Building ...')
if (runNode([tool('vite'), 'build', '--logLevel', 'warn']) !== 0) fail('The build failed.')

try {
  const { url } = await serve({ folder: join(root, 'dist'), port })
  console.log(`Podfall is ready: ${url}  (Ctrl+C ends it)`)
} catch (error) {
  if (error.code !== 'EADDRINUSE') throw error
  fail(`Port ${port} is in use. Choose another one: PORT=8080 npm start`)
}
