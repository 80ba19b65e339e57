/** A KubeSchedulerConfiguration as it is written (types: scripts/scheduler-models.mjs). */
export interface ConfigurationDocument {
  readonly profiles?: readonly ProfileDocument[]
  readonly percentageOfNodesToScore?: number
  readonly podInitialBackoffSeconds?: number
  readonly podMaxBackoffSeconds?: number
  readonly parallelism?: number
  readonly extenders?: readonly unknown[]
}

export interface ProfileDocument {
  readonly schedulerName?: string
  readonly percentageOfNodesToScore?: number
  readonly plugins?: PluginsDocument
  readonly pluginConfig?: readonly { readonly name: string; readonly args?: unknown }[]
}

/** By extension point; `multiPoint` stands for all that a plugin has. */
export type PluginsDocument = Readonly<Partial<Record<string, PluginSet>>>

export interface PluginSet {
  readonly enabled?: readonly PluginEntry[]
  readonly disabled?: readonly PluginEntry[]
}

export interface PluginEntry {
  readonly name: string
  readonly weight?: number
}
