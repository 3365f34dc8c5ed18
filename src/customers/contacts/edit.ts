import { accountMissing } from '#customers/accounts/queries.ts'
import { personNameKey } from '#customers/accounts/rules.ts'
import type { ContactChange, ContactDetail, NewContact } from '#customers/contacts/contract.ts'
import { contactChanged, contactCreated } from '#customers/contacts/events.ts'
import { contactErasedBefore, contactRoot, getContact } from '#customers/contacts/queries.ts'
import { contactSearchText } from '#customers/contacts/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

/** Makes a contact; an address or an external id that another contact has is refused with what to do. */
export async function createContact(ctx: Ctx, input: NewContact): Promise<ContactDetail> {
  if (!input.name && !input.email)
    throw new AppError(
      'invalid',
      'contact.nameless',
      'A contact needs a name or an e-mail address. Give one of them.',
    )
  const id = newId()
  const now = ctx.now()
  if (input.accountId) await checkAccount(ctx, input.accountId)
  const email = input.email || null
  await ctx.db.run(sql`
    insert into contacts (workspace_id, id, account_id, name, name_key, search_text, email, title, phone, roles, locale, zone, is_internal, created_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${input.accountId ?? null}, ${input.name || null}, ${personNameKey(input.name ?? '')},
      ${contactSearchText(input.name, email)}, ${email}, ${input.title || null}, ${input.phone || null}, ${input.roles ?? []}::text[],
      ${input.locale ?? null}, ${input.zone ?? null}, ${input.isInternal ?? false}, ${now}, ${now})`)
  if (email) await claimKey(ctx, id, 'email', email)
  for (const key of input.keys ?? []) await claimKey(ctx, id, key.source, key.key)
  await ctx.emit(contactCreated, {
    subjectId: id,
    payload: { contactId: id, accountId: input.accountId ?? null, via: ctx.actor.kind },
  })
  return getContact(ctx, { contactId: id })
}

const plainFields = {
  name: 'name',
  email: 'email',
  title: 'title',
  phone: 'phone',
  locale: 'locale',
  zone: 'zone',
} as const

/** Changes the fields given. A new address is reachable again; the old one still finds this contact. */
export async function changeContact(
  ctx: Ctx,
  input: ContactChange & { contactId: string },
): Promise<ContactDetail> {
  const id = await contactRoot(ctx, input.contactId)
  const before = await ctx.db.one<
    Record<string, unknown> & {
      name: string | null
      email: string | null
      email_state: string
      account_id: string | null
      roles: string[]
      is_internal: boolean
    }
  >(sql`
    select * from contacts where workspace_id = ${ctx.workspaceId} and id = ${id} for update`)
  if (before.erased_at) throw contactErasedBefore()
  const after = { ...before }
  for (const field of Object.values(plainFields))
    if (input[field] !== undefined) after[field] = input[field] || null
  if (input.accountId !== undefined) {
    if (input.accountId) await checkAccount(ctx, input.accountId)
    after.account_id = input.accountId
  }
  if (input.roles !== undefined) after.roles = input.roles
  if (input.isInternal !== undefined) after.is_internal = input.isInternal
  if (!after.name && !after.email)
    throw new AppError(
      'invalid',
      'contact.nameless',
      'A contact needs a name or an e-mail address. Give one of them.',
    )
  if (after.email !== before.email) after.email_state = 'ok'
  const fields = [...Object.values(plainFields), 'account_id', 'roles', 'is_internal'].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  if (fields.length > 0) {
    await ctx.db.run(sql`
      update contacts set name = ${after.name}, name_key = ${personNameKey(after.name ?? '')}, search_text = ${contactSearchText(after.name, after.email)},
        email = ${after.email}, email_state = ${after.email_state}, title = ${after.title}, phone = ${after.phone}, locale = ${after.locale}, zone = ${after.zone},
        account_id = ${after.account_id}, roles = ${after.roles}::text[], is_internal = ${after.is_internal}, updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`)
    if (after.email && after.email !== before.email) await claimKey(ctx, id, 'email', after.email)
    await ctx.emit(contactChanged, { subjectId: id, payload: { contactId: id, fields } })
  }
  for (const key of input.keys ?? []) await claimKey(ctx, id, key.source, key.key)
  return getContact(ctx, { contactId: id })
}

async function claimKey(ctx: Ctx, contactId: string, source: string, key: string): Promise<void> {
  const row = await ctx.db.one<{ contact_id: string; root: string | null }>(sql`
    with claimed as (
      insert into contact_keys (workspace_id, id, source, key, contact_id, created_at)
      values (${ctx.workspaceId}, ${newId()}, ${source}, ${source === 'email' ? key.toLowerCase() : key}, ${contactId}, ${ctx.now()})
      on conflict (workspace_id, source, key) do update set key = excluded.key returning contact_id
    ) select k.contact_id, c.merged_into_id as root from claimed k
      left join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = k.contact_id`)
  if (row.contact_id === contactId || row.root === contactId) return
  throw source === 'email'
    ? new AppError(
        'conflict',
        'contact.email_taken',
        `Another contact already has the address ${key}. Open that one, or merge the two.`,
      )
    : new AppError(
        'conflict',
        'contact.key_taken',
        `Another contact already has the ${source} id "${key}". Merge the two, or use another id.`,
      )
}

async function checkAccount(ctx: Ctx, accountId: string): Promise<void> {
  const found = await ctx.db.maybe(
    sql`select 1 as found from accounts where workspace_id = ${ctx.workspaceId} and id = ${accountId}`,
  )
  if (!found) throw accountMissing()
}
