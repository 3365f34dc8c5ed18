import { type Customers, type Staff, staffAt } from '#app/demo/customers.ts'
import { ourNotes } from '#app/demo/our-words.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { Dice, fill } from '#app/demo/random.ts'
import { topics } from '#app/demo/words.ts'
import type { DemoItem } from '#app/demo/world.ts'
import { type NewFeedback, submitFeedbackBatch } from '#collect/feedback/commands.ts'
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
const day = 86_400_000

/** The items of each month together, each received at its own moment. */
export async function writeFeedback(
  past: Past,
  customers: Customers,
  items: readonly DemoItem[],
): Promise<Written[]> {
  const written: Written[] = []
  const months = new Map<string, DemoItem[]>()
  for (const item of items) {
    const month = item.at.toISOString().slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), item])
  }
  for (const [month, plans] of months) {
    const name = new Intl.DateTimeFormat('en', { month: 'long' }).format(plans[0]!.at)
    const words = `Writing ${name}: ${count(written.length)} of ${count(items.length)} items`
    const ids = await past.part(`feedback ${month}`, { words, weight: plans.length }, async (ctx) => {
      const { results } = await submitFeedbackBatch(
        atTime(ctx, plans.at(-1)!.at),
        plans.map((plan, i) => draftOf(plan, customers, `demo-${written.length + i + 1}`)),
        { isHistory: false },
      )
      return results.map((result) => decodeId('fb', result.id!)!)
    })
    written.push(...plans.map((plan, i) => ({ id: ids[i]!, plan })))
  }
  return written
}

const count = (n: number) => n.toLocaleString('en')

function draftOf(plan: DemoItem, customers: Customers, externalId: string): NewFeedback {
  return {
    verbatim: plan.text,
    channel: plan.channel,
    kind: plan.kind,
    product: plan.topic.area,
    externalId,
    receivedAt: plan.at,
    rating: plan.rating,
    ratingMax: plan.rating === null ? null : 5,
    ...(plan.account !== null && { accountId: customers.accountIds[plan.account]! }),
    ...(plan.account !== null &&
      plan.contact !== null && { contactId: customers.contactIds[plan.account]![plan.contact]! }),
    context: plan.channel === 'widget' ? { page: `/app/${plan.topic.key}`, browser: 'Firefox 145' } : {},
  }
}

/** Ids of tags by topic, and of product areas by code. */
export interface Areas {
  tags: Record<string, string>
  areas: Record<string, string>
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
export function makeCategories(past: Past): Promise<Areas> {
  return past.part(
    'categories',
    { words: 'Naming tags and product areas', weight: topics.length },
    async (ctx) => {
      const before = atTime(ctx, new Date(past.now.getTime() - 390 * day))
      const tags: Record<string, string> = {}
      for (const topic of topics)
        tags[topic.key] = decodeId('tag', (await createTag(before, { name: topic.tag, group: 'topic' })).id)!
      await ctx.db.run(sql`
      update product_areas p set name = n.name from unnest(${Object.keys(areaNames)}::text[], ${Object.values(areaNames)}::text[]) as n (code, name)
      where p.workspace_id = ${past.workspaceId} and p.code = n.code`)
      const areas = await ctx.db.many<{ id: string; code: string }>(
        sql`select id, code from product_areas where workspace_id = ${past.workspaceId}`,
      )
      return { tags, areas: Object.fromEntries(areas.map((area) => [area.code, area.id])) }
    },
  )
}

/** The newest are triaged one by one, as people do it, so that their history is whole; the others in bulk. */
const recentDays = 12

export async function triageFeedback(
  past: Past,
  staff: Staff,
  what: string,
  written: readonly Written[],
  { tags, areas }: Areas,
): Promise<void> {
  const cut = past.now.getTime() - recentDays * day
  const set = written.filter(({ plan }) => plan.triagedAfter !== null)
  const change = ({ plan }: Written) => ({
    type: plan.type,
    priority: plan.priority,
    areaId: areas[plan.topic.area] ?? null,
    sentiment: plan.sentiment,
    ...(plan.assignee !== null && { assigneeId: staffAt(staff, plan.assignee).id }),
    ...(plan.isDone && { status: 'done' as const }),
    addTagIds: [tags[plan.topic.key]!],
  })
  const triagedAt = ({ plan }: Written) => new Date(plan.at.getTime() + plan.triagedAfter! * minute)

  const old = set.filter(({ plan }) => plan.at.getTime() <= cut)
  for (let start = 0; start < old.length; start += 500) {
    const some = new Map(old.slice(start, start + 500).map((one) => [one.id, one]))
    const words = `Triaging ${what}: ${count(start)} of ${count(set.length)}`
    await past.part(`triage of ${what} ${start}`, { words, weight: some.size / 4 }, async (ctx) => {
      const stood = await lockStandings(ctx, [...some.keys()])
      writeStandings(
        ctx,
        stood.map(({ id, standing, source }) => ({
          id,
          before: standing,
          after: changed(standing, source, change(some.get(id)!), triagedAt(some.get(id)!), defaultRouting),
        })),
      )
      const last = Math.max(...[...some.values()].map((one) => triagedAt(one).getTime()))
      await announceTriage(atTime(ctx, new Date(last)), [...some.keys()])
    })
  }

  const recent = set
    .filter(({ plan }) => plan.at.getTime() > cut)
    .sort((a, b) => triagedAt(a).getTime() - triagedAt(b).getTime())
  const words = `Triaging ${what}: ${count(old.length)} of ${count(set.length)}`
  await past.part(`recent triage of ${what}`, { words, weight: recent.length }, async (ctx) => {
    const dice = new Dice(31)
    const notes = recent.map(() => (dice.chance(0.25) ? `${fill(dice, dice.pick(ourNotes))}.` : null))
    await Promise.all(
      recent.map(async (one, i) => {
        const own = atTime(ctx, triagedAt(one), staffAt(staff, (i % (staff.others.length + 1)) - 1))
        const changeId = newId()
        startChange(own, changeId, change(one))
        const applied = await applyChange(own, changeId, [one.id], change(one))
        endChange(own, changeId, applied.changed, applied.skipped)
        if (notes[i]) await addNote(own, { feedbackId: one.id, text: notes[i], mentionIds: [] })
      }),
    )
  })
}

/** What a bulk triage says to the house: which items, not what each became. */
export async function announceTriage(ctx: Ctx, ids: string[]) {
  const changeId = newId()
  await ctx.emit(feedbackTriaged, {
    subjectId: changeId,
    payload: { ids, changeId, fields: ['type'], isUndo: false, change: {} },
  })
}
