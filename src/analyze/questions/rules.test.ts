import { expect, test } from 'vitest'
import { balanceOf, isSaid } from '#analyze/questions/rules.ts'

test.each([
  ['the very words', 'I could not invite my team.', true],
  ['words over a line break, as a browser gives them', 'my team. So I left', true],
  ['words with other blanks', '  could  not\ninvite ', true],
  ['other words', 'I could invite my team', false],
  ['words of two places put together', 'I could not. So I left', false],
  ['other capitals', 'i could not invite', false],
  ['nothing', ' \n ', false],
])('a quote is what the item says: %s', (_, quote, holds) => {
  expect(isSaid(['I could not invite my team.\n\nSo I left after a week.', ''], quote)).toBe(holds)
})

test.each([
  [0, 0, 'none'],
  [2, 0, 'only_for'],
  [0, 1, 'only_against'],
  [3, 1, 'both'],
] as const)('with %i pieces for and %i against the evidence is %s', (speakFor, against, balance) => {
  expect(balanceOf({ for: speakFor, against })).toBe(balance)
})
