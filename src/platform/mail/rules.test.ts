import { expect, test } from 'vitest'
import { verdictOf } from '#platform/mail/rules.ts'

test.each([
  ['250 2.0.0 OK', 'accept'],
  ['250-part', 'accept'],
  ['450 later', 'defer'],
  ['421 closing', 'defer'],
  ['554 no', 'refuse'],
  ['354 go ahead', 'lose'],
  ['25', 'lose'],
  ['', 'lose'],
  ['2500 odd', 'lose'],
])('the answer %j to the final dot means %s', (reply, verdict) => {
  expect(verdictOf(reply)).toBe(verdict)
})
