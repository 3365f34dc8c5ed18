import { expect, test } from 'vitest'
import {
  choiceText,
  defaultRouting,
  isLate,
  parseChoice,
  parseFilter,
  type Routed,
  receivedBounds,
  routeOf,
  sortOf,
  triageDueAt,
  triageSection,
} from '#organize/inbox/rules.ts'
import { encodeId, newId } from '#platform/ids.ts'

const now = new Date('2026-11-19T10:40:00Z')
const endOfDay = new Date('2026-11-20T00:00:00Z')
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const item = { receivedAt: hoursAgo(1), isHistory: false, type: null, status: 'open' as const }

test('all feedback is categorised within 24 hours: an item without a type is late from then on', () => {
  expect(isLate({ ...item, receivedAt: hoursAgo(23.999) }, now)).toBe(false)
  expect(isLate({ ...item, receivedAt: hoursAgo(24) }, now)).toBe(true)
  expect(triageDueAt(item)).toEqual(new Date(item.receivedAt.getTime() + 24 * 3_600_000))
})

test('no clock runs for history, for spam, or once a type is set', () => {
  const old = { ...item, receivedAt: hoursAgo(100) }
  expect(isLate({ ...old, isHistory: true }, now)).toBe(false)
  expect(isLate({ ...old, status: 'spam' }, now)).toBe(false)
  expect(isLate({ ...old, type: 'praise' }, now)).toBe(false)
})

test('snoozing or closing an item without a type does not stop its clock', () => {
  expect(isLate({ ...item, receivedAt: hoursAgo(30), status: 'snoozed' }, now)).toBe(true)
  expect(isLate({ ...item, receivedAt: hoursAgo(30), status: 'done' }, now)).toBe(true)
})

test('the daily review parts what waits into late, due today and new, without gap or overlap', () => {
  expect(triageSection({ ...item, receivedAt: hoursAgo(24) }, now, endOfDay)).toBe('late')
  expect(triageSection({ ...item, receivedAt: hoursAgo(23) }, now, endOfDay)).toBe('today')
  expect(triageSection({ ...item, receivedAt: hoursAgo(1) }, now, endOfDay)).toBe('new')
  for (let minutes = 0; minutes < 48 * 60; minutes++) {
    const receivedAt = new Date(now.getTime() - minutes * 60_000)
    const section = triageSection({ ...item, receivedAt }, now, endOfDay)
    const fitting = (['late', 'today', 'new'] as const).filter((name) => {
      const { after, upTo } = receivedBounds(name, now, endOfDay)
      return (!after || receivedAt > after) && (!upTo || receivedAt <= upTo)
    })
    expect(fitting).toEqual([section])
  }
})

const plain: Routed = {
  kind: null,
  channel: 'widget',
  product: null,
  type: null,
  rating: null,
  ratingMax: null,
}

test('bug reports go to support, feature requests to the product backlog, praise to the success team', () => {
  expect(routeOf({ ...plain, kind: 'bug' }, defaultRouting)).toBe('support')
  expect(routeOf({ ...plain, kind: 'feature' }, defaultRouting)).toBe('product')
  expect(routeOf({ ...plain, type: 'praise' }, defaultRouting)).toBe('success')
  expect(routeOf({ ...plain, rating: 5, ratingMax: 5 }, defaultRouting)).toBe('success')
  expect(routeOf({ ...plain, kind: 'general' }, defaultRouting)).toBe('general')
})

test('the type a person set weighs more than the kind the sender chose', () => {
  expect(routeOf({ ...plain, kind: 'bug', type: 'feature_request' }, defaultRouting)).toBe('product')
})

test('the first rule that holds decides, and all its conditions must hold', () => {
  const rules = [
    { channel: 'app_store', ratingTo: 0.4, queue: 'support' as const },
    { channel: 'app_store', queue: 'success' as const },
  ]
  expect(routeOf({ ...plain, channel: 'app_store', rating: 2, ratingMax: 5 }, rules)).toBe('support')
  expect(routeOf({ ...plain, channel: 'app_store', rating: 3, ratingMax: 5 }, rules)).toBe('success')
  expect(routeOf({ ...plain, channel: 'app_store' }, rules)).toBe('success')
})

test('a choice reads any of, none of, and not set', () => {
  expect(parseChoice('email,chat')).toEqual({ values: ['email', 'chat'], hasNone: false, isNot: false })
  expect(parseChoice('!app_store')).toEqual({ values: ['app_store'], hasNone: false, isNot: true })
  expect(parseChoice('praise,none, praise')).toEqual({ values: ['praise'], hasNone: true, isNot: false })
  for (const text of ['email,chat', '!app_store', 'praise,none', '!none'])
    expect(choiceText(parseChoice(text))).toBe(text)
})

test('a filter that makes no sense names each part and what is allowed', () => {
  const { faults } = parseFilter({
    status: 'opne',
    assignee: 'mem_short',
    contact: 'x',
    receivedFrom: '2026-02-30',
    late: 'yes',
    triage: 'soon',
    history: 'perhaps',
    q: 'a\u0000b',
    type: ',',
  })
  expect(faults.map((fault) => fault.name).sort()).toEqual(
    ['assignee', 'contact', 'history', 'late', 'q', 'receivedFrom', 'status', 'triage', 'type'].sort(),
  )
  expect(faults.find((fault) => fault.name === 'status')!.message).toMatch(/open, snoozed, done, spam/)
  expect(parseFilter({ late: 'true', triage: 'new' }).faults).toHaveLength(1)
})

test('a day means its whole length: from its start, to its end', () => {
  const { filter } = parseFilter({ receivedFrom: '2026-11-01', receivedTo: '2026-11-01' })
  expect(filter.receivedFrom).toEqual(new Date('2026-11-01T00:00:00Z'))
  expect(filter.receivedTo).toEqual(new Date('2026-11-02T00:00:00Z'))
  expect(parseFilter({ receivedTo: '2026-11-01T12:00:00+02:00' }).filter.receivedTo).toEqual(
    new Date('2026-11-01T10:00:00Z'),
  )
})

test('ids are decoded, me and none are kept', () => {
  const member = newId()
  const { filter } = parseFilter({ assignee: `me,none,${encodeId('mem', member)}` })
  expect(filter.assignee).toEqual({ values: ['me', member], hasNone: true, isNot: false })
})

test.each([
  [undefined, undefined, 'newest'],
  [undefined, 'export', 'relevance'],
  ['oldest', 'export', 'oldest'],
  ['relevance', undefined, 'newest'],
  ['relevance', ' ', 'newest'],
] as const)('sorted by %s with the words %s means %s', (chosen, q, sort) => {
  expect(sortOf(chosen, q)).toBe(sort)
})
