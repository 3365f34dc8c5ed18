import { expect, test } from 'vitest'
import { endedIds } from '#platform/outbox/outbox.ts'

test('an event of an end names many messages, one of an earlier version a single one', () => {
  expect(endedIds({ mailIds: ['a', 'b'] }, 'mail')).toEqual(['a', 'b'])
  expect(endedIds({ mailId: 'a' }, 'mail')).toEqual(['a'])
  expect(endedIds({ smsIds: ['a', 'b'] }, 'sms')).toEqual(['a', 'b'])
  expect(endedIds({ smsId: 'a' }, 'sms')).toEqual(['a'])
})
