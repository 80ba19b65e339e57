import { speak } from './spoken.ts'

/** Title and summary of the scenarios that come with the page, by the title that stands in their files. */
export type ScenarioWords = Readonly<
  Record<string, { readonly title: string; readonly summary: string }>
>

let translated: ScenarioWords = {}
speak('scenarios', {}, (texts) => {
  translated = texts
})

/** A run's title in the language that is spoken; as it is, where it is none of ours. */
export function scenarioTitle(title: string): string {
  return translated[title]?.title ?? title
}

/** The same of a scenario with its summary. */
export function scenarioTexts<T extends { readonly title: string; readonly summary: string }>(
  scenario: T,
): T {
  return { ...scenario, ...translated[scenario.title] }
}
