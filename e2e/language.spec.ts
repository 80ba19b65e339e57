import { button, idle } from './driver.mjs'
import { expect, test } from './test.ts'

test.use({ locale: 'es-ES' })

test('G8: the page speaks the browser’s language, and another one without losing the run', async ({
  page,
}) => {
  await page.goto('./#s=night&at=400000')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('De noche tiran de un enchufe')
  await idle(page)
  const html = page.locator('html')
  await expect(html).toHaveAttribute('lang', 'es')
  await expect(page.getByRole('main', { name: 'Máquinas y pods' })).toBeVisible()
  // Kubernetes' own words stay as they are.
  await expect(page.getByRole('columnheader', { name: 'Máquina' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'unreachable' }).first()).toBeVisible()

  await button(page, 'Paso').click()
  await idle(page)
  const clock = page.getByRole('slider', { name: 'Línea de tiempo' })
  const moment = /\d\d:\d\d$/.exec((await clock.getAttribute('aria-valuetext')) ?? '')?.[0]
  expect(moment).not.toBe('06:40')

  await button(page, 'Ejemplos').click()
  const card = page.getByRole('dialog').getByRole('button', { name: /Hola, mundo/ })
  await expect(card).toContainText('Tres copias de un programa')
  const choice = page.getByRole('dialog').getByRole('combobox', { name: 'Idioma' })
  await choice.selectOption({ label: '中文' })

  await expect(html).toHaveAttribute('lang', 'zh')
  const translated = page.getByRole('dialog', { name: '示例' })
  await expect(translated.getByRole('button', { name: /你好，世界/ })).toBeVisible()
  await expect(translated.getByRole('button', { name: /^1\. 形状/ })).toBeVisible()
  await expect(translated.getByRole('combobox', { name: '语言' })).toHaveValue('zh')
  await page.keyboard.press('Escape')
  await idle(page)
  await expect(page.getByRole('slider', { name: '时间轴' })).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`${moment}$`),
  )
  await expect(page.getByRole('columnheader', { name: '机器' })).toBeVisible()
  await expect(page.getByText('宕机', { exact: true }).first()).toBeVisible()
})
