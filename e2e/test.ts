import { test as base, expect } from '@playwright/test'

/** Every journey also checks that the page keeps to itself and does not stumble. */
export const test = base.extend<{ watch: { readonly errors: string[] } }>({
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
