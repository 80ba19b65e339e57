import type { RunnableProfile } from '../profile.ts'
import type { ConfiguredPlugin } from '../registry.ts'

/** A profile's plugins, each once, and where they are asked. */
export interface Plan {
  readonly plugins: readonly ConfiguredPlugin[]
  /** Places of the filters among the plugins, in their order. */
  readonly filters: readonly number[]
  readonly scores: readonly { readonly place: number; readonly weight: number }[]
}

export function planOf(profile: RunnableProfile): Plan {
  const plugins = [...new Set([...profile.filters, ...profile.scores.map(({ plugin }) => plugin)])]
  return {
    plugins,
    filters: profile.filters.map((plugin) => plugins.indexOf(plugin)),
    scores: profile.scores.map(({ plugin, weight }) => ({
      place: plugins.indexOf(plugin),
      weight,
    })),
  }
}
