import { createHash } from 'node:crypto'
import { accountOf, contactOf } from '#collect/imports/map/customer-row.ts'
import {
  type FeedbackDraft,
  feedbackOf,
  planRows,
  type RowFault,
  type RowPlan,
} from '#collect/imports/map/feedback-row.ts'
import { type ImportKind, reportColumns } from '#collect/imports/map/fields.ts'
import type { RunRow } from '#collect/imports/queries.ts'
import type { SourceRow } from '#collect/imports/read/rows.ts'
import { plainCell } from '#collect/imports/rules.ts'
import type { AccountRow } from '#customers/accounts/contract.ts'
import type { ContactRow } from '#customers/contacts/contract.ts'

/** Why a row is set aside, with its cells so that it can be mended. */
export interface Aside {
  line: number
  fault: RowFault
  cells: string[]
}

export interface Mapped<T> {
  line: number
  cells: string[]
  item: T
}

/** A piece of a file, mapped: what can be taken and what is set aside. */
export interface MappedRows {
  rows: number
  feedback: Mapped<FeedbackDraft>[]
  accounts: Mapped<AccountRow>[]
  contacts: Mapped<ContactRow>[]
  aside: Aside[]
}

/** Maps rows of a run's file; everything here is plain computing, no database. */
export class RowMapper {
  readonly #kind: ImportKind
  readonly #plan: RowPlan
  readonly #tag: string
  readonly #isOwnDownload: boolean
  /** Columns in a fixed order, so that a file with its columns moved about gives the same ids. */
  readonly #hashed: { name: string; index: number }[]

  constructor(run: Pick<RunRow, 'kind' | 'source' | 'mapping' | 'options'>) {
    const { columns } = run.source
    const { options } = run
    this.#kind = run.kind
    this.#tag = options.tag
    this.#plan = planRows(columns, run.mapping, {
      channel: options.channel,
      zone: options.zone,
      product: options.product || null,
      currency: options.currency,
    })
    const own: readonly string[] = reportColumns
    this.#isOwnDownload = own.every((name) => columns.includes(name))
    this.#hashed = columns
      .map((name, index) => ({ name, index }))
      .filter(({ name }) => !own.includes(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  map(rows: readonly SourceRow[], now: Date): MappedRows {
    const mapped: MappedRows = { rows: rows.length, feedback: [], accounts: [], contacts: [], aside: [] }
    for (const row of rows) {
      const { line, trouble } = row
      const cells = this.#isOwnDownload ? row.cells.map(plainCell) : row.cells
      const setAside = (fault: RowFault) => mapped.aside.push({ line, fault, cells })
      if (trouble) setAside(trouble)
      else if (this.#kind === 'feedback') {
        const item = feedbackOf(cells, this.#plan, now)
        if ('code' in item) setAside(item)
        else mapped.feedback.push({ line, cells, item: this.#completed(item, cells) })
      } else if (this.#kind === 'accounts') {
        const item = accountOf(cells, this.#plan)
        if ('code' in item) setAside(item)
        else mapped.accounts.push({ line, cells, item })
      } else {
        const item = contactOf(cells, this.#plan)
        if ('code' in item) setAside(item)
        else mapped.contacts.push({ line, cells, item })
      }
    }
    return mapped
  }

  /** Adds the tag of the run, and an id made from all cells where the file has none: the same row is the same item. */
  #completed(item: FeedbackDraft, cells: readonly string[]): FeedbackDraft {
    if (this.#tag)
      item.context.tags = [...new Set([...((item.context.tags as string[] | undefined) ?? []), this.#tag])]
    if (item.externalId === null) {
      const hash = createHash('sha256')
      for (const { name, index } of this.#hashed) {
        const text = cells[index]
        if (text) hash.update(`${name}\0${text}\0`)
      }
      item.externalId = `row-${hash.digest('base64url').slice(0, 24)}`
    }
    return item
  }
}
