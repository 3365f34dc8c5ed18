import { caseReassigned } from '#act/cases/events.ts'
import { checkReceiver, giveSteps, namesOf, openSteps } from '#act/cases/give.ts'
import type { Loaded } from '#act/cases/load.ts'
import { fills, holders, members } from '#act/playbooks/holders.ts'
import { recordNotes } from '#act/touchpoints/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted } from '#platform/events/event.ts'
import { notify } from '#platform/notices/commands.ts'

/**
 * Nothing stays with somebody who left: open steps go to their successor, else to another holder of the position, else
 * to management; cases they lead likewise. Who gets something is told once. Throws `member.away` of the successor.
 */
export async function passCasesOn(
  ctx: Ctx,
  {
    subjectId: goneId,
    payload: { toMemberId },
  }: Pick<Emitted<{ toMemberId: string | null }>, 'subjectId' | 'payload'>,
): Promise<void> {
  if (toMemberId) await checkReceiver(ctx, toMemberId)
  const name = (await namesOf(ctx, [goneId])).get(goneId) ?? 'somebody'
  const management = toMemberId ?? (await holders(ctx, 'management'))[0]?.id ?? null
  const why = `${name} left the workspace.`
  const counts = new Map<string, { cases: number; steps: number }>()
  const count = (memberId: string | null, what: 'cases' | 'steps') => {
    if (!memberId) return
    const own = counts.get(memberId) ?? { cases: 0, steps: 0 }
    own[what] += 1
    counts.set(memberId, own)
  }

  const known = new Map<string, { memberId: string | null; rule: string }>()
  const gifts = []
  for (const step of await openSteps(ctx, sql`and s.assignee_member_id = ${goneId}`)) {
    const rule = step.assignee_rule
    if (!known.has(rule)) {
      const [other] = toMemberId ? [] : await members(ctx, fills(ctx, rule))
      known.set(
        rule,
        other ? { memberId: other.id, rule } : { memberId: management, rule: `took over from ${name}` },
      )
    }
    const to = { ...known.get(rule)!, why }
    gifts.push({ step, to })
    count(to.memberId, 'steps')
  }
  await giveSteps(ctx, gifts)

  const led = await ctx.db.many<{
    id: string
    playbook_key: string
    contact_id: string | null
    account_id: string | null
  }>(sql`
    update cases set lead_member_id = ${management}, lead_rule = ${`took over from ${name}`}, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and lead_member_id = ${goneId} and status = 'open'
    returning id, playbook_key, contact_id, account_id`)
  if (led.length > 0) {
    const heir = management ? (await namesOf(ctx, [management])).get(management) : 'nobody'
    await ctx.emitAll(
      caseReassigned,
      led.map((one) => ({
        subjectId: one.id,
        payload: { caseId: one.id, playbook: one.playbook_key, leadMemberId: management },
      })),
    )
    await recordNotes(
      ctx,
      led.map((one) => ({ about: one, summary: `The lead went from ${name} to ${heir}: ${why}` })),
    )
    for (const _ of led) count(management, 'cases')
  }
  for (const [memberId, { cases, steps }] of counts) {
    const parts = [
      cases > 0 && `${cases} ${cases === 1 ? 'case' : 'cases'}`,
      steps > 0 && `${steps} ${steps === 1 ? 'step' : 'steps'}`,
    ].filter(Boolean)
    await notify(ctx, {
      memberId,
      kind: 'member.left',
      subjectId: goneId,
      text: `${why} ${parts.join(' and ')} of theirs came to you.`,
      link: '/today',
      urgency: 'urgent',
      dedupeKey: `left ${goneId} ${ctx.now().toISOString()}`,
    })
  }
}

/** Open steps that came to somebody who had left by then are passed on too. */
export async function passOnOfGone(ctx: Ctx): Promise<void> {
  const gone = await ctx.db.many<{ id: string }>(sql`
    select distinct m.id from members m
    join case_steps s on s.workspace_id = m.workspace_id and s.assignee_member_id = m.id and s.state = 'open'
    where m.workspace_id = ${ctx.workspaceId} and m.removed_at is not null`)
  for (const { id } of gone) await passCasesOn(ctx, { subjectId: id, payload: { toMemberId: null } })
}

/** A case taken up again: its lead and whoever had its open steps may have left or be away meanwhile. */
export async function rehome(ctx: Ctx, { record, steps }: Loaded): Promise<void> {
  const ids = [
    record.lead_member_id,
    ...steps.map((row) => (row.state === 'open' ? row.assignee_member_id : null)),
  ].filter((one) => one !== null)
  const gone = await ctx.db.many<{ id: string }>(sql`
    select id from members
    where workspace_id = ${ctx.workspaceId} and id = any(${[...new Set(ids)]}::uuid[]) and removed_at is not null`)
  for (const { id } of gone) await passCasesOn(ctx, { subjectId: id, payload: { toMemberId: null } })
}
