import { describe, expect, test } from 'vitest'
import { type Classifiable, type Known, readItem } from '#organize/classify/guesses.ts'
import { nothingTaught } from '#organize/classify/layer.ts'
import { toldReasons } from '#organize/classify/reasons.ts'
import { defaultTypes } from '#organize/tags/rules.ts'
import { readAreas } from '#text/areas/areas.ts'
import { loadLanguages } from '#text/language/language.ts'

const areas = [
  { id: 'r2', code: 'R2', name: 'R2' },
  { id: 'r2a', code: 'R2a', name: 'R2a' },
  { id: 'st', code: 'statements', name: 'Statements' },
]
const known: Known = {
  types: new Set(defaultTypes.map((type) => type.code)),
  areas,
  named: readAreas(areas.map(({ id, code, name }) => ({ id, words: [code, name] }))),
  layer: nothingTaught,
  languageOf: await loadLanguages(),
}
const itemOf = (verbatim: string, more: Partial<Classifiable> = {}): Classifiable => ({
  verbatim,
  channel: 'email',
  title: null,
  kind: null,
  rating: null,
  ratingMax: null,
  ratingKind: null,
  isAnswer: false,
  isNegativeAnswer: null,
  product: null,
  language: null,
  ...more,
})
const read = (verbatim: string, more: Partial<Classifiable> = {}) => readItem(itemOf(verbatim, more), known)
const say = (verbatim: string, more: Partial<Classifiable> = {}) => read(verbatim, more).guesses

test('what a signal says is of no type: the words are ours', () => {
  const words = 'The app crashes every time I open the report'
  expect(say(words).type).toBeDefined()
  expect(say(words, { channel: 'signal' }).type).toBeUndefined()
})

test.each([
  ['The app crashes every time I open the report', 'bug_report'],
  ['I cannot log in since the last update', 'bug_report'],
  ['Please add an Excel export for all reports', 'feature_request'],
  ['It would be nice to have a dark mode', 'feature_request'],
  ['The dashboard is so slow, it takes ages', 'performance_complaint'],
  ['The settings are confusing and hard to find', 'usability_issue'],
  ['Far too expensive, I want a refund', 'pricing'],
  ['Love it, thank you so much', 'praise'],
  ['How do I invite a colleague?', 'question'],
])('“%s” is suggested as %s', (words, type) => {
  expect(say(words).type?.value).toBe(type)
})

test('what else the words may mean is told, of types only those that are worth a guess', () => {
  const { type } = say('It crashes on every export. Please add a dark mode')
  expect([type!.value, ...type!.others!.map(({ value }) => value)].sort()).toEqual([
    'bug_report',
    'feature_request',
  ])
  expect(say('The app crashes with an error').type!.others).toBeUndefined()
})

test('words that say nothing get no type', () => {
  expect(say('Tuesday').type).toBeUndefined()
})

test('a type that the workspace hides is not suggested', () => {
  const types = new Set([...known.types].filter((code) => code !== 'bug_report'))
  const { guesses } = readItem(itemOf('The app crashes with an error'), { ...known, types })
  expect(guesses.type?.value).not.toBe('bug_report')
})

test('what the sender chose weighs, plain words can outweigh it', () => {
  expect(say('Tuesday', { kind: 'bug' }).type).toMatchObject({
    value: 'bug_report',
    because: [{ meaning: 'Sent as a bug report' }],
  })
  expect(say('Crash, error, broken. It crashes and freezes', { kind: 'feature' }).type!.value).toBe(
    'bug_report',
  )
})

test('the reason quotes the words, and the spans point to them', () => {
  const words = 'Since Monday the app crashes when I open the importer'
  const { reason, spans } = toldReasons(say(words).type!.because, words, null)
  expect(reason).toMatch(/^Tells of a crash: .*“crashes/)
  expect(spans.map(([from, to]) => words.slice(from, to)).join()).toContain('crashes')
})

test('words of the title count, and do not point into the text', () => {
  const { type } = say('See the screenshot of Tuesday', { title: 'The app crashes at start' })
  expect(type!.value).toBe('bug_report')
  expect(
    toldReasons(type!.because, 'See the screenshot of Tuesday', 'The app crashes at start'),
  ).toMatchObject({
    spans: [],
    because: [{ kind: 'words', words: expect.stringContaining('crashes') }],
  })
})

test('work that is blocked is pressing, praise is not, whatever words it uses', () => {
  const blocked = say('Nobody can log in, the site is down, we cannot work')
  expect([blocked.priority!.value, blocked.urgency!.value]).toEqual(['critical', 'now'])
  expect(say('I love how it never crashes, amazing').priority!.value).toBe('low')
})

test('no urgency is suggested where no word speaks of haste', () => {
  expect(say('The report has no column for the region').urgency).toBeUndefined()
})

test('the area is the product it was sent from, else the longest name in the words', () => {
  expect(say('x', { product: 'r2' }).area).toMatchObject({ value: 'r2', confidence: 0.97 })
  expect(say('The filter of R2a is gone').area!.value).toBe('r2a')
  expect(say('Open Statements, then export').area!.value).toBe('st')
  expect(say('R2D2 is a robot').area).toBeUndefined()
})

describe('a negative answer is', () => {
  const negative = (verbatim: string, more: Partial<Classifiable> = {}) => {
    const { guesses, isRatedNegative } = read(verbatim, more)
    return [guesses.negative !== undefined, isRatedNegative]
  }
  test.each<[string, Partial<Classifiable>]>([
    ['two stars of five', { rating: 2, ratingMax: 5 }],
    ['a detractor of a survey', { rating: 6, ratingMax: 10, isAnswer: true }],
    ['a detractor by the kind of the rating', { rating: 6, ratingMax: 10, ratingKind: 'nps' }],
    ['a disagreement', { rating: 2, ratingMax: 7, ratingKind: 'agreement' }],
    ['an answer that its survey holds to be negative', { rating: 5, ratingMax: 5, isNegativeAnswer: true }],
    ['not helpful', { rating: 0, ratingMax: 1, ratingKind: 'helpful' }],
  ])('%s, whatever the words', (_, more) => {
    expect(negative('The meeting is on Tuesday', more)).toEqual([true, true])
  })
  test.each<[string, Partial<Classifiable>]>([
    ['six of ten stars', { rating: 6, ratingMax: 10 }],
    ['a passive', { rating: 7, ratingMax: 10, isAnswer: true }],
    ['an agreement', { rating: 6, ratingMax: 7, ratingKind: 'agreement' }],
    ['helpful', { rating: 1, ratingMax: 1, ratingKind: 'helpful' }],
  ])('not %s', (_, more) => {
    expect(negative('The meeting is on Tuesday', more)).toEqual([false, false])
  })
  test('clearly negative text, without a rating', () => {
    expect(negative('This is terrible, a complete waste of money, I hate it')).toEqual([true, false])
    expect(negative('Thank you, this is wonderful')).toEqual([false, false])
  })
})

describe('the language is', () => {
  test('certain where the sender said it', () => {
    expect(read('Tuesday', { language: 'pt-BR' }).language).toEqual({ code: 'pt', confidence: 1 })
  })
  test('detected with a confidence below certainty', () => {
    const { code, confidence } = read('Die Auswertung ist leider seit gestern sehr langsam geworden').language
    expect(code).toBe('de')
    expect(confidence).toBeLessThan(1)
  })
  test('unknown where the words do not say', () => {
    expect(read('ok 12').language.code).toBeNull()
  })
})
