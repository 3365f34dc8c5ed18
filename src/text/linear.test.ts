import { expect, test } from 'vitest'
import { analyze } from '#text/analysis/analyze.ts'
import { areasIn, readAreas } from '#text/areas/areas.ts'
import { maskCards } from '#text/clean/cards.ts'
import { ownWords } from '#text/clean/clean.ts'
import { loadLanguages } from '#text/language/language.ts'
import { adjusted, learnerOf } from '#text/learning/learner.ts'
import { noLessons, teach } from '#text/learning/lessons.ts'
import { shippedWeights } from '#text/model/shipped.ts'
import { personalRemover } from '#text/personal/personal.ts'
import { terms } from '#text/words/terms.ts'

const weights = shippedWeights()
const languageOf = await loadLanguages()
const areas = readAreas([{ id: 'a', words: ['export', 'not a'] }])
const learner = learnerOf(teach(noLessons, { id: '1', label: 'bug', text: 'does not export' }))

const readers: [string, (text: string) => unknown][] = [
  ['words', terms],
  ['own words', ownWords],
  ['card numbers', maskCards],
  ['analysis', (text) => analyze(weights, text, { languageOf })],
  ['areas', (text) => areasIn(areas, text)],
  ['lessons', (text) => adjusted(learner, text)],
  ['personal data', personalRemover({ people: ['Ana a Lima'], companies: ['A not a'] })],
]
const units = [
  'a',
  'a ',
  'not a ',
  "can't ",
  '? ',
  '4 ',
  '<p ',
  '<div>',
  '&amp;',
  '> a\n',
  'Thanks\n',
  'On 1 2020 10:00 a@b wrote:\n',
  'From: a\n',
  '\u0301\u0316',
  'ﷺ',
  '👩\u200d',
  '検',
  'a.',
  'a@',
  'a:',
  'a1-',
  '1.',
  'de89 3704 ',
  'a (at) ',
  'a.a/',
  '\ud800',
  'export not ',
]

/** Processor time of reading a text, the least of three. */
function cost(read: (text: string) => unknown, text: string): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const started = process.cpuUsage()
    read(text)
    const { user, system } = process.cpuUsage(started)
    least = Math.min(least, user + system)
  }
  return least
}

const n = 8000
test.each(readers)(
  '%s: eight times the text costs about eight times the work, whatever the text',
  (_, read) => {
    for (const unit of units) {
      const of = (size: number) => unit.repeat(Math.ceil(size / unit.length))
      read(of(n))
      // Work that grows with the square would cost 64 times as much, however often one looks; below a millisecond
      // nothing can be told.
      const timesAsMuch = (size: number) => {
        const once = Math.max(cost(read, of(n)), 1000)
        return cost(read, of(size)) / once
      }
      const least = (size: number, most: number) => {
        let found = timesAsMuch(size)
        for (let i = 0; i < 2 && found >= most; i++) found = Math.min(found, timesAsMuch(size))
        return found
      }
      expect(least(2 * n, 8), `${JSON.stringify(unit)}, twice`).toBeLessThan(8)
      expect(least(8 * n, 30), `${JSON.stringify(unit)}, eight times`).toBeLessThan(30)
    }
  },
)
