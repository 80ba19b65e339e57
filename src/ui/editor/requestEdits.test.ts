import { describe, expect, test } from 'vitest'
import { parseScenarioFile } from '../../engine/manifest/scenarioFile.ts'
import type { ShapeSource } from '../../engine/protocol.ts'
import { requestEdits } from './requestEdits.ts'
import { offsetOf } from './textPositions.ts'

const GIB = 1024 ** 3

const pod = (resources: string) => `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
  - name: c
    image: c
${resources}
`

function shapeOf(text: string): ShapeSource {
  const { shapes, diagnostics } = parseScenarioFile(text)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return shapes[0]!
}

/** Writes amounts one after another without reading the text again, as a drag does. */
function drag(text: string, resource: string, amounts: readonly number[]): string {
  let shape = shapeOf(text)
  for (const amount of amounts) {
    const rewritten = requestEdits(text, shape, resource, amount)!
    const edits = rewritten.edits.map(({ range, text: written }) => ({
      written,
      start: offsetOf(text, range.line, range.column),
      end: offsetOf(text, range.endLine, range.endColumn),
    }))
    for (const { start, end, written } of edits.sort((a, b) => b.start - a.start)) {
      text = text.slice(0, start) + written + text.slice(end)
    }
    shape = {
      ...shape,
      requests: { ...shape.requests, [resource]: amount },
      fields: { ...shape.fields, [resource]: rewritten.writes[0]!.range },
      writes: { ...shape.writes, [resource]: rewritten.writes },
    }
  }
  return text
}

describe('E2: dragging writes the request and changes nothing else', () => {
  test('digits come and go', () => {
    const before = pod('    resources:\n      requests: {cpu: 1, memory: 1Gi} # both')
    const after = drag(before, 'cpu', [1250, 1500, 2000, 12_000, 750])
    expect(after).toBe(before.replace('cpu: 1', 'cpu: 750m'))
  })

  test('a request that is not there yet is added once', () => {
    const before = pod('    resources:\n      requests:\n        cpu: 1 # one')
    const after = drag(before, 'memory', [GIB, 1.5 * GIB, 2 * GIB])
    expect(after).toBe(before.replace('cpu: 1 # one', 'cpu: 1 # one\n        memory: 2Gi'))
  })

  test('a container without resources gets them', () => {
    const before = pod('    tty: true')
    const after = drag(before, 'cpu', [250, 500])
    expect(shapeOf(after).requests.cpu).toBe(500)
    expect(after).toContain('    tty: true\n    resources:\n      requests:\n        cpu: 500m\n')
  })

  test('the limit of a device follows, on the same line or another one', () => {
    for (const resources of [
      '    resources: {limits: {nvidia.com/gpu: 1}, requests: {nvidia.com/gpu: 1}}',
      '    resources:\n      requests:\n        nvidia.com/gpu: 1\n      limits:\n        nvidia.com/gpu: 1',
    ]) {
      const after = drag(pod(resources), 'nvidia.com/gpu', [2, 10, 4])
      expect(after).toBe(pod(resources.replaceAll('gpu: 1', 'gpu: 4')))
    }
  })

  test('quotes stay', () => {
    const before = pod('    resources: {requests: {cpu: "1"}}')
    expect(drag(before, 'cpu', [1500, 3000])).toBe(before.replace('"1"', '"3"'))
  })

  test('what another container asks for stays as it is', () => {
    const before = pod(
      '    resources: {requests: {cpu: 1}}\n  - {name: d, image: d, resources: {requests: {cpu: 500m}}}',
    )
    const after = drag(before, 'cpu', [2000, 2500])
    expect(after).toBe(before.replace('cpu: 1}', 'cpu: 2}'))
    expect(shapeOf(after).requests.cpu).toBe(2500)
  })
})
