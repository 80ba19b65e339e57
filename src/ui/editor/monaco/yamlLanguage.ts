import { languages } from 'monaco-editor/editor'
import { conf, language } from 'monaco-editor/languages/definitions/yaml/yaml'

/** `500m`, `2Gi`, `1.5`, `"1"`, `20s`: quantities and durations, quoted or not, and nothing after them. */
const QUANTITY =
  /(["']?)[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i|ms|s|h|d)?\1(?=[ \t]*(?:#.*)?$)/

/** Registers YAML with Monaco's own rules, and one of ours before them: quantities are numbers. */
export function registerYaml(): void {
  languages.register({ id: 'yaml', extensions: ['.yaml', '.yml'], aliases: ['YAML'] })
  languages.setLanguageConfiguration('yaml', conf)
  languages.setMonarchTokensProvider('yaml', {
    ...language,
    tokenizer: {
      ...language.tokenizer,
      root: [[QUANTITY, 'number'], ...language.tokenizer.root],
    },
  })
}
