import { standsIn } from '#act/absences/rules.ts'
import { fills, type Held, holders, members, type StandIn, standIns } from '#act/playbooks/holders.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { choose } from '#act/routing/queries.ts'
import { askCondition, type Variables } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface Chosen {
  memberId: string | null
  /** the rule in words, or what is vacant */
  rule: string
  /** why this one of several who could do it, in words */
  because?: string
  /** the absence because of which it is not who the rule names, and the rule it would be theirs by */
  instead?: { absenceId: string; rule: string }
}

/** This member by a rule, or who covers for them; undefined when neither is here. */
async function here(
  ctx: Ctx,
  memberId: string | null | undefined,
  rule: string,
): Promise<Chosen | undefined> {
  if (!memberId) return undefined
  const [found] = await standIns(ctx, sql`m.id = ${memberId}`)
  return found && chosen(found, rule)
}

function chosen({ id, absence }: StandIn, rule: string): Chosen {
  if (!absence) return { memberId: id, rule }
  return { memberId: id, rule: standsIn(absence.name), instead: { absenceId: absence.id, rule } }
}

/** The lead of a case: the first line of the playbook that holds and that somebody fills; else vacant, with what was tried. */
export async function chooseLead(
  ctx: Ctx,
  playbook: Playbook,
  variables: Variables,
  values: Record<string, unknown>,
  ownerMemberId: string | null,
  areas: readonly string[],
): Promise<Chosen> {
  const tried: string[] = []
  for (const lead of playbook.lead) {
    if (lead.if) {
      const outcome = askCondition(variables, lead.if, values)
      if ('failed' in outcome) tried.push(outcome.failed)
      if (!('holds' in outcome) || !outcome.holds) continue
    }
    if (lead.field === 'account.owner') {
      const owner = await here(ctx, ownerMemberId, because('owner of the account', tried))
      if (owner) return owner
      tried.push('the account has no owner here')
      continue
    }
    const { among, rule, vacant } = await behind(ctx, lead)
    const found = await choose(ctx, among, areas, 'cases')
    if (found) return { memberId: found.id, rule: because(named(rule, found.because), tried) }
    tried.push(vacant)
  }
  return { memberId: null, rule: `vacant: ${tried.join(', ') || 'no rule of the playbook fits'}` }
}

/** The position or team whose member leads a case by this rule, and the rule without its reasons; undefined where it names none. */
export function seatOf(leadRule: string): { key: string; rule: string } | undefined {
  const found = /^(?:holds|team) ([\w-]+)/.exec(leadRule)
  return found ? { key: found[1]!, rule: found[0] } : undefined
}

/** The members behind a line of `lead`, the rule in words, and what is said where there are none. */
async function behind(
  ctx: Ctx,
  { position, team, role }: Playbook['lead'][number],
): Promise<{ among: Held[]; rule: string; vacant: string }> {
  if (position)
    return {
      among: await holders(ctx, position),
      rule: `holds ${position}`,
      vacant: `nobody holds ${position}`,
    }
  if (team)
    return { among: await holders(ctx, team), rule: `team ${team}`, vacant: `nobody is in team ${team}` }
  const among =
    role === 'manager' ? await holders(ctx, 'management') : await members(ctx, sql`m.role = ${role}`)
  return { among, rule: `any ${role}`, vacant: `there is no ${role}` }
}

/** A rule with why this one of several. */
export const named = (rule: string, why: string | undefined) => (why ? `${rule}: ${why}` : rule)

function because(rule: string, tried: readonly string[]): string {
  return tried.length > 0 ? `${rule} (${tried.join(', ')})` : rule
}

/** Who does a step: the lead, management, the account's owner, or who of a position or team routing chooses. */
export async function chooseWho(
  ctx: Ctx,
  who: string,
  leadMemberId: string | null,
  ownerMemberId: string | null,
  areas: readonly string[],
): Promise<Chosen> {
  const management = async (why: string): Promise<Chosen> => {
    const above = await choose(ctx, await holders(ctx, 'management'), areas, 'steps')
    const rule = `management, ${why}`
    return { memberId: above?.id ?? null, rule, ...(above?.because && { because: above.because }) }
  }
  const lead = async (why?: string): Promise<Chosen> => {
    const rule = why ? `lead, ${why}` : 'lead'
    const found = await here(ctx, leadMemberId, rule)
    if (found) return found
    if (!leadMemberId) return { memberId: null, rule: why ? rule : 'lead, vacant' }
    return management('the lead is away')
  }
  if (who === 'lead') return lead()
  if (who === 'account.owner')
    return (await here(ctx, ownerMemberId, 'owner of the account')) ?? lead('the account has no owner here')
  const found = await choose(ctx, await holders(ctx, who), areas, 'steps')
  if (found) return { memberId: found.id, rule: who, ...(found.because && { because: found.because }) }
  const [cover] = await standIns(ctx, fills(ctx, who))
  if (cover) return chosen(cover, who)
  const { held } = await ctx.db.one<{ held: boolean }>(sql`
    select exists (select 1 from members m
      where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null and ${fills(ctx, who)}) as held`)
  if (!held) return { memberId: null, rule: `vacant: nobody holds ${who}` }
  return management(`everybody who holds ${who} is away`)
}
