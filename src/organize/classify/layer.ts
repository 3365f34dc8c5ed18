import { type SuggestedField, sentiments, suggestedFields, urgencies } from '#organize/classify/contract.ts'
import { readMost, textOf } from '#organize/classify/item-text.ts'
import { priorities } from '#organize/tags/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { type Learner, learnerOf } from '#text/learning/learner.ts'
import { type Lesson, lessonWords, mostLessons } from '#text/learning/lessons.ts'
import { stem } from '#text/words/terms.ts'
import { words } from '#text/words/words.ts'

/** What a workspace taught, worked out from its lessons. */
export class Layer {
  /** names the state; null where nothing was taught yet */
  readonly stamp: string | null
  readonly #fields: ReadonlyMap<SuggestedField, Taught>

  constructor(stamp: string | null, fields: ReadonlyMap<SuggestedField, Taught>) {
    this.stamp = stamp
    this.#fields = fields
  }

  /** Whether anything was taught about a field. */
  has(field: SuggestedField): boolean {
    return this.#fields.has(field)
  }

  /** What the lessons of a field say; only of one that has some. Worked out when it is first asked. */
  learner(field: SuggestedField): Learner {
    const taught = this.taught(field)!
    taught.learner ??= learnerOf({ version: 1, lessons: taught.lessons, removed: taught.removed })
    return taught.learner
  }

  taught(field: SuggestedField): Taught | undefined {
    return this.#fields.get(field)
  }
}

interface Taught {
  lessons: Lesson[]
  removed: { label: string; word: string }[]
  /** names the lessons: the same name, the same learner */
  name: string
  learner?: Learner
}

export const nothingTaught = new Layer(null, new Map())

interface Cached {
  layer: Layer
  /** by item; only of items that teach now, so that nothing of an erased one stays */
  words: Map<string, string[]>
}

/** The layers of the workspaces that were asked for last, in the order of their use. */
const cached = new Map<string, Cached>()
const cachedMost = 30

/** What a person may have decided on: lessons about values that are gone teach nothing. */
export interface Labels {
  types: readonly string[]
  areas: readonly string[]
}

/**
 * What the workspace taught up to this transaction. The stamp is read in it, so that no process uses an older layer;
 * what did not change since is not read again.
 */
export async function readLayer(ctx: Ctx, labels: Labels): Promise<Layer> {
  const row = await ctx.db.maybe<{ stamp: string }>(
    sql`select stamp from learned where workspace_id = ${ctx.workspaceId}`,
  )
  const stamp = row ? `${row.stamp} ${labels.types.join()} ${labels.areas.join()}` : null
  const before = cached.get(ctx.workspaceId)
  if (before && before.layer.stamp === stamp) {
    cached.delete(ctx.workspaceId)
    cached.set(ctx.workspaceId, before)
    return before.layer
  }
  const made =
    stamp === null ? { layer: nothingTaught, words: new Map() } : await load(ctx, stamp, labels, before)
  cached.delete(ctx.workspaceId)
  cached.set(ctx.workspaceId, made)
  if (cached.size > cachedMost) cached.delete(cached.keys().next().value!)
  return made.layer
}

interface LessonRow {
  field: SuggestedField
  label: string
  feedback_id: string
  is_against: boolean
}

async function load(ctx: Ctx, stamp: string, labels: Labels, before: Cached | undefined): Promise<Cached> {
  const ws = ctx.workspaceId
  const pairs = suggestedFields.flatMap((field) => labelsOf(field, labels).map((label) => ({ field, label })))
  const [rows, removed] = await Promise.all([
    // The newest lessons of each value; of an item and a field only the newest counts.
    ctx.db.many<LessonRow>(sql`
      select l.field, l.label, d.feedback_id, d.is_against
      from unnest(${pairs.map(({ field }) => field)}::text[], ${pairs.map(({ label }) => label)}::text[]) as l (field, label)
      cross join lateral (
        select d.feedback_id, d.outcome = 'dismissed' as is_against from suggestion_decisions d
        where d.workspace_id = ${ws} and d.field = l.field and d.label = l.label and not exists (
          select 1 from suggestion_decisions n
          where n.workspace_id = ${ws} and n.feedback_id = d.feedback_id and n.field = d.field and n.id > d.id)
        order by d.id desc limit ${mostLessons}
      ) d order by l.field, d.feedback_id`),
    ctx.db.many<{ field: SuggestedField; label: string; word: string }>(sql`
      select field, label, word from unlearned_words where workspace_id = ${ws} order by field, label, word`),
  ])
  const known = await wordsOf(ctx, new Set(rows.map((row) => row.feedback_id)), before?.words)
  const fields = new Map<SuggestedField, Taught>()
  for (const field of suggestedFields) {
    const own = rows.filter((row) => row.field === field && known.has(row.feedback_id))
    if (own.length === 0) continue
    const gone = removed.filter((row) => row.field === field).map(({ label, word }) => ({ label, word }))
    const name = JSON.stringify([own.map((row) => [row.feedback_id, row.label, row.is_against]), gone])
    const same = before?.layer.taught(field)
    fields.set(
      field,
      same?.name === name
        ? same
        : {
            name,
            removed: gone,
            lessons: own.map(({ feedback_id, label, is_against }) => ({
              id: feedback_id,
              label,
              words: known.get(feedback_id)!,
              ...(is_against && { isAgainst: true }),
            })),
          },
    )
  }
  return { layer: new Layer(stamp, fields), words: known }
}

/** Every value that can be taught for a field. */
function labelsOf(field: SuggestedField, { types, areas }: Labels): readonly string[] {
  return {
    type: types,
    priority: priorities,
    sentiment: sentiments,
    urgency: urgencies,
    area: areas,
    negative: ['yes', 'no'],
  }[field]
}

async function wordsOf(
  ctx: Ctx,
  ids: ReadonlySet<string>,
  before: ReadonlyMap<string, string[]> | undefined,
): Promise<Map<string, string[]>> {
  const known = new Map<string, string[]>()
  const asked: string[] = []
  for (const id of ids) {
    const found = before?.get(id)
    if (found) known.set(id, found)
    else asked.push(id)
  }
  if (asked.length === 0) return known
  const rows = await ctx.db.many<{ id: string; title: string | null; verbatim: string }>(sql`
    select id, title, left(verbatim, ${readMost}) as verbatim from feedback_items
    where workspace_id = ${ctx.workspaceId} and id = any (${asked}::uuid[])`)
  for (const row of rows) known.set(row.id, lessonWords(textOf(row)))
  return known
}

/** How the people of these items wrote the words behind stems, for showing learned words. */
export async function spokenForms(
  ctx: Ctx,
  ids: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const rows = await ctx.db.many<{ title: string | null; verbatim: string }>(sql`
    select title, left(verbatim, ${readMost}) as verbatim from feedback_items
    where workspace_id = ${ctx.workspaceId} and id = any (${ids}::uuid[]) order by id desc`)
  const forms = new Map<string, string>()
  for (const row of rows) {
    for (const { kind, text } of words(textOf(row))) {
      const found = kind === 'word' ? stem(text) : text
      if (wanted.has(found) && !forms.has(found)) forms.set(found, text)
    }
  }
  return forms
}

/** Says that lessons came or went. The last that a transaction locks, so that no two can wait for each other. */
export function restamp(ctx: Ctx): void {
  ctx.db.later(sql`
    insert into learned (workspace_id, stamp) values (${ctx.workspaceId}, ${newId()})
    on conflict (workspace_id) do update set stamp = excluded.stamp`)
}

/** Forgets what this process holds of a workspace, for one of whose items nothing may stay. */
export function forget(workspaceId: string): void {
  cached.delete(workspaceId)
}
