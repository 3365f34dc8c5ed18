import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

/** One person: the contact and all that were merged into it, and what is found by these. */
export interface Person {
  id: string
  /** the contact first */
  ids: string[]
  name: string | null
  email: string | null
  erasedAt: Date | null
  cases: string[]
  addresses: string[]
  numbers: string[]
  files: string[]
}

/** Finds a person by any of their contacts. Throws `contact.not_found`. */
export async function personOf(ctx: Ctx, contactId: string): Promise<Person> {
  const id = await contactRoot(ctx, contactId)
  const contact = await ctx.db.one<
    Pick<Person, 'name' | 'email'> & { erased_at: Date | null; merged: string[] }
  >(
    sql`
    select c.name, c.email, c.erased_at, array(select m.id from contacts m
        where m.workspace_id = ${ctx.workspaceId} and m.merged_into_id = c.id order by m.id) as merged
    from contacts c where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`,
  )
  const ids = [id, ...contact.merged]
  const scope = await ctx.db.one<Pick<Person, 'cases' | 'addresses' | 'numbers' | 'files'>>(sql`
    select cases, addresses, numbers, files from scope_of(${ids}::uuid[], false)`)
  // The evidence of steps names its files as the API does; only here such an id is read.
  const evidence = await ctx.db.many<{ value: string }>(sql`
    select e.value from case_steps s cross join lateral jsonb_each_text(s.evidence) as e
    where s.workspace_id = ${ctx.workspaceId} and s.case_id = any(${scope.cases}::uuid[]) and e.value like 'file\\_%'`)
  const files = evidence.flatMap(({ value }) => decodeId('file', value) ?? [])
  return {
    id,
    ids,
    name: contact.name,
    email: contact.email,
    erasedAt: contact.erased_at,
    ...scope,
    files: [...new Set([...scope.files, ...files])],
  }
}
