import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cleanClaim,
  cleanMetadata,
  contrast,
  isOrigin,
  isPraise,
  originAllowed,
  readableOn,
  safeUrl,
  textOn,
} from './rules.ts'

describe('which pages may carry the widget', () => {
  test.each([
    ['https://app.larkfield.example', ['https://app.larkfield.example'], true],
    ['https://APP.larkfield.example', ['https://app.larkfield.example'], true],
    ['http://app.larkfield.example', ['https://app.larkfield.example'], false],
    ['https://app.larkfield.example:8443', ['https://app.larkfield.example'], false],
    ['https://app.larkfield.example.evil.example', ['https://app.larkfield.example'], false],
    ['https://a.larkfield.example', ['https://*.larkfield.example'], true],
    ['https://a.b.larkfield.example', ['https://*.larkfield.example'], true],
    ['https://larkfield.example', ['https://*.larkfield.example'], false],
    ['https://evil-larkfield.example', ['https://*.larkfield.example'], false],
    ['https://evil.example/.larkfield.example', ['https://*.larkfield.example'], false],
    ['https://user@x.larkfield.example', ['https://*.larkfield.example'], false],
    ['null', ['https://*.larkfield.example'], false],
    ['https://app.larkfield.example', [], false],
  ])('%s with %j is allowed: %s', (origin, allowed, expected) => {
    expect(originAllowed(origin, allowed)).toBe(expected)
  })

  test.each([
    ['https://app.example.com', true],
    ['http://localhost:3000', true],
    ['https://*.example.com', true],
    ['https://*.com', false],
    ['*', false],
    ['https://app.example.com/', false],
    ['https://app.example.com/path', false],
    ['app.example.com', false],
    ['javascript://app.example.com', false],
    ['https://a b.example', false],
  ])('%s is an origin: %s', (text, expected) => expect(isOrigin(text)).toBe(expected))
})

describe('colours', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`)
  test('text on any brand colour reaches 4.5:1', () => {
    fc.assert(fc.property(color, (brand) => contrast(brand, textOn(brand)) >= 4.5))
  })
  test('a brand colour used as text reaches 4.5:1 on the light and the dark surface', () => {
    fc.assert(
      fc.property(color, (brand) =>
        ['#ffffff', '#111512'].every((surface) => contrast(readableOn(brand, surface), surface) >= 4.5),
      ),
    )
  })
  test('a colour that reads well stays as it is', () =>
    expect(readableOn('#006048', '#ffffff')).toBe('#006048'))
})

test.each([
  ['general', 5, true],
  ['general', 4, true],
  ['general', 3, false],
  ['general', undefined, false],
  ['bug', 5, false],
] as const)('%s feedback rated %s of 5 is praise: %s', (kind, rating, expected) => {
  expect(isPraise(kind, rating)).toBe(expected)
})

test.each([
  ['https://shop.example/orders?token=s3cret&page=2#top', 'https://shop.example/orders?token=…&page=…'],
  ['https://ana:pw@shop.example/a', 'https://shop.example/a'],
  ['https://shop.example/#/orders/12?code=1', 'https://shop.example/#/orders/12'],
  ['https://shop.example/#access_token=abc', 'https://shop.example/'],
  ['not an address', ''],
])('the address %s is told as %s', (given, told) => expect(safeUrl(given)).toBe(told))

test('metadata of a careless page is cut to what can be taken', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, i]))
  expect(Object.keys(cleanMetadata(many))).toHaveLength(20)
  expect(
    cleanMetadata({
      plan: 'x'.repeat(400),
      seats: 4,
      on: false,
      nested: { a: 1 },
      nan: Number.NaN,
      'a<b': 1,
      constructor: 'x',
      nul: 'a\u0000b',
    }),
  ).toEqual({ plan: 'x'.repeat(300), seats: 4, on: false, nul: 'ab' })
})

test.each([
  [
    { id: 17, email: 'Dana@Copperline.example', name: ' Dana ' },
    { id: '17', email: 'Dana@Copperline.example', name: 'Dana' },
  ],
  [{ id: '', email: 'dana', name: undefined }, {}],
  [{ id: { a: 1 }, name: 'x'.repeat(300) }, { name: 'x'.repeat(120) }],
])('the claim %j is taken as %j', (given, taken) => expect(cleanClaim(given)).toEqual(taken))
