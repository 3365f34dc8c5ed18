import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId, newId } from '#platform/ids.ts'
import type * as contract from '#platform/notices/contract.ts'
import { digestDue, preferencesOf } from '#platform/notices/digest.ts'

export interface NewNotice {
  memberId: string
  /** what happened, as a code: case.opened */
  kind: string
  subjectId: string
  /** one plain sentence that says what to do */
  text: string
  /** where it is answered, a path below the workspace: /cases/case_… */
  link: string
  urgency?: 'urgent' | 'normal'
  /** the same cause is told once; kind and subject when absent */
  dedupeKey?: string
}

/** How long an urgent mail waits for more of its kind. */
const gatherMs = 60_000

/** Tells a member something: in the bell now, by mail as they chose. Telling the same thing again does nothing. */
export async function notify(ctx: Ctx, notice: NewNotice): Promise<void> {
  const urgency = notice.urgency ?? 'normal'
  // Asked together: most notices are new ones.
  const making = ctx.db.run(sql`
    insert into notices (workspace_id, id, member_id, kind, subject_id, text, link, urgency, dedupe_key, created_at)
    values (${ctx.workspaceId}, ${newId()}, ${notice.memberId}, ${notice.kind}, ${notice.subjectId},
      ${notice.text.slice(0, 500)}, ${notice.link}, ${urgency},
      ${notice.dedupeKey ?? `${notice.kind} ${notice.subjectId}`}, ${ctx.now()})
    on conflict (workspace_id, member_id, dedupe_key) do nothing`)
  const [made, preferences] = await Promise.all([making, preferencesOf(ctx, notice.memberId)])
  if (made === 0 || preferences[urgency] !== 'at_once') return
  await ctx.enqueue(
    digestDue,
    { workspaceId: ctx.workspaceId, memberId: notice.memberId },
    {
      key: `notices ${ctx.workspaceId} ${notice.memberId}`,
      runAt: new Date(ctx.now().getTime() + gatherMs),
    },
  )
}

function me(ctx: Ctx): string {
  if (ctx.actor.kind !== 'member')
    throw new AppError('forbidden', 'notice.member_only', 'Only a signed-in member has notices.')
  return ctx.actor.id
}

/** How the asking member is told by mail. */
export async function getNoticePreferences(ctx: Ctx): Promise<Answer<typeof contract.getNoticePreferences>> {
  return preferencesOf(ctx, me(ctx))
}

/** Sets how the asking member is told by mail. */
export async function putNoticePreferences(
  ctx: Ctx,
  input: Input<typeof contract.putNoticePreferences>,
): Promise<Answer<typeof contract.putNoticePreferences>> {
  const { urgent, normal, dailyMinute } = input
  await ctx.db.run(sql`
    insert into notice_preferences (workspace_id, member_id, urgent, normal, daily_minute, updated_at)
    values (${ctx.workspaceId}, ${me(ctx)}, ${urgent}, ${normal}, ${dailyMinute}, ${ctx.now()})
    on conflict (workspace_id, member_id) do update
      set urgent = excluded.urgent, normal = excluded.normal, daily_minute = excluded.daily_minute, updated_at = excluded.updated_at`)
  return { urgent, normal, dailyMinute }
}

/** Marks notices of the asking member as read. */
export async function readNotices(
  ctx: Ctx,
  input: Input<typeof contract.readNotices>,
): Promise<Answer<typeof contract.readNotices>> {
  const some = input.ids ? sql`and id = any(${input.ids})` : sql.empty
  const read = await ctx.db.run(sql`
    update notices set read_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and member_id = ${me(ctx)} and read_at is null ${some}`)
  return { read }
}

/** The link of a record in notices: `/cases/case_…`. */
export function linkTo(place: string, prefix: string, uuid: string): string {
  return `/${place}/${encodeId(prefix, uuid)}`
}
