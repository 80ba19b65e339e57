/** Where requests go: the parts of a URL that matter here. */
export interface Address {
  /** A name or an IPv4 address, in lower case. */
  readonly host: string
  readonly port: number
  /** Begins with `/`. */
  readonly path: string
}

const URL_TEXT =
  /^(?:(https?):\/\/)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?)(?::(\d{1,5}))?(\/[^\s?#]*)?$/i
const PORTS = { http: 80, https: 443 } as const
const LAST_PORT = 65_535

/**
 * Takes a URL apart: `http://web`, `web:8080/cart`, `https://shop.example.com/`. Without a scheme it is
 * http, without a port the scheme's, without a path `/`; undefined when the text is no such URL.
 */
export function parseAddress(text: string): Address | undefined {
  const match = URL_TEXT.exec(text)
  if (!match) return undefined
  const [, scheme = 'http', host = '', given, path = '/'] = match
  const port = given === undefined ? PORTS[scheme.toLowerCase() as 'http'] : Number(given)
  if (port < 1 || port > LAST_PORT || host.includes('..')) return undefined
  return { host: host.toLowerCase(), port, path }
}

/** Whether a host is an address already, so that no name has to be looked up. */
export function isIp(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
}
