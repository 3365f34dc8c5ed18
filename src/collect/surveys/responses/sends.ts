import { withoutCards } from '#collect/feedback/intake.ts'
import { firstPress } from '#collect/surveys/branching.ts'
import { machineSeen, responseSent } from '#collect/surveys/events.ts'
import { settleSendsTask } from '#collect/surveys/jobs.ts'
import { type Given, isScored, pointsOf } from '#collect/surveys/kinds.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import { type AnswerTo, makeResponse, recordAnswers } from '#collect/surveys/responses/answers.ts'
import { mailMachineSign, settleMinutes } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

/** What one press of Send on the page of a mail brought. */
export interface Send {
  given: ReadonlyMap<string, Given>
  /** the answer that the link chose by which the page was opened */
  link: string | null
  isTrapped: boolean
}

type StoredSend = Send & { sentAt: Date }

const settledAt = (sentAt: Date) => new Date(sentAt.getTime() + settleMinutes * 60_000)

/** What was sent and waits still, oldest first. */
export async function waitingSends(ctx: Ctx, invitationId: string | Sql): Promise<StoredSend[]> {
  const rows = await ctx.db.many<{
    given: Record<string, Given>
    link: string | null
    is_trapped: boolean
    sent_at: Date
  }>(
    sql.kept(sql`
    select given, link, is_trapped, sent_at from survey_sends
    where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitationId} order by sent_at, id`),
  )
  return rows.map((row) => ({
    given: new Map(Object.entries(row.given)),
    link: row.link,
    isTrapped: row.is_trapped,
    sentAt: row.sent_at,
  }))
}

/** How many answers the first question has as links in the mail. */
function linksOf({ questions }: StoredSurvey): number {
  const first = firstPress(questions)
  if (!first) return 0
  return isScored(first.kind) ? pointsOf(first.kind).length : first.choices.length
}

const signOf = (survey: StoredSurvey, sends: readonly Send[]) => mailMachineSign(sends, linksOf(survey))

/** All that was given, what came later over what came before. */
const merged = (sends: readonly Send[]) => new Map(sends.flatMap(({ given }) => [...given]))

/** What a person sent and what waits still, for their page to go on with; nothing of a machine. */
export function givenMeanwhile(survey: StoredSurvey, sends: readonly Send[]): Map<string, Given> {
  return signOf(survey, sends) ? new Map() : merged(sends)
}

/** Keeps what was sent from the page of a mail until it is known whether a machine follows all links of it. */
export async function keepSend(
  ctx: Ctx,
  survey: StoredSurvey,
  invitation: AnswerTo,
  { given, link, isTrapped }: Send,
): Promise<void> {
  const clean = await Promise.all(
    [...given].map(async ([key, one]) => [key, { ...one, words: await withoutCards(ctx, one.words) }]),
  )
  ctx.db.later(sql`
    insert into survey_sends (workspace_id, id, invitation_id, given, link, is_trapped, sent_at)
    values (${ctx.workspaceId}, ${newId()}, ${invitation.id}, ${JSON.stringify(Object.fromEntries(clean))}::jsonb, ${link},
      ${isTrapped}, ${ctx.now()})`)
  await ctx.emit(responseSent, {
    subjectId: invitation.id,
    payload: { invitationId: invitation.id, surveyKey: survey.key },
  })
}

/** Has everything sent to these settle in its time: one job for all of them, made after their commits. */
export const settleLater = (ctx: Ctx, invitationIds: readonly string[], sentAt: Date) =>
  ctx.enqueue(
    settleSendsTask,
    { workspaceId: ctx.workspaceId, invitationIds: [...new Set(invitationIds)] },
    { runAt: settledAt(sentAt) },
  )

/**
 * Counts what was sent to an invitation once nothing followed for a while. What a machine sent is kept in doubt where nobody
 * has answered, and changes nothing where somebody has.
 */
export async function settleSends(ctx: Ctx, invitationId: string): Promise<void> {
  const asked = await ctx.db.maybe<AnswerTo & { survey_id: string }>(sql`
    select id, wave_id, contact_id, account_id, survey_id from invitations
    where workspace_id = ${ctx.workspaceId} and id = ${invitationId} for update`)
  const sends = asked ? await waitingSends(ctx, invitationId) : []
  const last = sends.at(-1)
  if (!asked || !last) return
  // what came last has a job of its own
  if (settledAt(last.sentAt) > ctx.now()) return
  await ctx.db.run(sql`
    delete from survey_sends where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitationId}`)
  const survey = await storedSurvey(ctx, asked.survey_id)
  const sign = signOf(survey, sends)
  const given = merged(sends)
  const sent = { given, trap: '', settled: { at: sends[0]!.sentAt, sign } }
  if (sign)
    await ctx.emit(machineSeen, {
      subjectId: invitationId,
      payload: { invitationId, surveyKey: survey.key, sign, sends: sends.length },
    })
  if (!sign) return recordAnswers(ctx, survey, asked, sent)
  const isKept = await ctx.db.maybe(sql`
    select 1 from responses where workspace_id = ${ctx.workspaceId} and invitation_id = ${invitationId}`)
  if (isKept || given.size === 0) return
  await makeResponse(ctx, survey, sent, {
    invitation: asked,
    contactId: asked.contact_id,
    accountId: asked.account_id,
    channel: 'mail',
    submittedAt: sent.settled.at,
    enteredById: null,
  })
}
