import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestWord, slips } from '#collect/search/spelling.ts'

test.each([
  ['export', 'export', 0],
  ['exprot', 'export', 1],
  ['exort', 'export', 1],
  ['exxport', 'export', 1],
  ['expart', 'export', 1],
  ['recieveing', 'receiving', 2],
  ['cat', 'export', 3],
])('%s and %s are %i slips apart', (a, b, apart) => {
  expect(slips(a, b, 2)).toBe(apart)
  expect(slips(b, a, 2)).toBe(apart)
})

test('slips are told apart from far words whatever the words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.nat(11), fc.constantFrom('', 'x'), (word, at, put) => {
      const changed = word.slice(0, at) + put + word.slice(at + 1)
      expect(slips(word, changed, 2)).toBeLessThanOrEqual(1)
    }),
  )
})

test.each([
  [
    'exprot',
    [
      ['export', 9],
      ['expert', 9],
    ],
    'export',
    'the nearest word was meant',
  ],
  [
    'exprot',
    [
      ['exprott', 1],
      ['export', 900],
    ],
    'export',
    'of two as near the one more items hold',
  ],
  [
    'reciever',
    [
      ['recievers', 1],
      ['receiver', 900],
      ['received', 20_000],
    ],
    'receiver',
    'another slip must be outweighed',
  ],
  ['dashbord', [['keyboard', 900]], undefined, 'a far word was not meant'],
  ['abd', [['abc', 900]], undefined, 'words of three letters are taken as they are'],
  ['exprt', [['expire', 9]], undefined, 'short words allow one slip'],
] as [string, [string, number][], string | undefined, string][])(
  '%s, of %j, means %s: %s',
  (asked, known, meant) => {
    expect(
      nearestWord(
        asked,
        known.map(([word, items]) => ({ word, items })),
      ),
    ).toBe(meant)
  },
)
