import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createParseMemo, createSimulation, type RunSettings, runHeadless } from './index.ts'

function settings(): RunSettings {
  const parse = createParseMemo()
  const { scenario, objects } = parse(readFileSync('scenarios/opening.yaml', 'utf8'))
  return {
    scenario: scenario!,
    objects: objects.map(({ object }) => object),
    seed: scenario!.seed,
    shuffle: undefined,
    policies: {},
    parse,
  }
}

describe('the opening story (LOOK.md section 7)', () => {
  it('S4: has 9 against 6 machines after 35 arrivals, 11 against 7 after 41', () => {
    const simulation = createSimulation(settings())
    const machines = () => simulation.run.clusters.map(({ cloud }) => cloud.machines().length)
    expect(machines()).toEqual([3, 3])
    simulation.seek(35_500)
    expect(machines()).toEqual([9, 6])
    simulation.seek(45_000)
    expect(machines()).toEqual([11, 7])
    for (const { ledger } of simulation.run.clusters) {
      expect(ledger.pods.size).toBe(41)
      expect(ledger.pending).toBe(0)
    }
    const divergence = simulation.run.marks.after(0).filter(({ type }) => type === 'divergence')
    expect(divergence).toHaveLength(1)
  })

  it('S4: needs so many machines whatever the seed of the ties', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const results = runHeadless({ ...settings(), seed }, 35_500)
      expect(results.map(({ result }) => result.metrics.machines)).toEqual([9, 6])
    }
  })

  it('W4: the terminal shows the same numbers', () => {
    const results = runHeadless(settings(), 35_500).map(({ result }) => result.metrics)
    expect(results).toEqual([
      {
        machines: 9,
        machinesUsed: 9,
        pending: 0,
        utilisation: { cpu: 0.618056, memory: 0.625 },
        costPerHour: 3.456,
      },
      {
        machines: 6,
        machinesUsed: 6,
        pending: 0,
        utilisation: expect.objectContaining({ cpu: expect.any(Number) }),
        costPerHour: 2.304,
      },
    ])
  })

  it('a pulled plug: right all that fits runs again, left the apps are down until put back', () => {
    const simulation = createSimulation(settings())
    simulation.seek(45_000)
    simulation.dispatch({ type: 'pullPlug', machine: 2 })
    const down = () => simulation.run.clusters.map(({ ledger }) => ledger.availability.down)
    const lost = down()
    expect(lost[0]).toBe(5)
    simulation.seek(45_000 + 350_000 - 1)
    expect(down()).toEqual(lost)
    simulation.seek(45_000 + 360_000)
    expect(down()[1]).toBe(0)
    expect(simulation.run.clusters[1]!.ledger.pending).toBe(0)
    // One minute to the ring, five to wake up, one for each app; a second to start the last one.
    simulation.seek(45_000 + (1 + 5 + 5) * 60_000)
    expect(down()[0]).toBe(1)
    simulation.seek(45_000 + (1 + 5 + 5) * 60_000 + 1_000)
    expect(down()).toEqual([0, 0])
  })
})
