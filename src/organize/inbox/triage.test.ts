import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultRouting, statuses } from '#organize/inbox/rules.ts'
import {
  type ChangeOf,
  changed,
  difference,
  type Source,
  type Standing,
  undone,
} from '#organize/inbox/triage.ts'

const now = new Date('2026-11-19T10:40:00Z')
const source: Source = { kind: null, channel: 'email', product: null, rating: null, ratingMax: null }
const fresh: Standing = {
  type: null,
  priority: null,
  areaId: null,
  assigneeId: null,
  queue: 'general',
  isQueueSet: false,
  status: 'open',
  snoozedUntil: null,
  sentiment: null,
  urgency: null,
  isNegative: false,
  triagedAt: null,
  tagIds: [],
}
const change = (standing: Standing, what: ChangeOf) => changed(standing, source, what, now, defaultRouting)

test('the first type ends the clock, another type leaves that moment as it is, no type starts it again', () => {
  const typed = change(fresh, { type: 'bug_report' })
  expect(typed.triagedAt).toBe(now.toISOString())
  const later = changed(typed, source, { type: 'praise' }, new Date(now.getTime() + 1000), defaultRouting)
  expect(later.triagedAt).toBe(now.toISOString())
  expect(change(typed, { type: null }).triagedAt).toBeNull()
})

test('a new type routes the item anew unless a person chose its queue', () => {
  expect(change(fresh, { type: 'praise' }).queue).toBe('success')
  const chosen = change(fresh, { queue: 'support' })
  expect(change(chosen, { type: 'praise' }).queue).toBe('support')
  const routed = change(fresh, { queue: 'success', isRouting: true })
  expect(change(routed, { type: 'bug_report' }).queue).toBe('support')
})

test('leaving the snooze forgets its time', () => {
  const snoozed = change(fresh, { status: 'snoozed', snoozedUntil: new Date('2026-11-20T09:00:00Z') })
  expect(snoozed.snoozedUntil).toBe('2026-11-20T09:00:00.000Z')
  expect(change(snoozed, { status: 'done' }).snoozedUntil).toBeNull()
})

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const changes = fc.record({
  type: maybe(fc.constantFrom('bug_report', 'praise', null)),
  priority: maybe(fc.constantFrom('critical', 'low', null)),
  assigneeId: maybe(fc.constantFrom('a', 'b', null)),
  queue: maybe(fc.constantFrom('support', 'product', 'success', 'general')),
  status: maybe(fc.constantFrom(...statuses)),
  snoozedUntil: fc.constant(new Date('2026-12-01T00:00:00Z')),
  addTagIds: maybe(fc.subarray(['x', 'y', 'z'])),
  removeTagIds: maybe(fc.subarray(['x', 'y', 'z'])),
}) as fc.Arbitrary<ChangeOf>

test('undo gives back exactly what stood there, for any row of changes taken back in order', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 6 }), (row) => {
      const standings = [fresh]
      for (const one of row) standings.push(change(standings.at(-1)!, one))
      for (let i = row.length; i > 0; i--) {
        const { before, after } = difference(standings[i - 1]!, standings[i]!)
        // Through JSON, as it is kept.
        const kept = JSON.parse(JSON.stringify({ before, after }))
        expect(undone(standings[i]!, kept.before, kept.after)).toEqual(standings[i - 1])
      }
    }),
  )
})

test('an item that somebody changed since in the same field is left alone, another field does not matter', () => {
  const typed = change(fresh, { type: 'bug_report' })
  const { before, after } = difference(fresh, typed)
  expect(undone(change(typed, { type: 'question' }), before, after)).toBeUndefined()
  expect(undone(change(typed, { priority: 'high' }), before, after)).toEqual({ ...fresh, priority: 'high' })
})
