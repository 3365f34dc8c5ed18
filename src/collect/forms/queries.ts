import type * as contract from '#collect/forms/contract.ts'
import type { Form } from '#collect/forms/contract.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer } from '#platform/endpoint.ts'
import { encodeId } from '#platform/ids.ts'

export interface FormRow {
  id: string
  public_id: string
  name: string
  title: string
  intro: string
  thanks: string
  product: string | null
  asks_email: Form['asksEmail']
  is_on: boolean
  created_at: Date
}

/** Forms, the oldest first; `condition` begins with `and` and speaks of `f`. */
export async function formRows(ctx: Ctx, condition: Sql = sql.empty): Promise<FormRow[]> {
  return ctx.db.many<FormRow>(sql`
    select f.id, f.public_id, f.name, f.title, f.intro, f.thanks, f.product, f.asks_email, f.is_on, f.created_at
    from feedback_forms f where f.workspace_id = ${ctx.workspaceId} ${condition} order by f.created_at, f.id limit 200`)
}

/** Forms with what they brought. */
export async function showForms(ctx: Ctx, rows: readonly FormRow[]): Promise<Form[]> {
  const counts = await ctx.db.many<{ form_id: string; items: number; last_at: Date }>(sql`
    select form_id, count(*) as items, max(sent_at) as last_at from feedback_form_items
    where workspace_id = ${ctx.workspaceId} and form_id = any(${rows.map((row) => row.id)}::uuid[]) group by form_id`)
  const countOf = new Map(counts.map((row) => [row.form_id, row]))
  return rows.map((row) => ({
    id: encodeId('form', row.id),
    url: `${baseUrl(ctx.config)}/f/${row.public_id}`,
    name: row.name,
    title: row.title,
    intro: row.intro,
    thanks: row.thanks,
    product: row.product,
    asksEmail: row.asks_email,
    isOn: row.is_on,
    itemCount: countOf.get(row.id)?.items ?? 0,
    lastAt: countOf.get(row.id)?.last_at.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }))
}

/** The product areas that can be chosen, in the order of their tree, each with those above it. */
export async function areasOfForms(ctx: Ctx): Promise<{ code: string; path: string }[]> {
  return ctx.db.many(sql`
    with recursive tree as (
      select id, code, name::text as path, is_archived from product_areas
      where workspace_id = ${ctx.workspaceId} and parent_id is null
      union all
      select a.id, a.code, t.path || ' › ' || a.name, a.is_archived from tree t
      join product_areas a on a.workspace_id = ${ctx.workspaceId} and a.parent_id = t.id
    ) select code, path from tree where not is_archived order by path`)
}

/** Every form of the workspace, and the areas that one can be made for. */
export async function listForms(ctx: Ctx): Promise<Answer<typeof contract.listForms>> {
  return { data: await showForms(ctx, await formRows(ctx)), areas: await areasOfForms(ctx) }
}

/** The form of a public page while it is switched on, with the names of the workspace and of the form's product area. */
export async function findOpenForm(
  ctx: Ctx,
  publicId: string,
): Promise<{ form: FormRow; brand: string; area: string | null } | undefined> {
  const [form] = await formRows(ctx, sql`and f.public_id = ${publicId} and f.is_on`)
  if (!form) return undefined
  const names = await ctx.db.one<{ brand: string; area: string | null }>(sql`
    select w.name as brand, a.name as area from workspaces w
    left join product_areas a on a.workspace_id = w.id and a.code = ${form.product}
    where w.id = ${ctx.workspaceId}`)
  return { form, ...names }
}
