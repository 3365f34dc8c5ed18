import { expect, test } from 'vitest'
import { objectIn, plainLine, readName, readSummary, readTranslation } from '#analyze/outside/answers.ts'
import {
  adapted,
  costOf,
  monthOf,
  mostTokens,
  retryAfter,
  waitSeconds,
  wouldPass,
} from '#analyze/outside/rules.ts'

test.each([
  ['{"name":"A"}', { name: 'A' }],
  ['```json\n{"name":"A"}\n```', { name: 'A' }],
  ['Sure, here it is: {"name":"A {b}"} Anything else?', { name: 'A {b}' }],
  ['<think>{"name":"wrong"}</think>{"name":"A"}', { name: 'A' }],
  ['{"name":', undefined],
  ['no object', undefined],
  ['{'.repeat(10_000) + '}'.repeat(10_000), undefined],
])('in %.60j the object is %j', (text, found) => {
  expect(objectIn(text)).toEqual(found)
})

test.each([
  [
    '{"name":"Export fails","summary":"It fails.","because":"Said twice","confidence":0.8}',
    'Export fails',
    'It fails.',
    0.8,
  ],
  ['{"name":"Export\\nfails\\u202e [x](https://evil.example)","confidence":80}', 'Export fails x', null, 0.8],
  ['{"name":"A","confidence":null}', 'A', null, null],
  ['{"name":"A","confidence":"very"}', 'A', null, null],
  ['**Export failures**', 'Export failures', null, null],
])('of %j the name is %j', (text, name, summary, confidence) => {
  expect(readName(text)).toMatchObject({ name, summary, confidence })
})

test.each([
  '',
  '{"name":""}',
  '{"name":7}',
  'Two\nlines',
  '{"nam',
  'A sentence that is much too long to be the name of any theme, whoever may have written it so.',
])('%j has no name', (text) => expect(readName(text)).toBeUndefined())

const quotes = [
  { number: 1, text: 'The export to Excel fails every Monday' },
  { number: 2, text: 'No columns in the file' },
]
const summary = (sentences: unknown) => readSummary(JSON.stringify({ sentences }), quotes)

test('a sentence of a summary stands only with quotes that were sent, by number or by words', () => {
  expect(
    summary([
      { text: 'The export fails.', quotes: [1, '2', 1] },
      { text: 'On Mondays.', quotes: ['export to Excel fails every monday!'] },
      { text: 'All are angry.', quotes: [] },
      { text: 'They leave.', quotes: [1, 3] },
      { text: 'Made up.', quotes: ['we will cancel our contract'] },
      { text: 'Short.', quotes: ['the'] },
      'no sentence',
    ]),
  ).toMatchObject({
    sentences: [
      { text: 'The export fails.', numbers: [1, 2] },
      { text: 'On Mondays.', numbers: [1] },
    ],
    refused: 5,
  })
  expect(summary([{ text: 'Made up.', quotes: [9] }])).toBeUndefined()
  expect(readSummary('They are unhappy.', quotes)).toBeUndefined()
})

test('a translation keeps its lines, and nothing that is not seen', () => {
  expect(readTranslation('{"translation":"One\\nTwo\\u0000\\u202e"}')).toBe('One\nTwo')
  expect(readTranslation('One')).toBeUndefined()
  expect(plainLine('a '.repeat(100), 21)).toBe('a a a a a a a a a …')
})

test('tokens cost what they cost, rounded up to a millionth, and a limit is never passed', () => {
  const prices = { inputMicros: 150_000, outputMicros: 600_000 }
  expect(costOf(prices, 1_000_000, 0)).toBe(150_000)
  expect(costOf(prices, 1, 0)).toBe(1)
  expect(costOf({ inputMicros: 0, outputMicros: 0 }, 5000, 5000)).toBe(0)
  expect(mostTokens('abc')).toBe(1)
  expect(mostTokens('語')).toBe(1)
  expect(wouldPass(1, 9_999, 1)).toBe(false)
  expect(wouldPass(1, 10_000, 1)).toBe(true)
  expect(wouldPass(0, 0, 0)).toBe(false)
  expect(monthOf(new Date('2026-11-30T23:59:59Z')).toISOString()).toBe('2026-11-01T00:00:00.000Z')
})

test('a rest is as long as the service asks for, in seconds or to a date, and grows by itself', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  expect(retryAfter('7', now)).toBe(7)
  expect(retryAfter('Thu, 26 Nov 2026 10:00:30 GMT', now)).toBe(30)
  expect(retryAfter('Thu, 26 Nov 2020 10:00:30 GMT', now)).toBe(0)
  for (const nothing of [undefined, '', 'soon', '-1']) expect(retryAfter(nothing, now) ?? 0).toBe(0)
  expect([1, 2, 3, 4].map((attempts) => waitSeconds(attempts, undefined))).toEqual([5, 20, 80, undefined])
  expect(waitSeconds(1, 300)).toBe(300)
  expect(waitSeconds(1, 86_400)).toBeUndefined()
})

test('what a service does not know is left out, once it says so', () => {
  const body = { model: 'm', max_tokens: 9, response_format: { type: 'json_object' } }
  expect(adapted(body, "'response_format.type' must be 'json_schema' or 'text'")).toEqual({
    model: 'm',
    max_tokens: 9,
  })
  expect(adapted(body, "Use 'max_completion_tokens' instead.")).toEqual({
    model: 'm',
    max_completion_tokens: 9,
    response_format: { type: 'json_object' },
  })
  expect(adapted(body, 'no such model')).toBeUndefined()
})
