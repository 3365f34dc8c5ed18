import type { ConsentChannel, ConsentTopic, ConsentVia, ContactDetail } from '#customers/contacts/contract.ts'
import { contactConsentChanged, contactEmailStateChanged } from '#customers/contacts/events.ts'
import { contactRoot, getContact } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'

interface Consent {
  contactId: string
  /** Without it mail. */
  channel?: ConsentChannel
  topic: ConsentTopic
  state: 'subscribed' | 'unsubscribed'
  reason?: string | null
}

/** What a person allows us to send changes; each change is logged with who, how and why. Asked twice, done once. */
export async function setConsent(ctx: Ctx, input: Consent & { via: ConsentVia }): Promise<void> {
  const id = await contactRoot(ctx, input.contactId)
  const channel = input.channel ?? 'mail'
  if (!(channel === 'mail' ? await changeMail(ctx, id, input) : await differs(ctx, id, channel, input)))
    return
  await ctx.db.run(sql`
    insert into contact_consents (workspace_id, id, contact_id, channel, topic, state, via, reason, actor_kind, actor_id, changed_at)
    values (${ctx.workspaceId}, ${newId()}, ${id}, ${channel}, ${input.topic}, ${input.state}, ${input.via}, ${input.reason || null},
      ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`)
  await ctx.emit(contactConsentChanged, {
    subjectId: id,
    payload: { contactId: id, channel, topic: input.topic, state: input.state, via: input.via },
  })
}

/** Mail: the columns of the contact say what stands. False when they say so already. */
async function changeMail(ctx: Ctx, id: string, { topic, state }: Consent): Promise<boolean> {
  const now = ctx.now()
  const off = state === 'unsubscribed'
  const changed = await ctx.db.run(
    topic === 'all'
      ? off
        ? sql`update contacts set unsubscribed_at = ${now}, updated_at = ${now}
            where workspace_id = ${ctx.workspaceId} and id = ${id} and unsubscribed_at is null`
        : sql`update contacts set unsubscribed_at = null, unsubscribed_topics = '{}', updated_at = ${now}
            where workspace_id = ${ctx.workspaceId} and id = ${id} and (unsubscribed_at is not null or unsubscribed_topics <> '{}')`
      : off
        ? sql`update contacts set unsubscribed_topics = array_append(unsubscribed_topics, ${topic}::text), updated_at = ${now}
            where workspace_id = ${ctx.workspaceId} and id = ${id} and not ${topic}::text = any(unsubscribed_topics)`
        : sql`update contacts set unsubscribed_topics = array_remove(unsubscribed_topics, ${topic}::text), unsubscribed_at = null, updated_at = ${now}
            where workspace_id = ${ctx.workspaceId} and id = ${id} and (${topic}::text = any(unsubscribed_topics) or unsubscribed_at is not null)`,
  )
  return changed > 0
}

/** The other channels: the newest change on the topic says what stands. */
async function differs(
  ctx: Ctx,
  id: string,
  channel: ConsentChannel,
  { topic, state, via }: Consent & { via: ConsentVia },
): Promise<boolean> {
  if (channel === 'sms' && state === 'subscribed' && via !== 'sms') await refuseStopped(ctx, id)
  const last = await ctx.db.maybe<{ state: string }>(sql`
    select state from contact_consents where workspace_id = ${ctx.workspaceId} and contact_id = ${id}
      and channel = ${channel} and topic in (${topic}, 'all') order by changed_at desc, id desc limit 1`)
  // A text message needs a yes; a STOP of somebody who was never asked is kept all the same.
  if (!last && channel === 'sms' && via === 'sms') return true
  return (last?.state ?? (channel === 'sms' ? 'unsubscribed' : 'subscribed')) !== state
}

/** Nobody but the person takes their STOP back. */
async function refuseStopped(ctx: Ctx, id: string): Promise<void> {
  const stopped = await ctx.db.maybe(sql`
    select 1 from contacts c join sms_stops s on s.workspace_id = ${ctx.workspaceId} and s.number = c.phone_e164
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id} and s.lifted_at is null`)
  if (stopped)
    throw new AppError(
      'conflict',
      'consent.stopped',
      'They answered STOP to a text message. Only they can take it back, by sending START from their number.',
    )
}

/** The endpoint: a member or a key records what a contact said about being reached. */
export async function changeConsent(ctx: Ctx, input: Consent): Promise<ContactDetail> {
  await setConsent(ctx, { ...input, via: ctx.actor.kind === 'key' ? 'api' : 'member' })
  return getContact(ctx, input)
}

/** A mail server refused an address for good, or took it again. Every contact with that address follows. */
export async function setEmailState(
  ctx: Ctx,
  input: { email: string; state: 'ok' | 'bounced' },
): Promise<void> {
  const rows = await ctx.db.many<{ id: string }>(sql`
    update contacts set email_state = ${input.state}, email_state_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and email = ${input.email.toLowerCase()} and email_state <> ${input.state} returning id`)
  for (const { id } of rows)
    await ctx.emit(contactEmailStateChanged, {
      subjectId: id,
      payload: { contactId: id, state: input.state },
    })
}
