import { summaryOf } from '#collect/feedback/rules.ts'
import type { Metric } from '#measure/metrics/definitions.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** How a record behind a number shows itself in a list. */
export interface Face {
  id: string
  title: string
  who: string | null
  account: string | null
  /** its page below the workspace */
  to: string | null
  /** answers: of which kind of survey */
  kind?: string
}

interface Row {
  id: string
  title: string | null
  words: string | null
  who: string | null
  account: string | null
  target: string | null
  kind?: string
  survey?: string
}

/** The faces of some facts of one kind, by their stored ids; what was erased has none. */
export async function facesOf(
  ctx: Ctx,
  fact: Metric['fact'],
  ids: readonly string[],
): Promise<Map<string, Face>> {
  if (ids.length === 0) return new Map()
  const { from, prefix, page } = kinds[fact](ctx, sql`= any(${ids}::uuid[])`)
  const rows = await ctx.db.many<Row>(from)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: encodeId(prefix, row.id),
        title: summaryOf(row.title, row.words ?? '', 120) || row.survey || 'Without words',
        who: row.who,
        account: row.account,
        to: row.target && `${page.path}/${encodeId(page.prefix, row.target)}`,
        ...(row.kind !== undefined && { kind: row.kind }),
      },
    ]),
  )
}

interface Kind {
  from: Sql
  prefix: string
  page: { path: string; prefix: string }
}

/** Contact `c` and account `a` of a record, under the names they were merged into. */
const people = ({ workspaceId: ws }: Ctx, of: Sql) => sql`
  left join contacts c0 on c0.workspace_id = ${ws} and c0.id = ${of}.contact_id
  left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
  left join accounts a0 on a0.workspace_id = ${ws} and a0.id = ${of}.account_id
  left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)`
const named = sql`coalesce(c.name, c.email) as who, a.name as account`

const item = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select i.id, f.title, left(f.verbatim, 400) as words, ${named}, i.id as target
    from inbox_items i join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = i.id
    ${people(ctx, sql`i`)} where i.workspace_id = ${ctx.workspaceId} and i.id ${ids}`,
  prefix: 'fb',
  page: { path: 'inbox', prefix: 'fb' },
})

const answer = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select r.id, null as title, s.name as survey, (select left(string_agg(w.words, ' ' order by w.answered_at), 400) from answers w
      where w.workspace_id = ${ctx.workspaceId} and w.response_id = r.id and w.words is not null) as words, ${named}, c.id as target, s.kind
    from responses r join surveys s on s.workspace_id = ${ctx.workspaceId} and s.id = r.survey_id
    ${people(ctx, sql`r`)} where r.workspace_id = ${ctx.workspaceId} and r.id ${ids}`,
  prefix: 'rsp',
  page: { path: 'contacts', prefix: 'ct' },
})

const invitation = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select i.id, s.name as title, null as words, ${named}, c.id as target
    from invitations i join surveys s on s.workspace_id = ${ctx.workspaceId} and s.id = i.survey_id
    ${people(ctx, sql`i`)} where i.workspace_id = ${ctx.workspaceId} and i.id ${ids}`,
  prefix: 'inv',
  page: { path: 'contacts', prefix: 'ct' },
})

const ofCase = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select k.id, k.title, null as words, ${named}, k.id as target from cases k
    ${people(ctx, sql`k`)} where k.workspace_id = ${ctx.workspaceId} and k.id ${ids}`,
  prefix: 'case',
  page: { path: 'cases', prefix: 'case' },
})

const step = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select s.id, s.title || ': ' || k.title as title, null as words, ${named}, k.id as target from case_steps s
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id
    ${people(ctx, sql`k`)} where s.workspace_id = ${ctx.workspaceId} and s.id ${ids}`,
  prefix: 'step',
  page: { path: 'cases', prefix: 'case' },
})

const request = (ctx: Ctx, ids: Sql): Kind => ({
  from: sql`select r.id, r.title, null as words, null as who, null as account, r.id as target from requests r
    where r.workspace_id = ${ctx.workspaceId} and r.id ${ids}`,
  prefix: 'req',
  page: { path: 'requests', prefix: 'req' },
})

const kinds: Record<Metric['fact'], (ctx: Ctx, ids: Sql) => Kind> = {
  item,
  answered: item,
  triaged: item,
  acted: item,
  loop: item,
  answer,
  invitation,
  case: ofCase,
  resolved: ofCase,
  pair: ofCase,
  step,
  request,
}
