// npm run dev and npm run build: Vite, after installing what is missing.
import { ensurePackages, runNode, tool } from './setup.mjs'

ensurePackages()
process.exit(runNode([tool('vite'), ...process.argv.slice(2)]))
