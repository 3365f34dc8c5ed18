import type * as contract from '#customers/consent/contract.ts'
import { quietUntil } from '#customers/consent/quiet-hours.ts'
import { reachSetting } from '#customers/consent/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { isZone } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import type { GatedMail } from '#platform/mail/gate.ts'
import type { Verdict } from '#platform/outbox/gate.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'

/** The limits of this workspace. */
export async function getReachLimits(ctx: Ctx) {
  return getSetting(ctx, reachSetting)
}

/** Sets the limits. Mail that waits already is looked at again when it is about to leave. */
export async function putReachLimits(
  ctx: Ctx,
  { quiet, mailsPerDay, ownDomains }: Input<typeof contract.putReachLimits>,
) {
  return putSetting(ctx, reachSetting, { quiet, mailsPerDay, ownDomains })
}

/** Zones by contact: the contact’s own, else that of the account’s hours, else the workspace’s. */
export async function zonesOf(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, string>> {
  const ws = ctx.workspaceId
  const ours = (await getSetting(ctx, calendarSetting)).zone
  const rows = await ctx.db.many<{ id: string; zone: string | null; account_zone: string | null }>(sql`
    select c.id, r.zone, coalesce(up.calendar, own.calendar)->>'zone' as account_zone
    from contacts c
    join contacts r on r.workspace_id = ${ws} and r.id = root_id(c.merged_into_id, c.id)
    left join accounts own on own.workspace_id = ${ws} and own.id = r.account_id
    left join accounts up on up.workspace_id = ${ws} and up.id = own.merged_into_id
    where c.workspace_id = ${ws} and c.id = any(${contactIds})`)
  const usable = (zone: string | null) => (zone !== null && isZone(zone) ? zone : undefined)
  return new Map(rows.map((row) => [row.id, usable(row.zone) ?? usable(row.account_zone) ?? ours]))
}

/** Which of these mails wait, and until when: for the end of the person’s quiet hours, or for room within their day. */
export async function waitingMails(ctx: Ctx, mails: readonly GatedMail[]): Promise<Map<string, Verdict>> {
  const limits = await getSetting(ctx, reachSetting)
  const waiting = await beyondDay(ctx, mails, limits.mailsPerDay)
  if (!limits.quiet) return waiting
  const zones = await zonesOf(
    ctx,
    mails.map((mail) => mail.contactId!),
  )
  for (const mail of mails) {
    const at = waiting.get(mail.id)?.until ?? mail.dueAt
    const until = quietUntil(zones.get(mail.contactId!)!, at, limits.quiet)
    if (until) waiting.set(mail.id, { reason: waiting.get(mail.id)?.reason ?? 'quiet_hours', until })
  }
  return waiting
}

const dayMs = 86_400_000

/**
 * Case mails and updates above the limit, asked when they are about to leave: each waits until one of those of the last
 * 24 hours is a day old. Surveys have a limit of their own.
 */
async function beyondDay(
  ctx: Ctx,
  mails: readonly GatedMail[],
  most: number | null,
): Promise<Map<string, Verdict>> {
  const counted = mails.filter(
    (mail) => mail.isLeaving && (mail.topic === 'case' || mail.topic === 'updates'),
  )
  const waiting = new Map<string, Verdict>()
  if (most === null || counted.length === 0) return waiting
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{ id: string; root: string; left_at: Date[] }>(sql`
    select c.id, root_id(c.merged_into_id, c.id) as root, coalesce((
      select array_agg(m.claimed_at order by m.claimed_at) from mails m
      where m.workspace_id = ${ws} and m.topic in ('case', 'updates') and m.claimed_at > ${new Date(ctx.now().getTime() - dayMs)}
        and m.state in ('claimed', 'handing_over', 'accepted', 'uncertain') and m.id <> all(${counted.map((mail) => mail.id)})
        and m.contact_id in (select t.id from contacts t where t.workspace_id = ${ws}
          and (t.id = root_id(c.merged_into_id, c.id) or t.merged_into_id = root_id(c.merged_into_id, c.id)))
    ), '{}') as left_at
    from contacts c where c.workspace_id = ${ws} and c.id = any(${counted.map((mail) => mail.contactId!)})`)
  const roots = new Map(rows.map((row) => [row.id, row.root]))
  const left = new Map(rows.map((row) => [row.root, row.left_at.map((at) => at.getTime())]))
  for (const mail of counted) {
    const times = left.get(roots.get(mail.contactId!)!)!
    if (times.length >= most)
      waiting.set(mail.id, {
        reason: 'daily_limit',
        until: new Date(times[times.length - most]! + dayMs + 1),
      })
    else times.push(ctx.now().getTime())
  }
  return waiting
}
