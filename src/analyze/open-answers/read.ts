import { setImmediate } from 'node:timers/promises'
import { readKnown, readThemes, rootsOf, type ThemeRow } from '#analyze/themes/known.ts'
import { fieldsOf } from '#analyze/themes/place.ts'
import type { Sentiment } from '#organize/classify/contract.ts'
import { partsOf } from '#organize/classify/item-text.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { analyze } from '#text/analysis/analyze.ts'
import { shippedWeights } from '#text/model/shipped.ts'

/** Texts read before others get their turn on the processor. */
const breath = 50

/** A question in words, of all that was answered or of one wave. */
export interface Asked {
  questionId: string
  waveId: string | undefined
}

/** Where a reading goes on: the instant by which answers are ordered, and the response. */
export type Place = readonly [at: string, responseId: string]

export interface Row {
  response_id: string
  words: string
  answered_at: Date
  /** the newest first: of all by the answer, of a wave by the response, as each index has it */
  at: Date
  contact_id: string | null
  contact_name: string | null
  account_name: string | null
  feedback_id: string | null
  theme_id: string | null
  sentiment: Sentiment | null
  /** in doubt or spam: read, and counted nowhere */
  is_out: boolean
}

export type Read = Omit<Row, 'sentiment'> & { sentiment: Sentiment }

/** The newest answers after a place, at most `limit`, with what stands with their items. */
export async function readRows(
  ctx: Ctx,
  { questionId, waveId }: Asked,
  after: Place | undefined,
  limit: number,
): Promise<Row[]> {
  const ws = ctx.workspaceId
  const below = after ? sql`< (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined
  const newest = waveId
    ? sql`
        select a.response_id, a.question_id, a.words, a.answered_at, w.submitted_at as at from responses w
        join answers a on a.workspace_id = ${ws} and a.response_id = w.id and a.question_id = ${questionId} and a.words <> ''
        where w.workspace_id = ${ws} and w.wave_id = ${waveId} ${below ? sql`and (w.submitted_at, w.id) ${below}` : sql.empty}
        order by w.submitted_at desc, w.id desc limit ${limit}`
    : sql`
        select response_id, question_id, words, answered_at, answered_at as at from answers
        where workspace_id = ${ws} and question_id = ${questionId} and words is not null and words <> ''
          ${below ? sql`and (answered_at, response_id) ${below}` : sql.empty}
        order by answered_at desc, response_id desc limit ${limit}`
  return ctx.db.many<Row>(sql`
    select a.response_id, left(a.words, 4000) as words, a.answered_at, a.at,
      r.is_provisional or coalesce(i.status = 'spam', false) as is_out,
      r.contact_id, coalesce(c.name, c.email) as contact_name, u.name as account_name, f.id as feedback_id,
      case when a.is_alone then t.theme_id end as theme_id, case when a.is_alone then t.sentiment end as sentiment
    from (
      select x.*, not exists (select from answers o join survey_questions q on q.workspace_id = ${ws} and q.id = o.question_id
        where o.workspace_id = ${ws} and o.response_id = x.response_id and o.question_id <> x.question_id and o.words is not null
          and q.kind = 'text') as is_alone
      from (${newest}) x
    ) a
    join responses r on r.workspace_id = ${ws} and r.id = a.response_id
    left join contacts c on c.workspace_id = ${ws} and c.id = r.contact_id
    left join accounts u on u.workspace_id = ${ws} and u.id = r.account_id
    left join lateral (
      select id from feedback_items where workspace_id = ${ws} and response_id = a.response_id order by received_at desc, id desc limit 1
    ) f on true
    left join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
    left join theme_items t on t.workspace_id = ${ws} and t.feedback_id = f.id
    order by a.at desc, a.response_id desc`)
}

/**
 * Gives answers sentiment and theme: as they stand with the item, where people may have corrected them; where the item
 * holds the answers to several questions, or is not read yet, from their own words.
 */
export async function openReader(ctx: Ctx): Promise<{
  themes: ReadonlyMap<string, ThemeRow>
  read(rows: readonly Row[]): Promise<Read[]>
}> {
  const themes = await readThemes(ctx)
  const roots = rootsOf(themes)
  let known: ReturnType<typeof readKnown> | undefined
  return {
    themes: new Map(themes.map((theme) => [theme.id, theme])),
    async read(rows) {
      const answers: Read[] = []
      for (const [at, row] of rows.entries()) {
        if (at > 0 && at % breath === 0) await setImmediate()
        const text = { title: null, verbatim: row.words }
        known ??= row.sentiment === null ? readKnown(ctx) : undefined
        const theme = row.sentiment === null ? (await known!).place(fieldsOf(text)).themeId : row.theme_id
        answers.push({
          ...row,
          sentiment: row.sentiment ?? analyze(shippedWeights(), partsOf(text), {}).sentiment.label,
          theme_id: theme === null ? null : (roots.get(theme) ?? null),
        })
      }
      return answers
    },
  }
}
