import { setImmediate } from 'node:timers/promises'
import { themesPlaced } from '#analyze/themes/events.ts'
import { isUsed, lockThemes, nextEdition, readThemes, themeOf } from '#analyze/themes/known.ts'
import { fieldsOf, placeItems } from '#analyze/themes/place.ts'
import { mostSearched, type RunRow } from '#analyze/themes/runs.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { continueThemes } from '#text/themes/continuity.ts'
import { type Fit, fitSteps } from '#text/themes/fit.ts'

const actor: Actor = { kind: 'job', name: 'analyze/themes' }

/** The run was cancelled, or another process has taken it. */
class Stopped extends Error {}

/** Items that are read at a time, and placed in one transaction. */
const chunk = 500
/** Of them so many are compared pair by pair: enough for every theme that one item in a hundred has. */
const compared = 1000
/** The processor is left to others after so many milliseconds, and the run says how far it is so often. */
const sliceMs = 12
const tellMs = 500

/** Shares of the whole at which reading and finding end. */
const readShare = 0.1
const foundShare = 0.6

/**
 * Works on a run to its end: reads items, finds themes in small steps, puts every item into its theme. Each piece is one
 * transaction with how far it is, so that work that ends anywhere goes on there; finding begins anew, placing goes on.
 */
export async function workOnRun(
  door: Door,
  workspaceId: string,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const inRun = <T>(work: (ctx: Ctx) => Promise<T>) => door.inWorkspace(workspaceId, actor, work)
  const run = await inRun((ctx) => claim(ctx, runId))
  if (!run) return
  const tell = (ctx: Ctx, what: Sql) => change(ctx, run, what)
  try {
    if (run.phase !== 'placing') {
      const { items } = await read(inRun, tell, signal)
      const fit = await find(
        items,
        (share) => inRun((ctx) => tell(ctx, sql`phase = 'finding', share = ${share}`)),
        signal,
      )
      await inRun(async (ctx) => {
        await keep(ctx, fit)
        await tell(
          ctx,
          sql`phase = 'placing', share = ${foundShare}, place = null, themes = ${fit.model.themes.length}`,
        )
      })
    }
    await placeAll(run, inRun, tell, signal)
    await inRun((ctx) => finish(ctx, run, tell))
  } catch (error) {
    if (error instanceof Stopped) return
    // Trouble that passes is tried again; any other ends the run where a person can see it and let it go on.
    if (!(error instanceof AppError && error.kind === 'unavailable')) {
      const failure =
        error instanceof AppError ? error.message : 'Something unexpected happened; the log says what.'
      await inRun((ctx) => tell(ctx, sql`state = 'failed', failure = ${failure}, ended_at = ${ctx.now()}`))
    }
    throw error
  }
}

async function claim(ctx: Ctx, runId: string): Promise<RunRow | undefined> {
  return ctx.db.maybe<RunRow>(sql`
    update theme_runs set state = 'running', fence = fence + 1
    where workspace_id = ${ctx.workspaceId} and id = ${runId} and state in ('queued', 'running') returning *`)
}

async function change(ctx: Ctx, run: RunRow, what: Sql): Promise<void> {
  const changed = await ctx.db.run(sql`
    update theme_runs set ${what}
    where workspace_id = ${ctx.workspaceId} and id = ${run.id} and fence = ${run.fence} and state = 'running'`)
  if (changed === 0) throw new Stopped()
}

type InRun = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
type Tell = (ctx: Ctx, what: Sql) => Promise<void>

function mayGoOn(signal: AbortSignal): void {
  if (signal.aborted)
    throw new AppError(
      'unavailable',
      'theme_run.interrupted',
      'The server is stopping; the search for themes goes on when it is back.',
    )
}

async function read(inRun: InRun, tell: Tell, signal: AbortSignal): Promise<{ items: string[][] }> {
  const items: string[][] = []
  let before: { at: string; id: string } | undefined
  while (items.length < mostSearched) {
    mayGoOn(signal)
    const rows = await inRun(async (ctx) => {
      const rows = await ctx.db.many<{ id: string; at: string; title: string | null; verbatim: string }>(sql`
        select p.id, p.received_at::text as at, f.title, left(f.verbatim, 10000) as verbatim
        from (
          select i.id, i.received_at from inbox_items i where i.workspace_id = ${ctx.workspaceId} and i.status <> 'spam' and i.anonymised_at is null
          ${before ? sql`and (i.received_at, i.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql.empty}
          order by i.received_at desc, i.id desc limit ${chunk}
        ) p join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.id = p.id
        order by p.received_at desc, p.id desc`)
      const share = Math.min(1, (items.length + rows.length) / mostSearched)
      await tell(
        ctx,
        sql`phase = 'reading', share = ${readShare * share}, items = ${items.length + rows.length}`,
      )
      return rows
    })
    items.push(...rows.map(fieldsOf))
    before = rows.at(-1)
    if (rows.length < chunk) break
  }
  return { items }
}

async function find(
  items: string[][],
  tell: (share: number) => Promise<void>,
  signal: AbortSignal,
): Promise<Fit> {
  const steps = fitSteps(items, { compared })
  let told = performance.now()
  let began = told
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    const now = performance.now()
    if (now - told > tellMs) {
      mayGoOn(signal)
      await tell(readShare + (foundShare - readShare) * step.value)
      told = performance.now()
      began = told
    } else if (now - began > sliceMs) {
      await setImmediate()
      began = performance.now()
    }
  }
}

/** Writes what was found: themes that go on keep their ids and what people did to them. */
async function keep(ctx: Ctx, { model }: Fit): Promise<void> {
  await lockThemes(ctx)
  const ws = ctx.workspaceId
  const now = ctx.now()
  const known = (await readThemes(ctx)).map(themeOf)
  const { themes } = continueThemes(known, model, newId)
  const rows = themes.map(({ id, phrases, center, size }) => ({ id, phrases, center, size }))
  await ctx.db.run(sql`
    insert into themes (workspace_id, id, phrases, center, size, found_at)
    select ${ws}::uuid, r.id, array(select json_array_elements_text(r.phrases)), r.center, r.size, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, phrases json, center jsonb, size integer)
    on conflict (workspace_id, id) do update set phrases = excluded.phrases, center = excluded.center, size = excluded.size`)
  await ctx.db.run(sql`
    update themes set retired_at = ${now} where workspace_id = ${ws} and retired_at is null and id <> all(${themes.map(({ id }) => id)}::uuid[])`)
  await nextEdition(ctx)
  await ctx.db.run(sql`
    update theme_models set model = ${JSON.stringify({ ...model, themes: [] })}, fitted_at = ${now}, recent_items = 0, recent_without = 0
    where workspace_id = ${ws}`)
}

async function placeAll(run: RunRow, inRun: InRun, tell: Tell, signal: AbortSignal): Promise<void> {
  const from = run.kind === 'find' ? foundShare : 0
  let place = run.phase === 'placing' ? run.place : null
  let done = 0
  const all = await inRun((ctx) => howMany(ctx, run))
  for (;;) {
    mayGoOn(signal)
    const ids = await inRun(async (ctx) => {
      const rows = await ctx.db.many<{ id: string }>(sql`
        ${
          run.theme_id === null
            ? sql`select id from inbox_items where workspace_id = ${ctx.workspaceId}`
            : sql`select feedback_id as id from theme_items where workspace_id = ${ctx.workspaceId} and theme_id = ${run.theme_id}`
        }
        ${place === null ? sql.empty : run.theme_id === null ? sql`and id > ${place}::uuid` : sql`and feedback_id > ${place}::uuid`}
        order by 1 limit ${chunk}`)
      const ids = rows.map((row) => row.id)
      if (ids.length === 0) return ids
      await placeItems(ctx, ids)
      done += ids.length
      const share = from + (1 - from) * Math.min(1, done / Math.max(all, 1))
      await tell(ctx, sql`place = ${ids.at(-1)!}::uuid, share = ${share}, items = greatest(items, ${done})`)
      return ids
    })
    place = ids.at(-1) ?? place
    if (ids.length < chunk) return
    await setImmediate()
  }
}

async function howMany(ctx: Ctx, run: RunRow): Promise<number> {
  const row = await ctx.db.one<{ items: number }>(
    run.theme_id === null
      ? sql`select count(*) as items from inbox_items where workspace_id = ${ctx.workspaceId}`
      : sql`select count(*) as items from theme_items where workspace_id = ${ctx.workspaceId} and theme_id = ${run.theme_id}`,
  )
  return row.items
}

async function finish(ctx: Ctx, run: RunRow, tell: Tell): Promise<void> {
  await lockThemes(ctx)
  const ws = ctx.workspaceId
  await ctx.db.run(sql`
    delete from themes t where t.workspace_id = ${ws} and t.retired_at is not null
      and not exists (select from theme_items i where i.workspace_id = ${ws} and i.theme_id = t.id)
      and not ${isUsed(ctx)}
      and not exists (select from themes o where o.workspace_id = ${ws} and (o.merged_into_id = t.id or o.split_from_id = t.id))`)
  await ctx.db.run(sql`delete from theme_days where workspace_id = ${ws} and mentions = 0`)
  await tell(ctx, sql`state = 'done', share = 1, ended_at = ${ctx.now()}`)
  const { items, themes } = await ctx.db.one<{ items: number; themes: number }>(
    sql`select items, themes from theme_runs where workspace_id = ${ws} and id = ${run.id}`,
  )
  await ctx.emit(themesPlaced, {
    subjectId: run.id,
    payload: { runId: run.id, kind: run.kind, items, themes },
  })
}
