import type { Judging } from '#measure/quality/judging.ts'
import { isCounted, ownTimes } from '#measure/quality/own.ts'
import { accountColumns, accountThen } from '#measure/quality/records.ts'
import type { Judged } from '#measure/quality/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

interface StepRow {
  id: string
  case_id: string
  contact_id: string | null
  from_at: Date
  latest_at: Date
  done_at: Date | null
  state: string
  status: string
  resolved_at: Date | null
  reason: string | null
}

interface CaseRow {
  id: string
  contact_id: string | null
  playbook_key: string
  areas: string[]
  opened_at: Date
  first_contact_at: Date | null
  resolved_at: Date | null
  status: string
  unreachable: string | null
  segment: string
  mrr: number
  lifecycle: string
}

/** Whether the windows of cases were kept, and own checks of cases. */
export async function judgeCases(ctx: Ctx, ids: readonly string[], judging: Judging): Promise<Judged[]> {
  const ws = ctx.workspaceId
  const own = judging.own.filter((check) => check.subject === 'case')
  const [steps, cases] = await Promise.all([
    ctx.db.many<StepRow>(sql`
      select s.id, s.case_id, root_id(c.merged_into_id, c.id) as contact_id, coalesce(s.counted_from_at, s.opened_at) as from_at,
        s.latest_at, s.done_at, s.state, k.status, k.resolved_at, s.reason
      from case_steps s
      join cases k on k.workspace_id = ${ws} and k.id = s.case_id
      left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
      where s.workspace_id = ${ws} and s.case_id = any(${ids}::uuid[]) and s.latest_at is not null and s.opened_at is not null`),
    own.length === 0
      ? []
      : ctx.db.many<CaseRow>(sql`
          select k.id, root_id(c.merged_into_id, c.id) as contact_id, k.playbook_key, k.areas, k.opened_at, k.first_contact_at,
            k.resolved_at, k.status, k.unreachable, ${accountColumns}
          from cases k
          left join contacts c on c.workspace_id = ${ws} and c.id = k.contact_id
          ${accountThen(ctx, sql`k.account_id`, sql`k.opened_at`)}
          where k.workspace_id = ${ws} and k.id = any(${ids}::uuid[])`),
  ])
  return [
    ...steps.map((step): Judged => {
      const met = step.done_at ?? (step.status === 'resolved' ? step.resolved_at : null)
      const excused =
        step.state === 'skipped'
          ? (step.reason ?? 'The step was skipped.')
          : step.status === 'cancelled' && met === null
            ? 'The case was cancelled.'
            : null
      return {
        check: 'windows',
        subjectId: step.case_id,
        part: step.id,
        contactId: step.contact_id,
        from: step.from_at,
        due: step.latest_at,
        met: excused === null ? met : null,
        excused,
      }
    }),
    ...cases.flatMap((one) =>
      own.flatMap((check): Judged[] => {
        const facts = {
          id: one.id,
          contactId: one.contact_id,
          from: one.opened_at,
          values: {
            case: { playbook: one.playbook_key, areas: one.areas, known: one.contact_id !== null },
            account: { segment: one.segment, mrr: one.mrr, lifecycle: one.lifecycle },
          },
          ended: { contacted: one.first_contact_at, resolved: one.resolved_at },
          excused:
            one.status === 'cancelled'
              ? 'The case was cancelled.'
              : check.ends === 'contacted' && one.unreachable
                ? 'The customer cannot be reached.'
                : null,
        }
        if (!isCounted(check, facts)) return []
        return [
          {
            check: check.key,
            subjectId: one.id,
            part: '',
            contactId: one.contact_id,
            from: one.opened_at,
            ...ownTimes(check, facts, judging.calendar),
          },
        ]
      }),
    ),
  ]
}
