import { cellText, channelCode, tagsOf, withoutMarkup } from '#collect/imports/map/cells.ts'
import type { DateFormat } from './dates.ts'
import { parseDate } from './dates.ts'
import type { ColumnMapping } from './fields.ts'
import { parseCents, parseNumber, parseRating } from './numbers.ts'

/** What holds for every row of an import. */
export interface RowDefaults {
  /** Channel of rows that name none. */
  channel: string
  /** IANA zone of dates that name none. */
  zone: string
  product?: string | null | undefined
  /** Currency of amounts that name none. */
  currency: string
}

/** One row as feedback, before it meets the database. */
export interface FeedbackDraft {
  verbatim: string
  title: string | null
  channel: string
  /** The channel as the file writes it, for a label. */
  channelLabel: string | null
  kind: 'bug' | 'feature' | 'general' | null
  externalId: string | null
  language: string | null
  rating: number | null
  ratingMax: number | null
  occurredAt: Date | null
  sourceUrl: string | null
  product: string | null
  context: Record<string, unknown>
  contact: { email: string | null; name: string | null; externalId: string | null } | null
  account: {
    name: string | null
    externalId: string | null
    mrrCents: number | null
    currency: string | null
    segment: string | null
  } | null
}

export interface RowFault {
  code: string
  message: string
}

/** A mapping made ready for many rows: for each used column its place in the row. */
export interface RowPlan {
  columns: readonly string[]
  uses: readonly {
    index: number
    column: string
    field: string
    date: DateFormat | undefined
    ratingMax: number | undefined
    hasMarkup: boolean
  }[]
  defaults: RowDefaults
}

/** Prepares a checked mapping for `feedbackOf`. */
export function planRows(
  columns: readonly string[],
  mapping: readonly ColumnMapping[],
  defaults: RowDefaults,
): RowPlan {
  const places = new Map(columns.map((name, index) => [name, index]))
  const uses = mapping
    .filter(({ field }) => field !== 'skip' && field !== 'undecided')
    .map(({ column, field, date, ratingMax }) => ({
      index: places.get(column)!,
      column,
      field,
      date,
      ratingMax,
      hasMarkup: field === 'verbatim',
    }))
  return { columns, uses, defaults }
}

const fault = (code: string, message: string): RowFault => ({ code, message })
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

const kinds: readonly [RegExp, 'bug' | 'feature' | 'general'][] = [
  [/bug|defect|error|fehler|crash|incident|problem/i, 'bug'],
  [/feature|request|wunsch|idea|enhancement|suggestion|improvement/i, 'feature'],
]

const email = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/
const day = 86_400_000

/** What one row says, by the plan; or why it cannot be taken, naming the column and the value. Pure. */
export function feedbackOf(cells: readonly string[], plan: RowPlan, now: Date): FeedbackDraft | RowFault {
  const { defaults } = plan
  const texts: string[] = []
  const tags: string[] = []
  const kept: Record<string, string> = {}
  const contact = {
    email: null as string | null,
    name: null as string | null,
    externalId: null as string | null,
  }
  const account = {
    name: null as string | null,
    externalId: null as string | null,
    mrrCents: null as number | null,
    currency: null as string | null,
    segment: null as string | null,
  }
  const draft: FeedbackDraft = {
    verbatim: '',
    title: null,
    channel: defaults.channel,
    channelLabel: null,
    kind: null,
    externalId: null,
    language: null,
    rating: null,
    ratingMax: null,
    occurredAt: null,
    sourceUrl: null,
    product: defaults.product ?? null,
    context: {},
    contact: null,
    account: null,
  }
  let ownMax: number | null = null
  for (const { index, column, field, date, ratingMax, hasMarkup } of plan.uses) {
    const text = cellText(cells, index)
    if (text === '') continue
    const bad = (what: string) => fault(`row.${field}`, `“${short(text)}” in “${column}” ${what}`)
    switch (field) {
      case 'verbatim':
        texts.push(hasMarkup ? withoutMarkup(text) : text)
        break
      case 'title':
        draft.title = text.slice(0, 300)
        break
      case 'rating': {
        const rating = parseRating(text)
        if (!rating) return bad('is no rating. Write a number such as 4.')
        draft.rating = rating.rating
        draft.ratingMax = rating.max ?? ratingMax ?? null
        break
      }
      case 'ratingMax': {
        const max = parseNumber(text)
        if (max === undefined || max < 1 || max > 1000)
          return bad('is no scale. Write a number from 1 to 1000.')
        ownMax = max
        break
      }
      case 'occurredAt': {
        const at = parseDate(text, date ?? 'ymd', defaults.zone)
        if (!at) return bad('is no date in the chosen form. Check it, or choose how dates are read.')
        if (at.getTime() > now.getTime() + day)
          return bad('lies in the future. Check the order of day and month.')
        if (at.getUTCFullYear() < 1990) return bad('is before 1990. Check the date.')
        draft.occurredAt = at
        break
      }
      case 'channel': {
        const code = channelCode(text)
        if (!code) return bad('is no channel. Use a word such as email.')
        draft.channel = code
        draft.channelLabel = text.slice(0, 60)
        break
      }
      case 'kind':
        draft.kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'general'
        break
      case 'externalId':
        if (text.length > 200)
          return bad('is longer than 200 characters. Choose another column as external id.')
        draft.externalId = text
        break
      case 'sourceUrl':
        if (!/^https?:\/\/[^\s]+$/i.test(text) || text.length > 2000 || !URL.canParse(text))
          return bad('is no web address. Write it with https:// or leave it empty.')
        draft.sourceUrl = text
        break
      case 'language':
        if (/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(text) && text.length <= 35)
          draft.language = text.replaceAll('_', '-')
        else kept[column] = text
        break
      case 'product':
        draft.product = text.slice(0, 60)
        break
      case 'tags':
        tags.push(...tagsOf(text))
        break
      case 'contactEmail':
        if (!email.test(text)) return bad('is no e-mail address. Mend it or leave it empty.')
        contact.email = text.toLowerCase()
        break
      case 'contactName':
        contact.name = text.slice(0, 200)
        break
      case 'contactExternalId':
        contact.externalId = text.slice(0, 200)
        break
      case 'accountName':
        account.name = text.slice(0, 200)
        break
      case 'accountExternalId':
        account.externalId = text.slice(0, 200)
        break
      case 'accountMrr': {
        const cents = parseCents(text)
        if (cents === undefined) return bad('is no amount. Write a number such as 1,200.50.')
        account.mrrCents = cents
        break
      }
      case 'accountCurrency':
        if (!/^[A-Za-z]{3}$/.test(text)) return bad('is no currency code. Write three letters such as EUR.')
        account.currency = text.toUpperCase()
        break
      case 'accountSegment':
        account.segment = text.slice(0, 80)
        break
      default:
        kept[column] = text.slice(0, 2000)
    }
  }
  draft.verbatim = texts.filter(Boolean).join('\n\n') || (draft.title ?? '')
  if (draft.verbatim === '')
    return fault(
      'row.no_words',
      'The row has no words: the cells of the customer’s words are empty. Remove the row or fill them.',
    )
  if (draft.verbatim.length > 50_000)
    return fault('row.verbatim', 'The customer’s words are longer than 50,000 characters. Shorten them.')
  if (draft.rating !== null) {
    draft.ratingMax = ownMax ?? draft.ratingMax ?? 5
    if (draft.rating > draft.ratingMax)
      return fault(
        'row.rating',
        `The rating ${draft.rating} is above the best possible ${draft.ratingMax}. Choose a larger scale.`,
      )
  }
  const context: Record<string, unknown> = {}
  if (tags.length > 0) context.tags = [...new Set(tags.map((tag) => tag.slice(0, 60)))].slice(0, 30)
  for (const [column, text] of Object.entries(kept))
    if (column !== 'tags' && !forbiddenKeys.has(column)) context[column] = text
  draft.context = context
  if (contact.email || contact.name || contact.externalId) draft.contact = contact
  if (account.name || account.externalId) {
    if (account.mrrCents !== null) account.currency ??= defaults.currency
    draft.account = account
  }
  return draft
}

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])
