import { expect, it } from 'vitest'
import { narrowed } from '#platform/web/combobox.tsx'

it('a word that begins with what was typed comes before a word that only holds it', () => {
  const options = [
    { value: 'feature_request', label: 'Feature request' },
    { value: 'question', label: 'General question' },
    { value: 'other', label: 'Other', hint: 'question of taste' },
  ]
  expect(narrowed(options, 'ques').map((one) => one.value)).toEqual(['question', 'feature_request', 'other'])
})
