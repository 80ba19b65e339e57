import { afterEach, expect, test } from 'vitest'
import { laneTitle } from './laneTitle.ts'
import { changeSpoken } from './spoken.ts'
import { catalogueZh } from './zh/catalogue.ts'

afterEach(() => changeSpoken(undefined))

test.each([
  ['One-click', '一键部署'],
  ['B · One-click', 'B · 一键部署'],
  ['more · machines · Scheduler', 'more · machines · 调度器'],
  ['Ours', 'Ours'],
  ['A · Ours', 'A · Ours'],
  ['One-click · Ours', 'One-click · Ours'],
  ['A · toString', 'A · toString'],
  ['', ''],
])('V13 a lane’s title “%s” is said in the language, its branch as it is', (title, said) => {
  changeSpoken(catalogueZh)
  expect(laneTitle(title)).toBe(said)
  changeSpoken(undefined)
  expect(laneTitle(title)).toBe(title)
})
