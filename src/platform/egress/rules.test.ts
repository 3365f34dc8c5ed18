import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isHttpPort, isPublicAddress } from '#platform/egress/rules.ts'

/** The networks IANA lists as special, written down apart from the code under test. */
const special4: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const number4 = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const text4 = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
const isSpecial4 = (number: number) =>
  special4.some(
    ([network, bits]) =>
      Math.floor(number / 2 ** (32 - bits)) === Math.floor(number4(network) / 2 ** (32 - bits)),
  )
const hex = (number: number) => number.toString(16)
const pair = (number: number) => `${hex(number >>> 16)}:${hex(number & 0xffff)}`
const ipv4 = fc.nat(0xffffffff)
const within4 = fc
  .constantFrom(...special4)
  .chain(([network, bits]) => fc.nat(2 ** (32 - bits) - 1).map((host) => number4(network) + host))

describe('which addresses are public', () => {
  test('no address of a special IPv4 network is', () => {
    fc.assert(
      fc.property(within4, (number) => !isPublicAddress(text4(number))),
      { numRuns: 5000 },
    )
  })
  test('an IPv4 address outside of them is, apart from the few that ipaddr.js also sets aside', () => {
    // 192.31.196/24 and 192.175.48/24 (AS112), 192.52.193/24 (AMT): anycast sinks, no service of anybody
    const setAside = (number: number) =>
      ['192.31.196', '192.175.48', '192.52.193'].includes(text4(number).split('.').slice(0, 3).join('.'))
    fc.assert(
      fc.property(
        ipv4.filter((number) => !isSpecial4(number) && !setAside(number)),
        (number) => isPublicAddress(text4(number)),
      ),
      { numRuns: 5000 },
    )
  })
  test.each([
    ['IPv4-mapped', (number: number) => `::ffff:${pair(number)}`],
    ['IPv4-mapped, dotted', (number: number) => `::ffff:${text4(number)}`],
    ['IPv4-compatible', (number: number) => `::${pair(number)}`],
    ['NAT64', (number: number) => `64:ff9b::${pair(number)}`],
    ['local NAT64', (number: number) => `64:ff9b:1::${pair(number)}`],
    ['6to4', (number: number) => `2002:${pair(number)}::1`],
    ['Teredo', (number: number) => `2001:0:${pair(number)}::`],
    ['SIIT', (number: number) => `::ffff:0:${pair(number)}`],
  ])('no %s address is, whatever it carries', (_name, form) => {
    fc.assert(
      fc.property(fc.oneof(ipv4, within4), (number) => !isPublicAddress(form(number))),
      { numRuns: 2000 },
    )
  })
  test('no IPv6 address outside 2000::/3 is', () => {
    const groups = fc.tuple(
      fc.nat(0xffff).filter((first) => first >>> 13 !== 1),
      ...Array.from({ length: 7 }, () => fc.nat(0xffff)),
    )
    fc.assert(
      fc.property(groups, (parts) => !isPublicAddress(parts.map(hex).join(':'))),
      { numRuns: 5000 },
    )
  })
  test.each(['2606:4700:4700::1111', '2a00:1450:4001:81b::200e', '8.8.8.8', '1.1.1.1'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )
  test.each([
    '2001:db8::1',
    '2001:2::1',
    '3fff::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fec0::1',
    'ff02::1',
    '::',
    '::1',
    '100::1',
    '5f00::1',
    '',
    'localhost',
    '1.1.1.1%0',
    '0x7f.1',
    '300.1.1.1',
  ])('%j is not', (address) => expect(isPublicAddress(address)).toBe(false))
})

test.each([
  [80, true],
  [443, true],
  [8443, true],
  [65535, true],
  [25, false],
  [22, false],
  [0, false],
  [1023, false],
])('port %d is for HTTP: %s', (port, expected) => {
  expect(isHttpPort(port)).toBe(expected)
})
