import { expect, test } from 'vitest'
import type { Figures } from '#close/share-backs/contract.ts'
import {
  afterStatus,
  isEmpty,
  lastDue,
  nextDue,
  partsOf,
  slackText,
  weekOf,
} from '#close/share-backs/rules.ts'

const none: Figures = {
  themes: [],
  decided: { n: 0, rows: [] },
  shipped: { n: 0, rows: [] },
  told: { people: 0, announcements: { n: 0, rows: [] }, updates: 0 },
  loops: { closed: 0, open: 7 },
  actions: { n: 0, rows: [] },
}
const mondayAtNine = { weekday: 1, hour: 9 }

test.each([
  ['a minute before', '2037-03-02T07:59:00Z', '2037-02-23T08:00:00.000Z', '2037-03-02T08:00:00.000Z'],
  ['to the minute', '2037-03-02T08:00:00Z', '2037-03-02T08:00:00.000Z', '2037-03-09T08:00:00.000Z'],
  ['days late', '2037-03-08T22:00:00Z', '2037-03-02T08:00:00.000Z', '2037-03-09T08:00:00.000Z'],
  ['over a change of clocks', '2037-03-28T12:00:00Z', '2037-03-23T08:00:00.000Z', '2037-03-30T07:00:00.000Z'],
  ['and back', '2037-10-24T12:00:00Z', '2037-10-19T07:00:00.000Z', '2037-10-26T08:00:00.000Z'],
])('it is due by the wall clock of the workspace: %s', (_, now, last, next) => {
  expect(lastDue(mondayAtNine, 'Europe/Berlin', new Date(now)).toISOString()).toBe(last)
  expect(nextDue(mondayAtNine, 'Europe/Berlin', new Date(now)).toISOString()).toBe(next)
})

test('a week is that of the workspace: Sunday night in the west belongs to the week before', () => {
  const at = new Date('2037-03-09T03:00:00Z')
  expect(weekOf(at, 'UTC')).toBe('2037-03-09')
  expect(weekOf(at, 'America/New_York')).toBe('2037-03-02')
})

test('open loops alone are no news, one closed loop or one kind word is', () => {
  expect(isEmpty(none, [])).toBe(true)
  expect(isEmpty({ ...none, loops: { closed: 1, open: 0 } }, [])).toBe(false)
  expect(isEmpty(none, [{ feedbackId: 'fb_1', quote: 'Thank you' }])).toBe(false)
})

test('what happened is said in short sentences, what did not is left out', () => {
  const parts = partsOf({
    ...none,
    decided: { n: 12, rows: [{ id: 'req_1', title: 'Dark mode', status: 'declined', reason: 'Few asked' }] },
    told: { people: 1, announcements: { n: 0, rows: [] }, updates: 1 },
    loops: { closed: 1, open: 2000 },
  })
  expect(parts.map(({ title, lines }) => [title, ...lines.map(({ text }) => text)])).toEqual([
    ['We decided', 'Dark mode: declined. Few asked.', 'And 11 more.'],
    ['We told', '1 customer heard from us.', '1 update went to single people.'],
    ['Loops', '1 loop closed.', '2,000 loops still open.'],
  ])
})

test('words of customers cannot become markup, links or mentions in Slack', () => {
  const text = slackText(
    'A & B',
    [],
    [{ feedbackId: 'fb_1', quote: '<!channel> <https://evil.example|x>' }],
    {
      page: 'https://own.example/p',
      base: 'https://own.example',
    },
  )
  expect(text).toBe(
    '*<https://own.example/p|A &amp; B>*\n\n*Customers said*\n> &lt;!channel&gt; &lt;https://evil.example|x&gt;',
  )
})

test.each([
  [204, 'taken'],
  [400, 'failed'],
  [410, 'failed'],
  [408, 'later'],
  [429, 'later'],
  [503, 'later'],
] as const)('a call answered with %i is %s', (status, end) => expect(afterStatus(status)).toBe(end))
