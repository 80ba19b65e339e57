import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { chromiumArguments, ensureChromium } from './scripts/browser.mjs'

/** The journeys: the built app in a real browser (docs/CONTRIBUTING.md). */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/serveDist.ts',
  // A page draws without a graphics card and keeps a core busy; more than two would time each other out.
  workers: Math.min(2, availableParallelism()),
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    // Set by the global setup before the workers read this file.
    baseURL: process.env.PODFALL_URL,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'UTC',
    // Every journey is a first visit; keeping the page for later visits is one of its own.
    serviceWorkers: 'block',
    // Where motion is what a journey is about, it asks for it: each frame is drawn by the processor.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: ensureChromium(),
      // Debian's Chromium draws texts and boxes through WebGL's own way, too, which without a card is
      // a detour: a fifth of what a visit takes. The stage's WebGL stays as it is.
      args: [...chromiumArguments, '--disable-gpu-rasterization'],
    },
    // Recording costs as much as the journeys do; `--trace on` gives one where it is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
