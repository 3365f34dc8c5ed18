import { z } from 'zod'
import { themeById } from '#analyze/themes/commands/edit.ts'
import type { ThemeDetail, ThemeItem } from '#analyze/themes/contract.ts'
import { readNotes } from '#analyze/themes/notes.ts'
import {
  membersOf,
  openRun,
  type RankedTheme,
  rankOf,
  rankThemes,
  showTheme,
} from '#analyze/themes/queries.ts'
import { bestQuotes, type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import { type Counting, nameOf, type Span, spanOf } from '#analyze/themes/rules.ts'
import { showRun } from '#analyze/themes/runs.ts'
import { noVoices, type View } from '#analyze/themes/voices.ts'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { Sentiment } from '#organize/classify/contract.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { joiningMany } from '#platform/db/joining-many.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

const quotesShown = 6
const loudestShown = 5

/** A theme with all that is known of it. A theme that was merged or split shows its own items and says so. */
export async function getTheme(
  ctx: Ctx,
  { themeId, by, ...view }: View & { themeId: string; by: Counting },
): Promise<ThemeDetail> {
  const own = await themeById(ctx, themeId)
  const span = spanOf(ctx.now())
  const ranking = await rankThemes(ctx, by, view)
  const { rows, base, voices } = ranking
  const ids = membersOf(rows).get(themeId) ?? [themeId]
  const found =
    ranking.themes.find(({ row }) => row.id === themeId) ??
    outside(ranking.rows.find(({ id }) => id === themeId)!)
  const visible = ranking.themes.filter(({ row }) => !row.is_hidden)
  const byAccounts = rankOf(visible, (one) => one.said.accounts)
  const [people, loudest] = await joiningMany(ctx, () =>
    Promise.all([peopleOf(ctx, ids, span), loudestOf(ctx, ids, span)]),
  )
  const [quotes, notes, run, { channels: labels }] = await Promise.all([
    bestQuotes(ctx, [{ themeId, ids }], { ...view, most: quotesShown }),
    readNotes(ctx, sql`n.theme_id = any(${ids}::uuid[])`),
    openRun(ctx),
    getSetting(ctx, feedbackSettings),
  ])
  const named = (id: string) => {
    const row = rows.find((one) => one.id === id)!
    return { id: encodeId('th', id), name: nameOf(row) }
  }
  const quoted = quotes.get(themeId) ?? []
  return {
    theme: { ...showTheme(found, base, view), quote: quoted[0] ?? null },
    total: visible.length,
    span,
    currency: base.currency,
    contacts: people.contacts,
    allMentions: people.mentions,
    firstAt: people.first_at?.toISOString() ?? null,
    lastAt: people.last_at?.toISOString() ?? null,
    loudest: loudest.map((row) => ({
      accountId: encodeId('acct', row.id),
      name: row.name,
      mentions: row.mentions,
    })),
    rankByAccounts: byAccounts.get(themeId) ?? 0,
    segments: largestFirst(found.said.segments),
    channels: largestFirst(found.said.channels).map((one) => ({
      ...one,
      label: channelLabel(one.name, labels),
    })),
    quotes: quoted,
    notes,
    merged: rows.filter((row) => row.merged_into_id === themeId).map((row) => named(row.id)),
    parts: rows.filter((row) => row.split_from_id === themeId).map((row) => named(row.id)),
    splitFrom:
      own.split_from_id && rows.some((row) => row.id === own.split_from_id) ? named(own.split_from_id) : null,
    mergedInto: own.merged_into_id ? named(own.merged_into_id) : null,
    run: run ? showRun(run) : null,
  }

  /** A theme without a place in the ranking: merged, split, or said by nobody in the period. */
  function outside(row: RankedTheme['row']): RankedTheme {
    const said = voices.byTheme.get(row.id) ?? noVoices()
    return {
      row,
      said,
      counted: 0,
      rank: 0,
      rankBefore: null,
      bias: { kind: 'few' },
      change: { now: said.weeks.at(-1)!, before: said.weeks.at(-2)!, chance: 1, holds: false },
    }
  }
}

const largestFirst = (counts: ReadonlyMap<string, number>) =>
  [...counts].map(([name, mentions]) => ({ name, mentions })).sort((a, b) => b.mentions - a.mentions)

function peopleOf(ctx: Ctx, ids: readonly string[], span: Span) {
  return ctx.db.one<{ contacts: number; mentions: number; first_at: Date | null; last_at: Date | null }>(sql`
    select count(distinct root_id(c.merged_into_id, c.id)) filter (where t.day between ${span.from}::date and ${span.to}::date) as contacts,
      count(*) as mentions, min(t.occurred_at) as first_at, max(t.occurred_at) as last_at
    from theme_items t
    left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = t.contact_id
    where t.workspace_id = ${ctx.workspaceId} and t.theme_id = any(${ids}::uuid[])`)
}

function loudestOf(ctx: Ctx, ids: readonly string[], span: Span) {
  const ws = ctx.workspaceId
  return ctx.db.many<{ id: string; name: string; mentions: number }>(sql`
    select r.id, r.name, sum(d.mentions)::integer as mentions from theme_days d
    join accounts a on a.workspace_id = ${ws} and a.id = d.account_id
    join accounts r on r.workspace_id = ${ws} and r.id = root_id(a.merged_into_id, a.id)
    where d.workspace_id = ${ws} and d.theme_id = any(${ids}::uuid[]) and d.day between ${span.from}::date and ${span.to}::date and d.mentions > 0
    group by r.id, r.name order by mentions desc, r.name, r.id limit ${loudestShown}`)
}

interface ItemRow extends QuoteRow {
  how: ThemeItem['how']
  sentiment: Sentiment
  place: string
}

const Place = z.tuple([z.string(), z.uuid()])

/** The items of a theme and of what was merged into it, the newest first. */
export async function listThemeItems(
  ctx: Ctx,
  input: {
    themeId: string
    from?: string | undefined
    to?: string | undefined
    sentiment?: Sentiment | undefined
    accountId?: string | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const ws = ctx.workspaceId
  await themeById(ctx, input.themeId)
  const merged = await ctx.db.many<{ id: string }>(sql`
    with recursive members as (
      select ${input.themeId}::uuid as id
      union select t.id from themes t join members m on t.merged_into_id = m.id where t.workspace_id = ${ws}
    ) select id from members`)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const [rows, { channels: labels }] = await Promise.all([
    ctx.db.many<ItemRow>(sql`
      ${quoteOf(
        ctx,
        sql`select i.feedback_id, i.how, i.sentiment, i.occurred_at::text as place
          from unnest(${merged.map(({ id }) => id)}::uuid[]) as m (theme_id)
          cross join lateral (
            select t.feedback_id, t.how, t.sentiment, t.occurred_at from theme_items t
            where t.workspace_id = ${ws} and t.theme_id = m.theme_id
              ${input.from === undefined ? sql.empty : sql`and t.occurred_at >= ${`${input.from}T00:00:00Z`}::timestamptz`}
              ${input.to === undefined ? sql.empty : sql`and t.occurred_at < ${`${input.to}T00:00:00Z`}::timestamptz + interval '1 day'`}
              ${input.sentiment === undefined ? sql.empty : sql`and t.sentiment = ${input.sentiment}`}
              ${
                input.accountId === undefined
                  ? sql.empty
                  : sql`and t.account_id in (select a.id from accounts a where a.workspace_id = ${ws}
                      and (a.id = ${input.accountId} or a.merged_into_id = ${input.accountId}))`
              }
              ${place ? sql`and (t.occurred_at, t.feedback_id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
            order by t.occurred_at desc, t.feedback_id desc limit ${input.limit + 1}
          ) i
          order by i.occurred_at desc, i.feedback_id desc limit ${input.limit + 1}`,
      )} order by x.place::timestamptz desc, x.feedback_id desc`),
    getSetting(ctx, feedbackSettings),
  ])
  const show = (row: ItemRow): ThemeItem => ({
    ...showQuote(row),
    how: row.how,
    sentiment: row.sentiment,
    channelLabel: channelLabel(row.channel, labels),
  })
  return toPage(rows, input.limit, show, (row) => [row.place, row.id])
}
