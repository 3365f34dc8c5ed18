import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hiddenWords } from '#collect/search/hidden.ts'
import { compileQuery, parseQuery, quoted, spellable } from '#collect/search/query.ts'

test.each([
  ['slow export', `('slow')`, `'export'`, 'words are all wanted, the last one also as a beginning'],
  ['slow export ', `('slow')`, `'export'`, 'spaces around do not count'],
  ['to', `('to')`, '', 'a beginning has three letters'],
  ['"log out" twice', `('log' <-> 'out')`, `'twice'`, 'a phrase stands side by side'],
  ['“log out”', `('log' <-> 'out')`, '', 'quotes of word processors'],
  ['slow -export', `('slow') & !('export')`, '', 'without a word'],
  ['slow -"log in"', `('slow') & !('log' <-> 'in')`, '', 'without a phrase'],
  ['slow or late app', `('slow') | ('late') & ('app')`, '', 'one or the other'],
  ['or slow or', `('slow')`, '', 'an `or` at the ends is none'],
  ['iOS/Android', `('ios' <-> 'android')`, '', 'words joined by a sign stand side by side'],
  ['version 4.5', `('version') & ('4' <-> '5')`, '', 'numbers with a point'],
  ['Café', '', `'café'`, 'accents are folded by the database'],
  ['検索が遅い', `(('検索' <-> '索が' <-> 'が遅' <-> '遅い'))`, '', 'scripts without spaces by their pairs'],
  ['検', `('検':*)`, '', 'a single letter of them begins a pair'],
  ['app検索', `('app' & ('検索'))`, '', 'two scripts in one word'],
  ['👍🏽', `('u1f44d')`, '', 'emoji, whatever their skin'],
  ['sh\u200bow \u202eit', `('show') & ('it')`, '', 'invisible and direction characters are not there'],
  ['"', '', '', 'a quote alone'],
  ['"open quote', `('open')`, `'quote'`, 'an open quote is no quote'],
  ['& | ! ( ) <-> :* \\ %', '', '', 'operators alone'],
  [`'); drop table x; --`, `('drop') & ('table') & ('x')`, '', 'what looks like SQL'],
  ['', '', '', 'nothing'],
])('%j asks for %j and %j: %s', (text, wanted, ending) => {
  expect(compileQuery(parseQuery(text))).toEqual({ wanted, ending })
})

test('whatever is typed, only letters, digits and marks reach the database, between quotes of our own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const { wanted, ending } = compileQuery(parseQuery(text))
      const operand = /'[\p{L}\p{N}\p{M}]+'(:\*)?/gu
      expect(wanted.replace(operand, 'w')).toMatch(/^[w()!&|<> -]*$/)
      expect(ending.replace(operand, 'w')).toMatch(/^w?$/)
    }),
    { numRuns: 300 },
  )
})

test('spelling is asked of wanted words outside quotes, and searching exactly puts them into quotes', () => {
  const query = parseQuery('exprot -lgoin "reprot" abc v2 slwo')
  const asked = spellable(query)
  expect(asked.map((piece) => piece.text)).toEqual(['exprot', 'slwo'])
  expect(quoted(query, asked)).toBe('"exprot" -lgoin "reprot" abc v2 "slwo"')
})

test.each([
  ['plain words', null, 'what the parser sees needs no help'],
  ['Café, naïve – “quoted” €', null, 'accents and quotes neither'],
  ['検索。遅い', '検索 索 遅い い', 'pairs, and the last letter of each run'],
  ['love 👍', 'u1f44d', 'emoji'],
  ['sh\u200bow me', 'show', 'zero-width characters'],
  ['cafe\u0301 bar', 'cafe', 'accents in pieces'],
  ['ｗｉｄｅ text', 'wide', 'wide forms'],
] as [string, string | null, string][])('%j hides %j: %s', (text, hidden) => {
  expect(hiddenWords(null, text)).toBe(hidden)
})

test('the hidden words of a title are found too', () => {
  expect(hiddenWords('検索', 'slow')).toBe('検索 索')
})
