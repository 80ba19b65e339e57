import type { EngineWorker } from './engineClient.ts'

/** The engine in a worker of its own. */
export function startEngineWorker(): EngineWorker {
  return new Worker(new URL('../../engine/worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  }) as unknown as EngineWorker
}
