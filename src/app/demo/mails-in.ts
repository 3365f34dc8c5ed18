import MailComposer from 'nodemailer/lib/mail-composer'
import type { FollowUp } from '#app/demo/cases.ts'
import type { Customers } from '#app/demo/customers.ts'
import type { Deed } from '#app/demo/mails.ts'
import { answersToCases, answersToItems, type NewMail, newMails } from '#app/demo/our-mail.ts'
import { atTime, demoJob, doorInto, type Past } from '#app/demo/past.ts'
import type { Reply } from '#app/demo/replies.ts'
import type { DemoAccount } from '#app/demo/world.ts'
import { receiveMail } from '#collect/mailbox/receive.ts'
import { sortMail } from '#collect/mailbox/sort.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

const hour = 3_600_000

/** How many hours after our mail they answer, whatever the clock says. */
const waits = [2.5, 19, 6, 30, 1.2, 11, 26, 4]

interface Letter {
  from: { name: string; email: string }
  subject: string
  text: string
  head?: Record<string, string>
  file?: { type: string; name: string | null; content: string }
}

/** Takes a mail in as the mail server of the workspace would hand it over, and sorts it. */
export async function takeIn(ctx: Ctx, past: Past, letter: Letter): Promise<void> {
  const door = doorInto(atTime(ctx, ctx.now(), demoJob), past.door)
  const { email } = letter.from
  await receiveMail(door, past.workspaceId, {
    raw: await messageOf(ctx, letter),
    via: 'smtp',
    envelopeFrom: email,
    envelopeTo: [],
  })
  const row = await ctx.db.one<{ id: string }>(sql`
    select id from inbound_mails where workspace_id = ${past.workspaceId} and state = 'received' order by id desc limit 1`)
  await sortMail(door, past.workspaceId, row.id)
}

function messageOf(ctx: Ctx, { from, subject, text, head = {}, file }: Letter): Promise<Buffer> {
  return new MailComposer({
    from: { name: from.name, address: from.email },
    subject,
    text,
    date: ctx.now(),
    messageId: `<${newId()}@${from.email.split('@')[1]}>`,
    headers: head,
    attachments: file
      ? [
          {
            contentType: file.type,
            content: file.content,
            ...(file.name ? { filename: file.name } : { filename: false }),
          },
        ]
      : [],
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

/** What customers answer to the mails of these weeks, and what they write of themselves. */
export function comingMails(
  past: Past,
  accounts: readonly DemoAccount[],
  customers: Customers,
  followUps: readonly FollowUp[],
  replies: readonly Reply[],
): Deed[] {
  const later = (at: Date, i: number) => new Date(at.getTime() + waits[i % waits.length]! * hour)
  const toCases = followUps
    .filter(({ plan }) => plan.followUp !== 'resolved')
    .slice(-answersToCases.length)
    .map((one, i) => ({
      at: later(one.reachedAt, i),
      write: (ctx: Ctx) =>
        answer(
          ctx,
          past,
          answersToCases[i]!,
          sql`
          m.about_id = (select id from cases where workspace_id = ${past.workspaceId} and response_id = ${one.responseId} and status = 'open')`,
        ),
    }))
  const toItems = replies
    .filter(({ item }) => item.plan.type !== 'praise')
    .slice(-answersToItems.length * 2)
    .filter((_, i) => i % 2 === 0)
    .map((reply, i) => ({
      at: later(reply.at, i + 3),
      write: (ctx: Ctx) => answer(ctx, past, answersToItems[i]!, sql`m.about_id = ${reply.item.id}`),
    }))
  const people = accounts.flatMap((account, a) =>
    account.lifecycle === 'active'
      ? account.contacts.map((contact, c) => ({ ...contact, id: customers.contactIds[a]![c]! }))
      : [],
  )
  const fresh = newMails.map((mail, i) => ({
    at: new Date(past.now.getTime() - mail.hoursAgo * hour),
    write: (ctx: Ctx) => writeNew(ctx, past, mail, people[(i * 29 + 7) % people.length]!),
  }))
  return [...toCases, ...toItems, ...fresh].filter(({ at }) => at < past.now)
}

/** The customer answers the newest mail of ours that fits, quoting it; where none was sent, nobody answers. */
async function answer(
  ctx: Ctx,
  past: Past,
  said: { text: string; isAutomatic?: boolean },
  which: ReturnType<typeof sql>,
): Promise<void> {
  const ours = await ctx.db.maybe<{
    message_id: string
    subject: string
    body_text: string
    queued_at: Date
    from_name: string | null
    name: string
    email: string
  }>(sql`
    select m.message_id, m.subject, m.body_text, m.queued_at, m.from_name, c.name, c.email from mails m
    join contacts c on c.workspace_id = ${past.workspaceId} and c.id = m.contact_id and c.email is not null
    where m.workspace_id = ${past.workspaceId} and m.calendar is null and ${which} order by m.id desc limit 1`)
  if (!ours) return
  const quoted = ours.body_text
    .split('\n')
    .slice(0, 8)
    .map((line) => `> ${line}`)
  await takeIn(ctx, past, {
    from: { name: ours.name, email: ours.email },
    subject: said.isAutomatic ? `Out of office: ${ours.subject}` : `Re: ${ours.subject}`,
    text: said.isAutomatic
      ? said.text
      : `${said.text}\n\n${ours.name.split(' ')[0]}\n\nOn ${ours.queued_at.toUTCString().slice(0, 16)}, ${ours.from_name ?? 'we'} wrote:\n${quoted.join('\n')}`,
    head: {
      'In-Reply-To': ours.message_id,
      References: ours.message_id,
      ...(said.isAutomatic && { 'Auto-Submitted': 'auto-replied' }),
    },
  })
}

async function writeNew(
  ctx: Ctx,
  past: Past,
  { subject, text, file, isStranger }: NewMail,
  person: { name: string; email: string },
): Promise<void> {
  const from = isStranger
    ? { name: 'Front desk', email: `office@${person.email.split('@')[1]}` }
    : { name: person.name, email: person.email }
  await takeIn(ctx, past, { from, subject, text, ...(file && { file }) })
}
