import { setConsent, setEmailState } from '#customers/contacts/consent.ts'
import { mailRefusal } from '#customers/contacts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { addMailGate, type GatedMail } from '#platform/mail/gate.ts'

interface Consent {
  id: string
  unsubscribed_at: Date | null
  unsubscribed_topics: string[]
  email_state: 'ok' | 'bounced'
}

/** Mail that a contact refused, or that came back, stays in the outbox. A merged contact counts as the one that survives. */
async function refusedMails(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, string>> {
  const asked = mails.filter((mail) => mail.contactId !== null)
  if (asked.length === 0) return new Map()
  const rows = await ctx.db.many<Consent>(sql`
    select c.id, r.unsubscribed_at, r.unsubscribed_topics, r.email_state
    from contacts c
    join contacts r on r.workspace_id = ${ctx.workspaceId} and r.id = root_id(c.merged_into_id, c.id)
    where c.workspace_id = ${ctx.workspaceId} and c.id = any(${asked.map((mail) => mail.contactId)})`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const refused = new Map<string, string>()
  for (const mail of asked) {
    const row = byId.get(mail.contactId!)
    if (!row) continue
    const topic = mail.topic === 'surveys' || mail.topic === 'updates' ? mail.topic : 'case'
    const reason = mailRefusal(
      {
        email: mail.address,
        unsubscribedAt: row.unsubscribed_at,
        unsubscribedTopics: row.unsubscribed_topics,
        emailState: row.email_state,
      },
      topic,
    )
    if (reason === 'bounced' || reason?.startsWith('unsubscribed'))
      refused.set(mail.id, reason.replace('_topic', ''))
  }
  return refused
}

addMailGate(refusedMails)

// 5.1.x: the address itself is wrong (RFC 3463); other refusals speak of the message or of us.
const badAddress = /^5\d\d[ -]5\.1\.\d/

export const projections: Projection[] = [
  // A mail server said that there is no such address: nothing more is sent to it.
  projection('mail.settled', async (ctx, { payload }) => {
    const { mailId, state, reason } = payload as { mailId: string; state: string; reason: string | null }
    if (state !== 'failed' || reason !== 'refused') return
    const mail = await ctx.db.maybe<{ to_address: string; smtp_reply: string | null }>(sql`
      select to_address, smtp_reply from mails where workspace_id = ${ctx.workspaceId} and id = ${mailId}`)
    if (mail && badAddress.test(mail.smtp_reply ?? ''))
      await setEmailState(ctx, { email: mail.to_address, state: 'bounced' })
  }),
  // A report came later: the same, for the address itself or a mailbox that is closed, full for good or unknown.
  projection('mail.bounced', async (ctx, { payload }) => {
    const mail = await ctx.db.maybe<{ to_address: string }>(sql`
      select to_address from mails where workspace_id = ${ctx.workspaceId} and id = ${(payload as { mailId: string }).mailId}`)
    if (mail) await setEmailState(ctx, { email: mail.to_address, state: 'bounced' })
  }),
  // The person pressed "stop" in a mail: their consent changes in the same transaction.
  projection('mail.unsubscribed', async (ctx, { payload }) => {
    const { contactId, topic } = payload as { contactId: string | null; topic: string }
    if (contactId === null || (topic !== 'surveys' && topic !== 'updates')) return
    await setConsent(ctx, { contactId, topic, state: 'unsubscribed', via: 'link' })
  }),
]
