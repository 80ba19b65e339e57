/**
 * A message with the pod's display label in place of its namespace and real name, so that one line
 * has room for what happened. Where the message does not name the pod, the label stands before it.
 * @param object like `pod/web-6d4cf56db6-x7k2p`; others are returned as they are
 * @param labelOf the display label of a pod by its real name, undefined when it is not known
 */
export function eventText(
  message: string,
  object: string,
  labelOf: (podName: string) => string | undefined,
): string {
  const named = /[a-z0-9.-]+-[a-z0-9]+/g
  const short = message.replace(named, (name) => labelOf(name) ?? name)
  const label = object.startsWith('pod/') ? labelOf(object.slice('pod/'.length)) : undefined
  if (label === undefined) return short
  const plain = short.replaceAll(`default/${label}`, label)
  return plain.includes(label) ? plain : `${label} · ${plain}`
}

/** The kubelet's words about containers: three to each pod, and none of them a decision. */
const CHATTER = new Set(['Pulled', 'Created', 'Started'])

export function isContainerChatter(reason: string): boolean {
  return CHATTER.has(reason)
}
