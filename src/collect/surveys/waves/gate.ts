import { invitationsEnded } from '#collect/surveys/events.ts'
import { type Judged, judged } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { consumer, type Emitted } from '#platform/events/event.ts'

const batchSize = 500

/**
 * Mail is asked again at its gate; here cards nobody has seen and calls nobody has made are, when something about the people
 * changed: whoever may not be asked any more is not, and the invitation ends "not sent" with the reason. `whose` is a
 * condition on the contact `c` that survives.
 */
export async function askAgain(ctx: Ctx, whose: Sql): Promise<void> {
  const ws = ctx.workspaceId
  for (let after: string | undefined; ; ) {
    const open = await ctx.db.many<{ id: string; contact_id: string; channel: 'in_app' | 'phone' }>(sql`
      select i.id, c.id as contact_id, i.channel from contacts c
      join contacts t on t.workspace_id = ${ws} and (t.id = c.id or t.merged_into_id = c.id)
      join invitations i on i.workspace_id = ${ws} and i.contact_id = t.id and i.channel in ('in_app', 'phone')
      join waves w on w.workspace_id = ${ws} and w.id = i.wave_id and w.state <> 'stopped'
      where c.workspace_id = ${ws} and c.merged_into_id is null and ${whose} and i.delivered_at is null and i.answered_at is null
        and i.dismissed_at is null and i.not_sent_reason is null
        and (i.channel = 'phone' or i.expires_at > ${ctx.now()}) ${after ? sql`and i.id > ${after}` : sql.empty}
      order by i.id limit ${batchSize}`)
    for (const channel of ['in_app', 'phone'] as const) {
      const some = open.filter((one) => one.channel === channel)
      if (some.length === 0) continue
      const why = await reasonsNow(ctx, channel, [...new Set(some.map((one) => one.contact_id))])
      await end(
        ctx,
        some.flatMap((one) => {
          const reason = why.get(one.contact_id)
          return reason ? [{ id: one.id, reason }] : []
        }),
      )
    }
    if (open.length < batchSize) return
    after = open.at(-1)!.id
  }
}

/** Why people must not be asked now who were planned to be; the limit of a month was looked at then. */
async function reasonsNow(ctx: Ctx, channel: 'in_app' | 'phone', contactIds: string[]) {
  const people = await ctx.db.many<Judged>(
    judged(ctx, { audience: { contactIds }, override: true, terms: { channel } }),
  )
  return new Map(people.map((one) => [one.id, one.reason]))
}

/** Whether a card may be shown to this person now. */
export async function mayBeShown(ctx: Ctx, contactId: string): Promise<boolean> {
  return (await reasonsNow(ctx, 'in_app', [contactId])).get(contactId) === null
}

async function end(ctx: Ctx, invitations: readonly { id: string; reason: string }[]): Promise<void> {
  if (invitations.length === 0) return
  await ctx.db.run(sql`
    with ended as (
      update invitations i set not_sent_reason = row.reason
      from jsonb_to_recordset(${JSON.stringify(invitations)}::jsonb) as row (id uuid, reason text)
      where i.workspace_id = ${ctx.workspaceId} and i.id = row.id returning i.id)
    update survey_calls q set state = 'stopped', settled_at = ${ctx.now()}
    from ended where q.workspace_id = ${ctx.workspaceId} and q.invitation_id = ended.id and q.state = 'open'`)
  await ctx.emit(invitationsEnded, {
    subjectId: invitations[0]!.id,
    payload: { invitations: [...invitations] },
  })
}

type Whose = (ctx: Ctx, ids: readonly string[]) => Sql
const ofContacts: Whose = (_, ids) => sql`c.id = any(${ids}::uuid[])`
const ofAccounts: Whose = (ctx, ids) => sql`c.account_id in (select a.id from accounts a
  where a.workspace_id = ${ctx.workspaceId} and (a.id = any(${ids}::uuid[]) or a.merged_into_id = any(${ids}::uuid[])))`

const each =
  <T>(idsOf: (payload: T) => string[], whose: Whose) =>
  async (ctx: Ctx, events: Emitted<T>[]) => {
    const ids = [...new Set(events.flatMap(({ payload }) => idsOf(payload)))]
    if (ids.length > 0) await askAgain(ctx, whose(ctx, ids))
  }

export const consumers = [
  consumer('collect/surveys-gate', {
    'contact.consent_changed': each(({ contactId }: { contactId: string }) => [contactId], ofContacts),
    'contact.changed': each(({ contactId }: { contactId: string }) => [contactId], ofContacts),
    'contact.upserted': each(({ changedIds }: { changedIds: string[] }) => changedIds, ofContacts),
    'contact.merged': each(({ survivorId }: { survivorId: string }) => [survivorId], ofContacts),
    // The domains of our own company may be others now.
    'setting.changed': async (ctx, events: Emitted<{ key: string }>[]) => {
      if (events.some(({ payload }) => payload.key === 'reach')) await askAgain(ctx, sql`true`)
    },
    'account.changed': each(({ accountId }: { accountId: string }) => [accountId], ofAccounts),
    'account.upserted': each(({ changedIds }: { changedIds: string[] }) => changedIds, ofAccounts),
  }),
]
