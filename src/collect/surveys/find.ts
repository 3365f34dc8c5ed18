import type { InvitationChannel } from '#collect/surveys/channels.ts'
import type { Given } from '#collect/surveys/kinds.ts'
import { inLanguage } from '#collect/surveys/language.ts'
import type { LinkShown } from '#collect/surveys/links/shown.ts'
import { type StoredSurvey, stampedSurvey, storedSurvey, surveyStamp } from '#collect/surveys/queries.ts'
import { type AnswerTo, givenAnswers, summaryOf } from '#collect/surveys/responses/answers.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import { givenMeanwhile, type Send, waitingSends } from '#collect/surveys/responses/sends.ts'
import { firstName } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Door } from '#platform/door.ts'
import { openLinks } from '#platform/mail/sender.ts'
import { findToken, hashToken, workspaceOfToken } from '#platform/tokens/tokens.ts'

/** What a survey link opens. `preview`: a member's test, which records nothing. */
export interface Opened {
  survey: StoredSurvey
  preview: boolean
  invitation: (AnswerTo & { channel: InvitationChannel; expiresAt: Date; isExpired: boolean }) | undefined
  /** the link that anybody can answer, by which it was opened */
  link: LinkShown | undefined
  /** until when an answer can be changed */
  until: Date | undefined
  firstName: string | undefined
  accountName: string | null
  unsubscribeUrl: string | undefined
  /** what there is of an answer; undefined when nobody has answered, a machine perhaps */
  response: Pick<StoredResponse, 'completed_at' | 'is_negative' | 'may_contact'> | undefined
  /** what was given so far, by question */
  answers: ReadonlyMap<string, Given>
}

interface InvitationRow extends AnswerTo {
  survey_id: string
  channel: InvitationChannel
  expires_at: Date
  name: string | null
  locale: string | null
  account_name: string | null
  links_sealed: string | null
  survey_stamp: string
}

/** Enters the workspace that a link names, finds what it opens and works on it in the same transaction. */
export async function withOpened<T>(
  door: Door,
  token: string,
  work: (ctx: Ctx, opened: Opened) => Promise<T>,
): Promise<T | undefined> {
  const workspaceId = workspaceOfToken(token)
  if (workspaceId === undefined) return undefined
  return door.inWorkspace(workspaceId, { kind: 'anonymous' }, async (ctx) => {
    const opened = await open(ctx, token)
    // The actor is known only after the look-up: it is taken from the invitation, never from the request.
    const id = opened?.invitation?.contact_id
    return opened && work(id === undefined ? ctx : { ...ctx, actor: { kind: 'contact', id } }, opened)
  })
}

async function open(ctx: Ctx, token: string): Promise<Opened | undefined> {
  const ws = ctx.workspaceId
  const of = sql`(select t.subject_id from tokens t
    where t.workspace_id = ${ws} and t.hash = ${hashToken(token)} and t.purpose = 'survey')`
  const [found, asked] = await Promise.all([
    findToken(ctx.db, ws, 'survey', token, ctx.now()),
    findAsked(ctx, of),
  ])
  if (!found || found.isRevoked) return undefined
  if (asked) return opened(ctx, asked, found.isExpired)
  return found.isExpired ? undefined : openPreview(ctx, found.subjectId)
}

/** What an invitation opens; undefined when there is none. */
export async function openInvitation(
  ctx: Ctx,
  invitationId: string,
  isExpired = false,
): Promise<Opened | undefined> {
  const asked = await findAsked(ctx, sql`${invitationId}`)
  return asked && opened(ctx, asked, isExpired)
}

/** An invitation and where its person stands with the answer. */
interface Asked {
  row: InvitationRow
  kept: StoredResponse | undefined
  sends: Send[]
}

/** All of it in one turn, as most who come are found. */
async function findAsked(ctx: Ctx, id: Sql): Promise<Asked | undefined> {
  const ws = ctx.workspaceId
  const [row, kept, sends] = await Promise.all([
    ctx.db.maybe<InvitationRow>(
      sql.kept(sql`
      select i.id, i.wave_id, i.contact_id, i.account_id, i.survey_id, i.channel, i.expires_at, c.name, c.locale, a.name as account_name,
        m.links_sealed, ${surveyStamp} as survey_stamp
      from invitations i
      join contacts c on c.workspace_id = ${ws} and c.id = i.contact_id
      join surveys s on s.workspace_id = ${ws} and s.id = i.survey_id
      join workspaces w on w.id = ${ws}
      left join accounts a on a.workspace_id = ${ws} and a.id = i.account_id
      left join mails m on m.workspace_id = ${ws} and m.id = i.mail_id
      where i.workspace_id = ${ws} and i.id = ${id}`),
    ),
    ctx.db.maybe<StoredResponse>(
      sql.kept(
        sql`select ${storedColumns} from responses where workspace_id = ${ws} and invitation_id = ${id}`,
      ),
    ),
    waitingSends(ctx, id),
  ])
  return row && { row, kept, sends }
}

async function opened(ctx: Ctx, { row, kept, sends }: Asked, isExpired: boolean): Promise<Opened> {
  const survey = await stampedSurvey(ctx, row.survey_id, row.survey_stamp)
  const { response, answers } = await standing(ctx, survey, kept, sends)
  return {
    survey: inLanguage(survey, row.locale),
    preview: false,
    invitation: {
      id: row.id,
      wave_id: row.wave_id,
      contact_id: row.contact_id,
      account_id: row.account_id,
      channel: row.channel,
      expiresAt: row.expires_at,
      isExpired: isExpired || row.expires_at <= ctx.now(),
    },
    link: undefined,
    until: row.expires_at,
    firstName: firstName(row.name),
    accountName: row.account_name,
    unsubscribeUrl: openLinks(ctx.config, ctx.workspaceId, row.links_sealed).unsubscribe,
    response,
    answers,
  }
}

/** Where a person stands with their answers: what counts, and what they sent that waits still. */
async function standing(
  ctx: Ctx,
  survey: StoredSurvey,
  kept: StoredResponse | undefined,
  sends: readonly Send[],
) {
  const meanwhile = givenMeanwhile(survey, sends)
  // What a machine sent is nothing that the person should find or change.
  const counted = kept && !kept.is_provisional ? await givenAnswers(ctx, kept.id) : []
  const answers = new Map([...counted, ...meanwhile])
  if (answers.size === 0) return { response: undefined, answers }
  const { isNegative, mayContact, isComplete } = summaryOf(survey, answers)
  const completedAt = meanwhile.size === 0 ? (kept?.completed_at ?? null) : isComplete ? ctx.now() : null
  const response = {
    completed_at: completedAt,
    is_negative: isNegative,
    may_contact: mayContact,
  }
  return { response, answers }
}

async function openPreview(ctx: Ctx, surveyId: string): Promise<Opened | undefined> {
  const known = await ctx.db.maybe(
    sql`select 1 from surveys where workspace_id = ${ctx.workspaceId} and id = ${surveyId}`,
  )
  if (!known) return undefined
  return {
    survey: await storedSurvey(ctx, surveyId),
    preview: true,
    invitation: undefined,
    link: undefined,
    until: undefined,
    firstName: undefined,
    accountName: null,
    unsubscribeUrl: undefined,
    response: undefined,
    answers: new Map(),
  }
}
