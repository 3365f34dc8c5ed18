import { expect, test } from 'vitest'
import { Hours } from '#app/demo/hours.ts'
import { makeWorld } from '#app/demo/world.ts'
import { lastWeeksOfQuarters } from '#app/demo/world-times.ts'
import { toCalendar } from '#platform/calendar/commands.ts'
import { CalendarSetting } from '#platform/calendar/contract.ts'

const now = new Date('2026-11-19T10:35:00Z')
const hoursAt = async (at: Date) => new Hours(await toCalendar(CalendarSetting.parse({}), at), at)
const hours = await hoursAt(now)

test('the same seed and day give the same year, another seed another one', () => {
  const a = makeWorld(now, hours)
  expect(JSON.stringify(makeWorld(now, hours))).toBe(JSON.stringify(a))
  expect(JSON.stringify(makeWorld(now, hours, 8))).not.toBe(JSON.stringify(a))
})

test('a year of feedback is varied: several hundred distinct sentences, no placeholder left, nothing in the future', () => {
  const { items, waves, calls } = makeWorld(now, hours)
  expect(items.length).toBeGreaterThan(1200)
  expect(new Set(items.map((item) => item.text)).size).toBeGreaterThan(900)
  for (const { text } of items) {
    expect(text).not.toMatch(/[{}|]/)
    expect(text).not.toMatch(/\s\s|\.\.|^\s|\s$/)
  }
  const times = [
    ...items.map((item) => item.at),
    ...calls.map((call) => call.at),
    ...waves.flatMap((wave) => wave.answers.map((answer) => answer.at)),
  ]
  expect(times.every((at) => at < now)).toBe(true)
  expect(now.getTime() - Math.min(...items.map((item) => item.at.getTime()))).toBeGreaterThan(
    330 * 86_400_000,
  )
})

test('accounts, addresses and contacts are distinct and reserved for examples', () => {
  const { accounts } = makeWorld(now, hours)
  expect(accounts.length).toBeGreaterThan(90)
  expect(new Set(accounts.map((account) => account.domain)).size).toBe(accounts.length)
  const emails = accounts.flatMap((account) => account.contacts.map((contact) => contact.email))
  expect(new Set(emails).size).toBe(emails.length)
  expect(emails.every((email) => email.endsWith('.example'))).toBe(true)
})

test('surveys went out in the last week of each ended quarter and the score rises', () => {
  expect(lastWeeksOfQuarters(now, 4).map((at) => at.toISOString().slice(0, 10))).toEqual([
    '2025-12-30',
    '2026-03-31',
    '2026-06-30',
    '2026-09-29',
  ])
  const scores = makeWorld(now, hours).waves.map((wave) => {
    const share = (test: (score: number) => boolean) =>
      wave.answers.filter((answer) => test(answer.score)).length / wave.answers.length
    return 100 * (share((score) => score >= 9) - share((score) => score <= 6))
  })
  expect(scores.at(-1)!).toBeGreaterThan(scores[0]!)
  expect(scores.at(-1)!).toBeGreaterThan(5)
  expect(scores.at(-1)!).toBeLessThan(60)
})

test('whenever the demo is made, it holds cases of every kind, and members work in their hours', async () => {
  for (let i = 0; i < 30; i++) {
    const when = new Date(Date.UTC(2026, 0, 1 + i * 13, (i * 7) % 24, (i * 11) % 60))
    const open = await hoursAt(when)
    const { waves, calls, items } = makeWorld(when, open)
    for (const { at, triagedAfter, answeredAfter } of items)
      for (const minutes of [triagedAfter, answeredAfter])
        if (minutes !== null) {
          const done = new Date(at.getTime() + minutes * 60_000)
          expect(done < when && open.isOpen(done), `${done.toISOString()} of ${when.toISOString()}`).toBe(
            true,
          )
        }
    const answers = [...waves.flatMap((wave) => wave.answers), ...calls]
    const count = (...kinds: string[]) => answers.filter((one) => kinds.includes(one.followUp)).length
    expect(count('opened'), `opened at ${when.toISOString()}`).toBeGreaterThanOrEqual(5)
    expect(count('reached', 'planned'), `under way at ${when.toISOString()}`).toBeGreaterThanOrEqual(3)
    expect(count('resolved'), `resolved at ${when.toISOString()}`).toBeGreaterThanOrEqual(6)
  }
})
