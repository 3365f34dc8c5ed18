import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, placeIn } from '#text/words/fold.ts'
import { isStopWord, stem, terms } from '#text/words/terms.ts'
import { longestWord, words } from '#text/words/words.ts'

const kinds = (text: string) => words(text).map((word) => `${word.kind}:${word.text}`)

test.each([
  ['Don’t PANIC', "don't panic", 'curly quotes and capitals'],
  ['Café, naïve, Ελλάδα', 'cafe, naive, ελλαδα', 'Latin and Greek accents'],
  ['cafe\u0301', 'cafe', 'accents in pieces'],
  ['й ё', 'й ё', 'Cyrillic letters stay themselves'],
  ['\u0438\u0306', 'й', 'Cyrillic in pieces is joined'],
  ['ﬁle ｗｉｄｅ ①', 'file wide 1', 'compatibility forms'],
  ['𝐛𝐮𝐠', 'bug', 'mathematical letters'],
  ['sh\u200bow\u202e it\ufeff', 'show it', 'zero-width and direction controls'],
  ['a\ud800b', 'a b', 'invalid surrogates'],
  ['\u1112\u1161\u11ab\u1100\u1173\u11af', '한글', 'Korean in pieces is joined'],
  ['か\u3099', 'が', 'Japanese in pieces is joined'],
  ['Straße', 'strasse', 'sharp s'],
])('%j is read as %j: %s', (text, folded) => {
  expect(fold(text).text).toBe(folded)
})

test.each([
  ['The app crashes.', ['word:the', 'word:app', 'word:crashes']],
  ["I can't, l'application", ['word:i', "word:can't", "word:l'application"]],
  ['costs 1,299.50 at 12:30', ['word:costs', 'number:1,299.50', 'word:at', 'number:12:30']],
  ['see https://a.example/x?y=1, then', ['word:see', 'url:https://a.example/x?y=1', 'word:then']],
  ['www.a.example!', ['url:www.a.example']],
  ['write to Ana.Lima+x@mail.example.', ['word:write', 'word:to', 'mail:ana.lima+x@mail.example']],
  ['@support help', ['handle:support', 'word:help'].map((one) => one.replace(':support', ':@support'))],
  ['love it 👍🏽❤️', ['word:love', 'word:it', 'emoji:👍', 'emoji:❤']],
  ['検索が遅い', ['pair:検索', 'pair:索が', 'pair:が遅', 'pair:遅い']],
  ['mp3 5mb x64', ['word:mp3', 'word:5mb', 'word:x64']],
  ['نسخه جدید خوب است', ['word:نسخه', 'word:جدید', 'word:خوب', 'word:است']],
  ['', []],
  ['!', []],
])('%j has the words %j', (text, expected) => {
  expect(kinds(text)).toEqual(expected)
})

test('every word knows its place in the original', () => {
  const text = 'ﬁnd\u200b Café 𝐛𝐮𝐠 👍 検索'
  expect(words(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    'ﬁnd\u200b',
    'Café',
    '𝐛𝐮𝐠',
    '👍',
    '検索',
  ])
})

test('terms are stems without stop words, with placeholders', () => {
  expect(terms('The exports are crashing since 2.4, see https://a.example')).toEqual([
    'export',
    'crash',
    'sinc',
    '#number',
    'see',
    '#url',
  ])
  expect(stem("customer's")).toBe(stem('customers'))
  expect(isStopWord("don't")).toBe(true)
})

const evil: [string, (n: number) => string][] = [
  ['one word', (n) => 'a'.repeat(n)],
  ['combining marks of two classes', (n) => `a${'\u0301\u0316'.repeat(n / 2)}`],
  ['dots', (n) => 'a.'.repeat(n / 2)],
  ['at signs', (n) => 'a@'.repeat(n / 2)],
  ['slashes', (n) => '://'.repeat(n / 3)],
  ['emoji joined', (n) => '👩\u200d'.repeat(n / 3)],
  ['ligatures', (n) => 'ﷺ'.repeat(n / 18)],
  ['lone surrogates', (n) => '\ud800'.repeat(n)],
]

test.each(evil)('a very long text of %s is read, in pieces of bounded size', (_, make) => {
  const found = words(make(200_000))
  expect(found.length).toBeLessThanOrEqual(200_000)
  const longest = Math.max(
    ...found.slice(0, 1000).map(({ kind, text }) => (kind === 'word' ? text.length : 0)),
  )
  expect(longest).toBeLessThanOrEqual(longestWord)
})

test('no text breaks it, and places are in order and inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let last = 0
      for (const { from, to, kind } of words(text)) {
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(text.length)
        if (kind !== 'pair') {
          expect(from).toBeGreaterThanOrEqual(last)
          last = from
        }
      }
      terms(text)
    }),
    { numRuns: 100 },
  )
})

test('folding again changes nothing, and lone surrogates are gone', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)) }),
      (text) => {
        const once = fold(text)
        expect(once.text).not.toMatch(/\p{Cs}/u)
        expect(fold(once.text).text).toBe(once.text)
        const [from, to] = placeIn(once, 0, once.text.length)
        expect(from >= 0 && to <= text.length).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})
