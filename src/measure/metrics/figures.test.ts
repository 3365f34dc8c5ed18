import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dimensionWords, metrics } from '#measure/metrics/definitions.ts'
import { figureChange, figureOf, partNames, reckoned } from '#measure/metrics/figures.ts'
import { stepStart, steps, stepsOf } from '#measure/metrics/rules.ts'

const targets = { answered: 24, triaged: 24, acted: 24, criticalBugs: 48 }
const one = (value: number, n: number, flag = false) => ({ value, n, flag, late: 0 })

describe('figures', () => {
  test('no facts, one, or all alike: what can be said is said, and nothing else', () => {
    for (const { count, key } of metrics) {
      const reckon = reckoned(count, targets)
      expect(figureOf(reckon, []).n, key).toBe(0)
      const single = figureOf(reckon, [one(7, 1, true)])
      if (count.as !== 'number') expect(single.value, key).toBeNull()
      const alike = figureOf(reckon, [one(7, 50, true)])
      expect(alike.value, key).not.toBeNull()
      expect(alike.low!, key).toBeLessThanOrEqual(alike.value!)
      expect(alike.high!, key).toBeGreaterThanOrEqual(alike.value!)
      expect(figureChange(reckon, alike, alike), key).toMatchObject({ couldBeChance: true })
    }
  })

  test('who still waits past the target is late, and not judged before', () => {
    const wait = reckoned({ as: 'wait', target: 'answered' }, targets)
    const figure = figureOf(wait, [one(60, 6), one(24 * 60, 2), one(-1, 3, true), one(-1, 4)])
    expect(figure).toMatchObject({
      n: 8,
      value: 60,
      parts: { answered: 8, inside: 6, late: 5, waiting: 4 },
      nineOfTen: 1440,
    })
    expect(figure.inside).toMatchObject({ n: 11 })
  })

  test('the parts of a share, of an NPS and of pairs add up to the whole', () => {
    const facts = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 50 }), fc.boolean()),
    )
    fc.assert(
      fc.property(facts, (list) => {
        for (const { count } of metrics) {
          const reckon = reckoned(count, targets)
          if (!['nps', 'share', 'pairs'].includes(count.as)) continue
          const { n, parts } = figureOf(
            reckon,
            list.map(([value, of, flag]) => one(value, of, flag)),
          )
          expect(partNames(reckon).reduce((sum, part) => sum + parts[part]!, 0)).toBe(n)
        }
      }),
    )
  })
})

describe('steps of time', () => {
  test('cover a span without gap or overlap, and only its ends may be partial', () => {
    const day = fc
      .integer({ min: 0, max: 20_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, fc.constantFrom(...steps), (a, b, step) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        fc.pre(Date.parse(to) - Date.parse(from) < 1100 * 86_400_000)
        const list = stepsOf({ from, to }, step)
        expect([list[0]!.from, list.at(-1)!.to]).toEqual([from, to])
        for (const [i, each] of list.entries()) {
          expect(stepStart(each.from, step)).toBe(each.start)
          expect(stepStart(each.to, step)).toBe(each.start)
          if (i > 0) expect(Date.parse(each.from) - Date.parse(list[i - 1]!.to)).toBe(86_400_000)
          if (i > 0 && i < list.length - 1) expect(each.isPartial).toBe(false)
        }
      }),
      { numRuns: 30 },
    )
  })
})

test('docs/metrics.md says of each metric what its definition says', () => {
  const text = metrics
    .map(
      ({ key, name, formula, source, by, interval }) =>
        `**${name}** (\`${key}\`). ${formula} By ${by.map((each) => dimensionWords[each].replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())).join(', ')}. Interval: ${interval}. Source: ${source}.\n`,
    )
    .join('\n')
  const file = new URL('../../../docs/metrics.md', import.meta.url)
  const [intro] = readFileSync(file, 'utf8').split(/(?<=writes it\. -->\n)/)
  if (process.env.UPDATE_DOCS) writeFileSync(file, `${intro}\n${text}`)
  expect(readFileSync(file, 'utf8')).toBe(`${intro}\n${text}`)
})
