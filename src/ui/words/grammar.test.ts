import { expect, test } from 'vitest'
import { catalogueEs as spanish } from './es/catalogue.ts'
import { laneTitle } from './laneTitle.ts'
import { lessonsEn } from './lessons.en.ts'
import { lessonsEs } from './lessons.es.ts'
import { changeSpoken } from './spoken.ts'
import { upcomingWords } from './upcoming.ts'
import { catalogueZh as chinese } from './zh/catalogue.ts'

test('G8 Spanish agrees with the number above or before it', () => {
  const { score } = spanish.page
  expect([0, 1, 2].map(score.pending)).toEqual(['pendientes', 'pendiente', 'pendientes'])
  expect([1, 5].map(score.down)).toEqual(['caída', 'caídas'])
  expect(['1', '1G', '10.5', '1.5', '1,000', '40G'].map(score.stranded)).toEqual([
    '1 varado',
    '1G varado',
    '10.5 varados',
    '1.5 varados',
    '1,000 varados',
    '40G varados',
  ])
  expect(score.bar('CPU', '3', '1', '2')).toBe('CPU: 3 en uso, 1 libre, 2 varados')
})

test('machines in a row, to which the same happens at once, are several', () => {
  const { pullPlug, cordon, reclaim } = upcomingWords.what
  expect(['7', '1–1667'].map(pullPlug)).toEqual([
    'machine 7 loses power',
    'machines 1–1667 lose power',
  ])
  expect(cordon('2–3')).toBe('machines 2–3 are cordoned')
  expect(reclaim('2–3')).toBe('the cloud wants machines 2–3 back')
  const { what } = spanish.upcoming
  expect(['7', '1–1667'].map(what.pullPlug)).toEqual([
    'la máquina 7 se queda sin corriente',
    'las máquinas 1–1667 se quedan sin corriente',
  ])
  expect(chinese.upcoming.what.pullPlug('1–1667')).toBe('机器 1–1667 断电')
  const told = [lessonsEn, lessonsEs].map(({ present }) => present.story.plugIn('1–1667'))
  expect(told).toEqual([
    'Machines 1–1667 have power again.',
    'Las máquinas 1–1667 vuelven a tener corriente.',
  ])
})

test('G8 Chinese has its own stops, and no space between its own letters', () => {
  const { counted } = chinese.reasons
  expect(
    counted.sentence('计数', [counted.by('节点', counted.values(['a 1', 'b 0']))], ['无']),
  ).toBe('计数，按节点：a 1，b 0；无。')
  expect(chinese.announce.mark('node-2：插头被拔')).toBe('node-2：插头被拔。')
  const { compare, why } = chinese.panels
  expect([compare.inUse('内存'), compare.inUse('CPU')]).toEqual(['使用中的内存', '使用中的 CPU'])
  expect([why.fits('内存'), why.fits('CPU')]).toEqual(['内存放得下', 'CPU 放得下'])
})

test('G8 a lane without a name of its own is called what lessons call it', () => {
  const told = (catalogue?: typeof spanish) => {
    changeSpoken(catalogue)
    return ['One-click', 'Scheduler', 'Kubernetes', 'constructor'].map(laneTitle)
  }
  expect(told(chinese)).toEqual(['一键部署', '调度器', 'Kubernetes', 'constructor'])
  expect(told(spanish)).toEqual(['One-click', 'Scheduler', 'Kubernetes', 'constructor'])
  expect(told()).toEqual(['One-click', 'Scheduler', 'Kubernetes', 'constructor'])
})
