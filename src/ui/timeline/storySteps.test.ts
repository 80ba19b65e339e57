import { describe, expect, it } from 'vitest'
import { AREAS, exampleText, stageOf } from '../stage/testing/drawn.ts'
import { upcomingWords } from '../words/upcoming.ts'
import { stepsOf, stepsUpTo } from './storySteps.ts'

const infoOf = (name: string) => stageOf(exampleText(name), AREAS.desktop).mirror.info!

describe('V24 what a run is counted by', () => {
  it('its arrivals', () => {
    const info = infoOf('opening')
    expect(stepsOf(info)).toHaveLength(41)
    expect([0, 999, 1_000, 41_000].map((at) => stepsUpTo(info, at))).toEqual([0, 0, 1, 41])
    expect([0, 41_000].map((at) => stepsUpTo(info, at, 2))).toEqual([0, 39])
  })

  it('what its story does, where nothing arrives', () => {
    const info = infoOf('qa-to-production')
    expect(info.arrivals).toEqual([])
    expect([0, 8_000, 10_000, 34_000].map((at) => stepsUpTo(info, at))).toEqual([0, 2, 3, 4])
    expect(info.actions.map(({ type, label }) => upcomingWords.what[type](label))).toEqual([
      'the traffic of testers changes',
      'the traffic of customers changes',
      'a change is applied',
      'a change is applied',
    ])
  })

  it('actions in order of time, with what they are for', () => {
    const { actions } = infoOf('control-plane-down')
    expect(actions.map(({ type, label }) => `${type} ${label}`)).toEqual([
      'setTraffic curl',
      'controlPlane down',
      'pullPlug 2',
      'controlPlane up',
    ])
  })
})
