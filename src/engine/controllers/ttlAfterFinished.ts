import { SECOND } from '../api/units.ts'
import { isJobFinished } from '../rules/jobProgress.ts'
import { createWorkQueue } from '../sim/workQueue.ts'
import { keyOf, splitKey } from '../store/identity.ts'
import type { ControllerContext } from './context.ts'

/** Removes finished Jobs that ask for it (spec.ttlSecondsAfterFinished); their pods follow. */
export function startTtlAfterFinishedController({ store, clock }: ControllerContext): void {
  const queue = createWorkQueue(clock, 'ttlAfterFinished', (key) => {
    const { namespace, name } = splitKey(key)
    store.remove('Job', namespace, name)
  })

  store.watch(
    ({ type, kind, object, previous }) => {
      if (kind !== 'Job') return
      const ttl = object.spec?.ttlSecondsAfterFinished
      const goes = type !== 'DELETED' && ttl !== undefined && isJobFinished(object)
      if (!goes) queue.drop(keyOf(object))
      else if (!previous || !isJobFinished(previous))
        queue.addAt(keyOf(object), clock.now + ttl * SECOND, 'work')
    },
    ['Job'],
  )
}
