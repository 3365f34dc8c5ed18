import { setConsent } from '#customers/consent/commands.ts'
import { neverAgain } from '#customers/consent/erased.ts'
import { zonesOf } from '#customers/consent/limits.ts'
import { whyOurs } from '#customers/consent/own.ts'
import { quietUntil } from '#customers/consent/quiet-hours.ts'
import { reachSetting } from '#customers/consent/settings.ts'
import type { ConsentChannel } from '#customers/contacts/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import type { Verdict } from '#platform/outbox/gate.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { type GatedSms, smsGates } from '#platform/sms/gate.ts'

/** No text message arrives and nobody is called in these hours of the person's own day, whatever the workspace sets. */
export const night = { from: '21:00', to: '08:00' }

/**
 * The one place that decides whether a text message may reach a contact now: it needs their yes to the topic, and it is
 * never sent in the night of their zone. A merged contact counts as the one that survives.
 */
async function governed(ctx: Ctx, messages: readonly GatedSms[]): Promise<Map<string, Verdict>> {
  const asked = messages.filter(({ contactId, topic }) => contactId !== null && topic !== 'test')
  if (asked.length === 0) return new Map()
  const ids = asked.map(({ contactId }) => contactId!)
  const rows = await ctx.db.many<{ id: string; state: string | null; ours: string | null }>(sql`
    select t.id, (${consentTo(ctx, 'sms', sql`c.id`)}) as state, ${whyOurs(ctx)} as ours
    from contacts t
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = root_id(t.merged_into_id, t.id)
    where t.workspace_id = ${ctx.workspaceId} and t.id = any(${ids})`)
  const consents = new Map(rows.map((row) => [row.id, row]))
  const zones = await zonesOf(ctx, ids)
  const { quiet } = await getSetting(ctx, reachSetting)
  const verdicts = new Map<string, Verdict>()
  for (const { id, contactId, topic, dueAt } of asked) {
    const { state, ours } = consents.get(contactId!)!
    if (topic === 'surveys' && ours) {
      verdicts.set(id, { reason: ours, until: null })
      continue
    }
    if (state !== 'subscribed') {
      verdicts.set(id, { reason: state ? 'refused_by_person' : 'not_asked', until: null })
      continue
    }
    const zone = zones.get(contactId!)!
    const until = wakingTime(zone, dueAt, quiet)
    if (until) verdicts.set(id, { reason: quietUntil(zone, dueAt, night) ? 'night' : 'quiet_hours', until })
  }
  return verdicts
}

/** When neither the night nor the quiet hours of a workspace hold any more; undefined where neither holds. */
export function wakingTime(
  zone: string,
  at: Date,
  quiet: { from: string; to: string } | null,
): Date | undefined {
  let until: Date | undefined
  // The end of the one may fall into the other.
  for (let look = 0; look < 3; look++) {
    const now = until ?? at
    const next = quietUntil(zone, now, night) ?? (quiet ? quietUntil(zone, now, quiet) : undefined)
    if (!next) return until
    until = next
  }
  return until
}

/** What a contact last said to surveys on a channel: the state, null where they said nothing. */
export function consentTo(ctx: Ctx, channel: ConsentChannel, contactId: Sql): Sql {
  return sql`select x.state from contact_consents x where x.workspace_id = ${ctx.workspaceId} and x.contact_id = ${contactId}
    and x.channel = ${channel} and x.topic in ('surveys', 'all') order by x.changed_at desc, x.id desc limit 1`
}

smsGates.add(governed)
smsGates.add((ctx, messages) =>
  neverAgain(
    ctx,
    messages.map(({ id, number }) => ({ id, to: number })),
  ),
)

export const projections: Projection[] = [
  // The person's own word, or the provider's about it: their consent changes in the same transaction.
  projection('sms.stop_changed', async (ctx, { payload }) => {
    const { contactIds, isStopped, via } = payload as {
      contactIds: string[]
      isStopped: boolean
      via: string
    }
    for (const contactId of contactIds)
      await setConsent(ctx, {
        contactId,
        channel: 'sms',
        topic: 'all',
        state: isStopped ? 'unsubscribed' : 'subscribed',
        via: 'sms',
        ...(via === 'provider' && { reason: 'The provider says that they have stopped.' }),
      })
  }),
]
