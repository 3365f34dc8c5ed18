import type { Approval } from '#act/approvals/contract.ts'
import { stepOf } from '#act/cases/rules.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { parseSaved } from '#act/playbooks/library.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** What waits for the agreement of the asking member. Who may agree stands in the playbook, so each is asked for. */
export async function listApprovals(ctx: Ctx): Promise<{ data: Approval[] }> {
  if (ctx.actor.kind !== 'member') return { data: [] }
  const me = ctx.actor.id
  const found = [...(await steps(ctx, me)), ...(await versions(ctx, me))]
  return { data: found.sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1)) }
}

async function steps(ctx: Ctx, me: string): Promise<Approval[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    id: string
    case_id: string
    step_key: string
    title: string
    case_title: string
    approval_asked_at: Date
    latest_at: Date | null
    lead_member_id: string | null
    owner_member_id: string | null
    text: string
  }>(sql`
    select s.id, s.case_id, s.step_key, s.title, k.title as case_title, s.approval_asked_at, s.latest_at, k.lead_member_id,
      a.owner_member_id, v.text
    from case_steps s
    join cases k on k.workspace_id = ${ws} and k.id = s.case_id and k.status = 'open'
    join playbooks p on p.workspace_id = ${ws} and p.key = k.playbook_key
    join playbook_versions v on v.workspace_id = ${ws} and v.playbook_id = p.id and v.version = k.playbook_version
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    where s.workspace_id = ${ws} and s.state = 'open' and s.approval_asked_at is not null and s.approved_at is null
    order by s.approval_asked_at, s.id limit 200`)
  const mine: Approval[] = []
  const known = new Map<string, boolean>()
  for (const row of rows) {
    const who = stepOf(parseSaved(row.text), row.step_key)?.approve
    if (!who) continue
    const key = `${who} ${who === 'lead' ? row.lead_member_id : who === 'account.owner' ? row.owner_member_id : ''}`
    if (!known.has(key)) known.set(key, (await approversOf(ctx, who, row)).includes(me))
    if (!known.get(key)) continue
    mine.push({
      kind: 'step',
      stepId: encodeId('step', row.id),
      caseId: encodeId('case', row.case_id),
      title: row.title,
      about: row.case_title,
      askedAt: row.approval_asked_at.toISOString(),
      latestAt: row.latest_at?.toISOString() ?? null,
    })
  }
  return mine
}

async function versions(ctx: Ctx, me: string): Promise<Approval[]> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    key: string
    title: string
    version: number
    saved_at: Date
    name: string | null
    current: string
  }>(sql`
    select p.key, p.title, v.version, v.saved_at, m.name, now_on.text as current
    from playbook_versions v
    join playbooks p on p.workspace_id = ${ws} and p.id = v.playbook_id
    join playbook_versions now_on on now_on.workspace_id = ${ws} and now_on.playbook_id = p.id and now_on.version = p.current_version
    left join members m on m.workspace_id = ${ws} and m.id = v.saved_by_member_id
    where v.workspace_id = ${ws} and v.state = 'proposed' order by v.saved_at limit 50`)
  const mine: Approval[] = []
  for (const row of rows) {
    const approver = parseSaved(row.current).approver ?? 'management'
    if (!(await approversOf(ctx, approver)).includes(me)) continue
    mine.push({
      kind: 'playbook',
      playbook: row.key,
      version: row.version,
      title: row.title,
      askedAt: row.saved_at.toISOString(),
      by: row.name,
    })
  }
  return mine
}
