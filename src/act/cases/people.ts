import { holders, members } from '#act/playbooks/holders.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { askCondition, type Variables } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

export interface Chosen {
  memberId: string | null
  /** the rule in words, or what is vacant */
  rule: string
}

async function isHere(ctx: Ctx, memberId: string | null | undefined): Promise<boolean> {
  if (!memberId) return false
  return (await members(ctx, sql`m.id = ${memberId}`)).length > 0
}

/** The lead of a case: the first line of the playbook that holds and that somebody fills; else vacant, with what was tried. */
export async function chooseLead(
  ctx: Ctx,
  playbook: Playbook,
  variables: Variables,
  values: Record<string, unknown>,
  ownerMemberId: string | null,
): Promise<Chosen> {
  const tried: string[] = []
  for (const lead of playbook.lead) {
    if (lead.if) {
      const outcome = askCondition(variables, lead.if, values)
      if ('failed' in outcome) tried.push(outcome.failed)
      if (!('holds' in outcome) || !outcome.holds) continue
    }
    if (lead.field === 'account.owner') {
      if (await isHere(ctx, ownerMemberId))
        return { memberId: ownerMemberId, rule: because('owner of the account', tried) }
      tried.push('the account has no owner here')
    } else if (lead.position) {
      const [found] = await holders(ctx, lead.position)
      if (found) return { memberId: found.id, rule: because(`holds ${lead.position}`, tried) }
      tried.push(`nobody holds ${lead.position}`)
    } else if (lead.role) {
      const [found] =
        lead.role === 'manager'
          ? await holders(ctx, 'management')
          : await members(ctx, sql`m.role = ${lead.role}`)
      if (found) return { memberId: found.id, rule: because(`any ${lead.role}, least busy`, tried) }
      tried.push(`there is no ${lead.role}`)
    }
  }
  return { memberId: null, rule: `vacant: ${tried.join(', ') || 'no rule of the playbook fits'}` }
}

function because(rule: string, tried: readonly string[]): string {
  return tried.length > 0 ? `${rule} (${tried.join(', ')})` : rule
}

/** Who does a step: the lead, management, the account's owner, or who holds a position. */
export async function chooseWho(
  ctx: Ctx,
  who: string,
  leadMemberId: string | null,
  ownerMemberId: string | null,
): Promise<Chosen> {
  if (who === 'lead') return { memberId: leadMemberId, rule: leadMemberId ? 'lead' : 'lead, vacant' }
  if (who === 'account.owner') {
    const here = await isHere(ctx, ownerMemberId)
    return here
      ? { memberId: ownerMemberId, rule: 'owner of the account' }
      : { memberId: leadMemberId, rule: 'lead, the account has no owner here' }
  }
  const [found] = await holders(ctx, who)
  return found ? { memberId: found.id, rule: who } : { memberId: null, rule: `vacant: nobody holds ${who}` }
}
