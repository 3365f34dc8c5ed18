import { describe, expect, test } from 'vitest'
import { type Kind, kinds, periodOf } from '#measure/reports/rules.ts'
import { formatsOf } from '#measure/reports/texts/formats.ts'
import { reportTexts } from '#measure/reports/texts.ts'
import { periodMark, periodTitle, reportLanguages } from '#measure/reports/words.ts'

const { en } = reportTexts
const isFormat = (key: string) => Object.hasOwn(formatsOf('en-GB'), key)

/** Every text of a catalogue by its path: "checks.categorised". */
function entriesOf(texts: object, path = ''): [string, unknown][] {
  return Object.entries(texts).flatMap(([key, value]): [string, unknown][] =>
    isFormat(key) && path === ''
      ? []
      : typeof value === 'object' && value !== null
        ? entriesOf(value, `${path}${key}.`)
        : [[`${path}${key}`, value]],
  )
}

const numbers = [0, 1, 2, 5, 1234]
const flags = [true, false]
const words = ['Wort']
/** What a parameter is given, by its name; what is not named here is a number. */
const given: Record<string, readonly unknown[]> = {
  kind: kinds,
  how: ['above', 'below', 'inside'],
  result: ['effective', 'ineffective', 'unclear'],
  ended: flags,
  hasBand: flags,
  allByChance: flags,
  couldBeChance: flags,
  could: flags,
  isUp: flags,
  parts: [[], ['a', 'b']],
  second: ['Wort', null],
  on: ['Wort', null],
  move: words,
  ...Object.fromEntries(
    ['first', 'label', 'name', 'title', 'severity', 'at', 'year'].map((one) => [one, words]),
  ),
}
/** Those whose parameters of these names are words. */
const wordy: Record<string, readonly string[]> = {
  week: ['from', 'to'],
  interval: ['low', 'high'],
  before: ['value'],
}

const english = new Map(entriesOf(en))

/** Every call of a sentence: each of its numbers as 0, 1, 2, 5 and many, together with each of its other arguments. */
function callsOf(path: string): unknown[][] {
  const names = /^\(?([^)=]*)\)?\s*=>/
    .exec(String(english.get(path)))![1]!
    .split(',')
    .map((name) => name.trim())
  const lists = names
    .filter(Boolean)
    .map((name) => (wordy[path]?.includes(name) ? words : (given[name] ?? null)))
  let calls: unknown[][] = [[]]
  for (const list of lists) if (list) calls = calls.flatMap((call) => list.map((one) => [...call, one]))
  return numbers.flatMap((number) =>
    calls.map((call) => {
      const rest = [...call]
      return lists.map((list) => (list ? rest.shift() : number))
    }),
  )
}

describe.each(reportLanguages)('the words of reports in %s', (language) => {
  const t = reportTexts[language]
  const entries = new Map(entriesOf(t))

  test('are there, each of them', () => {
    expect([...entries.keys()].sort()).toEqual(
      entriesOf(en)
        .map(([key]) => key)
        .sort(),
    )
  })

  test('make a sentence with none, one, two, few and many, and say the number where there are many', () => {
    const wrong: string[] = []
    for (const [path, value] of entries) {
      if (typeof value === 'string') {
        if (value.trim() === '') wrong.push(`${path} is empty`)
        continue
      }
      for (const call of callsOf(path)) {
        // where nobody waits another sentence says so
        if (path === 'waits' && call.every((n) => n === 0)) continue
        const said = (value as (...all: unknown[]) => string)(...call)
        const isWhole = said.trim() === said && said !== '' && !/undefined|null|NaN|\[object/.test(said)
        const counts = call.includes(1234) && !['page', 'quarter', 'asOf'].includes(path)
        const isSaid = !counts || said.includes(t.number(1234))
        if (!isWhole || !isSaid) wrong.push(`${path}(${call.join()}): ${said}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

test('a period is called by its days, month, quarter or year, in each language', () => {
  const title = (language: keyof typeof reportTexts, kind: Kind, day: string) => {
    const { from, to } = periodOf(kind, day)
    return periodTitle(reportTexts[language], { kind, fromOn: from, toOn: to })
  }
  expect(title('en', 'weekly', '2037-03-04')).toBe('Week of 2 to 8 March 2037')
  expect(title('en', 'weekly', '2037-04-01')).toBe('Week of 30 March to 5 April 2037')
  expect(title('en', 'weekly', '2037-01-01')).toBe('Week of 29 December 2036 to 4 January 2037')
  expect(title('de', 'weekly', '2037-03-04')).toBe('Woche vom 2. bis 8. März 2037')
  expect(title('es', 'weekly', '2037-04-01')).toBe('Semana del 30 de marzo al 5 de abril de 2037')
  expect(title('fr', 'weekly', '2037-06-03')).toBe('Semaine du 1er au 7 juin 2037')
  expect(title('en', 'monthly', '2037-03-04')).toBe('March 2037')
  expect(title('pt', 'monthly', '2037-03-04')).toBe('Março de 2037')
  expect(title('fr', 'quarterly', '2037-03-04')).toBe('T1 2037')
  expect(title('ar', 'yearly', '2037-03-04')).toBe('2037')
  expect(periodMark(reportTexts.en, 'quarterly', '2037-10-01')).toBe('Q4 37')
})
