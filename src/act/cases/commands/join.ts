import type { Cause } from '#act/cases/cause.ts'
import { caseJoined } from '#act/cases/events.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { takeTurn } from '#platform/db/turn.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

export interface Joined {
  id: string
  lead_member_id: string | null
}

/** The open case of a playbook that a further signal with this key joins. */
export async function openCaseOf(ctx: Ctx, playbookKey: string, key: string): Promise<Joined> {
  return ctx.db.one<Joined>(sql`
    select id, lead_member_id from cases
    where workspace_id = ${ctx.workspaceId} and playbook_key = ${playbookKey} and join_key = ${key} and status = 'open'`)
}

/**
 * The open case of another playbook that a signal joins, as `joins-cases-of` says: of the same account or contact, the
 * longest open one. Undefined where the file does not say so, or its own playbook has an open case to join.
 */
export async function caseToJoin(
  ctx: Ctx,
  playbook: Playbook,
  { contact_id, account_id }: Pick<Cause, 'contact_id' | 'account_id'>,
): Promise<Joined | undefined> {
  const others = playbook['joins-cases-of']
  const ofAccount = playbook.joins === 'same account' && account_id !== null
  const who = ofAccount ? account_id : contact_id
  if (!others || !who) return undefined
  const ws = ctx.workspaceId
  // Two signals of one customer at once: the second waits for the case that the first opens.
  await takeTurn(ctx, `joins ${who}`)
  const same = ofAccount
    ? sql`k.account_id in (select id from accounts where workspace_id = ${ws} and (id = ${who} or merged_into_id = ${who}))`
    : sql`k.contact_id in (select id from contacts where workspace_id = ${ws} and (id = ${who} or merged_into_id = ${who}))`
  const own = playbook.playbook
  const [found] = await ctx.db.many<Joined & { playbook_key: string }>(sql`
    select k.id, k.lead_member_id, k.playbook_key from cases k
    where k.workspace_id = ${ws} and k.status = 'open' and ${same}
      and (k.playbook_key = ${own} or ${others === 'any'} or k.playbook_key = any(${others === 'any' ? [] : others}))
    order by (k.playbook_key = ${own}) desc, k.opened_at, k.id limit 1`)
  return found && found.playbook_key !== own ? found : undefined
}

/** A further signal joins an open case: it stands there, and the lead hears of it. Joining twice does nothing. */
export async function joinCase(ctx: Ctx, open: Joined, playbookKey: string, cause: Cause): Promise<string> {
  if (!(await noteSignal(ctx, open.id, playbookKey, cause))) return open.id
  await ctx.emit(caseJoined, {
    subjectId: open.id,
    payload: {
      caseId: open.id,
      playbook: playbookKey,
      responseId: cause.response_id,
      ...(cause.feedback_id && { feedbackId: cause.feedback_id }),
    },
  })
  if (open.lead_member_id) {
    const who = cause.contact_name ?? 'The customer'
    const said = cause.score === null ? `${who} said more` : `${who} answered again (${cause.score})`
    await notify(ctx, {
      memberId: open.lead_member_id,
      kind: 'case.joined',
      subjectId: open.id,
      text: `${said}. It joined the open case.`,
      link: linkTo('cases', 'case', open.id),
      dedupeKey: `joined ${cause.response_id ?? cause.feedback_id}`,
    })
  }
  return open.id
}

/** Notes the answer or item behind a case; false when there is none, or it was heard before. */
export async function noteSignal(
  ctx: Ctx,
  caseId: string,
  playbookKey: string,
  cause: Cause,
): Promise<boolean> {
  if (!cause.response_id && !cause.feedback_id) return false
  const made = await ctx.db.run(sql`
    insert into case_answers (workspace_id, id, case_id, playbook_key, response_id, feedback_id, score, joined_at)
    values (${ctx.workspaceId}, ${newId()}, ${caseId}, ${playbookKey}, ${cause.response_id}, ${cause.feedback_id},
      ${cause.score}, ${ctx.now()})
    on conflict do nothing`)
  return made > 0
}
