import type { FeedbackInput } from '#collect/feedback/contract.ts'
import {
  isBuiltInChannel,
  isHistorical,
  type RatingKind,
  saneOccurredAt,
  verbatimMax,
} from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { hasNul, nulMessage } from '#platform/nul.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { maskCards } from '#text/clean/cards.ts'

/** Where a call came from inside the house; never part of the public body. */
export interface Origin {
  importRunId?: string | undefined
  responseId?: string | undefined
  /** overrides the age rule for every item that does not say itself */
  isHistory?: boolean | undefined
}

/** What a caller gives; the contact and account may be ids already. `receivedAt` is for the house alone: now otherwise. */
export type NewFeedback = Pick<FeedbackInput, 'verbatim' | 'channel'> &
  Partial<FeedbackInput> & { receivedAt?: Date }

/** A feedback item as the table holds it. */
export interface ItemRow {
  id: string
  account_id: string | null
  contact_id: string | null
  channel: string
  kind: 'bug' | 'feature' | 'general' | null
  external_id: string | null
  verbatim: string
  title: string | null
  language: string | null
  rating: number | null
  rating_max: number | null
  rating_kind: RatingKind | null
  occurred_at: Date
  received_at: Date
  is_history: boolean
  source_url: string | null
  context: Record<string, unknown>
  product: string | null
  import_run_id: string | null
  response_id: string | null
}

/** Settings are read at most once a call, and only when an item needs them: the plain POST reads nothing. */
export class Intake {
  readonly #ctx: Ctx
  readonly #now: Date
  #settings: ReturnType<typeof getSetting<(typeof feedbackSettings)['shape']>> | undefined

  constructor(ctx: Ctx) {
    this.#ctx = ctx
    this.#now = ctx.now()
  }

  /** The row of an item; refuses words, channels and dates that make no sense. */
  async row(input: NewFeedback, origin: Origin): Promise<ItemRow> {
    const text = (value: string | null | undefined) => storable(value ?? null)
    const verbatim = text(input.verbatim)!
    if (verbatim.trim() === '') throw refused('verbatim', 'is empty; give the customer’s words')
    if (verbatim.length > verbatimMax * 2 || [...verbatim].length > verbatimMax) {
      throw refused('verbatim', `is longer than ${verbatimMax.toLocaleString('en')} characters; shorten it`)
    }
    await this.#checkChannel(input.channel)
    const receivedAt = input.receivedAt ?? this.#now
    const occurredAt = input.occurredAt ? saneOccurredAt(input.occurredAt, this.#now) : receivedAt
    if (!occurredAt) throw refused('occurredAt', 'is before 1990 or more than a day ahead; check the date')
    return {
      id: newId(),
      account_id: input.accountId ?? null,
      contact_id: input.contactId ?? null,
      channel: input.channel,
      kind: input.kind ?? null,
      external_id: text(input.externalId),
      verbatim: await withoutCards(this.#ctx, verbatim),
      title: await withoutCards(this.#ctx, text(input.title)),
      language: text(input.language),
      rating: input.rating ?? null,
      rating_max: input.rating == null ? null : (input.ratingMax ?? 5),
      rating_kind: input.rating == null ? null : (input.ratingKind ?? null),
      occurred_at: occurredAt,
      received_at: receivedAt,
      is_history: input.isHistory ?? origin.isHistory ?? (await this.#isHistory(occurredAt)),
      source_url: text(input.sourceUrl),
      context: await withoutCards(this.#ctx, input.context ?? {}),
      product: text(input.product),
      import_run_id: origin.importRunId ?? null,
      response_id: origin.responseId ?? null,
    }
  }

  #read() {
    this.#settings ??= getSetting(this.#ctx, feedbackSettings)
    return this.#settings
  }

  async #checkChannel(channel: string) {
    if (isBuiltInChannel(channel)) return
    const { channels } = await this.#read()
    if (Object.hasOwn(channels, channel)) return
    throw new AppError(
      'invalid',
      'channel.unknown',
      `channel: there is no channel ${channel}. Take one that GET /api/v1/channels lists, or add it in the settings.`,
    )
  }

  async #isHistory(occurredAt: Date): Promise<boolean> {
    if (!isHistorical(occurredAt, this.#now, 1)) return false // nothing that young is ever history
    return isHistorical(occurredAt, this.#now, (await this.#read()).historyAfterDays)
  }
}

/**
 * Text, or the texts inside, with all but the last four digits of card numbers hidden, unless the workspace keeps them.
 * The setting is read only where there is a card number.
 */
export async function withoutCards<T>(ctx: Ctx, given: T): Promise<T> {
  const masked = maskDeep(given)
  if (masked === given) return given
  return (await getSetting(ctx, feedbackSettings)).masksCards ? (masked as T) : given
}

/** The same value where nothing in it is masked. */
function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskCards(value)
  if (value === null || typeof value !== 'object') return value
  const before = Object.entries(value)
  const after = before.map(([key, inner]) => [key, maskDeep(inner)] as const)
  if (after.every(([, inner], i) => inner === before[i]![1])) return value
  return Array.isArray(value) ? after.map(([, inner]) => inner) : Object.fromEntries(after)
}

function storable(value: string | null): string | null {
  if (value === null) return null
  if (hasNul(value)) throw refused('text', nulMessage)
  return /\p{Surrogate}/u.test(value) ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value
}

function refused(field: string, message: string): AppError {
  return new AppError('invalid', 'input.invalid', `${field}: ${message}`, { fields: [{ field, message }] })
}
