import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  biasOf,
  isRecurring,
  nameOf,
  silentSegments,
  spanOf,
  spikes,
  usual,
  type Voices,
  weekChange,
  weightedToBase,
} from '#analyze/themes/rules.ts'

const voices = (given: Partial<Voices>): Voices => ({
  mentions: 0,
  accounts: 0,
  segments: new Map(),
  channels: new Map(),
  loudest: [],
  ...given,
})

describe('a change is told from chance', () => {
  test('three after one could be chance, fifteen after two hardly, twice as many of much surely not', () => {
    expect(weekChange([4, 1, 3])).toMatchObject({ now: 3, before: 1 })
    expect(weekChange([1, 3]).chance).toBeGreaterThan(0.5)
    expect(weekChange([2, 15]).chance).toBeLessThan(0.01)
    expect(weekChange([15, 2]).chance).toBe(weekChange([2, 15]).chance)
    expect(weekChange([40, 80]).chance).toBeLessThan(0.001)
    expect(weekChange([0, 0]).chance).toBe(1)
  })

  test('a week stands out when it has twice the usual and chance would not have it', () => {
    expect(spikes([2, 3, 2, 2, 3, 2, 12])).toEqual([6])
    expect(spikes([2, 3, 2, 2, 3, 2, 5])).toEqual([])
    expect(spikes([0, 0, 0, 3])).toEqual([])
    expect(spikes([12, 2, 2])).toEqual([])
  })

  test('eight of ten weeks lie inside what is usual; the last week is not part of it', () => {
    const { low, high } = usual([4, 4, 4, 4, 100])
    expect([low, high].map(Math.round)).toEqual([1, 7])
    expect(usual([7])).toEqual({ low: 0, high: 0 })
  })

  test('recurring is what is said in three weeks of four, however little', () => {
    expect(isRecurring([1, 1, 0, 1])).toBe(true)
    expect(isRecurring([9, 9, 0, 0])).toBe(false)
  })
})

describe('bias', () => {
  const all = voices({
    mentions: 200,
    segments: new Map([
      ['school', 100],
      ['clinic', 100],
    ]),
    channels: new Map([
      ['email', 190],
      ['chat', 10],
    ]),
  })

  test('below five mentions nothing is said about who says it', () => {
    expect(biasOf(voices({ mentions: 4, accounts: 1, loudest: [4] }), all)).toEqual({ kind: 'few' })
  })

  test('two accounts that give 70 % are named, a theme of many accounts is spread out', () => {
    const loud = voices({ mentions: 33, accounts: 4, loudest: [15, 8] })
    expect(biasOf(loud, all)).toEqual({ kind: 'accounts', accounts: 2, of: 4, share: 23 / 33 })
    expect(biasOf(voices({ mentions: 33, accounts: 20, loudest: [3, 2] }), all)).toEqual({ kind: 'spread' })
  })

  test('one segment or channel is told, unless nearly everything comes from there anyway', () => {
    const base = { mentions: 20, accounts: 10, loudest: [3, 3] }
    const parks = new Map([['clinic', 19]])
    expect(biasOf(voices({ ...base, segments: parks }), all)).toMatchObject({
      kind: 'segment',
      name: 'clinic',
    })
    const chats = new Map([['chat', 18]])
    expect(biasOf(voices({ ...base, channels: chats }), all)).toMatchObject({ kind: 'channel', name: 'chat' })
    const mails = new Map([['email', 20]])
    expect(biasOf(voices({ ...base, channels: mails }), all)).toEqual({ kind: 'spread' })
  })

  test('weighted to the base a loud segment counts less and a quiet one more, all together stays the same', () => {
    const base = {
      accounts: 100,
      bySegment: new Map([
        ['school', 80],
        ['clinic', 20],
      ]),
    }
    const ofClinics = voices({ mentions: 10, segments: new Map([['clinic', 10]]) })
    expect(weightedToBase(ofClinics, all, base)).toBeCloseTo(4)
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.nat(100), (school, clinic, none) => {
        const theme = voices({
          mentions: school + clinic + none,
          segments: new Map([
            ['school', school],
            ['clinic', clinic],
            ['', none],
          ]),
        })
        const total = weightedToBase(theme, theme, base)
        if (school > 0 && clinic > 0) expect(total).toBeCloseTo(school + clinic + none, 6)
      }),
    )
  })

  test('a segment that says far less than its share of the base is silent; a small one by chance is not', () => {
    const base = {
      accounts: 100,
      bySegment: new Map([
        ['school', 60],
        ['clinic', 38],
        ['park', 2],
      ]),
    }
    const spoke = new Map([
      ['school', 40],
      ['clinic', 5],
    ])
    const said = new Map([
      ['school', 100],
      ['clinic', 6],
    ])
    expect(silentSegments(base, spoke, said).map((one) => one.segment)).toEqual(['clinic'])
    expect(silentSegments(base, new Map(), new Map())).toEqual([])
  })
})

test('the period is whole weeks that end today', () => {
  expect(spanOf(new Date('2026-11-19T23:00:00Z'), 2)).toEqual({ from: '2026-11-06', to: '2026-11-19' })
})

test('a theme is called as people named it, else by its two most telling phrases', () => {
  const found = { name: null, phrases: ['csv export', 'columns', 'excel'], rules: [] }
  expect(nameOf(found)).toBe('Csv export, columns')
  expect(nameOf({ ...found, name: 'Exports' })).toBe('Exports')
  expect(nameOf({ name: null, phrases: [], rules: ['dark mode'] })).toBe('Dark mode')
})
