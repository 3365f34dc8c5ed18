import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accuracyOf } from '#text/learning/accuracy.ts'
import { adjusted, keywords, learnedWords, learnerOf, readTraits } from '#text/learning/learner.ts'
import { type Lessons, noLessons, removeWord, restoreWord, teach, unteach } from '#text/learning/lessons.ts'

const taught = (...rows: [label: string, text: string][]): Lessons =>
  rows.reduce((state, [label, text], i) => teach(state, { id: `fb_${i}`, label, text }), noLessons)
const best = (state: Lessons, text: string, base?: { label: string; confidence: number }[]) =>
  adjusted(learnerOf(state), text, base)[0]

const shipped = [
  { label: 'bug', confidence: 0.55 },
  { label: 'feature', confidence: 0.2 },
]

test('one correction changes the next suggestion of its kind at once, with the words that did it', () => {
  expect(best(noLessons, 'The R2 export has no column for the region', shipped)?.label).toBe('bug')
  const state = taught(['feature', 'No column for the cost centre in the R2 export'])
  const text = 'The R2 export has no column for the region'
  expect(best(state, text, shipped)).toMatchObject({ label: 'feature' })
  expect(learnedWords(learnerOf(state), 'feature', readTraits(text))).toContain('column')
})

test('it does not change suggestions about other things', () => {
  const state = taught(['feature', 'No column for the cost centre in the R2 export'])
  expect(best(state, 'Login crashes on my phone', shipped)?.label).toBe('bug')
})

test('labels that only the workspace knows are learned from nothing', () => {
  const state = taught(
    ['statements', 'The monthly statement lacks page numbers'],
    ['importer', 'Importing a bank file stops'],
  )
  expect(best(state, 'My statement of May has no total')?.label).toBe('statements')
  expect(best(state, 'The bank file is imported twice')?.label).toBe('importer')
})

test('a correction that is taken out leaves nothing behind', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.constantFrom('a', 'b', 'c'),
          fc.constantFrom('slow export', 'crash on login', 'dark mode', 'price too high'),
        ),
        { maxLength: 8 },
      ),
      fc.nat(8),
      fc.string(),
      (rows, at, text) => {
        const before = taught(...rows)
        const id = `fb_${at}x`
        const after = unteach(teach(before, { id, label: 'a', text: `${text} export` }), id)
        expect(after).toEqual(before)
        expect(adjusted(learnerOf(after), 'export')).toEqual(adjusted(learnerOf(before), 'export'))
      },
    ),
  )
})

test('the order in which corrections came does not matter', () => {
  const rows = [
    { id: '1', label: 'a', text: 'slow export' },
    { id: '2', label: 'b', text: 'crash on login' },
    { id: '3', label: 'a', text: 'export of reports' },
  ]
  expect(rows.reduce(teach, noLessons)).toEqual(rows.toReversed().reduce(teach, noLessons))
})

test('a second correction of the same item replaces the first', () => {
  const state = teach(taught(['bug', 'Dark mode']), { id: 'fb_0', label: 'feature', text: 'Dark mode' })
  expect(state.lessons.map(({ label }) => label)).toEqual(['feature'])
})

describe('learned words', () => {
  const state = taught(
    ['billing', 'Invoice of March is wrong'],
    ['billing', 'The invoice total'],
    ['login', 'Login fails'],
  )
  test('are visible', () => {
    expect(keywords(learnerOf(state), 'billing').map(({ word }) => word)).toContain('invoic')
    expect(keywords(learnerOf(state), 'login').map(({ word }) => word)).not.toContain('invoic')
  })

  test('can be removed, and given back', () => {
    const removed = removeWord(state, 'billing', 'invoic')
    expect(keywords(learnerOf(removed), 'billing').map(({ word }) => word)).not.toContain('invoic')
    expect(best(removed, 'invoice')?.confidence ?? 0).toBeLessThan(best(state, 'invoice')!.confidence)
    expect(restoreWord(removed, 'billing', 'invoic')).toEqual(state)
  })
})

test('the state is plain data', () => {
  const state = taught(['a', 'Emoji 👍 検索'])
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
})

test('confidences are shares, whatever the text', () => {
  const learner = learnerOf(taught(['a', 'x y z'], ['b', 'y']))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const found = adjusted(learner, text, shipped)
      expect(found.reduce((sum, { confidence }) => sum + confidence, 0)).toBeLessThanOrEqual(1 + 1e-9)
      for (const { confidence } of found) expect(confidence >= 0 && confidence <= 1).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('precision is the share of suggestions kept, recall the share of choices suggested', () => {
  expect(
    accuracyOf([
      { suggested: 'bug', chosen: 'bug' },
      { suggested: 'bug', chosen: 'feature' },
      { suggested: null, chosen: 'bug' },
      { suggested: 'praise', chosen: null },
    ]),
  ).toEqual([
    { label: 'bug', suggested: 2, chosen: 2, agreed: 1, precision: 0.5, recall: 0.5 },
    { label: 'feature', suggested: 0, chosen: 1, agreed: 0, precision: null, recall: 0 },
    { label: 'praise', suggested: 1, chosen: 0, agreed: 0, precision: 0, recall: null },
  ])
})

describe('a suggestion that was refused', () => {
  const refused = teach(noLessons, {
    id: '1',
    label: 'bug',
    text: 'No column for the region in the export',
    isAgainst: true,
  })
  test('is less sure the next time', () => {
    const text = 'The export has no column for the region'
    expect(best(refused, text, [{ label: 'bug', confidence: 0.8 }])!.confidence).toBeLessThan(0.6)
  })
  test('is as sure as before elsewhere', () => {
    const found = best(refused, 'Login crashes on my phone', [{ label: 'bug', confidence: 0.8 }])!
    expect(found.confidence).toBeGreaterThan(0.75)
  })
})

test('where nothing near was taught, a verdict is as sure as it was', () => {
  const state = taught(['feature', 'No column for the cost centre in the R2 export'])
  const found = best(state, 'Login crashes on my phone', [{ label: 'bug', confidence: 0.9 }])!
  expect(found.label).toBe('bug')
  expect(found.confidence).toBeGreaterThan(0.85)
})
