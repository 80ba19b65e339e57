/** A range of IPv4 addresses, as whole numbers. */
export interface Cidr {
  readonly first: number
  readonly last: number
}

/** An IPv4 address as a number; undefined = it is none. */
export function parseIPv4(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1)
  if (!parts || parts.some((part) => Number(part) > 255 || /^0\d/.test(part))) return undefined
  return parts.reduce((number, part) => number * 256 + Number(part), 0)
}

/** `10.0.0.0/8`: bits behind the prefix may be set and mean nothing; undefined = it is no IPv4 range. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', bits = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? []
  const number = parseIPv4(address)
  if (number === undefined || Number(bits) > 32) return undefined
  const size = 2 ** (32 - Number(bits))
  const first = Math.floor(number / size) * size
  return { first, last: first + size - 1 }
}

/** Whether text is an IPv6 range, which nothing here has an address of. */
export function isIPv6Cidr(text: string): boolean {
  const [, address = '', bits = ''] = /^([\da-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? []
  return address.includes(':') && Number(bits) <= 128
}

export function isInside(address: number, { first, last }: Cidr): boolean {
  return address >= first && address <= last
}
