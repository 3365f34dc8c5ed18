import { checkHere } from '#act/absences/queries.ts'
import { tellWhoever } from '#act/cases/brought-in.ts'
import { stepGiven } from '#act/cases/events.ts'
import type { Loaded, StepRecord } from '#act/cases/load.ts'
import { recordNotes } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import { checkMember } from '#platform/identity/queries.ts'

/** An open step of an open case, with what is said about it. */
export interface OpenStep {
  id: string
  case_id: string
  step_key: string
  title: string
  assignee_member_id: string | null
  assignee_rule: string
  latest_at: Date | null
  playbook_key: string
  contact_id: string | null
  account_id: string | null
  /** what its case is about */
  areas: string[]
}

/** Whom a step goes to: the rule stands on the step, `why` on the timeline of its case. */
export interface Gift {
  memberId: string | null
  rule: string
  /** why this one of several, in words */
  because?: string | undefined
  /** null where the caller writes it down itself */
  why: string | null
}

/** Open steps of open cases that fit, their cases locked in one order. `condition` begins with `and` and speaks of `s`. */
export async function openSteps(ctx: Ctx, condition: Sql): Promise<OpenStep[]> {
  return ctx.db.many<OpenStep>(sql`
    select s.id, s.case_id, s.step_key, s.title, s.assignee_member_id, s.assignee_rule, s.latest_at, k.playbook_key,
      k.contact_id, k.account_id, k.areas
    from case_steps s join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = s.case_id and k.status = 'open'
    where s.workspace_id = ${ctx.workspaceId} and s.state = 'open' ${condition}
    order by k.id, s.position, s.round for update of k`)
}

/** Gives open steps to other members in a few statements, each with its event and a line on its case. Nobody is told. */
export async function giveSteps(ctx: Ctx, gifts: readonly { step: OpenStep; to: Gift }[]): Promise<void> {
  if (gifts.length === 0) return
  const names = await namesOf(
    ctx,
    gifts.flatMap(({ step, to }) => [step.assignee_member_id, to.memberId].filter((one) => one !== null)),
  )
  const rows = gifts.map(({ step, to }) => ({
    id: step.id,
    member: to.memberId,
    rule: to.rule,
    because: to.because,
  }))
  await ctx.db.run(sql`
    update case_steps s set assignee_member_id = r.member, assignee_rule = r.rule, assignee_because = r.because
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, member uuid, rule text, because text)
    where s.workspace_id = ${ctx.workspaceId} and s.id = r.id`)
  await ctx.emitAll(
    stepGiven,
    gifts.map(({ step, to }) => ({
      subjectId: step.case_id,
      payload: {
        caseId: step.case_id,
        playbook: step.playbook_key,
        stepId: step.id,
        step: step.step_key,
        fromMemberId: step.assignee_member_id,
        toMemberId: to.memberId,
      },
    })),
  )
  const name = (id: string | null) => (id ? (names.get(id) ?? 'somebody') : 'nobody')
  const said = gifts.filter(({ to }) => to.why !== null)
  if (said.length === 0) return
  await recordNotes(
    ctx,
    said.map(({ step, to }) => ({
      about: { id: step.case_id, contact_id: step.contact_id, account_id: step.account_id },
      summary: `“${step.title}” went from ${name(step.assignee_member_id)} to ${name(to.memberId)}: ${to.why}`,
    })),
  )
}

/** Gives one step of a loaded case to somebody who is here, or to nobody. Throws `member.not_found`, `member.away`. */
export async function giveByHand(
  ctx: Ctx,
  loaded: Loaded,
  row: StepRecord,
  memberId: string | null,
): Promise<void> {
  if (memberId) await checkReceiver(ctx, memberId)
  const { playbook_key, contact_id, account_id, areas } = loaded.record
  const why = 'given by hand'
  await giveSteps(ctx, [
    {
      step: { ...row, playbook_key, contact_id, account_id, areas },
      to: { memberId, rule: why, why: `${why}.` },
    },
  ])
  row.assignee_member_id = memberId
  row.assignee_rule = why
  row.assignee_because = null
  if (row.state === 'open')
    await tellWhoever(ctx, loaded, memberId, {
      kind: 'step.given',
      text: `Yours: ${row.title} (${loaded.record.title}).`,
      dedupeKey: `step given ${row.id} ${ctx.now().toISOString()}`,
    })
}

/** Refuses somebody who is not here: gone, or away. Throws `member.not_found`, `member.away`. */
export async function checkReceiver(ctx: Ctx, memberId: string): Promise<void> {
  await checkMember(ctx, memberId)
  await checkHere(ctx, memberId)
}

/** The names of members by their ids, also of those who left. */
export async function namesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.many<{ id: string; name: string }>(sql`
    select id, name from members where workspace_id = ${ctx.workspaceId} and id = any(${[...new Set(ids)]}::uuid[])`)
  return new Map(rows.map((row) => [row.id, row.name]))
}
