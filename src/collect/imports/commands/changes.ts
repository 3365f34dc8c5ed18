import type { RunRow } from '#collect/imports/queries.ts'
import type { BatchResult } from '#customers/accounts/batch.ts'
import { putAccountCalendar } from '#customers/accounts/calendar.ts'
import { changeAccount } from '#customers/accounts/commands.ts'
import type { AccountRow } from '#customers/accounts/contract.ts'
import { accountNameKey, cleanDomain } from '#customers/accounts/rules.ts'
import type { ContactRow } from '#customers/contacts/contract.ts'
import { changeContact } from '#customers/contacts/edit.ts'
import { storedCalendar } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { keySource } from './customers.ts'

type Before = Map<string, Record<string, unknown>>

/** How the accounts that these rows may change stand now, for undo. */
export async function accountsBefore(ctx: Ctx, rows: readonly AccountRow[]): Promise<Before> {
  const found = await ctx.db.many<{ id: string; before: Record<string, unknown> }>(sql`
    select a.id, jsonb_build_object('name', a.name, 'domain', a.domain, 'segment', a.segment, 'plan', a.plan, 'lifecycle', a.lifecycle,
      'mrrCents', a.mrr_cents, 'currency', a.currency, 'goLiveOn', a.go_live_on, 'renewalOn', a.renewal_on,
      'ownerId', a.owner_member_id, 'parentId', a.parent_id, 'calendar', a.calendar) as before
    from accounts a
    where a.workspace_id = ${ctx.workspaceId} and a.id in (
      select root_id(o.merged_into_id, o.id)
      from unnest(${rows.flatMap(() => [keySource, 'name'])}::text[],
        ${rows.flatMap((row) => [row.externalId ?? '', accountNameKey(row.name)])}::text[]) as w (source, key)
      join account_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
      join accounts o on o.workspace_id = ${ctx.workspaceId} and o.id = k.account_id
      union
      select d.id from accounts d
      where d.workspace_id = ${ctx.workspaceId} and d.domain = any(${rows.flatMap((row) => (row.domain && cleanDomain(row.domain)) || [])}::text[]))`)
  return new Map(found.map((row) => [row.id, row.before]))
}

/** How the contacts that these rows may change stand now, for undo. */
export async function contactsBefore(ctx: Ctx, rows: readonly ContactRow[]): Promise<Before> {
  const found = await ctx.db.many<{ id: string; before: Record<string, unknown> }>(sql`
    select c.id, jsonb_build_object('name', c.name, 'email', c.email, 'title', c.title, 'phone', c.phone, 'roles', to_jsonb(c.roles),
      'locale', c.locale, 'zone', c.zone, 'accountId', c.account_id) as before
    from contacts c
    where c.workspace_id = ${ctx.workspaceId} and c.id in (
      select root_id(o.merged_into_id, o.id)
      from unnest(${rows.flatMap(() => [keySource, 'email'])}::text[],
        ${rows.flatMap((row) => [row.externalId ?? '', row.email ?? ''])}::text[]) as w (source, key)
      join contact_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
      join contacts o on o.workspace_id = ${ctx.workspaceId} and o.id = k.contact_id)`)
  return new Map(found.map((row) => [row.id, row.before]))
}

/** Writes down what a chunk made, and how changed records stood before; only the first change of a run counts. */
export async function keepChanges(ctx: Ctx, run: RunRow, before: Before, result: BatchResult): Promise<void> {
  const prefix = run.kind === 'accounts' ? 'acct' : 'ct'
  const changes = new Map<string, Record<string, unknown> | null>()
  for (const one of result.results) {
    const id = one.id ? decodeId(prefix, one.id) : undefined
    if (!id || changes.has(id)) continue
    if (one.outcome === 'created') changes.set(id, null)
    else if (one.outcome === 'updated') changes.set(id, before.get(id) ?? null)
  }
  if (changes.size === 0) return
  const list = [...changes].map(([record_id, before]) => ({ id: newId(), record_id, before }))
  await ctx.db.run(sql`
    insert into import_changes (workspace_id, id, run_id, record_id, before)
    select ${ctx.workspaceId}::uuid, c.id, ${run.id}::uuid, c.record_id, c.before
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as c (id uuid, record_id uuid, before jsonb)
    on conflict (workspace_id, run_id, record_id) do nothing`)
}

/**
 * Takes back what a run of accounts or contacts did: changed records stand as before unless somebody changed them
 * since, made records go unless something refers to them. Answers how many were taken back and how many stayed.
 */
export async function undoChanges(ctx: Ctx, run: RunRow): Promise<{ erased: number; kept: number }> {
  const table = run.kind === 'accounts' ? sql`accounts` : sql`contacts`
  const changed = await ctx.db.many<{
    record_id: string
    before: Record<string, unknown>
    untouched: boolean
  }>(sql`
    select c.record_id, c.before, r.updated_at <= ${run.finished_at} as untouched
    from import_changes c
    join ${table} r on r.workspace_id = ${ctx.workspaceId} and r.id = c.record_id
    where c.workspace_id = ${ctx.workspaceId} and c.run_id = ${run.id} and c.before is not null`)
  let erased = 0
  for (const { record_id, before, untouched } of changed) {
    if (!untouched) continue
    if (run.kind === 'accounts') {
      const { calendar, ...fields } = before
      await changeAccount(ctx, { accountId: record_id, ...fields })
      // runs of before accounts had a zone in their file know nothing of it
      if (calendar !== undefined)
        await putAccountCalendar(ctx, { accountId: record_id, calendar: storedCalendar(calendar) })
    } else await changeContact(ctx, { contactId: record_id, ...before })
    erased++
  }
  const made = await ctx.db.one<{ n: number }>(sql`
    select count(*) as n from import_changes where workspace_id = ${ctx.workspaceId} and run_id = ${run.id} and before is null`)
  const gone = await ctx.db.many(sql`select erase_imported_customers(${run.id}) as id`)
  await ctx.db.run(
    sql`delete from import_changes where workspace_id = ${ctx.workspaceId} and run_id = ${run.id}`,
  )
  return { erased: erased + gone.length, kept: changed.length - erased + made.n - gone.length }
}
