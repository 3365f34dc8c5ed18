import { setConsent, setEmailState } from '#customers/consent/commands.ts'
import { neverAgain } from '#customers/consent/erased.ts'
import { waitingMails } from '#customers/consent/limits.ts'
import { whyOurs } from '#customers/consent/own.ts'
import { mailRefusal } from '#customers/contacts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { type Projection, projection } from '#platform/events/event.ts'
import { type GatedMail, mailGates } from '#platform/mail/gate.ts'
import type { Verdict } from '#platform/outbox/gate.ts'

interface Consent {
  id: string
  unsubscribed_at: Date | null
  unsubscribed_topics: string[]
  email_state: 'ok' | 'bounced'
  ours: string | null
}

/**
 * The one place that decides whether a mail may reach a contact now, and why not: what they refused or what came back
 * stays in the outbox; what comes at a bad time or is too much for a day waits. A merged contact counts as the one that
 * survives.
 */
async function governed(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, Verdict>> {
  const asked = mails.filter((mail) => mail.contactId !== null)
  if (asked.length === 0) return new Map()
  const refused = await refusedMails(ctx, asked)
  const waiting = await waitingMails(
    ctx,
    asked.filter((mail) => !refused.has(mail.id)),
  )
  return new Map([...waiting, ...refused])
}

async function refusedMails(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, Verdict>> {
  const rows = await ctx.db.many<Consent>(sql`
    select t.id, c.unsubscribed_at, c.unsubscribed_topics, c.email_state, ${whyOurs(ctx)} as ours
    from contacts t
    join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = root_id(t.merged_into_id, t.id)
    where t.workspace_id = ${ctx.workspaceId} and t.id = any(${mails.map((mail) => mail.contactId)})`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const refused = new Map<string, Verdict>()
  for (const mail of mails) {
    const row = byId.get(mail.contactId!)
    if (!row) continue
    if (mail.topic === 'surveys' && row.ours) {
      refused.set(mail.id, { reason: row.ours, until: null })
      continue
    }
    const reason = mailRefusal(
      {
        email: mail.address,
        unsubscribedAt: row.unsubscribed_at,
        unsubscribedTopics: row.unsubscribed_topics,
        emailState: row.email_state,
      },
      mail.topic === 'surveys' || mail.topic === 'updates' ? mail.topic : 'case',
    )
    if (reason === 'bounced' || reason?.startsWith('unsubscribed'))
      refused.set(mail.id, { reason: reason.replace('_topic', ''), until: null })
  }
  return refused
}

mailGates.add(governed)
mailGates.add((ctx, mails) =>
  neverAgain(
    ctx,
    mails.map(({ id, address }) => ({ id, to: address })),
  ),
)

// 5.1.x: the address itself is wrong (RFC 3463); other refusals speak of the message or of us.
const badAddress = /^5\d\d[ -]5\.1\.\d/

export const projections: Projection[] = [
  // A mail server said that there is no such address: nothing more is sent to it.
  projection('mail.settled', async (ctx, { payload }) => {
    const { mailIds, state, reason } = payload as { mailIds: string[]; state: string; reason: string | null }
    if (state !== 'failed' || reason !== 'refused') return
    const mails = await ctx.db.many<{ to_address: string; smtp_reply: string | null }>(sql`
      select to_address, smtp_reply from mails where workspace_id = ${ctx.workspaceId} and id = any(${mailIds}::uuid[])`)
    for (const mail of mails)
      if (badAddress.test(mail.smtp_reply ?? ''))
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
    const { contactId, topic, aboutId } = payload as {
      contactId: string | null
      topic: string
      aboutId: string | null
    }
    // mail about one thing alone is stopped by whoever wrote it
    if (aboutId) return
    if (contactId === null || (topic !== 'surveys' && topic !== 'updates')) return
    await setConsent(ctx, { contactId, topic, state: 'unsubscribed', via: 'link' })
  }),
]
