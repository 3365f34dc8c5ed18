import type { FeedbackDraft } from '#collect/imports/map/feedback-row.ts'
import { upsertAccounts } from '#customers/accounts/batch.ts'
import { accountNameKey } from '#customers/accounts/rules.ts'
import { upsertContacts } from '#customers/contacts/batch.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

/** Under which name ids of imported customers are kept beside those of other systems. */
export const keySource = 'import'

interface Key {
  source: string
  key: string
}

const keyText = ({ source, key }: Key) => `${source}\n${key}`

function accountKeys(draft: FeedbackDraft): Key[] {
  const { account } = draft
  if (!account) return []
  return [
    ...(account.externalId ? [{ source: keySource, key: account.externalId }] : []),
    ...(account.name ? [{ source: 'name', key: accountNameKey(account.name) }] : []),
  ]
}

function contactKeys(draft: FeedbackDraft): Key[] {
  const { contact } = draft
  if (!contact) return []
  return [
    ...(contact.externalId ? [{ source: keySource, key: contact.externalId }] : []),
    ...(contact.email ? [{ source: 'email', key: contact.email }] : []),
  ]
}

async function known(
  ctx: Ctx,
  keys: readonly Key[],
  who: 'account' | 'contact',
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const sources = keys.map((key) => key.source)
  const texts = keys.map((key) => key.key)
  const rows = await ctx.db.many<{ source: string; key: string; id: string }>(
    who === 'account'
      ? sql`
        select k.source, k.key, root_id(a.merged_into_id, a.id) as id
        from unnest(${sources}::text[], ${texts}::text[]) as w (source, key)
        join account_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
        join accounts a on a.workspace_id = ${ctx.workspaceId} and a.id = k.account_id`
      : sql`
        select k.source, k.key, root_id(c.merged_into_id, c.id) as id
        from unnest(${sources}::text[], ${texts}::text[]) as w (source, key)
        join contact_keys k on k.workspace_id = ${ctx.workspaceId} and k.source = w.source and k.key = w.key
        join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = k.contact_id`,
  )
  return new Map(rows.map((row) => [keyText(row), row.id]))
}

function unique(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()]
}

/** Which people and companies of these rows are not known yet, as keys; counts for a dry run. */
export async function newCustomers(
  ctx: Ctx,
  drafts: readonly FeedbackDraft[],
): Promise<{ accounts: string[]; contacts: string[] }> {
  const missing = async (who: 'account' | 'contact', keysOf: (draft: FeedbackDraft) => Key[]) => {
    const found = await known(ctx, unique(drafts.flatMap(keysOf)), who)
    const lists = drafts
      .map(keysOf)
      .filter((keys) => keys.length > 0 && !keys.some((key) => found.has(keyText(key))))
    return [...new Set(lists.map((keys) => keyText(keys.at(-1)!)))]
  }
  return { accounts: await missing('account', accountKeys), contacts: await missing('contact', contactKeys) }
}

/**
 * The contact and account of each row, made where they are missing, in a handful of statements for the whole chunk.
 * Known customers are only referred to: a feedback file never changes what stands in their records.
 */
export async function customersOf(
  ctx: Ctx,
  drafts: readonly FeedbackDraft[],
): Promise<{ contactId: string | null; accountId: string | null }[]> {
  const accounts = await known(ctx, unique(drafts.flatMap(accountKeys)), 'account')
  const find = (map: Map<string, string>, keys: Key[]) =>
    keys.map((key) => map.get(keyText(key))).find((id) => id !== undefined)

  const newAccounts = new Map<string, FeedbackDraft>()
  for (const draft of drafts) {
    const keys = accountKeys(draft)
    if (keys.length > 0 && !find(accounts, keys)) newAccounts.set(keyText(keys.at(-1)!), draft)
  }
  if (newAccounts.size > 0) {
    const list = [...newAccounts.values()]
    const { results } = await upsertAccounts(ctx, {
      source: keySource,
      accounts: list.map(({ account }) => ({
        name: account!.name ?? account!.externalId!,
        ...(account!.externalId ? { externalId: account!.externalId } : {}),
        ...(account!.mrrCents === null ? {} : { mrrCents: account!.mrrCents }),
        ...(account!.currency === null ? {} : { currency: account!.currency }),
        ...(account!.segment === null ? {} : { segment: account!.segment }),
      })),
    })
    results.forEach((result, i) => {
      const id = result.id && decodeId('acct', result.id)
      if (id) for (const key of accountKeys(list[i]!)) accounts.set(keyText(key), id)
    })
  }

  const contacts = await known(ctx, unique(drafts.flatMap(contactKeys)), 'contact')
  const newContacts = new Map<string, FeedbackDraft>()
  for (const draft of drafts) {
    const keys = contactKeys(draft)
    if (keys.length > 0 && !find(contacts, keys)) newContacts.set(keyText(keys.at(-1)!), draft)
  }
  if (newContacts.size > 0) {
    const list = [...newContacts.values()]
    const { results } = await upsertContacts(ctx, {
      source: keySource,
      contacts: list.map(({ contact, account }) => ({
        ...(contact!.name ? { name: contact!.name } : {}),
        ...(contact!.email ? { email: contact!.email } : {}),
        ...(contact!.externalId ? { externalId: contact!.externalId } : {}),
        ...(account?.name ? { accountName: account.name } : {}),
        ...(account?.externalId ? { accountExternalId: account.externalId } : {}),
      })),
    })
    results.forEach((result, i) => {
      const id = result.id && decodeId('ct', result.id)
      if (id) for (const key of contactKeys(list[i]!)) contacts.set(keyText(key), id)
    })
  }
  return drafts.map((draft) => ({
    contactId: find(contacts, contactKeys(draft)) ?? null,
    accountId: find(accounts, accountKeys(draft)) ?? null,
  }))
}
