import type { Past } from '#app/demo/clock.ts'
import { demoJob } from '#app/demo/clock.ts'
import { type Customers, type Staff, staffAt } from '#app/demo/customers.ts'
import { Dice } from '#app/demo/random.ts'
import { ourNotes, replies, topics } from '#app/demo/words.ts'
import { type DemoItem, fill } from '#app/demo/world.ts'
import { submitFeedback } from '#collect/feedback/commands.ts'
import { applyChange } from '#organize/inbox/apply.ts'
import { addNote } from '#organize/inbox/commands.ts'
import { feedbackTriaged } from '#organize/inbox/events.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { defaultRouting } from '#organize/inbox/rules.ts'
import { lockStandings, writeStandings } from '#organize/inbox/standing.ts'
import { changed } from '#organize/inbox/triage.ts'
import { createTag } from '#organize/tags/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'

/** An item that was written, with what the plan says of its further life. */
export interface Written {
  id: string
  plan: DemoItem
}

const minute = 60_000

/** Each item as it came in, in order, at its own moment. */
export async function writeFeedback(
  past: Past,
  customers: Customers,
  items: readonly DemoItem[],
): Promise<Written[]> {
  return past.run(demoJob, async (ctx, at) => {
    const written: Written[] = []
    for (const [i, plan] of items.entries()) {
      at(plan.at)
      const item = await submitFeedback(ctx, {
        verbatim: plan.text,
        channel: plan.channel,
        kind: plan.kind,
        product: plan.topic.area,
        externalId: `demo-${i + 1}`,
        rating: plan.rating,
        ratingMax: plan.rating === null ? null : 5,
        ...(plan.account !== null && { accountId: customers.accountIds[plan.account]! }),
        ...(plan.account !== null &&
          plan.contact !== null && { contactId: customers.contactIds[plan.account]![plan.contact]! }),
        context: plan.channel === 'widget' ? { page: `/app/${plan.topic.key}`, browser: 'Firefox 145' } : {},
        isHistory: false,
      })
      written.push({ id: decodeId('fb', item.id)!, plan })
    }
    return written
  })
}

export interface Areas {
  tags: Map<string, string>
  areas: Map<string, string>
}

const areaNames: Record<string, string> = {
  A1: 'A1 Billing',
  R1: 'R1 Reports',
  E1: 'E1 Dashboard',
  R2: 'R2 Portal',
  R2a: 'R2a Payments',
  R2b: 'R2b Receipts',
  R2c: 'R2c Import',
  R2d: 'R2d Messages',
  R2e: 'R2e Mobile',
  R2f: 'R2f Integrations',
}

/** Tags and product areas by code. */
export async function makeCategories(past: Past): Promise<Areas> {
  return past.run(demoJob, async (ctx, at) => {
    at(new Date(past.now.getTime() - 390 * 86_400_000))
    const tags = new Map<string, string>()
    for (const topic of topics)
      tags.set(topic.key, decodeId('tag', (await createTag(ctx, { name: topic.tag, group: 'topic' })).id)!)
    await ctx.db.run(sql`
      update product_areas p set name = n.name from unnest(${Object.keys(areaNames)}::text[], ${Object.values(areaNames)}::text[]) as n (code, name)
      where p.workspace_id = ${past.workspaceId} and p.code = n.code`)
    const areas = await ctx.db.many<{ id: string; code: string }>(
      sql`select id, code from product_areas where workspace_id = ${past.workspaceId}`,
    )
    return { tags, areas: new Map(areas.map((area) => [area.code, area.id])) }
  })
}

/** The newest are triaged one by one, as people do it, so that their history is whole; the others in bulk. */
const recentDays = 12

export async function triageFeedback(
  past: Past,
  staff: Staff,
  written: readonly Written[],
  { tags, areas }: Areas,
): Promise<void> {
  const cut = past.now.getTime() - recentDays * 86_400_000
  const set = written.filter(({ plan }) => plan.triagedAfter !== null)
  const change = ({ plan }: Written) => ({
    type: plan.type,
    priority: plan.priority,
    areaId: areas.get(plan.topic.area) ?? null,
    sentiment: plan.sentiment,
    ...(plan.assignee !== null && { assigneeId: staffAt(staff, plan.assignee).id }),
    ...(plan.isDone && { status: 'done' as const }),
    addTagIds: [tags.get(plan.topic.key)!],
  })
  const triagedAt = ({ plan }: Written) => new Date(plan.at.getTime() + plan.triagedAfter! * minute)

  const old = set.filter(({ plan }) => plan.at.getTime() <= cut)
  for (let start = 0; start < old.length; start += 500) {
    const some = new Map(old.slice(start, start + 500).map((one) => [one.id, one]))
    await past.run(demoJob, async (ctx, at) => {
      const stood = await lockStandings(ctx, [...some.keys()])
      writeStandings(
        ctx,
        stood.map(({ id, standing, source }) => ({
          id,
          before: standing,
          after: changed(standing, source, change(some.get(id)!), triagedAt(some.get(id)!), defaultRouting),
        })),
      )
      at(new Date(Math.max(...[...some.values()].map((one) => triagedAt(one).getTime()))))
      await announceTriage(ctx, [...some.keys()])
    })
  }

  const recent = set
    .filter(({ plan }) => plan.at.getTime() > cut)
    .sort((a, b) => triagedAt(a).getTime() - triagedAt(b).getTime())
  const dice = new Dice(31)
  for (let who = -1; who < staff.others.length; who++) {
    const own = recent.filter((_, i) => i % (staff.others.length + 1) === who + 1)
    await past.run(staffAt(staff, who), async (ctx, at) => {
      for (const one of own) {
        at(triagedAt(one))
        const changeId = newId()
        startChange(ctx, changeId, change(one))
        const applied = await applyChange(ctx, changeId, [one.id], change(one))
        endChange(ctx, changeId, applied.changed, applied.skipped)
        if (dice.chance(0.25))
          await addNote(ctx, {
            feedbackId: one.id,
            text: `${fill(dice, dice.pick(ourNotes))}.`,
            mentionIds: [],
          })
      }
    })
  }
}

async function announceTriage(ctx: Ctx, ids: string[]) {
  const changeId = newId()
  await ctx.emit(feedbackTriaged, {
    subjectId: changeId,
    payload: { ids, changeId, fields: ['type'], isUndo: false, change: {} },
  })
}

/** First answers by people: the touch itself, and the moment on the item. */
export async function answerFeedback(past: Past, staff: Staff, written: readonly Written[]): Promise<void> {
  const dice = new Dice(47)
  const rows = written
    .filter(({ plan }) => plan.answeredAfter !== null)
    .map(({ id, plan }) => ({
      id: newId(),
      feedback_id: id,
      kind: plan.channel === 'phone' || dice.chance(0.12) ? 'call' : 'mail',
      at: new Date(plan.at.getTime() + plan.answeredAfter! * minute).toISOString(),
      summary: `${dice.pick(replies)}.`,
      by: staffAt(staff, plan.assignee ?? 2).id,
    }))
  await past.run(demoJob, async (ctx) => {
    await ctx.db.run(sql`
      insert into touchpoints (workspace_id, id, kind, direction, at, summary, contact_id, account_id, feedback_id, by_member_id, logged_at)
      select ${past.workspaceId}, r.id, r.kind, 'out', r.at, r.summary, f.contact_id, f.account_id, r.feedback_id, r.by, r.at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, feedback_id uuid, kind text, at timestamptz, summary text, by uuid)
      join feedback_items f on f.workspace_id = ${past.workspaceId} and f.id = r.feedback_id`)
    await ctx.db.run(sql`
      update inbox_items i set first_response_at = r.at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (feedback_id uuid, at timestamptz)
      where i.workspace_id = ${past.workspaceId} and i.id = r.feedback_id`)
    await ctx.db.run(sql`
      update contacts c set last_seen_at = s.at from (
        select contact_id, max(occurred_at) as at from feedback_items where workspace_id = ${past.workspaceId} and contact_id is not null group by contact_id
      ) s where c.workspace_id = ${past.workspaceId} and c.id = s.contact_id`)
    await ctx.db.run(sql`
      update accounts a set last_seen_at = s.at from (
        select account_id, max(occurred_at) as at from feedback_items where workspace_id = ${past.workspaceId} and account_id is not null group by account_id
      ) s where a.workspace_id = ${past.workspaceId} and a.id = s.account_id`)
    await announceTriage(ctx, rows.map((row) => row.feedback_id).slice(0, 1000))
    if (rows.length > 1000) await announceTriage(ctx, rows.map((row) => row.feedback_id).slice(1000))
  })
}
