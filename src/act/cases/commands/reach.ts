import { advance } from '#act/cases/advance.ts'
import { loadCase } from '#act/cases/load.ts'
import { unreachableWhy } from '#act/cases/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
import { recordNote } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

interface Person {
  email: string | null
  email_state: 'ok' | 'bounced'
  unsubscribed_at: Date | null
  phone: string | null
}

/**
 * A contact's address failed, works again or is another one: their open cases know whether they can be reached, and
 * the lead is asked for another way where mail came back.
 */
export async function hearReach(ctx: Ctx, contactId: string): Promise<void> {
  const ws = ctx.workspaceId
  const person = await ctx.db.maybe<Person>(sql`
    select email, email_state, unsubscribed_at, phone from contacts where workspace_id = ${ws} and id = ${contactId}`)
  if (!person) return
  const why = unreachableWhy({
    email: person.email,
    emailState: person.email_state,
    isUnsubscribed: person.unsubscribed_at !== null,
    phone: person.phone,
  })
  const cases = await ctx.db.many<{ id: string }>(sql`
    select k.id from cases k join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
    where k.workspace_id = ${ws} and k.status = 'open' and (c.id = ${contactId} or c.merged_into_id = ${contactId})
    order by k.id limit 100`)
  for (const { id } of cases) {
    const loaded = await loadCase(ctx, id)
    const { record } = loaded
    if (record.unreachable !== why) {
      await ctx.db.run(sql`
        update cases set unreachable = ${why}, updated_at = ${ctx.now()} where workspace_id = ${ws} and id = ${id}`)
      record.unreachable = why
    }
    if (person.email_state === 'bounced') await askOtherWay(ctx, record, person)
    if (why !== null) continue
    // What had no clock for want of a way to reach them has one from now on.
    for (const step of loaded.steps) {
      if (step.state !== 'open' || step.latest_at || !step.no_clock || step.stopped_at) continue
      step.no_clock = null
      await ctx.db.run(sql`
        update case_steps set no_clock = null where workspace_id = ${ws} and id = ${step.id}`)
    }
    await advance(ctx, loaded)
  }
}

async function askOtherWay(
  ctx: Ctx,
  record: Awaited<ReturnType<typeof loadCase>>['record'],
  person: Person,
): Promise<void> {
  const way = person.phone ? `Call them (${person.phone})` : 'Find another address or a telephone number'
  const text = `Mail to ${person.email} came back. ${way}, or correct the contact.`
  await recordNote(ctx, record, text)
  const told = record.lead_member_id
    ? [record.lead_member_id]
    : (await holders(ctx, 'management')).map((member) => member.id)
  for (const memberId of told)
    await notify(ctx, {
      memberId,
      kind: 'case.unreachable',
      subjectId: record.id,
      text: `${text} (${record.title})`,
      link: linkTo('cases', 'case', record.id),
      urgency: 'urgent',
      dedupeKey: `unreachable ${record.id} ${person.email}`,
    })
}
