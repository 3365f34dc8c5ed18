import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Collection } from '#text/duplicates/collection.ts'
import { likeness, profile, score, sharedWords, tellingWeight } from '#text/duplicates/likeness.ts'
import {
  blockSize,
  candidates,
  keysOf,
  listsOf,
  listsToRead,
  pack,
  type WordList,
} from '#text/duplicates/postings.ts'
import { sketch } from '#text/duplicates/sketch.ts'
import { countWords } from '#text/themes/features.ts'

const corpus = [
  'The export to CSV fails with error 0x80',
  'CSV exports are failing, error 0x80 again',
  'Please add a dark mode',
  'A dark theme would be easier on the eyes at night',
  'Dark mode, when?',
  'I cannot log in since the update',
  'Login broken after updating the app',
  'Great app',
  'Great app, love it',
  'The invoice shows the wrong VAT',
  'Calendar sync stopped yesterday',
  'Calender sync has stopped',
]

function among(texts: readonly string[]) {
  const sketches = texts.map((text) => sketch([text]))
  const frequencies = countWords(sketches)
  return { sketches, frequencies, profiles: sketches.map((one) => profile(one, frequencies)) }
}

function nearest(texts: readonly string[], most = 10) {
  const collection = new Collection()
  for (const text of texts) collection.add(sketch([text]))
  return [...collection.nearest(most)]
}

test.each([
  [0, 1, 'an inflected report of the same error'],
  [2, 4, 'the same wish in fewer words'],
  [5, 6, 'the same trouble in other forms of the words'],
  [10, 11, 'a misspelt word beside one that is right'],
])('the nearest other of report %i is %i: %s', (one, other) => {
  expect(nearest(corpus)[one]![0]!.at).toBe(other)
})

test('a text is never its own neighbour, neighbours come best first, and scores lie between 0 and 1', () => {
  nearest(corpus).forEach((near, at) => {
    expect(near.map((one) => one.at)).not.toContain(at)
    const scores = near.map((one) => one.score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const value of scores) expect(value >= 0 && value <= 1).toBe(true)
  })
})

test('the reason is the shared words, the most telling first, as the first text writes them', () => {
  const { profiles } = among([...corpus, 'Calendar broken'])
  const shared = sharedWords(profiles[0]!, profiles[1]!)
  expect(shared).toEqual(expect.arrayContaining(['csv', 'error', 'export', 'fails']))
  expect(sharedWords(profiles[1]!, profiles[0]!)).toContain('failing')
  expect(sharedWords(profiles[7]!, profiles[9]!)).toEqual([])
})

test('a rare word tells more than a frequent one, and a word nobody wrote the most', () => {
  const { frequencies, sketches } = among(corpus)
  const weight = (word: string) => tellingWeight(frequencies, sketch([word]).terms[0]!.key)
  expect(weight('app')).toBeLessThan(weight('vat'))
  expect(weight('vat')).toBeLessThan(weight('zebra'))
  expect(sketches.every((one) => one.length > 0)).toBe(true)
})

test('the title counts more than the text, and a long tail less than the beginning', () => {
  const { terms, weights } = sketch(['Broken export', `invoice ${'filler '.repeat(300)}late`])
  const weightOf = (word: string) => weights[terms.findIndex((term) => term.word === word)]!
  expect(weightOf('export')).toBe(2)
  expect(weightOf('invoice')).toBe(1)
  expect(weightOf('late')).toBeLessThan(0.3)
})

test('stop words count only where a text has nothing else; who is written to never does', () => {
  const words = (text: string) => sketch([text]).terms.map((term) => term.word)
  expect(words('it is what it is')).toContain('what')
  expect(words('it is an export')).toEqual(['export'])
  expect(words('@support ana@mail.example export')).toEqual(['export'])
})

test('what stands in a crowd is less sure than what stands alone', () => {
  expect(score(0.5, 0.4)).toBeLessThan(score(0.5, 0.1))
  expect(score(0.6, 0.2)).toBeGreaterThan(score(0.5, 0.2))
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    'a',
    '👍👍',
    '検索が遅い',
    'نسخه جدید',
    '\ud800',
    '\u200b\u202e',
    '<b>x</b>',
    'https://a.example/x',
    'word '.repeat(40),
  ),
  fc.constantFrom(...corpus),
)

test('likeness is symmetric, 1 with itself, and no text breaks it', () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      const { profiles } = among([...corpus, a, b])
      const [one, other] = profiles.slice(-2) as [(typeof profiles)[0], (typeof profiles)[0]]
      const there = likeness(one, [other])[0]!
      expect(there).toBeCloseTo(likeness(other, [one])[0]!, 5)
      expect(there >= 0 && there <= 1).toBe(true)
      if (one.terms.length > 0) expect(likeness(one, [one])[0]!).toBeCloseTo(1, 4)
    }),
    { numRuns: 200 },
  )
})

test('the order in which texts come changes no likeness', () => {
  const turned = [...corpus].reverse()
  const there = nearest(corpus).map((near) => near.map(({ at, score }) => [corpus[at], score.toFixed(5)]))
  const back = nearest(turned).map((near) => near.map(({ at, score }) => [turned[at], score.toFixed(5)]))
  expect(back.reverse().map((near) => near.sort())).toEqual(there.map((near) => near.sort()))
})

test('the sketch of a long text takes time in proportion to it, and stops at what is read', () => {
  const ofSize = (size: number) => sketch(['alpha beta '.repeat(size)])
  expect(ofSize(1000).length).toBeGreaterThan(200)
  expect(sketch(['x'.repeat(1_000_000)]).terms).toHaveLength(1)
  expect(ofSize(100_000).length).toBe(ofSize(50_000).length)
})

test('word lists in bytes find the same candidates as comparing with all, over several blocks', () => {
  const numbers = corpus.map((_, i) => i * 5000)
  const { sketches, frequencies, profiles } = among(corpus)
  const lists = new Map<string, WordList>()
  sketches.forEach((one, at) => {
    for (const { key, share } of keysOf(one)) {
      const block = Math.floor(numbers[at]! / blockSize)
      const list = lists.get(`${key} ${block}`) ?? { key, block, postings: new Uint8Array() }
      const added = pack([{ number: numbers[at]!, share }])
      lists.set(`${key} ${block}`, { ...list, postings: Uint8Array.from([...list.postings, ...added]) })
    }
  })
  expect(new Set([...lists.values()].map((list) => list.block)).size).toBeGreaterThan(1)
  profiles.forEach((own) => {
    const asked = new Map(Array.from(own.keys, (key, i) => [key, own.asked[i]!]))
    const wanted = [...lists.values()].filter((list) => asked.has(list.key))
    const found = candidates(wanted, asked, frequencies.averageLength, 5)
    const exact = profiles.map((other) =>
      own.keys.reduce((sum, key, i) => {
        const there = other.keys.indexOf(key)
        return there < 0 ? sum : sum + own.asked[i]! * other.inItem[there]!
      }, 0),
    )
    // a share is kept in one byte, so that two that score about the same may change places
    expect(exact[numbers.indexOf(found[0]!)]).toBeGreaterThan(0.95 * Math.max(...exact))
    const shared = numbers.filter((_, other) => profiles[other]!.keys.some((key) => asked.has(key)))
    expect(found.length).toBe(Math.min(5, shared.length))
    for (const number of found) expect(shared).toContain(number)
  })
})

test('the lists of a key are read from one string of bytes, wherever it begins in memory', () => {
  const put = ({ block, postings }: WordList) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(block)
    head.writeUInt32BE(postings.length, 4)
    return Buffer.concat([head, postings])
  }
  const lists = [3, 70_000].map((block, i) => ({
    key: -7,
    block,
    postings: pack(Array.from({ length: 1 + 300 * i }, (_, number) => ({ number, share: 200 }))),
  }))
  const bytes = Buffer.concat([Buffer.from('before'), ...lists.map(put)]).subarray('before'.length)
  expect(listsOf(-7, bytes).map((list) => ({ ...list, postings: Uint8Array.from(list.postings) }))).toEqual(
    lists,
  )
  expect(listsOf(-7, new Uint8Array())).toEqual([])
})

test('the lists of the rarest words are read whole, then the newest blocks of one, and none of commoner words', () => {
  const held = new Map([
    [1, 50_000],
    [2, 10],
    [3, 400_000],
    [4, 20_000],
  ])
  const items = 10 * blockSize
  expect(listsToRead([1, 2, 3, 4], held, items, 40_000)).toEqual([
    { key: 2, from: 0 },
    { key: 4, from: 0 },
    { key: 1, from: 6 },
  ])
  expect(listsToRead([1, 2, 3, 4], held, items, 1_000_000).map(({ key, from }) => [key, from])).toEqual([
    [2, 0],
    [4, 0],
    [1, 0],
    [3, 0],
  ])
})
