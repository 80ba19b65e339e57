import JsonWorker from './jsonFile.worker.ts?worker'

/** Up to this many characters the conversion is over before a worker would have started. */
const AT_ONCE = 50_000

/**
 * JSON is YAML, but nobody wants to edit it as such: a text that is JSON comes back as YAML, any
 * other as it was. Long ones are converted in a worker, because that takes seconds for megabytes.
 */
export async function asYaml(text: string): Promise<string> {
  if (!/^\s*[{[]/.test(text)) return text
  if (text.length <= AT_ONCE) {
    const { jsonToYaml } = await import('./jsonToYaml.ts')
    return jsonToYaml(text)
  }
  const worker = new JsonWorker()
  try {
    return await new Promise((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
      // Without a worker it is opened as the JSON that it is.
      worker.onerror = () => resolve(text)
      worker.postMessage(text)
    })
  } finally {
    worker.terminate()
  }
}
