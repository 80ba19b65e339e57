import { test as base, expect } from '@playwright/test'

/** For `test.use`: with motion, as most people see the page. The other journeys ask for little of it. */
export const motion = { contextOptions: { reducedMotion: 'no-preference' } } as const

interface Journey {
  /** Whether the editor arrives; otherwise its files never come, and its text is shown plainly. */
  readonly withEditor: boolean
  readonly hold: undefined
  readonly watch: { readonly errors: string[] }
}

/** Every journey also checks that the page keeps to itself and does not stumble. */
export const test = base.extend<Journey>({
  withEditor: [false, { option: true }],
  // Monaco takes a second of the processor that most journeys have no use for.
  hold: [
    async ({ page, withEditor }, use) => {
      if (!withEditor) await page.route(/\/EditorWithExamples[^/]*\.js$/, () => {})
      await use(undefined)
    },
    { auto: true },
  ],
  watch: [
    async ({ page }, use) => {
      const errors: string[] = []
      const strangers: string[] = []
      page.on('pageerror', (error) => errors.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      page.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url())
        if (protocol.startsWith('http') && hostname !== 'localhost') strangers.push(request.url())
      })
      await use({ errors })
      expect(strangers, 'requests that leave this machine').toEqual([])
      expect(errors, 'errors on the console').toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
