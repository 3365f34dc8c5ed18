import { afterEach, expect, it } from 'vitest'
import type { CaseStep } from '#act/cases/contract.ts'
import { barOf, daysOf, holidayRuns, labelOf, wallDays } from '#act/cases/web/timeline-rules.ts'
import { setFormats } from '#platform/web/format.ts'

setFormats({ zone: 'America/Los_Angeles' })
afterEach(() => setFormats({ zone: 'America/Los_Angeles' }))

const now = Date.parse('2037-11-12T18:00:00Z')
const step = (more: Partial<CaseStep>): CaseStep => ({
  id: 'step_1',
  key: 'outreach',
  round: 1,
  title: 'Reach out',
  action: 'send-update',
  template: null,
  state: 'open',
  assignee: null,
  assigneeRule: 'lead',
  assigneeBecause: null,
  condition: null,
  advice: null,
  invited: [],
  sendsBefore: null,
  stoppedAt: null,
  approve: null,
  mayApprove: false,
  approvalAskedAt: null,
  approvedAt: null,
  approvedBy: null,
  tells: false,
  may: [],
  openedAt: '2037-11-12T08:00:00Z',
  countedFromAt: '2037-11-12T08:00:00Z',
  earliestAt: null,
  aimAt: null,
  latestAt: '2037-11-13T08:00:00Z',
  rule: '24 hours after the answer',
  zone: 'America/Los_Angeles',
  dueWords: null,
  calendarFrom: null,
  noClock: null,
  doneAt: null,
  doneBy: null,
  isLate: false,
  reason: null,
  needsDecision: false,
  checklist: [],
  evidence: [],
  asks: [],
  repeats: null,
  ...more,
})

it('a place on the calendar goes by the wall clock of the zone, also on the day the clocks change', () => {
  const midnight = wallDays('2037-11-12T08:00:00Z', 'America/Los_Angeles')
  expect(midnight).toBe(Date.UTC(2037, 10, 12) / 86_400_000)
  expect(wallDays('2037-11-13T08:00:00Z', 'America/Los_Angeles') - midnight).toBe(1)
})

it('the timeline runs from the day before the case past its last due time, with closed days marked', () => {
  const { days } = daysOf(
    {
      zone: 'America/Los_Angeles',
      openedAt: '2037-11-12T08:00:00Z',
      closedDays: [
        { on: '2037-11-14', name: 'weekend' },
        { on: '2037-11-26', name: 'Thanksgiving' },
      ],
    },
    [step({ latestAt: '2037-11-24T08:00:00Z' })],
    now,
  )
  expect(days[0]?.on).toBe('2037-11-11')
  expect(days.find((day) => day.on === '2037-11-14')?.closed).toBe('weekend')
  expect(holidayRuns(days)).toEqual([{ from: 15, length: 1, name: 'Thanksgiving' }])
})

it('an open window is plain until three quarters, amber then, red and growing once it is late', () => {
  expect(barOf(step({}), now)?.kind).toBe('on_time')
  expect(barOf(step({}), Date.parse('2037-11-13T03:00:00Z'))?.kind).toBe('soon')
  const later = Date.parse('2037-11-13T09:00:00Z')
  expect(barOf(step({ isLate: true }), later)).toMatchObject({ kind: 'late', to: later })
  expect(barOf(step({ state: 'ahead', condition: 'case.dissatisfied' }), now)?.kind).toBe('conditional')
  expect(barOf(step({ state: 'ahead', countedFromAt: null, latestAt: null }), now)).toBeUndefined()
})

it('a step says its due time, that it is done, or what it waits for', () => {
  expect(labelOf(step({}), now)).toBe('due Fri 13 Nov 00:00')
  expect(labelOf(step({ state: 'done', doneAt: '2037-11-12T20:00:00Z' }), now)).toBe('done Thu 12 Nov 12:00')
  expect(labelOf(step({ state: 'ahead', latestAt: null }), now)).toBe('24 hours after the answer')
})
