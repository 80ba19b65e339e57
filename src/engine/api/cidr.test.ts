import { describe, expect, test } from 'vitest'
import { isInside, isIPv6Cidr, parseCidr, parseIPv4 } from './cidr.ts'

describe('ranges of addresses', () => {
  test.each([
    ['0.0.0.0', 0],
    ['10.244.1.7', 183_763_207],
    ['255.255.255.255', 2 ** 32 - 1],
    ['10.244.1', undefined],
    ['10.244.1.256', undefined],
    ['10.244.01.2', undefined],
    ['::1', undefined],
  ])('%s is %s', (text, number) => expect(parseIPv4(text)).toBe(number))

  test.each([
    ['0.0.0.0/0', '203.0.113.9', true],
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    // Upstream reads it as 10.244.1.0/24, too.
    ['10.244.1.77/24', '10.244.1.3', true],
    ['10.244.1.77/32', '10.244.1.77', true],
    ['10.244.1.77/32', '10.244.1.78', false],
    ['192.168.0.0/31', '192.168.0.1', true],
    ['192.168.0.0/31', '192.168.0.2', false],
  ])('%s and %s: %s', (cidr, address, inside) => {
    expect(isInside(parseIPv4(address)!, parseCidr(cidr)!)).toBe(inside)
  })

  test.each(['10.0.0.0', '10.0.0.0/33', '300.0.0.0/8', '10.0.0.0/', 'web/8', 'fd00::/8'])(
    '%s is no IPv4 range',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  )

  test('IPv6 ranges are told apart from nonsense', () => {
    expect(isIPv6Cidr('fd00::/8')).toBe(true)
    expect(isIPv6Cidr('fd00::/129')).toBe(false)
    expect(isIPv6Cidr('web/8')).toBe(false)
  })
})
