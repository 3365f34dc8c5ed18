import { expect, test } from 'vitest'
import { replyingWords } from '#organize/presence/rules.ts'

test.each([
  [[], undefined],
  [['Ana Ruiz'], 'Ana is replying'],
  [['Ana Ruiz', 'Tomasz Brandt'], 'Ana and Tomasz are replying'],
  [['Ana Ruiz', 'Tomasz Brandt', 'Lena Sorvik'], 'Ana and 2 others are replying'],
])('%j: %s', (names, words) => expect(replyingWords(names)).toBe(words))
