import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyze } from '#text/analysis/analyze.ts'
import { ratedAs } from '#text/analysis/rating.ts'
import type { Rating } from '#text/analysis/result.ts'
import { types } from '#text/cues/cue.ts'
import { loadLanguages } from '#text/language/language.ts'
import { shippedWeights } from '#text/model/shipped.ts'

const weights = shippedWeights()
const languageOf = await loadLanguages()
const say = (text: string, rating?: Rating) =>
  analyze(weights, text, { ...(rating && { rating }), languageOf })
const typeOf = (text: string) => say(text).types[0]?.label

test.each([
  ['The app crashes every time I open the report', 'bug'],
  ['I cannot log in since the last update', 'bug'],
  ["Search doesn't work any more", 'bug'],
  ['Please add an Excel export for all reports', 'feature'],
  ['It would be nice to have a dark mode', 'feature'],
  ['The dashboard is so slow, it takes ages to load', 'performance'],
  ['It drains my battery', 'performance'],
  ['The settings are confusing and hard to find', 'usability'],
  ['Far too expensive, I want a refund', 'pricing'],
  ['Love it, thank you so much', 'praise'],
  ['How do I invite a colleague?', 'question'],
])('“%s” is first of all %s', (text, type) => {
  expect(typeOf(text)).toBe(type)
})

test.each(['Tuesday', '', '?', 'x', '12345', '\ud800', '​‮'])('%j gets no type', (text) => {
  expect(say(text).types.filter(({ confidence }) => confidence >= 0.7)).toEqual([])
})

test('praise of what was, or would be, is not taken for praise', () => {
  expect(say('It worked great until the last update').sentiment.score).toBeLessThan(0.2)
  expect(say('It would be great to have folders').sentiment.label).not.toBe('positive')
})

test('a text may be of several types', () => {
  const labels = say('It crashes when I export. Please add a way to export only one page').types.map(
    ({ label }) => label,
  )
  expect(labels).toContain('bug')
  expect(labels).toContain('feature')
})

test.each([
  ['I love this, works perfectly', 'positive'],
  ['Terrible support and it never works', 'negative'],
  ['This is not good and not helpful', 'negative'],
  ['No problems at all, highly recommended', 'positive'],
  ['The meeting is on Tuesday', 'neutral'],
  ['Love the design, but the sync is terrible and crashes', 'mixed'],
  ['It does not work well', 'negative'],
  ['I never had a single problem with it', 'positive'],
  ['No worries, the new editor is great', 'positive'],
  ['Opening a file is slooooow', 'negative'],
  ['The new layout :(', 'negative'],
  ['😡😡', 'negative'],
  ['👍 ❤️', 'positive'],
  ['Sehr schlecht, ich bin enttäuscht', 'negative'],
  ['Muy bueno, me encanta', 'positive'],
  ['Ich bin schon sehr enttäuscht von dem Service', 'negative'],
  ['C’est vraiment un service affreux', 'negative'],
  ['O aplicativo é maravilhoso, recomendo', 'positive'],
  ['Non è male, anzi è bellissimo', 'positive'],
  ['Pelayanannya sangat mengecewakan dan kotor', 'negative'],
  ['Приложение ужасное, постоянно вылетает', 'negative'],
  ['التطبيق رائع وسهل', 'positive'],
  ['यह बहुत बढ़िया है', 'positive'],
  ['质量很差，非常失望', 'negative'],
  ['とても使いやすくて満足しています', 'positive'],
  ['美味しくないです', 'negative'],
  ['정말 재미 없고 지루하다', 'negative'],
  ['Die Sitzung ist am Dienstag', 'neutral'],
])('“%s” sounds %s', (text, label) => {
  const { sentiment } = say(text)
  expect(sentiment.label).toBe(label)
  if (label === 'positive') expect(sentiment.score).toBeGreaterThan(0)
  if (label === 'negative') expect(sentiment.score).toBeLessThan(0)
})

test.each([
  ['Nobody can log in, the site is down, we cannot work', 'now', 'critical'],
  ['Urgent: the invoice run fails', 'now', 'high'],
  ['Please fix it before our audit on Friday', 'soon', 'high'],
  ['There is a small typo on the start page, no rush', 'later', 'low'],
  ['I love how it never crashes, amazing', 'later', 'low'],
])('“%s” is for %s and %s', (text, urgency, priority) => {
  const found = say(text)
  expect(found.urgency.label).toBe(urgency)
  expect(found.priority.label).toBe(priority)
})

describe('a rating', () => {
  test.each<[Rating, string | undefined]>([
    [{ kind: 'stars', value: 1 }, 'negative'],
    [{ kind: 'stars', value: 2 }, 'negative'],
    [{ kind: 'stars', value: 3 }, 'neutral'],
    [{ kind: 'stars', value: 5 }, 'positive'],
    [{ kind: 'nps', value: 0 }, 'negative'],
    [{ kind: 'nps', value: 6 }, 'negative'],
    [{ kind: 'nps', value: 7 }, 'neutral'],
    [{ kind: 'nps', value: 9 }, 'positive'],
    [{ kind: 'agreement', value: 1 }, 'negative'],
    [{ kind: 'agreement', value: 2, max: 7 }, 'negative'],
    [{ kind: 'agreement', value: 4, max: 7 }, 'neutral'],
    [{ kind: 'helpful', value: false }, 'negative'],
    [{ kind: 'stars', value: 9 }, undefined],
    [{ kind: 'nps', value: Number.NaN }, undefined],
  ])('%j is %s', (rating, side) => {
    expect(ratedAs(rating)?.side).toBe(side)
  })

  test('overrides the words, and the reason says so', () => {
    const { sentiment, negative } = say('Great, another outage', { kind: 'stars', value: 1 })
    expect(sentiment.label).toBe('negative')
    expect(sentiment.because[0]!.meaning).toBe('Rated 1 of 5')
    expect(negative).toMatchObject({ label: true, because: [{ meaning: 'Rated 1 of 5' }] })
    expect(say('It is what it is', { kind: 'nps', value: 10 }).sentiment.label).toBe('positive')
  })

  test('makes words of praise count more, or less', () => {
    const sure = (rating?: Rating) =>
      say('Nice work on the new reports', rating).types.find(({ label }) => label === 'praise')?.confidence ??
      0
    expect(sure({ kind: 'stars', value: 5 })).toBeGreaterThan(sure())
    expect(sure({ kind: 'stars', value: 1 })).toBeLessThan(sure())
  })
})

test('every reason quotes the customer and knows the place', () => {
  const title = 'Importer fails'
  const text = '<p>Since Monday it shows an <b>error</b>.</p>\n\n-- \nAna, crash test team'
  const { types: found } = analyze(weights, [
    { name: 'title', text: title },
    { name: 'text', text },
  ])
  const parts: Record<string, string> = { title, text }
  const quotes = found[0]!.because.filter(({ words }) => words !== undefined)
  expect(quotes.length).toBeGreaterThan(0)
  for (const { part, from, to, words } of quotes) expect(parts[part!]!.slice(from, to)).toBe(words)
  expect(quotes.some(({ words }) => words === 'crash')).toBe(false)
})

test('what was quoted or signed by others does not count', () => {
  const mail =
    'Thank you, works perfectly now!\n\nOn Mon, 3 Mar 2025 at 10:00, Support <s@a.example> wrote:\n> The app crashes with an error, terrible.'
  expect(say(mail).types.map(({ label }) => label)).not.toContain('bug')
  expect(say(mail).sentiment.label).toBe('positive')
})

test.each([
  ['The export is slow and the filter does not work', 'en'],
  ['Der Export ist langsam und der Filter funktioniert nicht', 'de'],
  ['L’exportation est lente et le filtre ne fonctionne pas', 'fr'],
  ['検索がとても遅いです。直してください', 'ja'],
  ['ok', null],
  ['asdf qwer', null],
  ['', null],
])('the language of “%s” is %s', (text, code) => {
  expect(say(text).language.code).toBe(code)
})

const evil: [string, string][] = [
  ['one word', 'a'],
  ['cues', 'does not '],
  ['negations', 'not '],
  ['questions', '? '],
  ['emoji', '😡'],
  ['accents', 'é\u0301'],
  ['tags', '<p>'],
  ['quotes', '> a\n'],
]
test.each(evil)('a megabyte of %s is read, and not for longer than its beginning deserves', (_, unit) => {
  const found = say(unit.repeat(Math.ceil(1_000_000 / unit.length)))
  expect(Math.abs(found.sentiment.score)).toBeLessThanOrEqual(1)
})

test('no text breaks it, and results are bounded', () => {
  const phrases = fc.constantFrom(
    'crash',
    "doesn't work",
    'please add',
    'love',
    'not',
    'but',
    '?',
    '!',
    '\n',
    '<b>',
    '😡',
    'ok ',
  )
  const rating = fc.option(
    fc.oneof(
      fc.record({ kind: fc.constant('stars' as const), value: fc.double(), max: fc.double() }),
      fc.record({ kind: fc.constant('nps' as const), value: fc.double() }),
    ),
    { nil: undefined },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(phrases, fc.string({ unit: 'binary' }))), rating, (parts, rated) => {
      const text = parts.join(' ')
      const found = say(text, rated)
      expect(Math.abs(found.sentiment.score)).toBeLessThanOrEqual(1)
      const verdicts = [...found.types, found.sentiment, found.urgency, found.priority, found.negative]
      for (const { confidence, because } of verdicts) {
        expect(confidence >= 0 && confidence <= 1).toBe(true)
        expect(because.length).toBeGreaterThan(0)
        for (const { words, from, to } of because)
          if (words !== undefined) expect(from! >= 0 && from! < to! && to! <= text.length).toBe(true)
      }
      for (const { label } of found.types) expect(types).toContain(label)
    }),
    { numRuns: 200 },
  )
})
