/** What Kubernetes accepts as names, label keys and label values (apimachinery validation). */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/

/** A DNS-1123 label: names of namespaces and containers; at most 63 characters. */
export const isDnsLabel = (text: string): boolean => text.length <= 63 && LABEL.test(text)

/** A DNS-1123 subdomain: names of most objects; at most 253 characters. */
export const isDnsSubdomain = (text: string): boolean => text.length <= 253 && SUBDOMAIN.test(text)

/** A label's value: empty, or at most 63 letters, digits, `-`, `_`, `.` between letters or digits. */
export const isLabelValue = (text: string): boolean =>
  text === '' || (text.length <= 63 && NAME_PART.test(text))

/** A label's key, a taint's key or a resource's name: `name` or `domain/name`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/')
  const name = text.slice(slash + 1)
  if (slash >= 0 && !isDnsSubdomain(text.slice(0, slash))) return false
  return name.length <= 63 && NAME_PART.test(name)
}
