import { z } from 'zod'
import { sql } from '#platform/db/sql.ts'
import { event } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

export interface Person {
  contactId: string
  accountId: string | null
  email: string
  lastResponseId?: string
}

/** A contact, with an account when one is named. */
export async function seedPerson(
  ws: TestWorkspace,
  given: {
    name: string
    account?: string
    mrrCents?: number
    ownerMemberId?: string
    emailState?: 'ok' | 'bounced'
  },
): Promise<Person> {
  const contactId = newId()
  const accountId = given.account ? newId() : null
  const email = `${given.name.toLowerCase().replaceAll(' ', '.')}@customer.example`
  await ws.run(async (ctx) => {
    if (accountId) {
      await ctx.db.run(sql`
        insert into accounts (workspace_id, id, name, name_key, search_text, mrr_cents, owner_member_id, created_at, updated_at)
        values (${ctx.workspaceId}, ${accountId}, ${given.account}, ${given.account?.toLowerCase()}, ${given.account?.toLowerCase()},
          ${given.mrrCents ?? null}, ${given.ownerMemberId ?? null}, ${ctx.now()}, ${ctx.now()})`)
    }
    await ctx.db.run(sql`
      insert into contacts (workspace_id, id, account_id, name, email, email_state, created_at, updated_at)
      values (${ctx.workspaceId}, ${contactId}, ${accountId}, ${given.name}, ${email}, ${given.emailState ?? 'ok'}, ${ctx.now()}, ${ctx.now()})`)
  })
  return { contactId, accountId, email }
}

// The event as collect/surveys sends it; the marker of history is what an import of answers adds.
const responseReceived = event(
  'response.received',
  z.object({
    responseId: z.uuid(),
    surveyKey: z.string(),
    kind: z.string(),
    score: z.number(),
    isNegative: z.boolean(),
    isHistory: z.boolean().optional(),
  }),
)

/** An answer to NPS, or to another survey, of a person (or of nobody), announced as the survey does. `again` announces the last one once more. */
export async function seedAnswer(
  ws: TestWorkspace,
  person: Person | undefined,
  score: number,
  more: {
    again?: boolean
    isProvisional?: boolean
    isHistory?: boolean
    words?: string
    survey?: { key: string; kind: 'csat' | 'custom' }
  } = {},
): Promise<string> {
  return ws.run(async (ctx) => {
    const w = ctx.workspaceId
    const { key, kind } = more.survey ?? { key: 'nps', kind: 'nps' }
    const isNegative = kind === 'nps' ? score <= 6 : score < 4
    let survey = await ctx.db.maybe<{ id: string }>(
      sql`select id from surveys where workspace_id = ${w} and key = ${key}`,
    )
    if (!survey) {
      survey = { id: newId() }
      await ctx.db.run(sql`
        insert into surveys (workspace_id, id, key, name, kind, mail_subject, mail_intro, created_at, updated_at)
        values (${w}, ${survey.id}, ${key}, ${nameOf(key)}, ${kind}, 'How are we doing?', 'Hello', ${ctx.now()}, ${ctx.now()})`)
    }
    const responseId = (more.again ? person?.lastResponseId : undefined) ?? newId()
    if (!more.again) {
      await ctx.db.run(sql`
        insert into responses (workspace_id, id, survey_id, survey_version, contact_id, account_id, channel, score, is_negative,
          is_provisional, submitted_at)
        values (${w}, ${responseId}, ${survey.id}, 1, ${person?.contactId ?? null}, ${person?.accountId ?? null}, 'mail', ${score},
          ${isNegative}, ${more.isProvisional ?? false}, ${ctx.now()})`)
    }
    if (person) person.lastResponseId = responseId
    await ctx.emit(responseReceived, {
      subjectId: responseId,
      payload: {
        responseId,
        surveyKey: key,
        kind,
        score,
        isNegative,
        ...(more.isHistory && { isHistory: true }),
      },
    })
    return responseId
  })
}

const nameOf = (key: string) => (key === 'nps' ? 'NPS' : key.charAt(0).toUpperCase() + key.slice(1))
