import { expect, test } from 'vitest'
import { areasIn, readAreas } from '#text/areas/areas.ts'

const areas = readAreas([
  { id: 'r2', words: ['R2'] },
  { id: 'r2-export', words: ['R2 export', 'Excel'] },
  { id: 'statements', words: ['Statements'] },
  { id: 'odd', words: ['', '?', 'C++ | (x)', '12'] },
])
const said = (text: string) => areasIn(areas, text).map(({ id }) => id)

test.each([
  ['The filter of R2 is gone', ['r2']],
  ['The r2 export is empty', ['r2-export']],
  ['My statement of May', ['statements']],
  ['R2D2 is a robot', []],
  ['R2 and the statements', ['r2', 'statements']],
  ['Pay 12 now', []],
])('“%s” names %j', (text, ids) => {
  expect(said(text)).toEqual(ids)
})

test('an area named alone is surer than one of several', () => {
  expect(areasIn(areas, 'Excel')[0]!.confidence).toBeGreaterThan(0.7)
  expect(areasIn(areas, 'Excel or statements')[0]!.confidence).toBeLessThan(0.6)
})

test('the places are those of the original text', () => {
  const text = '👍 the “R2\u200b export”'
  const [[from, to]] = areasIn(areas, text)[0]!.spans as [[number, number]]
  expect(text.slice(from, to)).toBe('R2\u200b export')
})
