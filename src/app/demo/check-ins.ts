import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { holdCheckIn } from '#collect/check-ins/commands.ts'
import { missOver, openPeriods, termsOf } from '#collect/check-ins/schedule.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

interface DemoTalk {
  daysAgo: number
  how: 'call' | 'video' | 'in_person'
  mood: 'good' | 'mixed' | 'poor'
  notes: string
  highlight?: { verbatim: string; kind: 'bug' | 'feature' | 'general' }
  promise?: { words: string; inDays: number }
}

/** What was noted of the last talks, the latest first. */
const held: readonly DemoTalk[] = [
  {
    daysAgo: 2,
    how: 'video',
    mood: 'mixed',
    notes: 'The team works with it every day. Reports for the board still take an afternoon each month.',
    highlight: {
      verbatim: 'The report for the board is put together by hand, every month, from three exports.',
      kind: 'feature',
    },
    promise: { words: 'Show how a report is saved and sent by itself', inDays: 5 },
  },
  {
    daysAgo: 5,
    how: 'call',
    mood: 'good',
    notes: 'Two more people were trained. They ask for nothing at the moment.',
  },
  {
    daysAgo: 9,
    how: 'call',
    mood: 'poor',
    notes: 'The import of last week had to be run twice. They doubt that the numbers are right.',
    highlight: {
      verbatim: 'We had to run the import twice, and now nobody here is sure which numbers are right.',
      kind: 'bug',
    },
    promise: { words: 'Compare the import with their list', inDays: -2 },
  },
  {
    daysAgo: 16,
    how: 'in_person',
    mood: 'good',
    notes: 'Visited the office. The new term begins calmly; renewal is no question.',
    promise: { words: 'Send the plan for the second site', inDays: 12 },
  },
]

/** Periods that nobody held, and some that are due. */
const missedDaysAgo = [64, 71]
const dueCount = 4

/** Check-ins as a team leaves them: held with notes and promises, missed, due. */
export function makeCheckIns(past: Past, staff: Staff): Promise<void> {
  return past.part('check-ins', { words: 'Noting down check-ins', weight: 10 }, async (ctx) => {
    const accounts = await ctx.db.many<{ id: string }>(sql`
      select id from accounts
      where workspace_id = ${past.workspaceId} and lifecycle = 'active' and owner_member_id is not null and merged_into_id is null
        and go_live_on < ${new Date(past.now.getTime() - 200 * 86_400_000).toISOString().slice(0, 10)}
      order by (owner_member_id = ${staff.owner.id}) desc, id limit ${held.length + missedDaysAgo.length + dueCount}`)
    const at = (daysAgo: number, by = staff.owner as Ctx['actor']) =>
      atTime(ctx, past.hours.daysAgo(daysAgo), by)
    const open = async (when: Ctx, ids: string[]) => openPeriods(when, ids, await termsOf(when))
    const ids = accounts.map((one) => one.id)
    for (const daysAgo of missedDaysAgo) await open(at(daysAgo), ids.splice(0, 1))
    await missOver(ctx, await termsOf(ctx))
    await open(ctx, ids.splice(0, dueCount))
    for (const [i, accountId] of ids.entries())
      await hold(at(held[i]!.daysAgo, staffAt(staff, i)), accountId, held[i]!)
  })
}

async function hold(
  ctx: Ctx,
  accountId: string,
  { how, mood, notes, highlight, promise }: DemoTalk,
): Promise<void> {
  const contacts = await ctx.db.many<{ id: string }>(sql`
    select id from contacts where workspace_id = ${ctx.workspaceId} and account_id = ${accountId} and merged_into_id is null
    order by id limit 1`)
  const day = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  await holdCheckIn(ctx, {
    accountId,
    how,
    mood,
    notes,
    contactIds: contacts.map((one) => one.id),
    memberIds: ctx.actor.kind === 'member' ? [ctx.actor.id] : [],
    promises: promise ? [{ words: promise.words, dueOn: day(promise.inDays) }] : [],
    highlights: highlight ? [{ ...highlight, contactId: contacts[0]?.id ?? null }] : [],
  })
}
