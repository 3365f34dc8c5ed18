import { setImmediate } from 'node:timers/promises'
import { type Known, lockThemes, readKnown } from '#analyze/themes/known.ts'
import type { Sentiment } from '#organize/classify/contract.ts'
import { ratingOf } from '#organize/classify/guesses.ts'
import { partsOf } from '#organize/classify/item-text.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { analyze } from '#text/analysis/analyze.ts'
import { ownWords } from '#text/clean/clean.ts'
import { shippedWeights } from '#text/model/shipped.ts'

interface Row {
  id: string
  occurred_at: Date
  channel: string
  account_id: string | null
  contact_id: string | null
  sentiment: Sentiment | null
  title: string | null
  verbatim: string
  rating: number | null
  ratingMax: number | null
  ratingKind: string | null
  isAnswer: boolean
  suggested: Sentiment | null
  isAnonymised: boolean
  felt: Sentiment | null
  how: string | null
  theme_id: string | null
  likeness: number | null
}

/** Theme and account of items that have none, in the daily counts. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** Items read before others get their turn on the processor. */
const breath = 50

/**
 * Puts these items into their themes and moves the daily counts by the difference to where they were counted before.
 * An item that a person put somewhere stays there; one that is gone or spam is taken out. Done twice, the second time
 * changes nothing. `keeps` leaves every item where it stands and reads only what else is counted of it; `into` is where
 * a person puts them.
 */
export async function placeItems(
  ctx: Ctx,
  ids: readonly string[],
  { keeps = false, into }: { keeps?: boolean; into?: string | null } = {},
): Promise<{ items: number; without: number }> {
  if (ids.length === 0) return { items: 0, without: 0 }
  await lockThemes(ctx)
  const ws = ctx.workspaceId
  const [rows, known] = await Promise.all([
    ctx.db.many<Row>(sql`
      select i.id, i.occurred_at, i.channel, i.account_id, i.contact_id, i.sentiment, f.title,
        left(f.verbatim, 10000) as verbatim, f.rating, f.rating_max as "ratingMax",
        f.rating_kind as "ratingKind", f.response_id is not null as "isAnswer",
        s.fields #>> '{sentiment,value}' as suggested, i.anonymised_at is not null as "isAnonymised", t.sentiment as felt, t.how, t.theme_id, t.likeness
      from inbox_items i
      join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
      left join suggestions s on s.workspace_id = ${ws} and s.feedback_id = i.id
      left join theme_items t on t.workspace_id = ${ws} and t.feedback_id = i.id
      where i.workspace_id = ${ws} and i.id = any(${ids}::uuid[]) and i.status <> 'spam' order by i.id`),
    readKnown(ctx),
  ])
  const placed = []
  for (const [at, row] of rows.entries()) {
    if (at > 0 && at % breath === 0) await setImmediate()
    const place =
      into === undefined ? placeOf(row, known, keeps) : { theme_id: into, how: 'person', likeness: 1 }
    placed.push({ ...place, ...factsOf(row) })
  }
  await put(ctx, ids, placed)
  return { items: placed.length, without: placed.filter((one) => one.theme_id === null).length }
}

function placeOf(row: Row, known: Known, keeps: boolean) {
  if (row.how === 'person' || ((keeps || row.isAnonymised) && row.how !== null))
    return { theme_id: row.theme_id, how: row.how, likeness: row.likeness ?? 1 }
  const { themeId, how, likeness } = known.place(fieldsOf(row))
  return { theme_id: themeId, how, likeness }
}

/** The customer's own words: a title first, if there is one. */
export function fieldsOf(row: { title: string | null; verbatim: string }): string[] {
  return [row.title ?? '', ownWords(row.verbatim).text].filter((text) => text !== '')
}

function factsOf(row: Row) {
  return {
    feedback_id: row.id,
    occurred_at: row.occurred_at,
    day: row.occurred_at.toISOString().slice(0, 10),
    account_id: row.account_id,
    contact_id: row.contact_id,
    channel: row.channel,
    sentiment: row.sentiment ?? (row.isAnonymised ? row.felt : row.suggested) ?? feltIn(row),
  }
}

/** What nobody has said of an item, and no suggestion yet, is read from its words and its rating. */
function feltIn(row: Row): Sentiment {
  const rating = ratingOf(row)
  return analyze(shippedWeights(), partsOf(row), rating ? { rating } : {}).sentiment.label
}

async function put(ctx: Ctx, ids: readonly string[], placed: readonly object[]): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    with now as materialized (
      select * from json_to_recordset(${JSON.stringify(placed)}::json) as r (feedback_id uuid, theme_id uuid, how text, likeness real,
        occurred_at timestamptz, day date, account_id uuid, contact_id uuid, channel text, sentiment text)
    ), old as materialized (
      select feedback_id, theme_id, day, account_id, channel, sentiment from theme_items
      where workspace_id = ${ws} and feedback_id = any(${ids}::uuid[])
    ), gone as (
      delete from theme_items t using old o
      where t.workspace_id = ${ws} and t.feedback_id = o.feedback_id and not exists (select from now n where n.feedback_id = o.feedback_id)
    ), kept as (
      insert into theme_items (workspace_id, feedback_id, theme_id, how, likeness, occurred_at, day, account_id, contact_id, channel, sentiment)
      select ${ws}::uuid, n.feedback_id, n.theme_id, n.how, n.likeness, n.occurred_at, n.day, n.account_id, n.contact_id, n.channel, n.sentiment from now n
      on conflict (workspace_id, feedback_id) do update set theme_id = excluded.theme_id, how = excluded.how, likeness = excluded.likeness,
        occurred_at = excluded.occurred_at, day = excluded.day, account_id = excluded.account_id, contact_id = excluded.contact_id,
        channel = excluded.channel, sentiment = excluded.sentiment
      where (theme_items.theme_id, theme_items.how, theme_items.likeness, theme_items.day, theme_items.account_id, theme_items.contact_id, theme_items.channel, theme_items.sentiment)
        is distinct from (excluded.theme_id, excluded.how, excluded.likeness, excluded.day, excluded.account_id, excluded.contact_id, excluded.channel, excluded.sentiment)
    )
    insert into theme_days (workspace_id, theme_id, day, account_id, channel, sentiment, mentions)
    select ${ws}::uuid, d.theme_id, d.day, d.account_id, d.channel, d.sentiment, sum(d.n)
    from (
      select coalesce(theme_id, ${nobody}::uuid) as theme_id, day, coalesce(account_id, ${nobody}::uuid) as account_id, channel, sentiment, 1 as n from now
      union all
      select coalesce(theme_id, ${nobody}::uuid), day, coalesce(account_id, ${nobody}::uuid), channel, sentiment, -1 from old
    ) d
    group by d.theme_id, d.day, d.account_id, d.channel, d.sentiment having sum(d.n) <> 0
    order by d.theme_id, d.day, d.account_id, d.channel, d.sentiment
    on conflict (workspace_id, theme_id, day, account_id, channel, sentiment) do update set mentions = theme_days.mentions + excluded.mentions`)
}

/** Counts the days of these themes anew from their items. */
export async function recountDays(ctx: Ctx, themeIds: readonly string[]): Promise<void> {
  const ws = ctx.workspaceId
  await ctx.db.run(
    sql`delete from theme_days where workspace_id = ${ws} and theme_id = any(${themeIds}::uuid[])`,
  )
  await ctx.db.run(sql`
    insert into theme_days (workspace_id, theme_id, day, account_id, channel, sentiment, mentions)
    select ${ws}::uuid, theme_id, day, coalesce(account_id, ${nobody}::uuid), channel, sentiment, count(*)
    from theme_items where workspace_id = ${ws} and theme_id = any(${themeIds}::uuid[])
    group by 2, 3, 4, 5, 6`)
}
