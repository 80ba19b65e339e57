import { newDocument } from '../newDocument.ts'

const APPS: readonly (readonly [string, number, number])[] = [
  ['web', 1, 2],
  ['api', 2, 4],
  ['video', 3, 4],
  ['db', 1, 12],
  ['cache', 0.5, 8],
]

/** A scenario file like those that the page ships. */
export function sample(name: string): string {
  const scenario = `apiVersion: podfall.dev/v1
kind: Scenario
metadata:
  name: ${name}
spec:
  title: Same apps, two ways to place them
  seed: 7
  lanes: [one-click, kubernetes-bin-packing]
`
  const apps = APPS.map(([app, cpu, memory]) =>
    newDocument({ kind: 'Deployment', name: app, cpu, memory, gpu: 0, replicas: 4 }),
  )
  return [scenario, ...apps].join('---\n')
}
