import type { ItemRow, NewFeedback } from '#collect/feedback/intake.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'

/** Who said it: the person and the company of items that come in. */

/**
 * Finds or makes the person and the company of each item; people named several times are looked up once. Answers the
 * refusals by the item's place: an id that is not there.
 */
export async function setCustomers(
  ctx: Ctx,
  rows: readonly (ItemRow | AppError)[],
  items: readonly (NewFeedback | AppError)[],
): Promise<Map<number, AppError>> {
  const named = rows.filter(
    (row) => !(row instanceof AppError) && (row.contact_id !== null || row.account_id !== null),
  )
  const refused = named.length === 0 ? new Map() : await checkCustomers(ctx, named as ItemRow[])
  const refusals = new Map<number, AppError>()
  const hinted: { key: string; row: ItemRow; input: NewFeedback }[] = []
  for (const [i, row] of rows.entries()) {
    if (row instanceof AppError) continue
    if (refused.has(row)) {
      refusals.set(i, refused.get(row))
      continue
    }
    const input = items[i] as NewFeedback
    if (input.contact || input.account)
      hinted.push({ key: JSON.stringify([input.contact, input.account]), row, input })
  }
  // In one order for every batch, so that two at once wait for each other instead of locking each other out;
  // asked without waiting in between, so that the statements travel together.
  hinted.sort((a, b) => (a.key < b.key ? -1 : 1))
  const asked = new Map<string, ReturnType<typeof knownCustomer>>()
  await Promise.all(
    hinted.map(async ({ key, row, input }) => {
      const known = asked.get(key) ?? knownCustomer(ctx, row, input)
      asked.set(key, known)
      const found = await known
      row.contact_id ??= found?.contactId ?? null
      row.account_id ??= found?.accountId ?? null
    }),
  )
  return refusals
}

async function knownCustomer(ctx: Ctx, row: ItemRow, { contact, account }: NewFeedback) {
  if (!contact && !account) return undefined
  return upsertContact(ctx, {
    email: contact?.email ?? null,
    name: contact?.name ?? null,
    externalId: contact?.externalId ?? null,
    ...(contact?.source ? { source: contact.source } : {}),
    account: account ?? null,
    seenAt: row.occurred_at,
  })
}

/** Ids given by the caller must exist here; a contact brings its account along. */
async function checkCustomers(ctx: Ctx, rows: readonly ItemRow[]): Promise<Map<ItemRow, AppError>> {
  const ids = (pick: (row: ItemRow) => string | null) => [
    ...new Set(rows.map(pick).filter((id) => id !== null)),
  ]
  const contacts = new Map(
    (
      await ctx.db.many<{ id: string; account_id: string | null }>(sql`
        select id, account_id from contacts where workspace_id = ${ctx.workspaceId} and id = any (${ids((row) => row.contact_id)}::uuid[])`)
    ).map((row) => [row.id, row.account_id]),
  )
  const accounts = new Set(
    (
      await ctx.db.many<{ id: string }>(sql`
        select id from accounts where workspace_id = ${ctx.workspaceId} and id = any (${ids((row) => row.account_id)}::uuid[])`)
    ).map((row) => row.id),
  )
  const refusals = new Map<ItemRow, AppError>()
  for (const row of rows) {
    if (row.contact_id !== null && !contacts.has(row.contact_id)) {
      refusals.set(
        row,
        new AppError(
          'invalid',
          'contact.not_found',
          'contactId: there is no contact with this id. Check the id.',
        ),
      )
    } else if (row.account_id !== null && !accounts.has(row.account_id)) {
      refusals.set(
        row,
        new AppError(
          'invalid',
          'account.not_found',
          'accountId: there is no account with this id. Check the id.',
        ),
      )
    } else if (row.contact_id !== null) row.account_id ??= contacts.get(row.contact_id) ?? null
  }
  return refusals
}
