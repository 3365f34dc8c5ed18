import { putChannel, submitFeedbackBatch } from '#collect/feedback/commands.ts'
import { isBuiltInChannel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { RunRow } from '#collect/imports/queries.ts'
import { upsertAccounts } from '#customers/accounts/batch.ts'
import { upsertContacts } from '#customers/contacts/batch.ts'
import type { Ctx } from '#platform/context.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { accountsBefore, contactsBefore, keepChanges } from './changes.ts'
import { customersOf, keySource } from './customers.ts'
import type { Aside, Mapped, MappedRows } from './map-rows.ts'

export interface Taken {
  created: number
  updated: number
  skipped: number
  aside: Aside[]
}

/** Channels that one file may add; more of them look like a wrong column. */
const newChannelsMax = 20

/** Writes one chunk of a run in the transaction of `ctx`. The same chunk again changes nothing. */
export async function takeRows(ctx: Ctx, run: RunRow, mapped: MappedRows): Promise<Taken> {
  if (run.kind === 'feedback') return takeFeedback(ctx, run, mapped)
  const isAccounts = run.kind === 'accounts'
  const rows: Mapped<unknown>[] = isAccounts ? mapped.accounts : mapped.contacts
  if (rows.length === 0) return { created: 0, updated: 0, skipped: 0, aside: mapped.aside }
  const before = isAccounts
    ? await accountsBefore(
        ctx,
        mapped.accounts.map((row) => row.item),
      )
    : await contactsBefore(
        ctx,
        mapped.contacts.map((row) => row.item),
      )
  const result = isAccounts
    ? await upsertAccounts(ctx, { source: keySource, accounts: mapped.accounts.map((row) => row.item) })
    : await upsertContacts(ctx, { source: keySource, contacts: mapped.contacts.map((row) => row.item) })
  await keepChanges(ctx, run, before, result)
  const aside = result.results.flatMap((one): Aside[] => {
    const row = rows[one.index]!
    return one.outcome === 'error'
      ? [
          {
            line: row.line,
            cells: row.cells,
            fault: { code: 'row.refused', message: one.message ?? 'The row was refused.' },
          },
        ]
      : []
  })
  return {
    created: result.created,
    updated: result.updated,
    skipped: result.unchanged,
    aside: [...mapped.aside, ...aside],
  }
}

async function takeFeedback(ctx: Ctx, run: RunRow, mapped: MappedRows): Promise<Taken> {
  const rows = mapped.feedback
  await addChannels(
    ctx,
    run,
    rows.map((row) => row.item),
  )
  const needsCustomers = rows.some(({ item }) => item.contact || item.account)
  const customers = needsCustomers
    ? await customersOf(
        ctx,
        rows.map((row) => row.item),
      )
    : []
  const history = run.options.history
  const isHistory = history === 'by_age' ? undefined : history === 'all'
  const result = await submitFeedbackBatch(
    ctx,
    rows.map(({ item }, i) => {
      const { contactId = null, accountId = null } = customers[i] ?? {}
      // A name alone finds nobody, but the words keep who said them.
      const context =
        item.contact?.name && contactId === null
          ? { ...item.context, author: item.contact.name }
          : item.context
      return {
        verbatim: item.verbatim,
        channel: item.channel,
        kind: item.kind,
        title: item.title,
        externalId: item.externalId,
        language: item.language,
        rating: item.rating,
        ratingMax: item.ratingMax,
        occurredAt: item.occurredAt,
        sourceUrl: item.sourceUrl,
        product: item.product,
        context,
        contactId,
        accountId,
      }
    }),
    { importRunId: run.id, ...(isHistory === undefined ? {} : { isHistory }) },
  )
  const aside = result.results.flatMap((one): Aside[] => {
    const row = rows[one.index]!
    return one.error ? [{ line: row.line, cells: row.cells, fault: one.error }] : []
  })
  return { created: result.created, updated: 0, skipped: result.existing, aside: [...mapped.aside, ...aside] }
}

/** Channels that the file names and nobody knows are added with the file's own words as their labels. */
async function addChannels(
  ctx: Ctx,
  run: RunRow,
  items: readonly { channel: string; channelLabel: string | null }[],
): Promise<void> {
  const named = new Map(
    items.filter((item) => !isBuiltInChannel(item.channel)).map((item) => [item.channel, item.channelLabel]),
  )
  if (named.size === 0) return
  const { channels } = await getSetting(ctx, feedbackSettings)
  let room = newChannelsMax
  for (const [code, label] of named) {
    if (Object.hasOwn(channels, code)) continue
    if (room-- <= 0 || run.mapping.every((one) => one.field !== 'channel')) return
    await putChannel(ctx, { code, label: label ?? code })
  }
}
