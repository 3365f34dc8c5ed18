import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '#act/cases/rules.ts'
import { Playbook } from '#act/playbooks/language.ts'
import { shippedPlaybooks } from '#act/playbooks/library.ts'
import type { Replayed } from '#act/simulation/cause.ts'
import type { Staff } from '#act/simulation/desk.ts'
import { isLateStep, pairsOf, sideOf, weeksBetween } from '#act/simulation/figures.ts'
import { fits, simulation } from '#act/simulation/rules.ts'
import type { Plan, Run } from '#act/simulation/run.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'

const hour = 3_600_000
const day = 24 * hour
/** Monday */
const start = Date.UTC(2026, 0, 5)
const until = start + 120 * day

const office: WorkingCalendar = {
  zone: 'UTC',
  hours: Object.fromEntries([1, 2, 3, 4, 5].map((one) => [one, [[9 * 60, 17 * 60]]])),
  holidays: {},
  halfDays: {},
}

const facts: Facts = {
  survey: { key: 'nps', kind: 'nps' },
  response: { score: 3, isNegative: true },
  item: null,
  contact: { roles: [] },
  account: { name: 'Quillmere', mrrCents: 100_000, segment: null, lifecycle: 'active', ownerMemberId: 'm1' },
  unreachable: null,
  isDissatisfied: false,
  isResolved: false,
  answers: 1,
  areas: [],
  executiveCallMrrCents: 500_000,
  steps: [],
}

const cause = (id: string, at: number, more: Partial<Replayed> = {}): Replayed => ({
  id,
  event: 'response.received',
  at,
  title: `NPS 3 from ${id}`,
  account: 'Quillmere',
  facts,
  contactId: id,
  accountId: 'a1',
  waveId: null,
  ownerMemberId: 'm1',
  goLiveOn: null,
  renewalOn: null,
  calendar: null,
  history: [],
  recorded: undefined,
  ...more,
})

const staffed = (people: number): ReadonlyMap<string, Staff> =>
  new Map(
    ['account.owner', 'customer-success-manager', 'management', 'support-lead'].map((one) => [
      one,
      { people, hoursPerWeek: null },
    ]),
  )

const plan = (playbook: Playbook, more: Partial<Plan> = {}): Plan => ({
  playbook,
  others: [],
  calendar: office,
  staff: staffed(2),
  minutesOf: () => 60,
  oddsOf: () => undefined,
  usualDays: 60,
  seed: 1,
  until,
  ...more,
})

function run(one: Plan, causes: readonly Replayed[]): Run {
  const going = simulation(one, causes)
  for (;;) {
    const step = going.next()
    if (step.done) return step.value
  }
}

const book = (steps: unknown[], more: Record<string, unknown> = {}): Playbook =>
  Playbook.parse({
    playbook: 'test',
    title: 'Test',
    when: { event: 'response.received', if: 'response.negative' },
    lead: [{ position: 'support-lead' }],
    ends: 'last.done',
    steps,
    ...more,
  })
const answer = {
  id: 'last',
  title: 'Answer',
  who: 'lead',
  do: 'send-update',
  template: 't',
  due: { latest: '24 hours' },
}
const detractor = shippedPlaybooks().get('nps-detractor')!.playbook
const at = (one: number | null | undefined) => (one == null ? null : new Date(one).toISOString())

describe('one case', () => {
  it('is worked on in working time, by the date its playbook gives, and ends when the playbook says so', () => {
    const { cases } = run(plan(book([answer])), [cause('c', start + 16.5 * hour)])
    const [step] = cases[0]!.steps
    expect([at(step!.startedAt), at(step!.doneAt), at(step!.latestAt)]).toEqual([
      '2026-01-05T16:30:00.000Z',
      '2026-01-06T09:30:00.000Z',
      '2026-01-06T16:30:00.000Z',
    ])
    expect(cases[0]).toMatchObject({ end: 'resolved', endedAt: step!.doneAt, lead: 'support-lead' })
  })

  it('is late where 24 hours end on a Saturday and nobody works before Monday', () => {
    const friday = start + 4 * day + 17 * hour
    const { cases } = run(plan(book([answer])), [cause('c', friday)])
    expect(isLateStep(cases[0]!.steps[0]!, until)).toBe(true)
    const open = { ...office, hours: { ...office.hours, 6: [[9 * 60, 12 * 60]] as const } }
    const weekend = run(plan(book([answer]), { calendar: open }), [cause('c', friday)])
    expect(isLateStep(weekend.cases[0]!.steps[0]!, until)).toBe(false)
  })

  it('is owed by the calendar of the account where it has one, and worked on by ours', () => {
    const call = { ...answer, due: { latest: '1 business day' } }
    const calendar = { ...office, holidays: { '2026-01-06': 'Epiphany', '2026-01-07': 'a feast' } }
    const [step] = run(plan(book([call])), [cause('c', start + 10 * hour, { calendar })]).cases[0]!.steps
    expect([at(step!.latestAt), at(step!.startedAt)]).toEqual([
      '2026-01-08T17:00:00.000Z',
      '2026-01-05T10:00:00.000Z',
    ])
  })

  it('is not begun before its planned start', () => {
    const call = { ...answer, due: { earliest: '3 business days', latest: '5 business days' } }
    const [step] = run(plan(book([call])), [cause('c', start + 10 * hour)]).cases[0]!.steps
    expect(at(step!.startedAt)).toBe('2026-01-08T09:00:00.000Z')
  })

  it('takes the branch of the account as it was then, and skips what does not hold', () => {
    const then = [
      { at: start - day, mrrCents: 900_000, lifecycle: 'active', segment: null },
      { at: start + 40 * day, mrrCents: 100, lifecycle: 'active', segment: null },
    ]
    const rich = run(plan(detractor), [cause('c', start + 10 * hour, { history: then })]).cases[0]!
    const poor = run(plan(detractor), [cause('c', start + 10 * hour)]).cases[0]!
    const call = (one: typeof rich) => one.steps.find((row) => row.step.id === 'executive-call')!.state
    expect([call(rich), call(poor)]).toEqual(['done', 'skipped'])
  })

  it('goes by what was recorded where it really happened, and by chance with the seed where nothing tells', () => {
    const escalate = book(
      [
        { ...answer, id: 'ask', asks: { satisfied: 'yes-no' } },
        { ...answer, id: 'escalate', if: 'steps.ask.satisfied == false' },
        answer,
      ],
      {},
    )
    const recorded = (satisfied: boolean) => ({
      endedAt: null,
      isDissatisfied: false,
      areas: [],
      steps: new Map([['ask 1', { state: 'done', results: { satisfied } }]]),
    })
    const state = (seed: number, more: Partial<Replayed>) => {
      const [one] = run(plan(escalate, { seed }), [cause('c', start, more)]).cases
      return one!.steps[1]!.state
    }
    const seeds = Array.from({ length: 40 }, (_, seed) => seed)
    expect(new Set(seeds.map((seed) => state(seed, { recorded: recorded(true) })))).toEqual(
      new Set(['skipped']),
    )
    expect(new Set(seeds.map((seed) => state(seed, { recorded: recorded(false) })))).toEqual(
      new Set(['done']),
    )
    expect(new Set(seeds.map((seed) => state(seed, {})))).toEqual(new Set(['done', 'skipped']))
    expect(state(7, {})).toBe(state(7, {}))
    const sure = run(plan(escalate, { oddsOf: () => 1 }), [cause('c', start)])
    expect([sure.cases[0]!.steps[1]!.state, sure.answers]).toEqual([
      'skipped',
      { recorded: 0, byShare: 1, even: 0 },
    ])
  })

  it('repeats on the day each round is due, until it is ended by hand as it really was', () => {
    const ended = start + 70 * day
    const recorded = { endedAt: ended, isDissatisfied: false, areas: [], steps: new Map() }
    const [one] = run(plan(detractor), [cause('c', start + 10 * hour, { recorded })]).cases
    const rounds = one!.steps.filter((row) => row.step.id === 'monthly-follow-up')
    // The plan is agreed on 5 January: a month later is Thursday the 5th, two months Thursday 5 March.
    expect(rounds.map((row) => [at(row.doneAt)?.slice(0, 10), row.state])).toEqual([
      ['2026-02-05', 'done'],
      ['2026-03-05', 'done'],
      [undefined, 'dropped'],
    ])
    expect(rounds.filter((row) => isLateStep(row, until))).toEqual([])
    expect(at(one!.endedAt)).toBe(at(ended))
  })

  it('falls to the next line where nobody fills the first, and waits for ever where nobody fills any', () => {
    const staff = (...names: string[]) =>
      new Map(names.map((one) => [one, { people: 1, hoursPerWeek: null }]))
    const lead = (held: ReadonlyMap<string, Staff>, more: Partial<Replayed> = {}) =>
      run(plan(detractor, { staff: held }), [cause('c', start, more)]).cases[0]!
    expect(lead(staff('account.owner', 'management')).lead).toBe('account.owner')
    expect(lead(staff('account.owner', 'management'), { ownerMemberId: null }).lead).toBe('management')
    const vacant = lead(staff())
    expect([vacant.lead, vacant.end, vacant.steps[0]!.state]).toEqual(['nobody', null, 'open'])
    expect(isLateStep(vacant.steps[0]!, until)).toBe(true)
  })

  it('a second signal of the same contact joins the open case; after its end it opens another', () => {
    const again = { contactId: 'same' }
    const { cases, fitting } = run(plan(book([answer])), [
      cause('a', start + 10 * hour, again),
      cause('b', start + 10.5 * hour, again),
      cause('c', start + 13 * hour, again),
    ])
    expect([fitting, cases.map((one) => [one.cause.id, one.joined])]).toEqual([
      3,
      [
        ['a', 1],
        ['c', 0],
      ],
    ])
  })

  it('is stopped as soon as the stop condition holds', () => {
    const stops = book([{ ...answer, id: 'first' }, answer], { stops: "account.lifecycle == 'churned'" })
    const history = [{ at: start + 9.5 * hour, mrrCents: 1, lifecycle: 'churned', segment: null }]
    const [one] = run(plan(stops), [cause('c', start + 9 * hour, { history })]).cases
    expect([one!.end, one!.steps.map((row) => row.state)]).toEqual(['stopped', ['done', 'dropped']])
  })
})

it('whoever is free takes what is due first; half of their hours makes the work take twice as long', () => {
  const urgent = book(
    [
      { ...answer, id: 'slow', needs: [], due: { latest: '10 business days' } },
      { ...answer, needs: [], due: { latest: '4 business hours' } },
    ],
    {},
  )
  const staff = new Map([['support-lead', { people: 1, hoursPerWeek: 20 }]])
  const { cases, desks } = run(plan(urgent, { staff, until: start + 5 * day }), [cause('c', start)])
  const [slow, last] = cases[0]!.steps
  expect([at(last!.startedAt), at(last!.doneAt)]).toEqual([
    '2026-01-05T09:00:00.000Z',
    '2026-01-05T11:00:00.000Z',
  ])
  expect(slow!.state).toBe('dropped') // the end of the case came first
  expect(desks.get('support-lead')!.weeks.get('2026-01-05')).toBe(hour)
})

// What is drawn: answers over sixty days by few contacts, so that some join; any number of people, any hours.
const arrivals = fc
  .array(
    fc.record({
      contact: fc.integer({ min: 0, max: 8 }),
      after: fc.integer({ min: 0, max: 60 * 24 }),
      score: fc.integer({ min: 0, max: 10 }),
      isRich: fc.boolean(),
      hasOwner: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list
      .map((one, i) =>
        cause(`c${i}`, start + one.after * hour, {
          contactId: `p${one.contact}`,
          facts: {
            ...facts,
            response: { score: one.score, isNegative: one.score <= 6 },
            account: { ...facts.account!, mrrCents: one.isRich ? 900_000 : 100 },
          },
          ownerMemberId: one.hasOwner ? 'm1' : null,
        }),
      )
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
  )
const settings = fc.record({
  staff: fc.integer({ min: 0, max: 3 }).map(staffed),
  minutesOf: fc.integer({ min: 1, max: 600 }).map((minutes) => () => minutes),
  seed: fc.nat(),
})
const anyBook = fc.constantFrom(
  detractor,
  book([{ ...answer, id: 'one' }, { ...answer, id: 'two', needs: [] }, answer]),
)

describe('any past', () => {
  it('gives the same result for the same seed', () => {
    fc.assert(
      fc.property(anyBook, settings, arrivals, (playbook, some, causes) => {
        const one = plan(playbook, some)
        const weeks = weeksBetween(office, start, until)
        const result = () => {
          const done = run(one, causes)
          return JSON.stringify([sideOf('now', one, done, weeks), pairsOf(done, done, until)])
        }
        expect(result()).toBe(result())
      }),
      { numRuns: 40 },
    )
  })

  it('loses no case: whatever fits opens one or joins one that is open then, and each ends or is open at the end', () => {
    fc.assert(
      fc.property(anyBook, settings, arrivals, (playbook, some, causes) => {
        const one = plan(playbook, some)
        const { cases, fitting } = run(one, causes)
        expect(fitting).toBe(causes.filter((each) => fits(playbook, each, [])).length)
        expect(cases.length + cases.reduce((sum, each) => sum + each.joined, 0)).toBe(fitting)
        const { cases: counted } = sideOf('now', one, run(one, causes), [])
        expect(counted.resolved + counted.stopped + counted.open).toBe(cases.length)
        for (const each of cases) {
          const others = cases.filter((other) => other !== each && other.key === each.key)
          const meanwhile = others.filter(
            (other) => other.openedAt > each.openedAt && other.openedAt < (each.endedAt ?? until),
          )
          expect(meanwhile).toEqual([])
          const owes = each.steps.some((row) => row.state === 'open' || row.state === 'ahead')
          expect(owes).toBe(each.endedAt === null)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('the hours of all weeks are the hours of all steps, and a step that is done took exactly its time', () => {
    fc.assert(
      fc.property(anyBook, settings, arrivals, (playbook, some, causes) => {
        const one = plan(playbook, some)
        const { cases, desks } = run(one, causes)
        const rows = cases.flatMap((each) => each.steps)
        for (const row of rows)
          if (row.state === 'done') expect(row.worked).toBeCloseTo(one.minutesOf(row.step) * 60_000, 3)
        const weeks = [...desks.values()].flatMap((desk) => [...desk.weeks.values()])
        const sum = (list: readonly number[]) => list.reduce((all, each) => all + each, 0)
        expect(sum(weeks)).toBeCloseTo(sum(rows.map((row) => row.worked)), 3)
      }),
      { numRuns: 60 },
    )
  })

  // Fewer or more people may change anything in between (whoever is free does not put down what was begun, and an earlier
  // end moves the windows counted from it), but nobody waits where everybody is free.
  it('with somebody for every step nothing is late that is in time with fewer, where dates are counted from the opening', () => {
    const fromOpening = book([
      { ...answer, id: 'one', due: { latest: '2 business days' } },
      { ...answer, id: 'two', needs: [], due: { earliest: '1 business day', latest: '3 business days' } },
      { ...answer, due: { latest: '3 business days' } },
    ])
    fc.assert(
      fc.property(settings, arrivals, (some, causes) => {
        const alone = causes.map((each) => ({ ...each, contactId: each.id }))
        const late = (staff: Plan['staff']) => {
          const done = run(plan(fromOpening, { ...some, staff }), alone)
          return new Map(
            done.cases.flatMap((each) =>
              each.steps.map((row) => [`${each.cause.id} ${row.step.id}`, isLateStep(row, until)] as const),
            ),
          )
        }
        const few = late(some.staff)
        for (const [step, isLate] of late(staffed(1000))) if (isLate) expect(few.get(step), step).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
