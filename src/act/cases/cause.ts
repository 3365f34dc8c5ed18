import { caseTitle, type Facts, unreachableWhy } from '#act/cases/rules.ts'
import { summaryOf } from '#collect/feedback/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Who said what, as far as opening a case goes. */
export interface Cause {
  response_id: string | null
  feedback_id: string | null
  wave_id: string | null
  score: number | null
  is_negative: boolean
  survey_key: string | null
  survey_kind: string | null
  survey_name: string | null
  contact_id: string | null
  contact_name: string | null
  email: string | null
  email_state: 'ok' | 'bounced' | null
  unsubscribed_at: Date | null
  phone: string | null
  roles: string[] | null
  account_id: string | null
  account_name: string | null
  mrr_cents: number | null
  segment: string | null
  lifecycle: string | null
  owner_member_id: string | null
  item_title: string | null
  item_words: string | null
  item_type: string | null
  item_priority: string | null
  item_sentiment: string | null
  item_channel: string | null
  item_area: string | null
  item_negative: boolean | null
  /** our mail server found that somebody else may have written it */
  is_unproven: boolean
  /** when the answer was given, or the item came in */
  at: Date
}

/** Where causes are read from; `response` and `at` for answers, which have a score and a moment of their own. */
interface Parts {
  response?: Sql
  at?: Sql
  feedbackId: Sql
  contactId: Sql
  accountId: Sql
  from: Sql
  where: Sql
}

/** Causes in the order that `where` ends with. */
export async function causes(
  ctx: Ctx,
  { response, at = sql`null::timestamptz`, feedbackId, contactId, accountId, from, where }: Parts,
) {
  const ws = ctx.workspaceId
  const answer =
    response ??
    sql`null::uuid as response_id, null::uuid as wave_id, null::integer as score, true as is_negative,
      null as survey_key, null as survey_kind, null as survey_name`
  return ctx.db.many<Cause>(sql`
    select ${answer}, ${feedbackId} as feedback_id,
      c.id as contact_id, coalesce(c.name, c.email) as contact_name, c.email, c.email_state, c.unsubscribed_at, c.phone,
      c.roles, a.id as account_id, a.name as account_name, a.mrr_cents, a.segment, a.lifecycle, a.owner_member_id,
      f.title as item_title, left(f.verbatim, 500) as item_words, i.type as item_type, i.priority as item_priority,
      i.sentiment as item_sentiment, i.channel as item_channel, p.code as item_area, i.is_negative as item_negative,
      coalesce(f.context ->> 'identity' = 'unproven', false) as is_unproven,
      coalesce(${at}, f.received_at, now()) as at
    from ${from}
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = ${contactId}
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = coalesce(${accountId}, c.account_id)
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join feedback_items f on f.workspace_id = ${ws} and f.id = ${feedbackId}
    left join inbox_items i on i.workspace_id = ${ws} and i.id = f.id
    left join product_areas p on p.workspace_id = ${ws} and p.id = i.product_area_id
    where ${where}`)
}

/** The cause behind an answer that counts; undefined for one that is provisional or gone. */
export async function causeOfResponse(ctx: Ctx, responseId: string): Promise<Cause | undefined> {
  const ws = ctx.workspaceId
  const [found] = await causes(ctx, {
    ...answersFrom(ctx, sql`responses`),
    where: sql`r.workspace_id = ${ws} and r.id = ${responseId} and not r.is_provisional`,
  })
  return found
}

/** The parts of causes that are answers: `rows` of responses, named `r`. */
export function answersFrom({ workspaceId: ws }: Ctx, rows: Sql): Omit<Parts, 'where'> {
  return {
    response: sql`r.id as response_id, r.wave_id, r.score, r.is_negative, s.key as survey_key, s.kind as survey_kind, s.name as survey_name`,
    at: sql`r.submitted_at`,
    feedbackId: sql`said.id`,
    contactId: sql`r.contact_id`,
    accountId: sql`r.account_id`,
    from: sql`${rows} r join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
      left join lateral (select id from feedback_items where workspace_id = ${ws} and response_id = r.id order by id limit 1) said on true`,
  }
}

/** The causes behind items that are neither history nor spam nor merged into another. */
export async function causesOfItems(ctx: Ctx, feedbackIds: readonly string[]): Promise<Cause[]> {
  const ws = ctx.workspaceId
  return causes(ctx, {
    feedbackId: sql`x.id`,
    contactId: sql`x.contact_id`,
    accountId: sql`x.account_id`,
    from: sql`inbox_items x`,
    where: sql`x.workspace_id = ${ws} and x.id = any(${feedbackIds}::uuid[]) and not x.is_history
      and x.status not in ('spam', 'merged') order by x.id`,
  })
}

/** The cause behind one item, or behind the answer that it came with; also of history, for trying a playbook out. */
export async function causeOfFeedback(ctx: Ctx, feedbackId: string): Promise<Cause | undefined> {
  const ws = ctx.workspaceId
  const item = await ctx.db.maybe<{ response_id: string | null }>(
    sql`select response_id from feedback_items where workspace_id = ${ws} and id = ${feedbackId}`,
  )
  if (item?.response_id) return causeOfResponse(ctx, item.response_id)
  const [found] = await causes(ctx, {
    feedbackId: sql`x.id`,
    contactId: sql`x.contact_id`,
    accountId: sql`x.account_id`,
    from: sql`feedback_items x`,
    where: sql`x.workspace_id = ${ws} and x.id = ${feedbackId}`,
  })
  return found
}

/** The cause of a case that is opened by hand for a person, and perhaps for an item of theirs. */
export async function causeOfContact(
  ctx: Ctx,
  contactId: string,
  feedbackId: string | null,
): Promise<Cause | undefined> {
  const ws = ctx.workspaceId
  const [found] = await causes(ctx, {
    feedbackId: sql`${feedbackId}::uuid`,
    contactId: sql`x.id`,
    accountId: sql`null::uuid`,
    from: sql`contacts x`,
    where: sql`x.workspace_id = ${ws} and x.id = ${contactId}`,
  })
  return found
}

/** What conditions may ask before there is a case. */
export function factsOf(cause: Cause, executiveCallMrrCents: number): Facts {
  const reach = cause.contact_id
    ? {
        email: cause.email,
        emailState: cause.email_state ?? 'ok',
        isUnsubscribed: cause.unsubscribed_at !== null,
        phone: cause.phone,
      }
    : undefined
  return {
    survey: cause.survey_key ? { key: cause.survey_key, kind: cause.survey_kind! } : null,
    response: cause.response_id ? { score: cause.score, isNegative: cause.is_negative } : null,
    item: itemOf(cause),
    contact: cause.roles ? { roles: cause.roles } : null,
    account: cause.account_id
      ? {
          name: cause.account_name!,
          mrrCents: cause.mrr_cents,
          segment: cause.segment,
          lifecycle: cause.lifecycle!,
          ownerMemberId: cause.owner_member_id,
        }
      : null,
    unreachable: unreachableWhy(reach),
    isDissatisfied: false,
    isResolved: false,
    answers: 1,
    areas: areasOf(cause),
    executiveCallMrrCents,
    steps: [],
  }
}

/** What conditions know as `item`; null without an item that stands in the inbox. */
export function itemOf(row: {
  item_type: string | null
  item_priority: string | null
  item_sentiment: string | null
  item_channel: string | null
  item_area: string | null
  item_negative: boolean | null
}): Facts['item'] {
  if (row.item_channel === null) return null
  return {
    type: row.item_type,
    priority: row.item_priority,
    sentiment: row.item_sentiment,
    channel: row.item_channel,
    area: row.item_area,
    isNegative: row.item_negative ?? false,
  }
}

/** What a case is about as far as its item says; people correct it. */
export function areasOf(cause: Cause): string[] {
  return cause.item_area ? [cause.item_area] : []
}

/** What a case of this cause is called. */
export function titleOfCause(cause: Cause): string {
  return caseTitle(
    // NPS, CSAT and CES are names that everybody knows; other surveys have their own.
    isByname(cause.survey_kind) ? cause.survey_kind!.toUpperCase() : (cause.survey_name ?? ''),
    cause.score,
    cause.contact_name,
    cause.account_name,
    summaryOfCause(cause),
  )
}

const isByname = (kind: string | null) => kind === 'nps' || kind === 'csat' || kind === 'ces'

/** An item in a few words, for the title of its case; null for an answer, whose score is said instead. */
function summaryOfCause(cause: Cause): string | null {
  if (cause.response_id || cause.item_words === null) return null
  return summaryOf(cause.item_title, cause.item_words, 80)
}
