import { button, idle, lane, machineButton, machines, openAt, pause } from './driver.mjs'
import { expect, motion, test } from './test.ts'

test.describe('in motion', () => {
  test.use(motion)

  test('C4, R4, R5: a pulled plug: the right side recovers by itself, the left side waits for a person', async ({
    page,
  }) => {
    await openAt(page, 41)
    const [left, right] = [await machines(page, 'One-click'), await machines(page, 'Scheduler')]
    const lost = right[2]!.pods
    expect(lost).toBeGreaterThan(0)
    const podsOf = (list: typeof left) => list.reduce((sum, machine) => sum + machine.pods, 0)

    // All pods have arrived: what follows plays by itself.
    await lane(page, 'Scheduler').getByRole('button', { name: 'Pull the plug on node-3' }).click()
    await pause(page)
    expect((await machines(page, 'Scheduler'))[2]!.states).toContain('dead')
    expect((await machines(page, 'One-click'))[2]!.states).toContain('dead')
    const down = lane(page, 'One-click').getByRole('status')
    await expect(down).toContainText(`${left[2]!.pods} apps down`)

    // On the right everything that was lost comes back under new names, on other machines.
    await button(page, 'Play').click()
    await expect(page.getByText('fast-forward: 5 min 50 s')).toBeVisible()
    await button(page, '8 times as fast').click()
    await idle(page, 60_000)
    await expect(lane(page, 'Scheduler').getByRole('status')).toContainText(
      `${lost} of ${lost} pods back`,
    )
    const after = await machines(page, 'Scheduler')
    const alive = after.filter(({ states }) => !states.includes('dead'))
    expect(podsOf(alive)).toBe(41)

    // On the left the person on call has put every app back.
    await expect(lane(page, 'One-click').getByRole('status')).not.toContainText('down')
  })
})

test('T10, C9: a machine that the cloud deletes at the end: all pods come back by themselves', async ({
  page,
}) => {
  await openAt(page, 41)
  const podsOf = (list: { pods: number }[]) => list.reduce((sum, { pods }) => sum + pods, 0)
  await machineButton(page, 'node-3').click()
  await page.getByRole('menuitem', { name: /^Terminate/ }).click()
  await expect.poll(async () => podsOf(await machines(page, 'Scheduler'))).toBeLessThan(41)
  await button(page, '8 times as fast').click()
  await idle(page, 60_000)
  expect(podsOf(await machines(page, 'Scheduler'))).toBe(41)
})

test('C10: plugged back in at once, everything runs again in place', async ({ page }) => {
  await openAt(page, 20)
  const before = await machines(page, 'Scheduler')
  await button(page, 'Pull the plug on node-1').click()
  await idle(page)
  await button(page, 'Plug node-1 back in').click()
  await idle(page)
  const after = await machines(page, 'Scheduler')
  expect(after.map(({ name, pods }) => ({ name, pods }))).toEqual(
    before.map(({ name, pods }) => ({ name, pods })),
  )
  await button(page, 'Undo').click()
  await idle(page)
  expect((await machines(page, 'Scheduler'))[0]!.states).toContain('dead')
})

test('C10: plugged back in early, nothing is counted as lost any more', async ({ page }) => {
  await openAt(page, 20)
  const status = lane(page, 'Scheduler').getByRole('status')
  const lost = (await machines(page, 'Scheduler'))[0]!.pods
  await button(page, 'Pull the plug on node-1').click()
  await idle(page)
  await expect(status).toContainText(`0 of ${lost} pods back`)
  await button(page, 'Plug node-1 back in').click()
  await idle(page)
  await button(page, 'Step').click()
  await idle(page)
  await expect(status).not.toContainText(/[1-9]\d* pods? down/)
  await expect(status).not.toContainText(/\b0 of/)
})
