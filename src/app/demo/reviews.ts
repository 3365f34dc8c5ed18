import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { closedReason } from '#platform/calendar/openings.ts'
import { localDate, readInstant, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { addActionItem, closeActionItem } from '#prioritize/reviews/action-items.ts'
import {
  addReviewNote,
  attendReview,
  closeReview,
  nextReviewPart,
  startReview,
} from '#prioritize/reviews/commands.ts'
import { holdReview } from '#prioritize/reviews/load.ts'
import { defaults, type Kind, nextDay, openDay } from '#prioritize/reviews/rules.ts'
import { makeReview, planReviews } from '#prioritize/reviews/schedules.ts'

interface DemoAgreed {
  text: string
  by: number
  inDays: number
  /** what came of it; left out, it is open still */
  outcome?: string
}

interface DemoReview {
  kind: Kind
  /** how many of its kind ago */
  ago: number
  minutes: number[]
  excused?: number
  notes: [part: number, text: string][]
  agreed: DemoAgreed[]
}

/** The reviews that the invented team held last; the year before is not written out. */
const held: readonly DemoReview[] = [
  {
    kind: 'trends',
    ago: 1,
    minutes: [24, 16, 12, 6],
    notes: [
      [0, 'Statements and imports are two thirds of what is said in negative words.'],
      [1, 'Reading a whole cycle before a release helped; it stays.'],
    ],
    agreed: [
      {
        text: 'Write a page for new offices on their first import',
        by: 1,
        inDays: 20,
        outcome: 'It is in the guide.',
      },
    ],
  },
  {
    kind: 'prioritization',
    ago: 1,
    minutes: [9, 44, 8],
    notes: [[1, 'What blocks prospects comes before what is only wished for.']],
    agreed: [
      {
        text: 'Ask engineering for the effort of the five largest requests',
        by: 3,
        inDays: 10,
        outcome: 'All five have a range.',
      },
    ],
  },
  {
    kind: 'product',
    ago: 3,
    minutes: [15, 12, 5],
    notes: [[2, 'Offices with two payers are told by phone, not by mail.']],
    agreed: [
      {
        text: 'Reproduce the slow dashboard with a large school',
        by: 2,
        inDays: 4,
        outcome: 'Found: the sums are not kept.',
      },
      {
        text: 'Tell the three offices that wait for the import preview',
        by: 0,
        inDays: 3,
        outcome: 'All three answered.',
      },
    ],
  },
  {
    kind: 'product',
    ago: 2,
    minutes: [14, 9, 6],
    excused: 3,
    notes: [[0, 'Exports were named more often than usual; no single cause.']],
    agreed: [
      {
        text: 'Look through the usability issues of the week for the UX review',
        by: 3,
        inDays: 4,
        outcome: 'Two go to the next release.',
      },
    ],
  },
  {
    kind: 'answers',
    ago: 1,
    minutes: [11, 13, 4],
    notes: [[1, 'Every negative answer had a reply; two were late over a weekend.']],
    agreed: [{ text: 'Show the team how to write to a family after a wrong statement', by: 2, inDays: 9 }],
  },
  {
    kind: 'product',
    ago: 1,
    minutes: [16, 8, 5],
    notes: [[2, 'Who asked for reminders hears on Thursday.']],
    agreed: [
      { text: 'Estimate what company sign-in would take', by: 3, inDays: 2 },
      { text: 'Call the two schools that think of leaving', by: 0, inDays: 5 },
      { text: 'Write to who asked for later reminders', by: 0, inDays: 3, outcome: 'Sent to all of them.' },
    ],
  },
]

/** Held reviews with their minutes, what was agreed in them, and those that are ahead. */
export function makeReviews(past: Past, staff: Staff): Promise<void> {
  return past.part('reviews', { words: 'Holding reviews', weight: 30 }, async (ctx) => {
    for (const one of held) await hold(ctx, past, staff, one)
    await planReviews(atTime(ctx, past.now))
  })
}

/** The day of the n-th last review of a kind before today. */
function dayOf(kind: Kind, ago: number, today: string): string {
  const days = [nextDay(kind, defaults[kind], shiftDate(today, -200))]
  for (let day = nextDay(kind, defaults[kind], days[0]!); day < shiftDate(today, -1); ) {
    days.push(day)
    day = nextDay(kind, defaults[kind], day)
  }
  return days.at(-ago)!
}

async function hold(ctx: Ctx, past: Past, staff: Staff, plan: DemoReview): Promise<void> {
  const ws = past.workspaceId
  const schedule = defaults[plan.kind]
  const calendar = await workingCalendar(ctx)
  const day = dayOf(plan.kind, plan.ago, localDate(calendar.zone, past.now.getTime()))
  const on = openDay((date) => closedReason(calendar, date) !== undefined, day)
  const startsAt = readInstant(`${on}T${schedule.at}`, calendar.zone)!
  // one that its holiday moved to today is ahead
  if (startsAt.getTime() + 2 * 3_600_000 > past.now.getTime()) return
  const leader = plan.kind === 'product' ? staffAt(staff, 3) : staff.owner
  let at = startsAt.getTime() + 2 * 60_000
  const now = () => atTime(ctx, new Date(at), leader)
  const id = await makeReview(atTime(ctx, new Date(at - 6 * 86_400_000)), {
    kind: plan.kind,
    schedule,
    startsAt,
    day,
    scheduledOn: day,
    occasion: null,
  })
  if (!id) return
  await startReview(now(), { reviewId: id })
  // what was decided in those days was decided here
  await ctx.db.run(sql`delete from review_items where workspace_id = ${ws} and review_id = ${id}`)
  await ctx.db.run(sql`
    insert into review_items (workspace_id, review_id, request_id, why, position, move, decided_at)
    select distinct on (m.request_id) ${ws}::uuid, ${id}::uuid, m.request_id, 'under_review', m.number, m.number, ${new Date(at + 15 * 60_000)}::timestamptz
    from request_moves m join requests r on r.workspace_id = ${ws} and r.id = m.request_id and r.move = m.number
    where m.workspace_id = ${ws} and m.status in ('planned', 'declined', 'parked') and m.actor_kind = 'member'
      and m.at >= ${new Date(at - 3 * 86_400_000)} and m.at < ${new Date(at + 4 * 86_400_000)}
      and not exists (select 1 from review_items i where i.workspace_id = ${ws} and i.request_id = m.request_id)
    order by m.request_id`)
  for (const who of [0, 1, 2, 3, 4])
    if (staffAt(staff, who).id !== leader.id) {
      if (await isExpected(ctx, id, staffAt(staff, who).id))
        await attendReview(now(), {
          reviewId: id,
          memberId: staffAt(staff, who).id,
          standing: plan.excused === who ? 'excused' : 'here',
        })
    }
  for (const [part, minutes] of plan.minutes.entries()) {
    for (const [of, text] of plan.notes) if (of === part) await addReviewNote(now(), { reviewId: id, text })
    at += minutes * 60_000
    if (part < plan.minutes.length - 1) await nextReviewPart(now(), { reviewId: id, part })
  }
  for (const agreed of plan.agreed) await agree(ctx, past, staff, { id, now: now(), on, agreed })
  await closeReview(now(), await holdReview(now(), id))
}

async function isExpected(ctx: Ctx, reviewId: string, memberId: string): Promise<boolean> {
  const row = await ctx.db.maybe(sql`
    select 1 from review_attendees
    where workspace_id = ${ctx.workspaceId} and review_id = ${reviewId} and member_id = ${memberId}`)
  return row !== undefined
}

async function agree(
  ctx: Ctx,
  past: Past,
  staff: Staff,
  { id, now, on, agreed }: { id: string; now: Ctx; on: string; agreed: DemoAgreed },
): Promise<void> {
  const owner = staffAt(staff, agreed.by)
  const item = await addActionItem(now, {
    reviewId: id,
    text: agreed.text,
    ownerId: owner.id,
    dueOn: shiftDate(on, agreed.inDays),
  })
  if (!agreed.outcome) return
  const done = past.hours.at(new Date(now.now().getTime() + (agreed.inDays - 1) * 86_400_000))
  await closeActionItem(atTime(ctx, done, owner), {
    actionItemId: decodeId('ract', item.id)!,
    state: 'done',
    outcome: agreed.outcome,
  })
}
