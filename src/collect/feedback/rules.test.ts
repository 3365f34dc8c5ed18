import { expect, test } from 'vitest'
import {
  channelLabel,
  contextFault,
  isHistorical,
  saneOccurredAt,
  summaryOf,
} from '#collect/feedback/rules.ts'

const now = new Date('2026-11-19T08:25:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)

test('what was said more than 7 days before it reached us is history, exactly 7 days is not', () => {
  expect(isHistorical(daysAgo(7), now, 7)).toBe(false)
  expect(isHistorical(new Date(daysAgo(7).getTime() - 1), now, 7)).toBe(true)
  expect(isHistorical(now, now, 7)).toBe(false)
})

test('a sender’s clock may run a day ahead, later dates and dates before 1990 are not believed', () => {
  expect(saneOccurredAt(daysAgo(3), now)).toEqual(daysAgo(3))
  expect(saneOccurredAt(daysAgo(-0.5), now)).toEqual(now)
  expect(saneOccurredAt(daysAgo(-1.01), now)).toBeUndefined()
  expect(saneOccurredAt(new Date('1989-12-31T23:59:59Z'), now)).toBeUndefined()
})

test('a line of the list is the title, else the first sentence, else the first words', () => {
  expect(summaryOf('Export is slow', 'Every month end …')).toBe('Export is slow')
  expect(summaryOf(null, 'Short\n and  spaced')).toBe('Short and spaced')
  const long = `Month end takes me a whole day now. ${'It goes on and on. '.repeat(20)}`
  expect(summaryOf('  ', long)).toBe('Month end takes me a whole day now.')
  const endless = 'word '.repeat(100)
  expect(summaryOf(null, endless).length).toBeLessThanOrEqual(140)
  expect(summaryOf(null, endless)).toMatch(/word…$/)
})

test('a cut never leaves half of a character behind', () => {
  const text = `${'x'.repeat(138)}😀${'y'.repeat(50)}`
  expect(summaryOf(null, text)).not.toMatch(/\p{Surrogate}/u)
})

test('a channel has a label: the workspace’s own, the built-in one, or its code made readable', () => {
  expect(channelLabel('app_store')).toBe('App store')
  expect(channelLabel('app_store', { app_store: 'Play Store' })).toBe('Play Store')
  expect(channelLabel('trade_fair')).toBe('Trade fair')
  expect(channelLabel('constructor')).toBe('Constructor')
})

test('context with NUL, privileged keys or endless nesting is refused', () => {
  expect(contextFault({ page: '/billing', list: [1, { a: null }] })).toBeUndefined()
  expect(contextFault({ page: 'a\u0000b' })).toMatch(/NUL/)
  expect(contextFault(JSON.parse('{"a": {"__proto__": {"isAdmin": true}}}'))).toMatch(/__proto__/)
  let deep: unknown = 'x'
  for (let i = 0; i < 20; i++) deep = { deep }
  expect(contextFault(deep)).toMatch(/nested/)
})
