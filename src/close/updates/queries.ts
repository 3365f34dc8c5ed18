import { z } from 'zod'
import { parseSaved } from '#act/playbooks/library.ts'
import { getReadingRule, isGone, whyNeeded } from '#close/readings/queries.ts'
import type { Reading } from '#close/readings/reading.ts'
import type { ToneMark } from '#close/tone/contract.ts'
import { getToneChecklist } from '#close/tone/queries.ts'
import type * as contract from '#close/updates/contract.ts'
import type { Update } from '#close/updates/contract.ts'
import { blockedWhy, firstName, recallSeconds, replySubject, type UpdateState } from '#close/updates/rules.ts'
import { updateTemplates } from '#close/updates/templates.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { mailStanding } from '#platform/mail/rules.ts'
import type { SendState } from '#platform/outbox/rules.ts'

export interface UpdateRow {
  id: string
  state: UpdateState
  case_id: string | null
  step_id: string | null
  feedback_id: string | null
  request_id: string | null
  contact_id: string
  to_name: string
  to_address: string
  template: string | null
  slots: Record<string, string>
  subject: string
  body: string
  send_at: Date | null
  sent_at: Date | null
  mail_id: string | null
  mail_state: SendState | null
  mail_reason: string | null
  mail_hold: string | null
  mail_bounce: string | null
  failure: string | null
  tone: ToneMark[] | null
  reader_id: string | null
  reader: string | null
  because: Reading['because'] | null
  asked_at: Date | null
  verdict: Reading['verdict']
  reader_words: string | null
  ended_at: Date | null
  needs_another: boolean
  created_by_member_id: string | null
  creator: string | null
  created_at: Date
}

/** Updates that fit a condition, newest first. */
export async function updateRows(ctx: Ctx, condition: Sql, limit: number): Promise<UpdateRow[]> {
  return ctx.db.many<UpdateRow>(sql`
    select u.id, u.state, u.case_id, u.step_id, u.feedback_id, u.request_id, u.contact_id, u.to_name, u.to_address, u.template, u.slots,
      u.subject, u.body, u.send_at, u.sent_at, u.mail_id, m.state as mail_state, m.reason as mail_reason, m.hold as mail_hold,
      case when m.bounced_at is not null then coalesce(m.bounce_reply, '') end as mail_bounce,
      u.failure, u.tone, u.created_by_member_id, w.name as creator, u.created_at, r.id as reader_id, r.name as reader,
      d.because, d.asked_at, d.verdict, d.words as reader_words, d.ended_at,
      u.state = 'reading' and ${isGone(ctx)} as needs_another
    from updates u
    left join mails m on m.workspace_id = ${ctx.workspaceId} and m.id = u.mail_id
    left join members w on w.workspace_id = ${ctx.workspaceId} and w.id = u.created_by_member_id
    left join update_readings d on d.workspace_id = ${ctx.workspaceId} and d.id = u.reading_id
    left join members r on r.workspace_id = ${ctx.workspaceId} and r.id = d.reader_member_id
    where u.workspace_id = ${ctx.workspaceId} ${condition} order by u.id desc limit ${limit}`)
}

/** An update as it is answered; one that was anonymised went to nobody in particular. */
export function showUpdate(row: Omit<UpdateRow, 'contact_id'> & { contact_id: string | null }): Update {
  const standing =
    row.mail_id && row.mail_state
      ? mailStanding({
          state: row.mail_state,
          reason: row.mail_reason,
          hold: row.mail_hold,
          bounce: row.mail_bounce,
        })
      : undefined
  return {
    id: encodeId('upd', row.id),
    state: row.state,
    mail: standing
      ? {
          id: encodeId('mail', row.mail_id!),
          state: row.mail_bounce === null ? row.mail_state! : 'bounced',
          says: standing.state,
          why: standing.why,
        }
      : null,
    caseId: row.case_id ? encodeId('case', row.case_id) : null,
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    requestId: row.request_id ? encodeId('req', row.request_id) : null,
    to: {
      contactId: row.contact_id && encodeId('ct', row.contact_id),
      name: row.to_name,
      address: row.to_address,
    },
    subject: row.subject,
    body: row.body,
    template: row.template,
    slots: row.slots,
    sendAt: row.send_at?.toISOString() ?? null,
    sentAt: row.sent_at?.toISOString() ?? null,
    failure: row.failure,
    tone: row.tone,
    reading: row.reader_id
      ? {
          reader: { id: encodeId('mem', row.reader_id), name: row.reader! },
          because: row.because!,
          askedAt: row.asked_at!.toISOString(),
          verdict: row.verdict,
          words: row.reader_words,
          endedAt: row.ended_at?.toISOString() ?? null,
          needsAnother: row.needs_another,
        }
      : null,
    by: row.created_by_member_id
      ? { id: encodeId('mem', row.created_by_member_id), name: row.creator ?? '' }
      : null,
    createdAt: row.created_at.toISOString(),
  }
}

/** One update. Throws `update.not_found`. */
export async function getUpdate(ctx: Ctx, updateId: string): Promise<Update> {
  const [row] = await updateRows(ctx, sql`and u.id = ${updateId}`, 1)
  if (!row)
    throw new AppError(
      'not_found',
      'update.not_found',
      'There is no such update. It may have been sent from another case.',
    )
  return showUpdate(row)
}

/** Updates of whom or what they are asked for. */
export async function listUpdates(
  ctx: Ctx,
  input: Input<typeof contract.listUpdates>,
): Promise<Answer<typeof contract.listUpdates>> {
  const after = input.cursor ? decodeCursor(input.cursor, z.object({ id: z.uuid() })) : undefined
  const conditions = [
    input.case && sql`and u.case_id = ${input.case}`,
    input.feedback && sql`and u.feedback_id = ${input.feedback}`,
    input.request && sql`and u.request_id = ${input.request}`,
    // one mail that tells of several requests stands once where they are not asked for one by one
    input.contact && sql`and u.contact_id = ${input.contact}`,
    !input.request && sql`and not u.is_also`,
    // Drafts are shown where they are written only.
    input.state ? sql`and u.state = ${input.state}` : sql`and u.state <> 'draft'`,
    after && sql`and u.id < ${after.id}`,
  ].filter((one): one is Sql => one instanceof Object)
  const rows = await updateRows(ctx, sql.join(conditions, ' '), input.limit + 1)
  return toPage(rows, input.limit, showUpdate, (row) => ({ id: row.id }))
}

export interface Recipient {
  case_id: string | null
  feedback_id: string | null
  contact_id: string | null
  account_id: string | null
  name: string | null
  email: string | null
  email_state: 'ok' | 'bounced' | null
  locale: string | null
  unsubscribed_at: Date | null
  response_id: string | null
  template: string | null
  workspace: string
}

/** Whom an update about a case or an item goes to. Throws when there is no such case or item. */
export async function recipientOf(
  ctx: Ctx,
  about: { caseId?: string | undefined; feedbackId?: string | undefined },
): Promise<Recipient> {
  const ws = ctx.workspaceId
  const source = about.caseId
    ? sql`select k.id as case_id, k.feedback_id, k.contact_id, k.account_id, k.response_id
        from cases k where k.workspace_id = ${ws} and k.id = ${about.caseId}`
    : sql`select null::uuid as case_id, f.id as feedback_id, f.contact_id, f.account_id, f.response_id
        from feedback_items f where f.workspace_id = ${ws} and f.id = ${about.feedbackId ?? null}`
  const row = await ctx.db.maybe<Recipient>(sql`
    select x.case_id, x.feedback_id, c.id as contact_id, x.account_id, x.response_id, c.name, c.email, c.email_state,
      c.locale, c.unsubscribed_at, w.name as workspace
    from (${source}) x
    join workspaces w on w.id = ${ws}
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = x.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)`)
  if (row) return row
  const noun = about.caseId ? 'case' : 'feedback'
  throw new AppError(
    'not_found',
    `${noun}.not_found`,
    `There is no such ${about.caseId ? 'case' : 'feedback item'}. Check the id.`,
  )
}

/** What a composer shows: the person, the templates with what is known filled in, the draft of the asking member. */
export async function getComposer(
  ctx: Ctx,
  input: Input<typeof contract.getComposer>,
): Promise<Answer<typeof contract.getComposer>> {
  const to = await recipientOf(ctx, input)
  const me = actorMember(ctx)
  const writer = await ctx.db.maybe<{ name: string }>(sql`
    select name from members where workspace_id = ${ctx.workspaceId} and id = ${me}`)
  const known = slotValues(to, writer?.name ?? null)
  const step = input.stepId
    ? await ctx.db.maybe<{ step_key: string; playbook_key: string; text: string }>(sql`
        select s.step_key, k.playbook_key, v.text from case_steps s
        join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id
        join playbooks p on p.workspace_id = ${ctx.workspaceId} and p.key = k.playbook_key
        join playbook_versions v on v.workspace_id = ${ctx.workspaceId} and v.playbook_id = p.id and v.version = k.playbook_version
        where s.workspace_id = ${ctx.workspaceId} and s.id = ${input.stepId} and s.case_id = ${input.caseId ?? null}`)
    : undefined
  const rule = step && parseSaved(step.text).steps.find((one) => one.id === step.step_key)
  const template = rule?.template ?? rule?.tells
  const drafts = to.case_id
    ? sql`and u.case_id = ${to.case_id}`
    : sql`and u.feedback_id = ${to.feedback_id} and u.case_id is null`
  const [own] = await updateRows(
    ctx,
    sql`and u.state in ('draft', 'reading') and u.created_by_member_id = ${me} ${drafts}`,
    1,
  )
  const draft = own?.state === 'draft' ? own : undefined
  const readings = await getReadingRule(ctx)
  return {
    to: to.contact_id
      ? { contactId: encodeId('ct', to.contact_id), name: to.name ?? to.email ?? '', address: to.email }
      : null,
    blocked: whyBlocked(to) ?? null,
    template: draft?.template ?? template ?? (to.case_id ? null : 'reply/answer'),
    templates: updateTemplates(to.locale).map((one) => ({
      key: one.key,
      title: one.title,
      language: one.language,
      subject: one.subject,
      body: one.body,
      slots: Object.entries(one.slots).map(([name, slot]) => ({
        name,
        label: slot.label,
        sample: slot.sample,
        value: known[name] ?? slot.default ?? '',
      })),
    })),
    subject: (await threadSubject(ctx, to)) ?? null,
    known: Object.fromEntries(
      Object.entries(known).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
    draft: draft ? showUpdate(draft) : null,
    tone: await getToneChecklist(ctx),
    reading: {
      mayAsk: me !== null && readings.when !== 'never',
      needed: (await whyNeeded(ctx, readings, to.case_id)) ?? null,
      waits: own?.state === 'reading' ? showUpdate(own) : null,
    },
    recallSeconds,
  }
}

/** The subject to answer with, where the last word about it is the customer's: mail programs keep a thread by it. */
async function threadSubject(ctx: Ctx, to: Recipient): Promise<string | undefined> {
  const aboutId = to.case_id ?? to.feedback_id
  const last = await ctx.db.maybe<{ subject: string; received_at: Date }>(sql`
    select subject, received_at from inbound_mails
    where workspace_id = ${ctx.workspaceId} and about_id = ${aboutId} and state = 'case' order by id desc limit 1`)
  if (!last?.subject) return undefined
  const answered = await ctx.db.maybe(sql`
    select id from updates where workspace_id = ${ctx.workspaceId}
      and (case_id = ${to.case_id} or case_id is null and feedback_id = ${to.feedback_id})
      and state in ('held', 'sending', 'sent') and created_at >= ${last.received_at} limit 1`)
  return answered ? undefined : replySubject(last.subject)
}

/** What every template knows without anybody typing it. */
export function slotValues(
  to: Pick<Recipient, 'name' | 'workspace'>,
  writer: string | null,
): Record<string, string | undefined> {
  return { first_name: firstName(to.name), our_name: to.workspace, my_name: writer ?? undefined }
}

/** Why this recipient must not be written to. */
export function whyBlocked(to: Recipient): string | undefined {
  if (!to.contact_id) return 'Nobody knows who said this: the feedback is anonymous.'
  return blockedWhy({
    email: to.email,
    emailState: to.email_state ?? 'ok',
    isUnsubscribed: to.unsubscribed_at !== null,
  })
}
