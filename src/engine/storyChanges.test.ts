import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readManifests } from './manifest/readManifests.ts'
import { parseScenarioFile } from './manifest/scenarioFile.ts'
import { changesOf, storyChanges } from './storyChanges.ts'

const parse = (text: string) => readManifests(text)
const objectOf = (text: string) => parse(text).objects[0]!.object
const deployment = (image: string, replicas: number, cpu = 1, more = '') =>
  objectOf(`apiVersion: apps/v1
kind: Deployment
metadata: { name: web${more} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ${image}
          resources: { requests: { cpu: ${cpu} } }
`)
const web = { kind: 'Deployment', name: 'web' }

test.each([
  ['the same', deployment('a:1', 2), deployment('a:1', 2), []],
  ['nothing before', undefined, deployment('a:1', 2), [{ ...web, type: 'new' }]],
  [
    'another tag, and replicas',
    deployment('registry:5000/a:1.0', 2),
    deployment('registry:5000/a:2.0', 3),
    [
      { ...web, type: 'image', from: '1.0', to: '2.0' },
      { ...web, type: 'replicas', from: '2', to: '3' },
    ],
  ],
  [
    'another image',
    deployment('a:1.0', 2),
    deployment('b:1.0', 2),
    [{ ...web, type: 'image', from: 'a:1.0', to: 'b:1.0' }],
  ],
  ['another request', deployment('a:1', 2), deployment('a:1', 2, 2), [{ ...web, type: 'other' }]],
  [
    'another namespace',
    undefined,
    deployment('a:1', 2, 1, ', namespace: qa'),
    [{ ...web, namespace: 'qa', type: 'new' }],
  ],
])('G7 %s', (_, before, now, expected) => {
  expect(changesOf(before, now as Parameters<typeof changesOf>[1])).toEqual(expected)
})

const folder = new URL('../../scenarios/', import.meta.url)
test('G7 what the stories that apply manifests change', () => {
  const told = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => {
      const { scenario, objects } = parseScenarioFile(readFileSync(new URL(file, folder), 'utf8'))
      if (scenario === undefined) return []
      const all = storyChanges(
        scenario,
        objects.map(({ object }) => object),
        parse,
      )
      return all.flat().map((change) => `${file}: ${Object.values(change).join(' ')}`)
    })
  expect(told).toMatchInlineSnapshot(`
    [
      "bigger-machines.yaml: Traffic customers sends 40",
      "blue-green.yaml: Traffic curl sends 50",
      "blue-green.yaml: Service shop selector colour blue green",
      "blue-green.yaml: Service shop selector colour green blue",
      "control-plane-down.yaml: Traffic curl sends 12",
      "delete-a-pod.yaml: Traffic curl sends 10",
      "hello-world.yaml: Traffic curl sends 10",
      "machine-shot.yaml: Traffic curl sends 20",
      "machine-shot.yaml: Traffic curl sends 0",
      "maintenance.yaml: Traffic customers sends 20",
      "opening-night.yaml: Deployment playback scaled 5000",
      "opening-night.yaml: Deployment login scaled 1000",
      "premiere.yaml: Traffic audience sends 100",
      "premiere.yaml: Traffic audience sends 260",
      "premiere.yaml: Traffic audience sends 900",
      "premiere.yaml: Traffic audience sends 100",
      "priorities.yaml: Deployment checkout scaled 1",
      "qa-to-production.yaml: Traffic testers qa sends 5",
      "qa-to-production.yaml: Traffic customers production sends 40",
      "qa-to-production.yaml: Deployment shop qa image 1.0 1.1",
      "qa-to-production.yaml: Deployment shop production image 1.0 1.1",
      "roll-500.yaml: Traffic visitors sends 2000",
      "roll-500.yaml: Deployment site image 1.0 2.0",
      "roll-to-2-lossy.yaml: Traffic curl sends 50",
      "roll-to-2-lossy.yaml: Deployment web image 1.0 2.0",
      "roll-to-2.yaml: Traffic curl sends 50",
      "roll-to-2.yaml: Deployment web image 1.0 2.0",
      "scale-to-five.yaml: Traffic curl sends 10",
      "scale-to-five.yaml: Deployment hello scaled 5",
      "scale-to-five.yaml: Deployment hello scaled 2",
      "team-quota.yaml: Deployment encoder video scaled 12",
      "team-quota.yaml: Deployment web shop scaled 6",
      "two-in-one-pod.yaml: Traffic curl sends 10",
    ]
  `)
})
