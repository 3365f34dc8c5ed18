import { type Staff, staffAt } from '#app/demo/customers.ts'
import { announceTriage, type Written } from '#app/demo/feedback.ts'
import { named, nexts, replies } from '#app/demo/our-words.ts'
import { atTime, demoJob, type Past } from '#app/demo/past.ts'
import { Dice, fill } from '#app/demo/random.ts'
import type { DemoAccount } from '#app/demo/world.ts'
import { sendUpdate } from '#close/updates/commands.ts'
import { recallSeconds } from '#close/updates/rules.ts'
import { sendHeld } from '#close/updates/send.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'

const minute = 60_000

/** The first answer to an item. */
export interface Reply {
  item: Written
  at: Date
  isMail: boolean
  next: string
}

/** When and how each item was first answered; the same items give the same answers. */
export function repliesTo(written: readonly Written[]): Reply[] {
  const dice = new Dice(47)
  return written
    .filter(({ plan }) => plan.answeredAfter !== null)
    .map((item) => ({
      item,
      at: new Date(item.plan.at.getTime() + item.plan.answeredAfter! * minute),
      isMail: item.plan.channel !== 'phone' && !dice.chance(0.12),
      next: fill(dice, dice.pick(nexts)),
    }))
}

/** Whether this person may be written to. */
export function canMail(
  accounts: readonly DemoAccount[],
  who: { account: number | null; contact: number | null },
) {
  return who.account !== null && who.contact !== null && !accounts[who.account]!.contacts[who.contact]!.isOff
}

/** Notes the first answers of long ago in a few statements: their words were not kept. */
export async function noteReplies(past: Past, staff: Staff, answered: readonly Reply[]): Promise<void> {
  const about = { words: `Answering ${answered.length} items`, weight: answered.length / 4 }
  await past.part('answers of long ago', about, async (ctx) => {
    const dice = new Dice(48)
    const rows = answered.map(({ item, at, isMail }) => ({
      id: newId(),
      feedback_id: item.id,
      kind: isMail ? 'mail' : 'call',
      at: at.toISOString(),
      summary: `${dice.pick(replies)}.`,
      by: staffAt(staff, item.plan.assignee ?? 2).id,
    }))
    const json = JSON.stringify(rows)
    await ctx.db.run(sql`
      insert into touchpoints (workspace_id, id, kind, direction, at, summary, contact_id, account_id, feedback_id, by_member_id, logged_at)
      select ${past.workspaceId}, r.id, r.kind, 'out', r.at, r.summary, f.contact_id, f.account_id, r.feedback_id, r.by, r.at
      from jsonb_to_recordset(${json}::jsonb) as r (id uuid, feedback_id uuid, kind text, at timestamptz, summary text, by uuid)
      join feedback_items f on f.workspace_id = ${past.workspaceId} and f.id = r.feedback_id`)
    await ctx.db.run(sql`
      update inbox_items i set first_response_at = r.at
      from jsonb_to_recordset(${json}::jsonb) as r (feedback_id uuid, at timestamptz)
      where i.workspace_id = ${past.workspaceId} and i.id = r.feedback_id`)
    const ids = rows.map((row) => row.feedback_id)
    for (let start = 0; start < ids.length; start += 1000)
      await announceTriage(ctx, ids.slice(start, start + 1000))
  })
}

/** Answers an item by mail, with the template that fits. */
export async function replyByMail(ctx: Ctx, staff: Staff, { item, at, next }: Reply): Promise<void> {
  const { liked, understood } = named[item.plan.topic.key]!
  const own = atTime(ctx, at, staffAt(staff, item.plan.assignee ?? 2))
  if (item.plan.type === 'praise') return writeTo(own, { feedbackId: item.id }, 'reply/thanks', { liked })
  await writeTo(own, { feedbackId: item.id }, 'reply/answer', { understood, next })
}

/** Writes to the person of a case or an item as a member does, and lets the time pass in which it can be recalled. */
export async function writeTo(
  ctx: Ctx,
  about: { caseId: string; stepId: string } | { feedbackId: string },
  template: string,
  slots: Record<string, string>,
): Promise<void> {
  const held = await sendUpdate(ctx, {
    ...about,
    template,
    slots,
    ticked: ['understood', 'solution', 'kept'],
  })
  const sentAt = new Date(ctx.now().getTime() + recallSeconds * 1000)
  await sendHeld(atTime(ctx, sentAt, demoJob), decodeId('upd', held.id)!)
}

/** Since when each person and account was heard. */
export async function noteLastSeen(past: Past): Promise<void> {
  await past.part('last seen', { words: 'Looking over the year', weight: 10 }, async (ctx) => {
    for (const [table, column] of [
      [sql`contacts`, sql`contact_id`],
      [sql`accounts`, sql`account_id`],
    ] as const)
      await ctx.db.run(sql`
        update ${table} t set last_seen_at = s.at from (
          select ${column} as id, max(occurred_at) as at from feedback_items
          where workspace_id = ${past.workspaceId} and ${column} is not null group by ${column}
        ) s where t.workspace_id = ${past.workspaceId} and t.id = s.id`)
  })
}
