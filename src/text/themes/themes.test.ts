import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { continueThemes, editedModel, survivor, type Theme } from '#text/themes/continuity.ts'
import { fitSteps, fitThemes } from '#text/themes/fit.ts'
import { averageLinkage } from '#text/themes/linkage.ts'
import { type Sparse, strongest } from '#text/themes/matrix.ts'
import { assignerOf, isDrifting } from '#text/themes/model.ts'
import { ruledBy } from '#text/themes/ruled.ts'

const subjects = {
  export: ['export', 'csv file', 'download of the report', 'spreadsheet columns'],
  login: ['log in', 'password reset', 'login screen', 'two-factor code'],
  invoice: ['invoice', 'VAT number', 'billing address', 'payment by card'],
}
const openings = [
  'The {} does not work',
  'I have trouble with the {}',
  'Why is the {} broken again',
  'My {} is wrong',
]

/** Items about three subjects; each names two things of its subject. */
function written(): { text: string; subject: string }[] {
  return Object.entries(subjects).flatMap(([subject, things]) =>
    openings.flatMap((opening, i) =>
      things.map((thing, j) => ({
        subject,
        text: `${opening.replace('{}', thing)}, and so is the ${things[(i + j + 1) % things.length]}`,
      })),
    ),
  )
}
const items = written().map(({ text }) => [text])
const subjectOf = written().map(({ subject }) => subject)

function purity(groups: Int32Array): number {
  const counts = new Map<string, number>()
  groups.forEach((group, i) => {
    const key = `${group} ${subjectOf[i]}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  })
  const best = new Map<string, number>()
  for (const [key, count] of counts) {
    const group = key.split(' ')[0]!
    best.set(group, Math.max(best.get(group) ?? 0, count))
  }
  return [...best.values()].reduce((sum, count) => sum + count, 0) / groups.length
}

describe('finding themes', () => {
  test('three subjects are told apart when three are asked for', () => {
    const { groups, model } = fitThemes(items, { k: 3 })
    expect(model.themes).toHaveLength(3)
    expect(purity(groups)).toBeGreaterThan(0.9)
  })

  test('a theme is named by phrases of its own items, as they are written', () => {
    const { groups, model } = fitThemes(items, { k: 3 })
    model.themes.forEach(({ phrases }, theme) => {
      expect(phrases.length).toBeGreaterThan(0)
      const own = items.filter((_, i) => groups[i] === theme).map(([text]) => text!.toLowerCase())
      for (const phrase of phrases) expect(own.some((text) => text.includes(phrase))).toBe(true)
    })
    expect(model.themes.flatMap((theme) => theme.phrases).join(' ')).not.toMatch(/\b(the|is|and)\b/)
  })

  test('what nobody else says has no theme when their number is not given', () => {
    const alone = 'Zebras graze quietly near volcanic lakes'
    const { groups } = fitThemes([...items, [alone]])
    expect(groups.at(-1)).toBe(-1)
    expect(Math.max(...groups)).toBeGreaterThan(0)
  })

  test('the same items and seed give the same themes', () => {
    expect(fitThemes(items, { k: 3, seed: 7 })).toEqual(fitThemes(items, { k: 3, seed: 7 }))
    expect(fitThemes(items)).toEqual(fitThemes(items))
  })

  test.each([
    ['no items', []],
    ['one item', [['export']]],
    ['items without words', [[''], ['…'], []]],
    ['twice the same', [['export fails'], ['export fails']]],
  ])('%s are no trouble', (_, few) => {
    for (const k of [undefined, 1, 2]) {
      const { groups, model } = fitThemes(few, k === undefined ? {} : { k })
      expect(groups).toHaveLength(few.length)
      expect(Math.max(-1, ...groups)).toBeLessThan(Math.max(model.themes.length, 1))
    }
  })

  test('more items cost work in proportion: twice and four times, counted in comparisons', () => {
    const many = (times: number) =>
      Array.from({ length: 200 * times }, (_, i) => [`${items[i % items.length]![0]} number ${i}`])
    const work = (times: number, k?: number) => {
      // each comparison of two items ends in a minimum, each search for the nearest theme begins with cleared scores
      const counted = [
        vi.spyOn(Math, 'min'),
        vi.spyOn(Float32Array.prototype, 'fill'),
        vi.spyOn(Math, 'log1p'),
      ]
      fitThemes(many(times), { k, compared: 50 })
      const calls = counted.reduce((sum, one) => sum + one.mock.calls.length, 0)
      for (const one of counted) one.mockRestore()
      return calls
    }
    for (const k of [undefined, 3]) {
      const [once, twice, fourfold] = [work(1, k), work(2, k), work(4, k)] as const
      expect(once).toBeGreaterThan(200)
      expect(twice).toBeLessThan(2.5 * once)
      expect(fourfold).toBeLessThan(5 * once)
    }
  })

  test('it can be done in steps that say how far it is, with the same result', () => {
    const many = Array.from({ length: 400 }, (_, i) => [`${items[i % items.length]![0]} number ${i}`])
    const shares: number[] = []
    const steps = fitSteps(many, { compared: 100 })
    let step = steps.next()
    for (; !step.done; step = steps.next()) shares.push(step.value)
    expect(step.value).toEqual(fitThemes(many, { compared: 100 }))
    expect(shares.length).toBeGreaterThan(20)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThan(1)
  })

  test('what is kept of a fit is bounded, whatever was read', () => {
    const wordy = Array.from({ length: 300 }, (_, i) => [
      Array.from({ length: 60 }, (_, j) => `word${(i * 7 + j * 13) % 5000}`).join(' '),
    ])
    for (const k of [undefined, 250]) {
      const { model } = fitThemes(wordy, { k })
      expect(model.themes.length).toBeLessThanOrEqual(k ?? 200)
      for (const { center, phrases } of model.themes) {
        expect(center.ids.length).toBeLessThanOrEqual(400)
        expect(phrases.length).toBeLessThanOrEqual(5)
      }
    }
  })

  test('no text breaks it', () => {
    const anyItem = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 2 })
    fc.assert(
      fc.property(
        fc.array(anyItem, { maxLength: 12 }),
        fc.option(fc.integer({ min: 1, max: 5 })),
        (some, k) => {
          const { groups, model } = fitThemes(some, k === null ? {} : { k })
          const assign = assignerOf(model)
          for (const one of some) expect(assign(one).theme).toBeLessThan(model.themes.length)
          expect(groups).toHaveLength(some.length)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('one more item', () => {
  test('goes to the theme that it is about, also after the model was stored', () => {
    const { model, groups } = fitThemes(items, { k: 3 })
    const assign = assignerOf(JSON.parse(JSON.stringify(model)))
    const themeOf = (subject: string) => groups[subjectOf.indexOf(subject)]
    expect(assign(['The csv export is empty']).theme).toBe(themeOf('export'))
    expect(assign(['Password reset mail never comes']).theme).toBe(themeOf('login'))
    expect(assign(['Wrong VAT on my invoice']).theme).toBe(themeOf('invoice'))
    expect(assign(['']).theme).toBe(-1)
  })

  test('more items without a theme than before are a drift, the same share is none', () => {
    const { model } = fitThemes(items)
    expect(isDrifting({ ...model, items: 1000, without: 100 }, { items: 100, without: 12 })).toBe(false)
    expect(isDrifting({ ...model, items: 1000, without: 100 }, { items: 100, without: 30 })).toBe(true)
    expect(isDrifting({ ...model, items: 1000, without: 100 }, { items: 5, without: 5 })).toBe(false)
  })
})

describe('themes go on', () => {
  const numbered = () => {
    let next = 1
    return () => `theme-${next++}`
  }
  const first = fitThemes(items, { k: 3 }).model
  const known = continueThemes([], first, numbered()).themes

  test('a theme that is found again keeps its id, whatever place it has', () => {
    const turned = { ...first, themes: [...first.themes].reverse() }
    const { themes, idOf } = continueThemes(known, turned, () => 'new')
    expect(themes.map((theme) => theme.id).sort()).toEqual(['theme-1', 'theme-2', 'theme-3'])
    expect(idOf).toEqual(['theme-3', 'theme-2', 'theme-1'])
  })

  test('running again changes nothing', () => {
    const again = continueThemes(known, first, () => 'new')
    expect(again.themes).toEqual(known)
    expect(continueThemes(again.themes, first, () => 'new')).toEqual(again)
  })

  test('names, pins, hiding and rules survive also when the theme is not found again; others are let go', () => {
    const edited: Theme[] = [{ ...known[0]!, name: 'Exports' }, { ...known[1]!, isHidden: true }, known[2]!]
    const nothing = { ...first, themes: [] }
    const { themes } = continueThemes(edited, nothing, () => 'new')
    expect(themes).toMatchObject([
      { id: 'theme-1', name: 'Exports', size: 0 },
      { id: 'theme-2', isHidden: true, size: 0 },
    ])
    const back = continueThemes(themes, first, () => 'new').themes
    expect(back.find((theme) => theme.id === 'theme-1')).toMatchObject({
      name: 'Exports',
      size: known[0]!.size,
    })
  })

  test('merged themes are one, also when they are found apart again', () => {
    const merged: Theme[] = [known[0]!, { ...known[1]!, mergedInto: 'theme-1' }, known[2]!]
    const { themes, idOf } = continueThemes(merged, first, () => 'new')
    expect(idOf).toEqual(['theme-1', 'theme-1', 'theme-3'])
    const { model, ids } = editedModel(first, themes)
    const assign = assignerOf(model)
    const ofItem = (text: string) => ids[assign([text]).theme]
    const texts = items.map(([text]) => text!)
    const groups = fitThemes(items, { k: 3 }).groups
    texts.forEach((text, i) => {
      expect(ofItem(text)).toBe(groups[i] === 2 ? 'theme-3' : 'theme-1')
    })
  })

  test('the parts of a split theme stand in its place', () => {
    const part = (id: string): Theme => ({ ...known[0]!, id, splitFrom: 'theme-1' })
    const { themes } = continueThemes([...known, part('part-1'), part('part-2')], first, () => 'new')
    const { ids } = editedModel(first, themes)
    expect(ids).not.toContain('theme-1')
    expect(ids).toEqual(expect.arrayContaining(['part-1', 'part-2', 'theme-2', 'theme-3']))
  })

  test('a rule decides in any inflection of its words, the longest phrase first, in the theme that is left', () => {
    const rule = ruledBy([
      { ...known[0]!, rules: ['card'] },
      { ...known[1]!, rules: ['lost cards'], mergedInto: 'theme-3' },
      known[2]!,
    ])
    expect(rule(['My cards do not work'])).toBe('theme-1')
    expect(rule(['Title', 'I lost cards on the way'])).toBe('theme-3')
    expect(rule(['A discard pile'])).toBeUndefined()
  })

  test('a circle of merges ends', () => {
    const circle = new Map(
      [
        { ...known[0]!, mergedInto: 'theme-2' },
        { ...known[1]!, mergedInto: 'theme-1' },
      ].map((theme) => [theme.id, theme]),
    )
    expect(['theme-1', 'theme-2']).toContain(survivor('theme-1', circle))
  })
})

describe('the mathematics', () => {
  test('average linkage joins what is alike and leaves the rest alone', () => {
    const alike = Float32Array.from([0, 0.9, 0.1, 0, 0.9, 0, 0.2, 0, 0.1, 0.2, 0, 0, 0, 0, 0, 0])
    expect([...averageLinkage(alike.slice(), 4, 0.5)]).toEqual([0, 0, 1, 2])
    expect([...averageLinkage(alike.slice(), 4, 0.15)]).toEqual([0, 0, 0, 1])
    expect([...averageLinkage(alike.slice(), 4, 0.16)]).toEqual([0, 0, 1, 2])
  })

  test('the strongest directions of a matrix give back its products', () => {
    const dense = [
      [2, 0, 1],
      [0, 3, 0],
      [1, 0, 2],
      [1, 1, 0],
    ]
    const matrix: Sparse = {
      rows: 4,
      width: 3,
      starts: Int32Array.from([0, 3, 6, 9, 12]),
      columns: Int32Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]),
      values: Float32Array.from(dense.flat()),
    }
    const found = strongest(matrix, 3, 1, 1)
    const dot = (a: number, b: number) =>
      [0, 1, 2].reduce((sum, i) => sum + found[a * 3 + i]! * found[b * 3 + i]!, 0)
    dense.forEach((one, a) => {
      dense.forEach((other, b) => {
        const exact = one.reduce((sum, value, i) => sum + value * other[i]!, 0)
        expect(dot(a, b)).toBeCloseTo(exact, 3)
      })
    })
  })
})
