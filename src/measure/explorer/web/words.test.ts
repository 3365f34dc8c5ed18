import { expect, test } from 'vitest'
import { changeText, valueText } from '#measure/explorer/web/words.ts'

test.each([
  ['points', -0.5, '−1', '−1'],
  ['points', -0.4, '0', '0'],
  ['percent', -12.6, '−13 %', '−13'],
  ['percent', 0.4, '0 %', '0'],
  ['score', -0.04, '0.0', '0.0'],
  ['score', 0.26, '0.3', '+0.3'],
  ['items', 1204, '1,204', '+1,204'],
  ['minutes', -90, '−1.5 h', '−1.5 h'],
  ['minutes', 0.2, '0 min', '0 min'],
] as const)('%s of %d is written %s, as a change %s', (unit, number, value, change) => {
  expect([valueText(unit, number), changeText(unit, number)]).toEqual([value, change])
})
