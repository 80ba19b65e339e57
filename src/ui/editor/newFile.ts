import { editorWords as words } from '../words/editor.ts'
import { newDocument } from './newDocument.ts'

/**
 * A small scenario to start from: two lanes, one machine type, one app that arrives in copies.
 * @param taken names that are in use, by examples and drafts
 */
export function newScenario(taken: readonly string[]): { name: string; text: string } {
  let name = 'my-cluster'
  for (let n = 2; taken.includes(name); n++) name = `my-cluster-${n}`
  const app = newDocument({
    kind: 'Deployment',
    name: 'web',
    cpu: 1,
    memory: 2,
    gpu: 0,
    replicas: 0,
  })
  return { name, text: `${scenario(name)}---\n${app}` }
}

const scenario = (name: string) => `apiVersion: podfall.dev/v1
kind: Scenario
metadata:
  name: ${name}
spec:
  title: ${words.newTitle}
  lanes: [one-click, kubernetes-bin-packing]
  machineTypes:
    - name: standard
      allocatable: { cpu: "8", memory: 32Gi }
      price: 0.384
  machines:
    - type: standard
      count: 3
  maxMachines: 12
  # Every second another copy of an app arrives.
  arrivals:
    every: 1s
    order: web*12
`
