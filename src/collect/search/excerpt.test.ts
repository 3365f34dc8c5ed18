import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf, markerOf } from '#collect/search/excerpt.ts'
import { parseQuery } from '#collect/search/query.ts'

const marked = (text: string, q: string) =>
  markerOf(parseQuery(q))(text).map(([from, to]) => text.slice(from, to))

test.each([
  ['The exports export slowly', 'exporting', ['exports', 'export'], 'by stem'],
  ['Log in, or log out', '"log out"', ['log out'], 'a phrase as a whole'],
  ['Set it. Settings!', 'setti', ['Settings'], 'the last word as a beginning'],
  ['Setting up the app', 'setti app', ['app'], 'other words are whole'],
  ['slow and late', 'slow -late', ['slow'], 'unwanted words are not marked'],
  ['slow and late', 'slow or late', ['slow', 'late'], 'either word'],
  ['Un CAFÉ crème', 'cafe', ['CAFÉ'], 'accents folded'],
  ['検索が遅いです', '遅い', ['遅い'], 'scripts without spaces'],
  ['so good 👍🏽!', '👍', ['👍🏽'], 'emoji with their skin'],
  ['on iOS/Android', 'ios/android', ['iOS/Android'], 'words joined by a sign'],
  ['can\u200b\u200bcel it', 'cancel', ['can\u200b\u200bcel'], 'through zero-width characters'],
])('%j searched for %j marks %j: %s', (text, q, expected) => {
  expect(marked(text, q)).toEqual(expected)
})

test('the excerpt is the part with most marks, on whole words, with its marks in place', () => {
  const verbatim = `export ${'word '.repeat(100)}the slow\nexport here ${'more '.repeat(100)}`
  const found = excerptOf('Title', verbatim, markerOf(parseQuery('slow export')))!
  expect(found.text).toMatch(/^…word .* slow export here .*more…$/)
  expect(found.marks.map(([from, to]) => found.text.slice(from, to))).toEqual(['slow', 'export'])
})

test('the title is shown where only it holds the words, and nothing where nothing does', () => {
  const mark = markerOf(parseQuery('invoice'))
  expect(excerptOf('Invoice missing', 'Where is it?', mark)).toEqual({
    text: 'Invoice missing',
    marks: [[0, 7]],
  })
  expect(excerptOf(null, 'Where is it?', mark)).toBeUndefined()
})

test('no text breaks an excerpt: marks are in order, inside it, and cut no character in two', () => {
  const letter = fc.constantFrom('a', 'b', ' ', '検', '索', '👍', '\u0301', '\ud800', 'é', '\n')
  fc.assert(
    fc.property(fc.string({ unit: letter, maxLength: 900 }), (text) => {
      const found = excerptOf(null, text, markerOf(parseQuery('ab or 検 or 👍')))
      if (!found) return
      let last = 0
      for (const [from, to] of found.marks) {
        expect(from).toBeGreaterThanOrEqual(last)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(found.text.length)
        last = to
      }
      expect(found.marks.length).toBeGreaterThan(0)
      if (!/\p{Cs}/u.test(text)) expect(found.text).not.toMatch(/\p{Cs}/u)
    }),
    { numRuns: 300 },
  )
})
