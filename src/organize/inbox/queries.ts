import { getFeedbackItem, itemOf } from '#collect/feedback/queries.ts'
import { markerOf } from '#collect/search/excerpt.ts'
import { parseQuery } from '#collect/search/query.ts'
import type { Suggestion } from '#organize/classify/contract.ts'
import { suggestedFields } from '#organize/classify/contract.ts'
import { labelsOf, shownValue } from '#organize/classify/labels.ts'
import { toldReasons } from '#organize/classify/reasons.ts'
import type { Count, FoundRow, InboxItem, Note, SearchInfo } from '#organize/inbox/contract.ts'
import { actorOf, readHistory, readNames } from '#organize/inbox/history.ts'
import { countItems, cursorOf, listKeys, placeOf } from '#organize/inbox/keys.ts'
import { endOfDay, type Listing, prepareListing } from '#organize/inbox/listing.ts'
import { listRanked } from '#organize/inbox/ranked.ts'
import {
  type FullRow,
  type Labels,
  readLabels,
  readRows,
  rowOf,
  showFound,
  showRows,
} from '#organize/inbox/rows.ts'
import {
  type Filter,
  type FilterText,
  parseFilter,
  receivedBounds,
  type Sort,
  sortOf,
  type TimeSort,
  triageSection,
  triageSections,
} from '#organize/inbox/rules.ts'
import { routingSettings } from '#organize/inbox/settings.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Page } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

type PageQuery = { limit: number; cursor?: string | undefined }

/** A page of the inbox for any combination of filters; with words, what they were read as and where they are. */
export async function listFeedback(
  ctx: Ctx,
  { sort: chosen, limit, cursor, ...text }: FilterText & { sort?: Sort | undefined } & PageQuery,
): Promise<Page<FoundRow> & { search: SearchInfo | null }> {
  const sort = sortOf(chosen, text.q)
  const listing = await prepareListing(ctx, parseFilter(text).filter, { isSpelt: true })
  const { ids, nextCursor } =
    sort === 'relevance'
      ? await listRanked(ctx, listing, limit, cursor)
      : await listPage(ctx, listing, sort, limit, cursor)
  const { search } = listing
  return {
    data: await showFound(ctx, ids, search && markerOf(search.query)),
    nextCursor,
    search: search
      ? { q: search.query.text, corrections: search.corrections, exact: search.exact ?? null, sort }
      : null,
  }
}

async function listPage(
  ctx: Ctx,
  listing: Listing,
  sort: TimeSort,
  limit: number,
  cursor: string | undefined,
) {
  const { keys, next } = await listKeys(ctx, listing, sort, limit, placeOf(cursor, sort))
  return { ids: keys.map((key) => key.id), nextCursor: next && cursorOf(next) }
}

/**
 * One item whole: words, triage, suggestions, notes and everything that happened to it; `q` is marked in its words. The
 * id of a merged item leads to the one it was merged into.
 */
export async function getFeedback(
  ctx: Ctx,
  { feedbackId: asked, q }: { feedbackId: string; q?: string | undefined },
): Promise<InboxItem> {
  const ws = ctx.workspaceId
  const root = await ctx.db.maybe<{ id: string }>(sql`
    select merged_into_id as id from inbox_items where workspace_id = ${ws} and id = ${asked} and merged_into_id is not null`)
  const feedbackId = root?.id ?? asked
  const item = await getFeedbackItem(ctx, feedbackId)
  const [[row], labels, attachments, contactItems, accountItems] = await Promise.all([
    readRows(ctx, [feedbackId]),
    readLabels(ctx),
    ctx.db.many<{ id: string; name: string; type: string; bytes: number }>(sql`
      select f.id, f.name, f.type, f.bytes from feedback_attachments a
      join files f on f.workspace_id = ${ws} and f.id = a.file_id
      where a.workspace_id = ${ws} and a.feedback_id = ${feedbackId} order by a.position`),
    countOf(ctx, 'contact_id', item.contact_id),
    countOf(ctx, 'account_id', item.account_id),
  ])
  const { verbatim: _, isCut: __, ...line } = rowOf(row!, labels, ctx.now())
  const { verbatim, title, language, externalId, sourceUrl, context, product } = itemOf(item)
  const mark = markerOf(parseQuery(q ?? ''))
  return {
    ...line,
    verbatim,
    title,
    language,
    externalId,
    sourceUrl,
    context,
    product,
    contactItems,
    accountItems,
    attachments: attachments.map((file) => ({
      id: encodeId('file', file.id),
      name: file.name,
      type: file.type,
      size: file.bytes,
    })),
    marks: q ? { title: title ? mark(title) : [], verbatim: mark(verbatim) } : null,
    detectedLanguage: languageOf(row!, language),
    suggestions: suggestionsOf({ ...row!, verbatim }, labels),
    notes: await listNotes(ctx, feedbackId),
    history: await readHistory(ctx, feedbackId, labels),
  }
}

async function countOf(ctx: Ctx, column: 'contact_id' | 'account_id', id: string | null): Promise<number> {
  if (id === null) return 0
  const { n } = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from (
      select 1 from inbox_items where workspace_id = ${ctx.workspaceId} and ${sql.id(column)} = ${id} limit 1000
    ) x`)
  return n
}

/** What is suggested about an item, for people. */
export function suggestionsOf(
  { fields, verbatim, title }: Pick<FullRow, 'fields' | 'verbatim' | 'title'>,
  labels: Labels,
): Suggestion[] {
  return suggestedFields.flatMap((field) => {
    const kept = fields?.[field]
    if (!kept) return []
    const { confidence, state, because, others = [] } = kept
    return [
      {
        field,
        value: shownValue(field, kept.value),
        label: labelsOf(field, kept.value, labels),
        confidence,
        state,
        ...toldReasons(because, verbatim, title),
        others: others.map((one) => ({
          value: shownValue(field, one.value),
          label: labelsOf(field, one.value, labels),
          confidence: one.confidence,
        })),
      },
    ]
  })
}

/** The language a text seems to be in, where the sender did not say it; null where it is not known. */
function languageOf(row: FullRow, given: string | null): InboxItem['detectedLanguage'] {
  if (given !== null || row.language === null) return null
  return { code: row.language, confidence: row.language_confidence ?? 0 }
}

async function listNotes(ctx: Ctx, feedbackId: string): Promise<Note[]> {
  const rows = await ctx.db.many<{
    id: string
    text: string
    actor_kind: Actor['kind']
    actor_id: string | null
    created_at: Date
  }>(sql`
    select id, text, actor_kind, actor_id, created_at from inbox_notes
    where workspace_id = ${ctx.workspaceId} and feedback_id = ${feedbackId} order by created_at, id limit 500`)
  const names = await readNames(
    ctx,
    rows.map(({ actor_id }) => ({ actor_id, before: null, after: null })),
  )
  return rows.map((row) => ({
    id: encodeId('note', row.id),
    text: row.text,
    author: actorOf(row, names),
    createdAt: row.created_at.toISOString(),
  }))
}

/** Refuses when the item is not in the inbox of this workspace; `lock` keeps it as it is. */
export async function requireItem(ctx: Ctx, feedbackId: string, lock: Sql = sql.empty): Promise<void> {
  const row = await ctx.db.maybe(sql`
    select 1 from inbox_items where workspace_id = ${ctx.workspaceId} and id = ${feedbackId} ${lock}`)
  if (!row)
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no feedback item with this id. Check the id.',
    )
}

/** How many items fit a filter; null when counting would mean reading them. */
export async function countFor(ctx: Ctx, filter: Filter): Promise<Count | null> {
  return countItems(ctx, await prepareListing(ctx, filter))
}

/** How many items wait for a type, by section of the daily review. */
export async function getSections(
  ctx: Ctx,
): Promise<Record<(typeof triageSections)[number], Count> & { endOfDay: string }> {
  const [late, today, fresh, end] = await Promise.all([
    ...triageSections.map((triage) => countFor(ctx, { triage })),
    endOfDay(ctx),
  ] as [Promise<Count | null>, Promise<Count | null>, Promise<Count | null>, Promise<Date>])
  return { late: late!, today: today!, new: fresh!, endOfDay: end.toISOString() }
}

/** What is late and what is due today, soonest first: the list a team goes through each day. */
export async function getDailyReview(ctx: Ctx, { limit, cursor }: PageQuery) {
  const end = await endOfDay(ctx)
  const listing = await prepareListing(ctx, { triage: 'waiting' })
  const { upTo } = receivedBounds('today', ctx.now(), end)
  listing.range.push(sql`i.received_at <= ${upTo}`)
  const { ids, nextCursor } = await listPage(ctx, listing, 'oldest', limit, cursor)
  const rows = await showRows(ctx, ids)
  const data = rows.map((row) => ({
    ...row,
    section: triageSection({ ...row, receivedAt: new Date(row.receivedAt) }, ctx.now(), end)!,
  }))
  return { data, nextCursor }
}

export async function getRouting(ctx: Ctx) {
  return getSetting(ctx, routingSettings)
}
