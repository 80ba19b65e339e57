import { useSession } from '../state/SessionContext.ts'
import { useRun } from '../state/stores.ts'
import { useWalk } from '../state/walkStore.ts'
import type { Facts, Text } from '../words/lessonTexts.ts'
import { factsOf } from './facts.ts'

/** The facts of the moment that is shown. */
export function useFacts(): Facts {
  const { mirror } = useSession()
  const run = useRun()
  const walk = useWalk((state) => state.walk)
  return factsOf(run, walk, mirror)
}

export function textOf(text: Text, facts: Facts): string {
  return typeof text === 'string' ? text : text(facts)
}
