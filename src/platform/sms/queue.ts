import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { fillMarks } from '#platform/mail/blocks.ts'
import { announce, idsOf } from '#platform/outbox/queued.ts'
import { seal } from '#platform/secrets.ts'
import { smsGates } from '#platform/sms/gate.ts'
import { longestText, plainPunctuation, smsLength } from '#platform/sms/length.ts'
import { texts } from '#platform/sms/outbox.ts'
import type { SmsTopic } from '#platform/sms/rules.ts'

/** One text message to one number (E.164). The text may hold link marks (`linkMark`), filled when it leaves. */
export interface OutgoingSms {
  to: string
  text: string
  topic: SmsTopic
  /** The same key is the same message: queued twice, it exists once. */
  dedupeKey: string
  contactId?: string | null
  notBefore?: Date
  links?: Readonly<Record<string, string>>
}

/** What the personal links of a message are sealed for. */
export const linksPurpose = (workspaceId: string) => `sms.links ${workspaceId}`

/**
 * Puts text messages into the outbox with one statement, in the transaction of `ctx`: they leave exactly when that
 * commits. Answers their ids in order.
 */
export async function queueSms(ctx: Ctx, messages: readonly OutgoingSms[]): Promise<string[]> {
  if (messages.length === 0) return []
  const now = ctx.now()
  const given = messages.map((message) => ({ ...message, id: newId(), body: plainPunctuation(message.text) }))
  const kept = await smsGates.keptBack(
    ctx,
    given.map(({ id, topic, contactId, to, notBefore }) => ({
      id,
      topic,
      contactId: contactId ?? null,
      number: to,
      dueAt: notBefore && notBefore > now ? notBefore : now,
    })),
  )
  const rows = given.map(({ id, dedupeKey, topic, to, body, links = {}, contactId, notBefore }) => {
    const whole = fillMarks(body, links)
    const verdict = whole.length > longestText ? { reason: 'too_long', until: null } : kept.get(id)
    const isStopped = verdict?.until === null
    return {
      id,
      dedupe_key: dedupeKey,
      topic,
      state: isStopped ? 'suppressed' : 'queued',
      reason: verdict?.reason ?? null,
      to_number: to,
      body,
      links_sealed:
        Object.keys(links).length === 0
          ? null
          : seal(ctx.config, linksPurpose(ctx.workspaceId), JSON.stringify(links)),
      ...smsLength(whole),
      contact_id: contactId ?? null,
      due_at: verdict?.until ?? notBefore ?? now,
      settled_at: isStopped ? now : null,
    }
  })
  const made = await ctx.db.many<{ id: string }>(sql`
    insert into sms_messages (workspace_id, id, dedupe_key, topic, state, reason, to_number, body, links_sealed, encoding, characters,
      segments, contact_id, due_at, queued_at, settled_at)
    select ${ctx.workspaceId}, id, dedupe_key, topic, state, reason, to_number, body, links_sealed, encoding, characters,
      segments, contact_id, due_at, ${now}, settled_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, dedupe_key text, topic text, state text, reason text,
      to_number text, body text, links_sealed text, encoding text, characters integer, segments integer, contact_id uuid,
      due_at timestamptz, settled_at timestamptz)
    on conflict (workspace_id, dedupe_key) do nothing returning id`)
  const isNew = new Set(made.map((row) => row.id))
  await announce(
    ctx,
    texts,
    rows.filter((row) => isNew.has(row.id)),
  )
  return idsOf(ctx, texts, rows, isNew)
}
