import type * as contract from '#act/playbooks/contract.ts'
import { playbookReviewed } from '#act/playbooks/events.ts'
import { approversOf, holdersOrManagement, mayReview } from '#act/playbooks/holders.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { parseSaved } from '#act/playbooks/library.ts'
import { findVersion, getPlaybook } from '#act/playbooks/queries.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { addWall } from '#platform/calendar/rules.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** How many days ahead the owner of a playbook hears that it is to be looked at again. */
export const remindDays = 14

/** When a playbook that was looked at now is to be looked at again; null where it names no interval. */
async function nextReview(ctx: Ctx, playbook: Playbook): Promise<string | null> {
  if (!playbook.review) return null
  const { zone } = await getSetting(ctx, calendarSetting)
  const months = playbook.review === 'every quarter' ? 3 : 12
  return localDate(zone, addWall(zone, ctx.now().getTime(), { amount: months, unit: 'months' }))
}

/** A version took effect, or nothing had to change: the next review is counted from now. */
export async function planReview(ctx: Ctx, key: string, playbook: Playbook): Promise<void> {
  await ctx.db.run(sql`
    update playbooks set review_due_on = ${await nextReview(ctx, playbook)}, review_told = 0
    where workspace_id = ${ctx.workspaceId} and key = ${key}`)
}

/** Records that somebody looked at the version in effect and found nothing to change. */
export async function reviewPlaybook(
  ctx: Ctx,
  input: Input<typeof contract.reviewPlaybook>,
): Promise<Answer<typeof contract.reviewPlaybook>> {
  const present = await findVersion(ctx, input.key)
  if (!present) return getPlaybook(ctx, { key: input.key })
  if (present.version !== input.version)
    throw new AppError(
      'conflict',
      'playbook.changed',
      `Version ${present.version} of “${input.key}” is in effect now. Look at that one.`,
    )
  if (!(await mayReview(ctx, present.playbook)))
    throw new AppError(
      'forbidden',
      'playbook.not_owner',
      `Only ${present.playbook.owner ?? present.playbook.approver ?? 'management'} can say that “${input.key}” needs no change. Ask them.`,
    )
  const me = actorMember(ctx)
  const { id } = await ctx.db.one<{ id: string }>(sql`
    insert into playbook_reviews (workspace_id, id, playbook_id, version, due_on, note, reviewed_by_member_id, reviewed_at)
    select ${ctx.workspaceId}, ${newId()}, p.id, p.current_version, p.review_due_on, ${input.note?.trim() ?? null}, ${me}, ${ctx.now()}
    from playbooks p where p.workspace_id = ${ctx.workspaceId} and p.key = ${input.key}
    returning playbook_id as id`)
  await planReview(ctx, input.key, present.playbook)
  await ctx.emit(playbookReviewed, {
    subjectId: id,
    payload: { key: input.key, version: present.version },
  })
  return getPlaybook(ctx, { key: input.key })
}

interface Due {
  id: string
  key: string
  title: string
  text: string
  due_on: string
}

/** Reminds owners of reviews that are due within `remindDays`, and owners and approvers of those that are overdue; each once. */
export async function remindOfReviews(ctx: Ctx): Promise<void> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const today = localDate(zone, ctx.now().getTime())
  const due = await ctx.db.many<Due>(sql`
    select p.id, p.key, p.title, v.text, p.review_due_on as due_on from playbooks p
    join playbook_versions v on v.workspace_id = ${ctx.workspaceId} and v.playbook_id = p.id and v.version = p.current_version
    where p.workspace_id = ${ctx.workspaceId} and p.is_enabled and p.review_told < 2
      and p.review_due_on <= ${shiftDate(today, remindDays)}
      and (p.review_told = 0 or p.review_due_on < ${today})
    order by p.review_due_on, p.key for update of p`)
  for (const one of due) {
    const isOverdue = one.due_on < today
    const playbook = parseSaved(one.text)
    const owners = await holdersOrManagement(ctx, playbook.owner ?? 'management')
    const hear = isOverdue
      ? [...owners, ...(await approversOf(ctx, playbook.approver ?? 'management'))]
      : owners
    const text = isOverdue
      ? `Overdue: “${one.title}” was to be looked at again by ${dayText(one.due_on)}.`
      : `Look at “${one.title}” again by ${dayText(one.due_on)}: change it, or say that nothing has to change.`
    for (const memberId of new Set(hear))
      await notify(ctx, {
        memberId,
        kind: isOverdue ? 'playbook.review_overdue' : 'playbook.to_review',
        subjectId: one.id,
        text,
        link: `/playbooks/${one.key}`,
        dedupeKey: `review ${one.key} ${one.due_on} ${isOverdue ? 'overdue' : 'ahead'}`,
      })
    await ctx.db.run(sql`
      update playbooks set review_told = ${isOverdue ? 2 : 1}
      where workspace_id = ${ctx.workspaceId} and id = ${one.id}`)
  }
}

/** "12 Apr 2037" */
function dayText(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
}
