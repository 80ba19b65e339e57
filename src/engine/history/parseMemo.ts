import { parseScenarioFile, type ScenarioFile } from '../manifest/scenarioFile.ts'

/** Texts kept: a replay meets the same few again and again. */
const KEPT = 32

/** Reads scenario files and remembers the latest, so that going back in time parses nothing anew. */
export function createParseMemo(): (text: string) => ScenarioFile {
  const known = new Map<string, ScenarioFile>()
  return (text) => {
    const found = known.get(text)
    if (found) return found
    const parsed = parseScenarioFile(text)
    known.set(text, parsed)
    const [oldest] = known.keys()
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest)
    return parsed
  }
}
