import { expect, test } from 'vitest'
import { choicesOf } from '#collect/surveys/builder/web/choices.ts'

const before = [
  { key: 'missing', label: 'Something is missing' },
  { key: 'price', label: 'Price' },
  { key: 'other', label: 'Another reason' },
]

test('a line that stays or moves keeps its key', () => {
  expect(choicesOf('Price\nSomething is missing\nAnother reason', before)).toEqual([
    before[1],
    before[0],
    before[2],
  ])
})

test('a line whose words were changed keeps its key, so that its answers stay together', () => {
  expect(choicesOf('Something is missing\nToo expensive\nAnother reason', before)[1]).toEqual({
    key: 'price',
    label: 'Too expensive',
  })
})

test('a new line gets a key of its own', () => {
  const made = choicesOf('Something is missing\nPrice\nAnother reason\nÜber alles!\nMissing', before)
  expect(made.map((choice) => choice.key)).toEqual(['missing', 'price', 'other', 'ber_alles', 'missing_2'])
  for (const { key } of made) expect(key).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
})

test('a line taken away is gone, and empty lines do not count', () => {
  expect(
    choicesOf('Something is missing\n\n  \nAnother reason\n', before).map((choice) => choice.key),
  ).toEqual(['missing', 'other'])
})
