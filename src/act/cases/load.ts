import { type CaseCalendar, calendarFor, keptCalendars } from '#act/cases/calendars.ts'
import { itemOf } from '#act/cases/cause.ts'
import { conditionValues, type Facts, type Unreachable } from '#act/cases/rules.ts'
import { type Playbook, variablesOf } from '#act/playbooks/language.ts'
import { findVersion, playbookSettings } from '#act/playbooks/queries.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import type { WorkingCalendar } from '#platform/calendar/rules.ts'
import { startOfDate } from '#platform/calendar/zones.ts'
import type { Variables } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting } from '#platform/settings/settings.ts'

export interface CaseRecord {
  id: string
  playbook_key: string
  playbook_version: number
  title: string
  status: 'open' | 'resolved' | 'cancelled'
  contact_id: string | null
  account_id: string | null
  feedback_id: string | null
  response_id: string | null
  lead_member_id: string | null
  lead_rule: string
  unreachable: Unreachable | null
  is_dissatisfied: boolean
  areas: string[]
  paused_at: Date | null
  pause_reason: string | null
  opened_at: Date
  first_contact_at: Date | null
  resolved_at: Date | null
  /** moments that somebody recorded, as instants */
  moments: Record<string, string>
  answered_at: Date | null
  score: number | null
  is_negative: boolean | null
  survey_key: string | null
  survey_kind: string | null
  answers: number
  contact_name: string | null
  roles: string[] | null
  account_name: string | null
  mrr_cents: number | null
  segment: string | null
  lifecycle: string | null
  owner_member_id: string | null
  go_live_on: string | null
  renewal_on: string | null
  item_type: string | null
  item_priority: string | null
  item_sentiment: string | null
  item_channel: string | null
  item_area: string | null
  item_negative: boolean | null
}

export interface StepRecord {
  id: string
  case_id: string
  step_key: string
  round: number
  position: number
  title: string
  action: string
  state: 'open' | 'ahead' | 'done' | 'skipped' | 'cancelled'
  assignee_member_id: string | null
  assignee_rule: string
  /** why this one of several who could do it */
  assignee_because: string | null
  opened_at: Date | null
  counted_from_at: Date | null
  earliest_at: Date | null
  aim_at: Date | null
  latest_at: Date | null
  rule: string
  zone: string
  no_clock: string | null
  done_at: Date | null
  done_by_member_id: string | null
  reason: string | null
  needs_decision: boolean
  evidence: Record<string, string>
  checklist: Record<string, boolean>
  results: Record<string, boolean>
  next_rung: number | null
  next_rung_at: Date | null
  /** the text of the playbook that fits this case */
  advice: string | null
  invited: Invited[]
  /** during a pause: since when the clock stands, and how much working time it has left */
  stopped_at: Date | null
  left_ms: number | null
  aim_left_ms: number | null
  /** working time of all pauses that it was moved by */
  moved_ms: number
  /** which of its windows runs, from 0: another version or a corrected moment begins the next */
  window_no: number
  approval_asked_at: Date | null
  approved_at: Date | null
  approved_by_member_id: string | null
  /** the calendar it was given when it opened, and whose that is */
  calendar_digest: string | null
  calendar_from: string | null
}

/** Somebody a step brings in; nobody holds the position where `memberId` is null. */
export interface Invited {
  position: string
  memberId: string | null
}

/** A case with everything its playbook needs to go on. */
export interface Loaded {
  record: CaseRecord
  playbook: Playbook
  variables: Variables
  steps: StepRecord[]
  /** how steps that open now are reckoned */
  calendar: WorkingCalendar
  present: CaseCalendar
  /** the calendars that steps were given when they opened */
  kept: ReadonlyMap<string, WorkingCalendar>
  executiveCallMrrCents: number
}

/** A case whole; `lock` keeps two people from moving it at once. Throws `case.not_found`. */
export async function loadCase(ctx: Ctx, caseId: string, lock = true): Promise<Loaded> {
  const ws = ctx.workspaceId
  // Sent together; what is read after the lock is read when it is held.
  if (lock) ctx.db.later(sql`select id from cases where workspace_id = ${ws} and id = ${caseId} for update`)
  const [record, steps, settings] = await Promise.all([
    recordOf(ctx, caseId),
    stepsOf(ctx, caseId),
    getSetting(ctx, playbookSettings),
  ])
  if (!record) throw new AppError('not_found', 'case.not_found', 'There is no such case. Check the id.')
  const [found, present] = await Promise.all([
    findVersion(ctx, record.playbook_key, record.playbook_version),
    calendarFor(ctx, { accountId: record.account_id, leadMemberId: record.lead_member_id }),
  ])
  if (!found) throw new Error(`case ${caseId} names a playbook version that does not exist`)
  const kept = await keptCalendars(ctx, steps, present)
  if (steps.some((step) => step.opened_at && !step.calendar_digest))
    kept.set(byWorkspace, await workingCalendar(ctx))
  return {
    record,
    playbook: found.playbook,
    variables: variablesOf(found.playbook.steps),
    steps,
    calendar: present.working,
    present,
    kept,
    executiveCallMrrCents: settings.executiveCallMrrCents,
  }
}

function recordOf(ctx: Ctx, caseId: string): Promise<CaseRecord | undefined> {
  const ws = ctx.workspaceId
  return ctx.db.maybe<CaseRecord>(sql`
    select k.id, k.playbook_key, k.playbook_version, k.title, k.status, k.contact_id, k.account_id, k.feedback_id,
      k.response_id, k.lead_member_id, k.lead_rule, k.unreachable, k.is_dissatisfied, k.areas, k.paused_at, k.pause_reason, k.opened_at, k.first_contact_at,
      k.resolved_at, r.submitted_at as answered_at, r.score, r.is_negative, s.key as survey_key, s.kind as survey_kind,
      (select coalesce(jsonb_object_agg(x.name, x.at), '{}') from case_moments x
        where x.workspace_id = ${ws} and x.case_id = k.id) as moments,
      (select count(distinct coalesce(x.response_id, x.feedback_id)) from case_answers x where x.workspace_id = ${ws} and x.case_id = k.id) as answers,
      coalesce(c.name, c.email) as contact_name, c.roles,
      a.name as account_name, a.mrr_cents, a.segment, a.lifecycle, a.owner_member_id, a.go_live_on, a.renewal_on,
      i.type as item_type, i.priority as item_priority, i.sentiment as item_sentiment, i.channel as item_channel,
      p.code as item_area, i.is_negative as item_negative
    from cases k
    left join responses r on r.workspace_id = ${ws} and r.id = k.response_id
    left join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = k.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = root_id(a0.merged_into_id, a0.id)
    left join inbox_items i on i.workspace_id = ${ws} and i.id = k.feedback_id
    left join product_areas p on p.workspace_id = ${ws} and p.id = i.product_area_id
    where k.workspace_id = ${ws} and k.id = ${caseId}`)
}

function stepsOf(ctx: Ctx, caseId: string): Promise<StepRecord[]> {
  return ctx.db.many<StepRecord>(sql`
    select id, case_id, step_key, round, position, title, action, state, assignee_member_id, assignee_rule, assignee_because, opened_at,
      counted_from_at, earliest_at, aim_at, latest_at, rule, zone, no_clock, done_at, done_by_member_id, reason,
      needs_decision, evidence, checklist, results, next_rung, next_rung_at, advice, invited,
      stopped_at, left_ms, aim_left_ms, moved_ms, window_no, approval_asked_at, approved_at, approved_by_member_id,
      calendar_digest, calendar_from
    from case_steps where workspace_id = ${ctx.workspaceId} and case_id = ${caseId} order by position, round`)
}

/** Steps that opened before calendars were kept are reckoned by the workspace's. */
const byWorkspace = ''

/** The calendar a step is reckoned by: the one it was given when it opened, or the present one while it lies ahead. */
export function calendarOf(loaded: Loaded, row: StepRecord): WorkingCalendar {
  if (!row.opened_at) return loaded.calendar
  return loaded.kept.get(row.calendar_digest ?? byWorkspace) ?? loaded.calendar
}

/** What conditions see of a loaded case. */
export function valuesOf({
  record,
  playbook,
  steps,
  executiveCallMrrCents,
}: Loaded): Record<string, unknown> {
  const facts: Facts = {
    survey: record.survey_key ? { key: record.survey_key, kind: record.survey_kind! } : null,
    response: record.is_negative === null ? null : { score: record.score, isNegative: record.is_negative },
    item: itemOf(record),
    contact: record.roles ? { roles: record.roles } : null,
    account: record.account_name === null ? null : accountOf(record),
    unreachable: record.unreachable,
    isDissatisfied: record.is_dissatisfied,
    isResolved: record.status === 'resolved',
    answers: record.answers,
    areas: record.areas,
    executiveCallMrrCents,
    // A step that another version dropped is no variable any more.
    steps: steps
      .filter((step) => playbook.steps.some(({ id }) => id === step.step_key))
      .map((step) => ({ key: step.step_key, state: step.state, results: step.results })),
  }
  return conditionValues(facts)
}

function accountOf(record: CaseRecord): Facts['account'] {
  return {
    name: record.account_name!,
    mrrCents: record.mrr_cents,
    segment: record.segment,
    lifecycle: record.lifecycle ?? '',
    ownerMemberId: record.owner_member_id,
  }
}

/** The named instants of a case that have happened. A skipped step counts as over from the moment it was skipped. */
export function momentsOf({ record, steps, calendar }: Loaded): Map<string, Date> {
  const moments = new Map<string, Date>([
    ['opened', record.opened_at],
    ['answered', record.answered_at ?? record.opened_at],
  ])
  if (record.first_contact_at) moments.set('first-contact', record.first_contact_at)
  for (const [name, at] of Object.entries(record.moments)) moments.set(name, new Date(at))
  if (record.go_live_on) moments.set('go-live', new Date(startOfDate(calendar.zone, record.go_live_on)))
  if (record.renewal_on) moments.set('renewal', new Date(startOfDate(calendar.zone, record.renewal_on)))
  for (const step of steps) {
    if (step.opened_at && !moments.has(`${step.step_key}.opened`))
      moments.set(`${step.step_key}.opened`, step.opened_at)
    if (step.done_at && (step.state === 'done' || step.state === 'skipped'))
      moments.set(`${step.step_key}.done`, step.done_at)
  }
  return moments
}
