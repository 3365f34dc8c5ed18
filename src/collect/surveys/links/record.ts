import { contactOf } from '#collect/surveys/links/known.ts'
import { type OpenedLink, ways } from '#collect/surveys/links/open.ts'
import { stateOf } from '#collect/surveys/links/queries.ts'
import type { Typed } from '#collect/surveys/pages/contact.tsx'
import { changeResponse, makeResponse, type Sent } from '#collect/surveys/responses/answers.ts'
import { type StoredResponse, storedColumns } from '#collect/surveys/responses/queries.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { mintToken } from '#platform/tokens/tokens.ts'

/** At a kiosk a visit is over soon, and nobody can come back to it; long enough for who types slowly. */
const kioskMinutes = 30

/**
 * Keeps what somebody sent by a link and answers the token with which their visit goes on; undefined when the link takes no
 * new answer any more. The same page sent twice is one answer.
 */
export async function recordByLink(
  ctx: Ctx,
  { opened, link, way, person }: OpenedLink,
  sent: Sent & { once: string; typed: Typed },
): Promise<string | undefined> {
  // Whoever counts towards a limit waits for the others; two presses of one page wait for each other.
  if (link.most_answers !== null)
    await ctx.db.run(
      sql`select 1 from survey_links where workspace_id = ${ctx.workspaceId} and id = ${link.id} for update`,
    )
  await takeTurn(ctx, `link ${link.id} ${sent.once}`)
  const before = await ctx.db.maybe<StoredResponse & { contact_id: string | null }>(sql`
    select ${storedColumns}, contact_id from responses where workspace_id = ${ctx.workspaceId}
      and ${opened.response ? sql`id = ${opened.response.id}` : sql`link_id = ${link.id} and link_once = ${sent.once}`}
    for update`)
  const { email, name } = sent.typed
  const who = person
    ? await contactOf(ctx, link, person)
    : email === '' || before?.contact_id
      ? { contactId: null, accountId: null }
      : await upsertContact(ctx, { email, name: name || null, seenAt: ctx.now() })
  if (before) {
    if (before.contact_id === null && who.contactId !== null)
      await ctx.db.run(sql`
        update responses set contact_id = ${who.contactId}, account_id = ${who.accountId}
        where workspace_id = ${ctx.workspaceId} and id = ${before.id}`)
    await changeResponse(ctx, opened.survey, before, sent)
    return tokenOf(ctx, opened.survey.answer_days, way, before.id)
  }
  if ((await stateOf(ctx, link)) !== 'open') return undefined
  const made = await makeResponse(ctx, opened.survey, sent, {
    invitation: null,
    ...who,
    channel: ways[way],
    link: { id: link.id, once: sent.once, isAskedForName: link.asks_contact },
    submittedAt: ctx.now(),
    enteredById: null,
  })
  return tokenOf(ctx, opened.survey.answer_days, way, made.id)
}

function tokenOf(ctx: Ctx, days: number, way: OpenedLink['way'], responseId: string): Promise<string> {
  const ms = way === 'k' ? kioskMinutes * 60_000 : days * 86_400_000
  return mintToken(ctx, 'survey-answer', responseId, { expiresAt: new Date(ctx.now().getTime() + ms) })
}
