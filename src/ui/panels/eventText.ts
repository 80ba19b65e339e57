/**
 * What stands before an event's message, as OBJECT does in kubectl's list: of a pod the display label
 * that its piece has in the picture, of anything else the object itself; but where its message names
 * one pod (`Created pod: ...`), that pod's label, for the piece is what one looks for. The message
 * stays as it is.
 * @param object like `pod/web-6d4cf56db6-x7k2p`
 * @param labelOf the display label of a pod by its real name, undefined when it is not known
 */
export function eventObject(
  message: string,
  object: string,
  labelOf: (podName: string) => string | undefined,
): string {
  if (object.startsWith('pod/')) {
    const name = object.slice('pod/'.length)
    return labelOf(name) ?? name
  }
  const named = (message.match(/[a-z0-9.-]+-[a-z0-9]+/g) ?? []).flatMap(
    (name) => labelOf(name) ?? [],
  )
  return named.length === 1 ? named[0]! : object
}

/** The kubelet's words about containers: three to each pod, and none of them a decision. */
const CHATTER = new Set(['Pulled', 'Created', 'Started'])

export function isContainerChatter(reason: string): boolean {
  return CHATTER.has(reason)
}
