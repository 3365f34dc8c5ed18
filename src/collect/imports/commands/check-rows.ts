import { isHistorical } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { FeedbackDraft } from '#collect/imports/map/feedback-row.ts'
import type { RunRow } from '#collect/imports/queries.ts'
import { upsertAccounts } from '#customers/accounts/batch.ts'
import { upsertContacts } from '#customers/contacts/batch.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { keySource, newCustomers } from './customers.ts'
import type { Aside, MappedRows } from './map-rows.ts'

/** Ids remembered to find rows that come twice; a file with more rows is not checked for that beyond them. */
const rememberedIds = 2_000_000

/** Adds up what would become of the rows of a file, chunk by chunk, writing nothing. */
export class DryRun {
  created = 0
  updated = 0
  existing = 0
  repeated = 0
  history = 0
  samples: { line: number; item: Record<string, unknown> }[] = []
  readonly #accounts = new Set<string>()
  readonly #contacts = new Set<string>()
  readonly #seen = new Set<number>()

  get newAccounts(): number {
    return this.#accounts.size
  }

  get newContacts(): number {
    return this.#contacts.size
  }

  /** The rows that an import would refuse in this chunk. */
  async add(ctx: Ctx, run: RunRow, mapped: MappedRows): Promise<Aside[]> {
    if (run.kind !== 'feedback') return this.#addCustomers(ctx, run, mapped)
    const fresh = mapped.feedback.filter(({ item }) => {
      const hash = hash53(`${item.channel}\n${item.externalId}`)
      if (this.#seen.has(hash)) {
        this.repeated++
        return false
      }
      if (this.#seen.size < rememberedIds) this.#seen.add(hash)
      return true
    })
    const items = fresh.map((row) => row.item)
    const here = await ctx.db.many<{ n: number }>(sql`
      select w.n from unnest(${items.map((i) => i.channel)}::text[], ${items.map((i) => i.externalId)}::text[]) with ordinality as w (channel, external_id, n)
      join feedback_items f on f.workspace_id = ${ctx.workspaceId} and f.channel = w.channel and f.external_id = w.external_id`)
    const isHere = new Set(here.map((row) => row.n - 1))
    this.existing += isHere.size
    const arriving = fresh.filter((_, i) => !isHere.has(i))
    this.created += arriving.length
    const limit = (await getSetting(ctx, feedbackSettings)).historyAfterDays
    for (const { line, item } of arriving) {
      const isOld = item.occurredAt !== null && isHistorical(item.occurredAt, ctx.now(), limit)
      const isHistory = run.options.history === 'by_age' ? isOld : run.options.history === 'all'
      if (isHistory) this.history++
      if (this.samples.length < 20) this.samples.push({ line, item: shown(item, isHistory) })
    }
    const missing = await newCustomers(
      ctx,
      arriving.map((row) => row.item),
    )
    for (const key of missing.accounts) this.#accounts.add(key)
    for (const key of missing.contacts) this.#contacts.add(key)
    return mapped.aside
  }

  /** Customers are tried for real and taken back, so that the counts are those of the import itself. */
  async #addCustomers(ctx: Ctx, run: RunRow, mapped: MappedRows): Promise<Aside[]> {
    const isAccounts = run.kind === 'accounts'
    const rows = isAccounts ? mapped.accounts : mapped.contacts
    if (rows.length === 0) return mapped.aside
    for (const { line, item } of rows)
      if (this.samples.length < 20) this.samples.push({ line, item: item as Record<string, unknown> })
    const aside: Aside[] = []
    await ctx.db
      .savepoint(async () => {
        const result = isAccounts
          ? await upsertAccounts(ctx, { source: keySource, accounts: mapped.accounts.map((row) => row.item) })
          : await upsertContacts(ctx, { source: keySource, contacts: mapped.contacts.map((row) => row.item) })
        this.created += result.created
        this.updated += result.updated
        this.existing += result.unchanged
        for (const one of result.results) {
          const row = rows[one.index]!
          if (one.outcome === 'error')
            aside.push({
              line: row.line,
              cells: row.cells,
              fault: { code: 'row.refused', message: one.message ?? '' },
            })
        }
        throw tried
      })
      .catch((error) => {
        if (error !== tried) throw error
      })
    return [...mapped.aside, ...aside]
  }
}

const tried = new Error('tried and taken back')

function shown(item: FeedbackDraft, isHistory: boolean): Record<string, unknown> {
  const text = item.verbatim.length > 600 ? `${item.verbatim.slice(0, 599)}…` : item.verbatim
  return { ...item, verbatim: text, occurredAt: item.occurredAt?.toISOString() ?? null, isHistory }
}

/** 53 bits of a text (cyrb53): two different ids of a million share one about once in 20,000 files. */
function hash53(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}
