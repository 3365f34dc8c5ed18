import { caseReassigned } from '#act/cases/events.ts'
import { checkReceiver, giveSteps, namesOf, openSteps } from '#act/cases/give.ts'
import type { Loaded } from '#act/cases/load.ts'
import { named, seatOf } from '#act/cases/people.ts'
import { fills, holders, members } from '#act/playbooks/holders.ts'
import { sharing } from '#act/routing/queries.ts'
import { recordNotes } from '#act/touchpoints/commands.ts'
import { passProgrammesOn } from '#collect/programmes/commands.ts'
import { passCallsOn } from '#collect/surveys/calls/pass-on.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Emitted } from '#platform/events/event.ts'
import { notify } from '#platform/notices/commands.ts'

/**
 * Nothing stays with somebody who left: cases they lead and open steps go to their successor, else to others who hold
 * the same position, else to management, shared out among several as routing does. A step that was theirs as the lead
 * goes with its case; calls of surveys have no position. Who gets something is told once. Throws `member.away` of the
 * successor.
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
  const why = `${name} left the workspace.`
  const counts = new Map<string, Partial<Record<keyof typeof words, number>>>()
  const count = (memberId: string | null, what: keyof typeof words, more = 1) => {
    if (!memberId) return
    const own = counts.get(memberId) ?? {}
    counts.set(memberId, { ...own, [what]: (own[what] ?? 0) + more })
  }
  const steps = await openSteps(ctx, sql`and s.assignee_member_id = ${goneId}`)
  const leads = await passLeadsOn(ctx, goneId, name, await heirsOf(ctx, name, toMemberId, 'cases'))
  for (const leadId of leads.values()) count(leadId, 'cases')

  const next = await heirsOf(ctx, name, toMemberId, 'steps')
  const gifts = []
  for (const step of steps) {
    const rule = step.assignee_rule
    const isLeads = rule.startsWith('lead') && leads.has(step.case_id)
    const heir = isLeads ? { memberId: leads.get(step.case_id)!, rule } : await next(rule, step.areas)
    gifts.push({ step, to: { ...heir, why } })
    count(heir.memberId, 'steps')
  }
  await giveSteps(ctx, gifts)
  const caller = async () => (await next(undefined, [])).memberId
  for (const [memberId, calls] of await passCallsOn(ctx, goneId, caller)) count(memberId, 'calls', calls)
  for (const [memberId, some] of await passProgrammesOn(ctx, goneId, caller))
    count(memberId, 'programmes', some)
  for (const [memberId, own] of counts) {
    const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((what) => {
      const [one, many] = words[what]
      return own[what] ? `${own[what]} ${own[what] === 1 ? one : many}` : []
    })
    await notify(ctx, {
      memberId,
      kind: 'member.left',
      subjectId: goneId,
      text: `${why} ${listed.format(parts)} of theirs came to you.`,
      link: '/today',
      urgency: 'urgent',
      dedupeKey: `left ${goneId} ${ctx.now().toISOString()}`,
    })
  }
}

/** What of somebody who left goes to others, as their notice says it. */
const words = {
  cases: ['case', 'cases'],
  steps: ['step', 'steps'],
  calls: ['survey call', 'survey calls'],
  programmes: ['programme that calls', 'programmes that call'],
} as const
const listed = new Intl.ListFormat('en-GB')

interface Heir {
  memberId: string | null
  rule: string
  because?: string | undefined
}

/** Who takes over what was somebody's by the position or team `seat`: one after another, each counting for the next. */
type Heirs = (seat: string | undefined, areas: readonly string[]) => Promise<Heir>

async function heirsOf(
  ctx: Ctx,
  name: string,
  toMemberId: string | null,
  what: 'cases' | 'steps',
): Promise<Heirs> {
  const took = `took over from ${name}`
  if (toMemberId) return async () => ({ memberId: toMemberId, rule: took })
  const above = await sharing(ctx, await holders(ctx, 'management'), what)
  const known = new Map<string, typeof above>()
  return async (seat, areas) => {
    if (seat && !known.has(seat))
      known.set(seat, await sharing(ctx, await members(ctx, fills(ctx, seat)), what))
    const other = seat && known.get(seat)!(areas)
    if (other) return { memberId: other.id, rule: seat, because: other.because }
    const found = above(areas)
    return { memberId: found?.id ?? null, rule: took, because: found?.because }
  }
}

/** Gives the open cases that somebody led to others, each with its event and a line; answers who leads which now. */
async function passLeadsOn(
  ctx: Ctx,
  goneId: string,
  name: string,
  next: Heirs,
): Promise<Map<string, string | null>> {
  const led = await ctx.db.many<{
    id: string
    playbook_key: string
    contact_id: string | null
    account_id: string | null
    lead_rule: string
    areas: string[]
  }>(sql`
    select id, playbook_key, contact_id, account_id, lead_rule, areas from cases
    where workspace_id = ${ctx.workspaceId} and lead_member_id = ${goneId} and status = 'open' order by id for update`)
  if (led.length === 0) return new Map()
  const heirs = []
  for (const one of led) {
    const seat = seatOf(one.lead_rule)
    const { memberId, rule, because } = await next(seat?.key, one.areas)
    const took = `took over from ${name}`
    const words = rule === seat?.key ? `${named(seat.rule, because)} (${took})` : named(took, because)
    heirs.push({ id: one.id, member: memberId, rule: words })
  }
  await ctx.db.run(sql`
    update cases k set lead_member_id = r.member, lead_rule = r.rule, updated_at = ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(heirs)}::jsonb) as r (id uuid, member uuid, rule text)
    where k.workspace_id = ${ctx.workspaceId} and k.id = r.id`)
  const leads = new Map(heirs.map(({ id, member }) => [id, member]))
  await ctx.emitAll(
    caseReassigned,
    led.map((one) => ({
      subjectId: one.id,
      payload: { caseId: one.id, playbook: one.playbook_key, leadMemberId: leads.get(one.id) ?? null },
    })),
  )
  const names = await namesOf(
    ctx,
    heirs.flatMap(({ member }) => member ?? []),
  )
  await recordNotes(
    ctx,
    led.map((one) => {
      const leadId = leads.get(one.id)
      const heir = leadId ? names.get(leadId) : 'nobody'
      return { about: one, summary: `The lead went from ${name} to ${heir}: ${name} left the workspace.` }
    }),
  )
  return leads
}

/** Open steps and calls that came to somebody who had left by then are passed on too. */
export async function passOnOfGone(ctx: Ctx): Promise<void> {
  const gone = await ctx.db.many<{ id: string }>(sql`
    select m.id from members m
    where m.workspace_id = ${ctx.workspaceId} and m.removed_at is not null and (
      exists (select 1 from case_steps s
        where s.workspace_id = ${ctx.workspaceId} and s.assignee_member_id = m.id and s.state = 'open')
      or exists (select 1 from survey_calls q
        where q.workspace_id = ${ctx.workspaceId} and q.assignee_member_id = m.id and q.state = 'open'))`)
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
