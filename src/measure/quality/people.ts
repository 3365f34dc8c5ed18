import { restDays } from '#collect/surveys/rules.ts'
import { whyOurs } from '#customers/consent/own.ts'
import { earliest, groups, readTouches } from '#measure/quality/records.ts'
import { daysAfter, hoursAfter, type Judged } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

/** Why a contact `c` cannot be reached at all; null: they can. */
const unreachable = sql`case
  when c.phone_e164 is not null then null
  when c.email is null then 'Neither an address nor a number is known.'
  when c.email_state = 'bounced' then 'Mail to this address came back.'
  when c.unsubscribed_at is not null then 'The person wants no mail.'
end`

interface AnswerRow {
  id: string
  submitted_at: Date
  contact_id: string
  is_detractor: boolean
  is_post_support: boolean
  unreachable: string | null
}

/** What is owed for answers: detractors contacted, unhappy post-support answers answered. Nobody is owed to the anonymous. */
export async function judgeAnswers(ctx: Ctx, ids: readonly string[]): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const answers = await ctx.db.many<AnswerRow>(sql`
    select r.id, r.submitted_at, c.id as contact_id, ${unreachable} as unreachable,
      s.kind = 'nps' and r.score <= 6 as is_detractor,
      r.is_negative and (s.key = 'post-support' or exists (
        select 1 from programmes p where p.workspace_id = ${ws} and p.survey_id = s.id and p.trigger = 'ticket_resolved')) as is_post_support
    from responses r
    join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    join contacts o on o.workspace_id = ${ws} and o.id = r.contact_id
    join contacts c on c.workspace_id = ${ws} and c.id = root_id(o.merged_into_id, o.id)
    where r.workspace_id = ${ws} and r.id = any(${ids}::uuid[]) and r.is_negative and not r.is_provisional and r.channel <> 'import'`)
  const touches = groups(
    await readTouches(ctx, [...new Set(answers.map((answer) => answer.contact_id))]),
    (one) => one.contact_id,
  )
  return answers.flatMap((answer): Judged[] => {
    const met = earliest(
      touches(answer.contact_id)
        .filter((one) => !one.is_announced && one.at >= answer.submitted_at)
        .map((one) => one.at),
    )
    const of = (check: string): Judged => ({
      check,
      subjectId: answer.id,
      part: '',
      contactId: answer.contact_id,
      from: answer.submitted_at,
      due: hoursAfter(answer.submitted_at, 24),
      met,
      excused: met ? null : answer.unreachable,
    })
    return [
      ...(answer.is_detractor ? [of('detractors')] : []),
      ...(answer.is_post_support ? [of('post_support')] : []),
    ]
  })
}

/** Whether invitations came within the month after another that counts. */
export async function judgeInvitations(ctx: Ctx, ids: readonly string[]): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    id: string
    contact_id: string
    delivered_at: Date
    is_exempt: boolean
    is_override: boolean
    was_asked: boolean
  }>(sql`
    select i.id, c.root as contact_id, i.delivered_at, i.is_exempt, w.override_reason is not null as is_override, exists (
      select 1 from contacts n
      join invitations b on b.workspace_id = ${ws} and b.contact_id = n.id
      where n.workspace_id = ${ws} and (n.id = c.root or n.merged_into_id = c.root)
        and b.id <> i.id and b.delivered_at is not null and not b.is_exempt
        and (b.delivered_at, b.id) < (i.delivered_at, i.id)
        and b.delivered_at > i.delivered_at - make_interval(days => ${restDays})
    ) as was_asked
    from invitations i
    join waves w on w.workspace_id = ${ws} and w.id = i.wave_id
    join lateral (select root_id(o.merged_into_id, o.id) as root from contacts o
      where o.workspace_id = ${ws} and o.id = i.contact_id) c on true
    where i.workspace_id = ${ws} and i.id = any(${ids}::uuid[]) and i.delivered_at is not null`)
  return rows.map((row) => ({
    check: 'survey_cap',
    subjectId: row.id,
    part: '',
    contactId: row.contact_id,
    from: row.delivered_at,
    due: row.delivered_at,
    met: row.was_asked ? null : row.delivered_at,
    excused: row.is_exempt
      ? 'It follows a case or release.'
      : row.is_override && row.was_asked
        ? 'A member asked again and said why.'
        : null,
  }))
}

/** Whether everybody behind shipped requests was told. */
export async function judgeRequests(ctx: Ctx, ids: readonly string[]): Promise<Judged[]> {
  const ws = ctx.workspaceId
  // Who stands behind them, from the words and votes themselves: the demand that is kept may still be counted.
  const rows = await ctx.db.many<{
    request_id: string
    contact_id: string
    shipped_at: Date
    excused: string | null
  }>(sql`
    with shipped as materialized (
      select r.id, m.at from requests r
      join request_moves m on m.workspace_id = ${ws} and m.request_id = r.id and m.number = r.move
      where r.workspace_id = ${ws} and r.id = any(${ids}::uuid[]) and r.status = 'shipped' and r.merged_into_id is null
    ), whole as materialized (
      select id as root, id from shipped
      union all
      select q.merged_into_id, q.id from shipped s join requests q on q.workspace_id = ${ws} and q.merged_into_id = s.id
    ), item as materialized (
      select distinct w.root, k.id from whole w
      join request_evidence e on e.workspace_id = ${ws} and e.request_id = w.id
      join inbox_items i on i.workspace_id = ${ws} and i.id = e.feedback_id
      join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id) and k.status <> 'spam'
    ), who as (
      select i.root, k.contact_id from item i join inbox_items k on k.workspace_id = ${ws} and k.id = i.id
      union
      select i.root, v.contact_id from item i join inbox_items v on v.workspace_id = ${ws} and v.merged_into_id = i.id
      union
      select w.root, t.contact_id from whole w join request_votes t on t.workspace_id = ${ws} and t.request_id = w.id
    ), person as materialized (
      select distinct w.root, root_id(o.merged_into_id, o.id) as id from who w
      join contacts o on o.workspace_id = ${ws} and o.id = w.contact_id
    )
    select p.root as request_id, c.id as contact_id, s.at as shipped_at, case
        when ${whyOurs(ctx)} is not null then 'One of our own people.'
        when row_number() over (partition by p.root, coalesce(c.email, c.id::text) order by c.id) > 1 then 'Another contact with this address is told.'
        else ${unreachable} end as excused
    from person p join shipped s on s.id = p.root
    join contacts c on c.workspace_id = ${ws} and c.id = p.id`)
  if (rows.length === 0) return []
  const requests = [...new Set(rows.map((row) => row.request_id))]
  const [touches, said] = await Promise.all([
    readTouches(ctx, [...new Set(rows.map((row) => row.contact_id))]),
    // what was said for them, by whoever
    ctx.db.many<{ request_id: string; feedback_id: string }>(sql`
      select root_id(q.merged_into_id, q.id) as request_id, e.feedback_id
      from requests q join request_evidence e on e.workspace_id = ${ws} and e.request_id = q.id
      where q.workspace_id = ${ws} and (q.id = any(${requests}::uuid[]) or q.merged_into_id = any(${requests}::uuid[]))`),
  ])
  const touchesOf = groups(touches, (one) => one.contact_id)
  const saidFor = new Set(said.map((one) => `${one.request_id} ${one.feedback_id}`))
  return rows.map((row) => {
    const met = earliest(
      touchesOf(row.contact_id)
        .filter(
          (one) =>
            one.at >= row.shipped_at &&
            (one.request_id === row.request_id || saidFor.has(`${row.request_id} ${one.feedback_id}`)),
        )
        .map((one) => one.at),
    )
    return {
      check: 'told_shipped',
      subjectId: row.request_id,
      part: row.contact_id,
      contactId: row.contact_id,
      from: row.shipped_at,
      due: daysAfter(row.shipped_at, 7),
      met,
      excused: met ? null : row.excused,
    }
  })
}
