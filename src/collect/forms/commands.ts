import { submitFeedback } from '#collect/feedback/commands.ts'
import type * as contract from '#collect/forms/contract.ts'
import type { Form } from '#collect/forms/contract.ts'
import { formSaved } from '#collect/forms/events.ts'
import { areasOfForms, type FormRow, formRows, showForms } from '#collect/forms/queries.ts'
import { newPublicId } from '#collect/widget/public-id.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, newId } from '#platform/ids.ts'

const most = 100

/** Makes a form with a link of its own. */
export async function createForm(ctx: Ctx, input: Input<typeof contract.createForm>): Promise<Form> {
  if ((await formRows(ctx)).length >= most)
    throw new AppError(
      'invalid',
      'form.too_many',
      `A workspace has at most ${most} forms. Change one that is there.`,
    )
  if (input.product) await requireArea(ctx, input.product)
  const id = newId()
  await ctx.db.run(sql`
    insert into feedback_forms (workspace_id, id, public_id, name, title, intro, thanks, product, asks_email, is_on, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${newPublicId(ctx.workspaceId, 'hbf')}, ${input.name}, ${input.title}, ${input.intro},
      ${input.thanks}, ${input.product || null}, ${input.asksEmail}, ${input.isOn}, ${ctx.now()}, ${ctx.now()})`)
  return saved(ctx, id)
}

/** Changes a form; its link stays. */
export async function changeForm(ctx: Ctx, input: Input<typeof contract.changeForm>): Promise<Form> {
  const [row] = await formRows(ctx, sql`and f.id = ${input.formId}`)
  if (!row) throw new AppError('not_found', 'form.not_found', 'There is no such form. Check the id.')
  // One that was written before areas were chosen, or whose area was archived since, may stay.
  if (input.product && input.product !== row.product) await requireArea(ctx, input.product)
  await ctx.db.run(sql`
    update feedback_forms set name = ${input.name ?? row.name}, title = ${input.title ?? row.title}, intro = ${input.intro ?? row.intro},
      thanks = ${input.thanks ?? row.thanks}, product = ${input.product === undefined ? row.product : input.product || null},
      asks_email = ${input.asksEmail ?? row.asks_email}, is_on = ${input.isOn ?? row.is_on}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
  return saved(ctx, row.id)
}

async function requireArea(ctx: Ctx, code: string): Promise<void> {
  if ((await areasOfForms(ctx)).some((area) => area.code === code)) return
  throw new AppError(
    'invalid',
    'form.no_area',
    `There is no product area “${code}”. Choose one that is there, or add it under Types, areas and tags.`,
    [{ path: 'product', message: 'is no code of a product area' }],
  )
}

async function saved(ctx: Ctx, id: string): Promise<Form> {
  const rows = await formRows(ctx, sql`and f.id = ${id}`)
  await ctx.emit(formSaved, { subjectId: id, payload: { formId: id, isOn: rows[0]!.is_on } })
  return (await showForms(ctx, rows))[0]!
}

export interface Said {
  words: string
  kind: 'bug' | 'feature' | 'general' | null
  name: string | null
  email: string | null
  /** made with the page: the same page sent twice is one item */
  once: string
  language: string
}

/**
 * Records what somebody wrote in a form, by the ordinary intake. An address that was only typed leads to its contact,
 * changes nothing about one that is known, and the item says that nobody proved it.
 */
export async function submitFromForm(ctx: Ctx, form: FormRow, said: Said): Promise<void> {
  const named = said.email
    ? await upsertContact(ctx, { email: said.email, name: said.name, seenAt: ctx.now() })
    : undefined
  const item = await submitFeedback(ctx, {
    channel: 'form',
    verbatim: said.words,
    kind: said.kind,
    externalId: `${form.public_id.slice(-11)}:${said.once}`,
    product: form.product,
    contactId: named?.contactId ?? null,
    context: {
      form: form.name,
      identity: said.email ? 'claimed' : 'anonymous',
      browserLanguage: said.language,
      ...(said.name && { claimed: { name: said.name } }),
    },
  })
  await ctx.db.run(sql`
    insert into feedback_form_items (workspace_id, feedback_id, form_id, sent_at)
    values (${ctx.workspaceId}, ${decodeId('fb', item.id)!}, ${form.id}, ${ctx.now()})
    on conflict (workspace_id, feedback_id) do nothing`)
}
