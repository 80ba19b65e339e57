import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * The engine keeps nothing outside of a run (but for what it has once worked out), so that its tests may
 * share what has been loaded and warmed up: more than half of their time. The worker's put on globals.
 */
const ENGINE = ['src/engine/**/!(worker).test.ts', 'scenarios/**/*.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    testTimeout: 60_000,
    // Vitest would leave a core to itself, which it hardly uses: on two that is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      { extends: true, test: { name: 'engine', include: ENGINE, isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          // A thread of its own parts stores as well as a process does, and starts in less.
          pool: 'threads',
          include: [
            'src/**/*.test.ts',
            'src/**/*.test.tsx',
            'scripts/**/*.test.mjs',
            'bench/**/*.test.ts',
          ],
          exclude: ENGINE,
        },
      },
    ],
  },
})
