import { z } from 'zod'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { task } from '#platform/jobs/task.ts'
import { type Block, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { queueMail } from '#platform/mail/queue.ts'
import { NoticePreferences } from '#platform/notices/contract.ts'
import { digestSubject, type When } from '#platform/notices/rules.ts'

/** Mails a member what they have not read and not been mailed. `which` leaves out what they want otherwise. */
export async function mailDigest(ctx: Ctx, memberId: string, which: 'at_once' | 'daily'): Promise<number> {
  const preferences = await preferencesOf(ctx, memberId)
  const urgencies = (['urgent', 'normal'] as const).filter((one) =>
    which === 'daily' ? preferences[one] !== 'never' : preferences[one] === 'at_once',
  )
  const member = await ctx.db.maybe<{ name: string; email: string; slug: string; workspace: string }>(sql`
    select m.name, m.email, w.slug, w.name as workspace from members m join workspaces w on w.id = m.workspace_id
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${memberId} and m.removed_at is null`)
  if (!member || urgencies.length === 0) return 0
  const rows = await ctx.db.many<{ id: string; text: string; link: string }>(sql`
    update notices set mailed_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id in (
      select id from notices
      where workspace_id = ${ctx.workspaceId} and member_id = ${memberId} and read_at is null and mailed_at is null
        and urgency = any(${urgencies as string[]})
      order by urgency desc, id limit 50 for update)
    returning id, text, link`)
  const first = rows[0]
  if (!first) return 0
  rows.sort((a, b) => (a.id < b.id ? -1 : 1))
  const root = `${baseUrl(ctx.config)}/w/${member.slug}`
  const blocks: Block[] = rows.flatMap((row) => [
    { kind: 'text' as const, text: row.text },
    { kind: 'button' as const, label: 'Open', url: root + row.link },
  ])
  blocks.push({ kind: 'small', text: 'You choose in Hearback what comes by mail and when.' })
  const page = { brand: member.workspace, blocks }
  await queueMail(ctx, {
    to: { name: member.name, address: member.email },
    subject: digestSubject(rows.map((row) => row.text)),
    text: mailText(page),
    html: mailHtml(page),
    topic: 'digest',
    dedupeKey: `digest ${rows.map((row) => row.id).join(' ')}`,
  })
  return rows.length
}

/** How a member is told by mail; the defaults when they chose nothing. */
export async function preferencesOf(
  ctx: Ctx,
  memberId: string,
): Promise<{ urgent: When; normal: When; dailyMinute: number }> {
  const row = await ctx.db.maybe<{ urgent: When; normal: When; dailyMinute: number }>(sql`
    select urgent, normal, daily_minute as "dailyMinute" from notice_preferences
    where workspace_id = ${ctx.workspaceId} and member_id = ${memberId}`)
  return row ?? NoticePreferences.parse({})
}

/** Mails one member what they want to hear at once; made when something urgent was told. */
export const digestDue = task(
  'notices.digest',
  z.object({ workspaceId: z.uuid(), memberId: z.uuid() }),
  async ({ workspaceId, memberId }, door) => {
    await door.inWorkspace(workspaceId, { kind: 'job', name: 'notices.digest' }, (ctx) =>
      mailDigest(ctx, memberId, 'at_once'),
    )
  },
)
