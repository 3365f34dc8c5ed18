import { mailboxSetting } from '#collect/mailbox/settings.ts'
import { fileReply, settleReply } from '#collect/sms-replies/commands.ts'
import { smsReceived } from '#collect/sms-replies/events.ts'
import { replyRow } from '#collect/sms-replies/queries.ts'
import { bareNumber, hourlyMost, type ReplyState } from '#collect/sms-replies/rules.ts'
import { cleanWords, pointsOf } from '#collect/surveys/kinds.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { type AnswerTo, recordAnswers } from '#collect/surveys/responses/answers.ts'
import { numberQuestion } from '#collect/surveys/survey-sms.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { e164 } from '#platform/sms/number.ts'
import type { SmsReceived } from '#platform/sms/provider.ts'
import { startNumber, stopNumber } from '#platform/sms/stops.ts'
import { type ReplyWord, replyWord } from '#platform/sms/words.ts'

interface Place {
  state: ReplyState
  reason?: string
  invitationId?: string
}

/**
 * Takes a reply in: kept once, whole, and put where it belongs in the same transaction. A word of the channel is obeyed at
 * once; a number answers the survey that asked for one; anything else joins a case or becomes a feedback item.
 */
export async function takeSms(ctx: Ctx, received: SmsReceived, contactId: string | null): Promise<void> {
  const words = cleanWords(received.body) ?? ''
  const number = e164(received.from)
  const id = newId()
  const isFlood = await hasSentTooMuch(ctx, received.from)
  const made = await ctx.db.run(sql`
    insert into sms_replies (workspace_id, id, provider_id, from_number, to_number, words, contact_id, received_at)
    values (${ctx.workspaceId}, ${id}, ${received.providerId.slice(0, 100)}, ${(number ?? received.from).slice(0, 40)},
      ${received.to.slice(0, 40)}, ${words}, ${contactId}, ${ctx.now()})
    on conflict (workspace_id, provider_id) do nothing`)
  if (made === 0) return
  const place =
    number === undefined
      ? { state: 'quiet' as const, reason: 'no_number' }
      : ((await obeyed(ctx, number, replyWord(words))) ??
        (isFlood ? { state: 'held' as const, reason: 'too_many' } : await placeOf(ctx, number, words)))
  if (place) await settleReply(ctx, id, place)
  else await passOn(ctx, id, contactId)
}

/** Words of the channel are obeyed whoever sends them, however often. Help is what the provider answers. */
async function obeyed(ctx: Ctx, number: string, word: ReplyWord | undefined): Promise<Place | undefined> {
  if (word === 'stop') await stopNumber(ctx, number, 'reply')
  if (word === 'start') await startNumber(ctx, number)
  return word && { state: word }
}

/** Whose number it is: of several, who was texted last. */
export async function senderOf(ctx: Ctx, from: string): Promise<string | null> {
  const number = e164(from)
  if (!number) return null
  const row = await ctx.db.maybe<{ id: string }>(sql`
    select root_id(c.merged_into_id, c.id) as id from contacts c
    where c.workspace_id = ${ctx.workspaceId} and c.phone_e164 = ${number}
    order by (select m.id from sms_messages m where m.workspace_id = ${ctx.workspaceId} and m.contact_id = c.id
      order by m.id desc limit 1) desc nulls last, c.merged_into_id is not null, c.id limit 1`)
  return row?.id ?? null
}

async function hasSentTooMuch(ctx: Ctx, from: string): Promise<boolean> {
  const hourAgo = new Date(ctx.now().getTime() - 3_600_000)
  const { count } = await ctx.db.one<{ count: number }>(sql`
    select count(*) from (select 1 from sms_replies where workspace_id = ${ctx.workspaceId} and from_number = ${e164(from) ?? from}
      and received_at > ${hourAgo} limit ${hourlyMost}) few`)
  return count >= hourlyMost
}

/** Where a reply goes that answers a survey or says nothing; undefined: it says something. */
async function placeOf(ctx: Ctx, number: string, words: string): Promise<Place | undefined> {
  if (words === '') return { state: 'held', reason: 'no_words' }
  const given = bareNumber(words)
  if (given === undefined) return undefined
  const asked = await lastAsked(ctx, number)
  const survey = asked && (await storedSurvey(ctx, asked.survey_id))
  const question = survey && numberQuestion(survey)
  if (!asked || !question) return { state: 'held', reason: 'nothing_asked' }
  if (!pointsOf('nps').includes(given)) return undefined
  const invitationId = asked.id
  if (await isAnswered(ctx, invitationId)) return { state: 'quiet', reason: 'answered_before', invitationId }
  if (asked.expires_at <= ctx.now() || survey.archived_at)
    return { state: 'quiet', reason: 'too_late', invitationId }
  const answers = new Map([[question.key, { number: given, choices: [], words: null }]])
  await recordAnswers(ctx, survey, asked, { given: answers, trap: '' })
  return { state: 'answer', invitationId }
}

/** The invitation of the text message that went to the number last; its row is locked, so that it is answered once. */
async function lastAsked(ctx: Ctx, number: string) {
  const ws = ctx.workspaceId
  return ctx.db.maybe<AnswerTo & { survey_id: string; expires_at: Date }>(sql`
    select i.id, i.wave_id, i.contact_id, i.account_id, i.survey_id, i.expires_at from sms_messages m
    join invitations i on i.workspace_id = ${ws} and (i.sms_id = m.id or i.reminder_sms_id = m.id)
    where m.workspace_id = ${ws} and m.to_number = ${number} and m.topic = 'surveys'
      and m.state in ('accepted', 'uncertain', 'handing_over')
    order by m.id desc limit 1 for update of i`)
}

/** Asked by a statement of its own, after the lock: it sees what another reply has written meanwhile. */
async function isAnswered(ctx: Ctx, invitationId: string): Promise<boolean> {
  const row = await ctx.db.maybe(sql`
    select 1 from responses where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitationId}`)
  return row !== undefined
}

/** Whoever knows its case takes it; else it is an item of its sender. */
async function passOn(ctx: Ctx, id: string, contactId: string | null): Promise<void> {
  await ctx.emit(smsReceived, { subjectId: contactId ?? id, payload: { replyId: id, contactId } })
  const row = await replyRow(ctx, id)
  if (row.state !== 'received') return
  const { unknownSenders } = await getSetting(ctx, mailboxSetting)
  if (!contactId && unknownSenders === 'hold')
    await settleReply(ctx, id, { state: 'held', reason: 'unknown_sender' })
  else await fileReply(ctx, row)
}
