import { defineConfig } from '@playwright/test'
import { chromiumArguments, ensureChromium } from './scripts/browser.mjs'

/** The journeys: the built app in a real browser, one page at a time (docs/CONTRIBUTING.md). */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/serveDist.ts',
  workers: 1,
  fullyParallel: false,
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
    launchOptions: { executablePath: ensureChromium(), args: chromiumArguments },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
