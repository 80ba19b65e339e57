import { expect, test } from 'vitest'
import { play } from '../testing/play.ts'

const job = (backoffLimit: number, restartPolicy: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: render }
spec:
  backoffLimit: ${backoffLimit}
  template:
    metadata:
      annotations:
        pod-container-failed.stage.kwok.x-k8s.io/name: main
        pod-container-failed.stage.kwok.x-k8s.io/delay: 5s
    spec: { restartPolicy: ${restartPolicy}, containers: [{ name: main, image: render }] }
`

test.each([
  // Restarts that have happened count (pastBackoffLimitOnFailure), and without a try left one is enough.
  { backoffLimit: 0, restartPolicy: 'OnFailure', runs: 2 },
  { backoffLimit: 1, restartPolicy: 'OnFailure', runs: 2 },
  { backoffLimit: 2, restartPolicy: 'OnFailure', runs: 3 },
  { backoffLimit: 0, restartPolicy: 'Never', runs: 1 },
  { backoffLimit: 1, restartPolicy: 'Never', runs: 2 },
])('C3 $restartPolicy with backoffLimit $backoffLimit: $runs runs', (given) => {
  const world = play(job(given.backoffLimit, given.restartPolicy), { machines: 1 })
  world.wait(300)
  const told = world.events()
  expect(told.match(/ Started/g)).toHaveLength(given.runs)
  expect(told).toContain('BackoffLimitExceeded')
})
