import { expect, test } from 'vitest'
import { type Classifiable, classify } from '#organize/classify/rules.ts'

const say = (verbatim: string, more: Partial<Classifiable> = {}) =>
  classify(
    { verbatim, title: null, kind: null, rating: null, ratingMax: null, product: null, ...more },
    areas,
  )
const areas = [
  { id: 'r2', code: 'R2', name: 'R2' },
  { id: 'r2a', code: 'R2a', name: 'R2a' },
  { id: 'st', code: 'statements', name: 'Statements' },
]

test.each([
  ['The app crashes every time I open the report', 'bug_report'],
  ['I cannot log in since the last update', 'bug_report'],
  ["Search doesn't work any more", 'bug_report'],
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

test('words that say nothing get no type', () => {
  expect(say('Tuesday').type).toBeUndefined()
})

test('what the sender chose weighs, plain words can outweigh it', () => {
  expect(say('Tuesday', { kind: 'bug' }).type).toMatchObject({
    value: 'bug_report',
    reason: 'Sent as a bug report',
  })
  expect(
    say('Crash, error, broken, please fix. It crashes and freezes', { kind: 'feature' }).type!.value,
  ).toBe('bug_report')
})

test('the reason quotes the words, and the spans point to them', () => {
  const words = 'Since Monday the importer fails with an error'
  const { type } = say(words)
  expect(type!.reason).toBe('Tells of an error: “fails”, “error”')
  expect(type!.spans.map(([from, to]) => words.slice(from, to))).toEqual(['fails', 'error'])
})

test('more and clearer words make it surer, mixed ones less sure', () => {
  const one = say('There is a bug').type!.confidence
  const three = say('There is a bug, it crashes with an error').type!.confidence
  const mixed = say('There is a bug, please add a way to undo, would be nice').type!.confidence
  expect(three).toBeGreaterThan(one)
  expect(mixed).toBeLessThan(three)
})

test('a rating overrides the words', () => {
  expect(say('Great, another outage', { rating: 1, ratingMax: 5 }).sentiment).toMatchObject({
    value: 'negative',
    reason: 'Taken from the rating',
  })
  expect(say('It is what it is', { rating: 10, ratingMax: 10 }).sentiment!.value).toBe('positive')
})

test('a negation turns kind words round', () => {
  expect(say('This is not good and not helpful').sentiment!.value).toBe('negative')
  expect(say('Good and helpful').sentiment!.value).toBe('positive')
  expect(say('We like the product but my team dreads the 30th').sentiment!.value).toBe('mixed')
  expect(say('The meeting is on Tuesday').sentiment!.value).toBe('neutral')
})

test('work that is blocked is critical, praise is not, whatever words it uses', () => {
  expect(say('Nobody can log in, the site is down, we cannot work').priority!.value).toBe('critical')
  expect(say('Nobody can log in, the site is down, we cannot work').urgency!.value).toBe('now')
  expect(say('I love how it never crashes, amazing').priority!.value).toBe('low')
})

test('the area is the product it was sent from, else the longest name in the words', () => {
  expect(say('x', { product: 'r2' }).area).toMatchObject({ value: 'r2', confidence: 0.97 })
  expect(say('The filter of R2a is gone').area!.value).toBe('r2a')
  expect(say('Open Statements, then export').area!.value).toBe('st')
  expect(say('R2D2 is a robot').area).toBeUndefined()
})

test('adversarial texts cost linear time: ten times the text is not a hundred times the work', () => {
  const evil = [
    'a'.repeat(10_000),
    "can't ".repeat(1600),
    '? '.repeat(5000),
    'not '.repeat(2500),
    'where did '.repeat(1000),
    `${'x '.repeat(5000)}clicks`,
  ]
  for (const text of evil) {
    const work = (length: number) => {
      const start = process.cpuUsage()
      for (let i = 0; i < 5; i++) say(text.slice(0, length))
      const { user, system } = process.cpuUsage(start)
      return user + system
    }
    work(1000)
    expect(work(10_000)).toBeLessThan(60 * Math.max(work(1000), 400))
  }
})
