import { useEffect, useState } from 'react'
import type { Marker } from '../../engine/protocol.ts'
import type { SentenceWords } from '../../engine/sentences/sentences.ts'
import { during } from '../state/idle.ts'
import { useLanguage } from '../state/language.ts'
import { sentenceWords } from '../words/diagnostics.ts'

/**
 * The words for what these marks say could not be done, fetched when there is such a mark; undefined = in
 * English, or until they are there.
 */
export function useSentences(markers: readonly Marker[]): SentenceWords | undefined {
  const language = useLanguage()
  const wanted = markers.some(({ said }) => said)
  const [known, setKnown] = useState<{ readonly language: string; words?: SentenceWords }>()
  useEffect(() => {
    if (!wanted) return
    let gone = false
    const fetching = sentenceWords().then((words) => {
      if (!gone) setKnown({ language, words })
    })
    void during('language', fetching)
    return () => {
      gone = true
    }
  }, [wanted, language])
  return known?.language === language ? known.words : undefined
}
