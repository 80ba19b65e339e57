import { jsonToYaml } from './jsonToYaml.ts'

self.onmessage = ({ data }: MessageEvent<string>) => {
  self.postMessage(jsonToYaml(data))
}
