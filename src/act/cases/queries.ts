import type { Case, CaseStep } from '#act/cases/contract.ts'
import { caseRows, iso, person, showRow } from '#act/cases/listing.ts'
import { type Loaded, loadCase, momentsOf, type StepRecord } from '#act/cases/load.ts'
import { dueWords, stepOf } from '#act/cases/rules.ts'
import { evidenceFiles, recordedEvidence } from '#act/evidence/queries.ts'
import { evidenceOf } from '#act/evidence/rules.ts'
import { outcomeOf } from '#act/outcomes/queries.ts'
import { approversOf } from '#act/playbooks/holders.ts'
import { isLate, windowOf } from '#act/playbooks/rules.ts'
import { touchpointsOfCase } from '#act/touchpoints/queries.ts'
import { scaleOf } from '#collect/surveys/kinds.ts'
import { closedReason, hoursOn } from '#platform/calendar/openings.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { encodeId } from '#platform/ids.ts'

/** One case whole. */
export async function getCase(ctx: Ctx, input: { caseId: string }): Promise<Case> {
  const ws = ctx.workspaceId
  const loaded = await loadCase(ctx, input.caseId, false)
  const { record, calendar } = loaded
  const [row] = await caseRows(ctx, sql`and k.id = ${input.caseId}`, sql`k.id`, 1)
  const more = await ctx.db.one<{
    resolution: string | null
    cancel_reason: string | null
    resolved_by_member_id: string | null
    resolver: string | null
    email: string | null
    phone: string | null
    triaged_at: Date | null
    type: string | null
    current_version: number
  }>(sql`
    select k.resolution, k.cancel_reason, k.resolved_by_member_id, m.name as resolver, c.email, c.phone, i.triaged_at, i.type,
      p.current_version
    from cases k
    join playbooks p on p.workspace_id = ${ws} and p.key = k.playbook_key
    left join members m on m.workspace_id = ${ws} and m.id = k.resolved_by_member_id
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = k.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = root_id(c0.merged_into_id, c0.id)
    left join inbox_items i on i.workspace_id = ${ws} and i.id = k.feedback_id
    where k.workspace_id = ${ws} and k.id = ${input.caseId}`)
  const members = await names(ctx, loaded.steps)
  const approvals = await mayApprove(ctx, loaded)
  const proof = await proofOf(ctx, loaded)
  const steps = loaded.steps.map((step) => showStep(loaded, step, members, approvals, proof, ctx.now()))
  const today = localDate(calendar.zone, ctx.now().getTime())
  const close = [today, ...Array.from({ length: 14 }, (_, i) => shiftDate(today, i + 1))]
    .map((date) => hoursOn(calendar, date).at(-1)?.[1])
    .find((minute) => minute !== undefined)
  const { cause: _c, before: _b, after: _a, ...line } = showRow(row!, ctx.now())
  return {
    ...line,
    outcome: await outcomeOf(ctx, input.caseId),
    playbookTitle: loaded.playbook.title,
    playbookVersion: record.playbook_version,
    playbookCurrent: more.current_version,
    zone: calendar.zone,
    contactEmail: more.email,
    contactPhone: more.phone,
    resolution: more.resolution,
    resolvedBy: person(more.resolved_by_member_id, more.resolver),
    cancelReason: more.cancel_reason,
    areas: record.areas,
    pausedAt: iso(record.paused_at),
    pauseReason: record.pause_reason,
    feedbackId: record.feedback_id ? encodeId('fb', record.feedback_id) : null,
    triagedAt: iso(more.triaged_at),
    feedbackType: more.type,
    steps,
    answers: await answersOf(ctx, input.caseId),
    touchpoints: await touchpointsOfCase(ctx, input.caseId),
    closedDays: closedDays(loaded, steps, ctx.now()),
    closesAt: clock(close ?? 1440),
  }
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

async function names(ctx: Ctx, steps: readonly StepRecord[]): Promise<Map<string, string>> {
  const ids = [
    ...new Set(
      steps.flatMap((step) =>
        [
          step.assignee_member_id,
          step.done_by_member_id,
          step.approved_by_member_id,
          ...step.invited.map((one) => one.memberId),
        ].filter((one) => one !== null),
      ),
    ),
  ]
  if (ids.length === 0) return new Map()
  const rows = await ctx.db.many<{ id: string; name: string }>(sql`
    select id, name from members where workspace_id = ${ctx.workspaceId} and id = any(${ids})`)
  return new Map(rows.map((row) => [row.id, row.name]))
}

function showStep(
  loaded: Loaded,
  row: StepRecord,
  members: ReadonlyMap<string, string>,
  approvals: ReadonlySet<string>,
  proof: Proof,
  now: Date,
): CaseStep {
  const step = stepOf(loaded.playbook, row.step_key)
  // Where a step ahead would fall is reckoned, never stored: it is not owed yet.
  const unreachable = loaded.record.unreachable && step && (step.do === 'send-update' || step.do === 'call')
  const planned =
    row.state === 'ahead' && step && !unreachable
      ? windowOf(loaded.calendar, step, momentsOf(loaded), row.round)
      : undefined
  const latest = row.latest_at ?? planned?.latest ?? null
  const zone = row.state === 'ahead' ? loaded.calendar.zone : row.zone
  const name = (id: string | null) => person(id, id ? (members.get(id) ?? null) : null)
  return {
    id: encodeId('step', row.id),
    key: row.step_key,
    round: row.round,
    title: row.title,
    action: row.action,
    template: step?.template ?? step?.tells ?? null,
    state: row.state,
    assignee: name(row.assignee_member_id),
    assigneeRule: row.assignee_rule,
    assigneeBecause: row.assignee_because,
    condition: step?.if ?? null,
    openedAt: iso(row.opened_at),
    countedFromAt: iso(row.counted_from_at ?? planned?.countedFrom ?? null),
    earliestAt: iso(row.earliest_at ?? planned?.earliest ?? null),
    aimAt: iso(row.aim_at ?? planned?.aim ?? null),
    latestAt: iso(latest),
    rule: row.rule,
    zone,
    dueWords: latest && step ? dueWords(latest, zone, step.due.latest) : null,
    calendarFrom: row.calendar_from,
    noClock: row.no_clock,
    stoppedAt: iso(row.stopped_at),
    doneAt: row.state === 'done' ? iso(row.done_at) : null,
    doneBy: name(row.done_by_member_id),
    isLate:
      row.state === 'open'
        ? isLate(row.latest_at, now)
        : row.state === 'done' && isLate(row.latest_at, row.done_at!),
    reason: row.reason,
    needsDecision: row.needs_decision,
    checklist: (step?.checklist ?? []).map((text) => ({ text, isDone: row.checklist[text] === true })),
    evidence: (step ? evidenceOf(step) : []).map(({ kind, name }) => {
      const text = row.evidence[name] ?? proof.recorded.get(row.id)?.[name] ?? null
      return { name, kind, text, fileName: kind === 'file' && text ? (proof.files.get(text) ?? null) : null }
    }),
    asks: Object.keys(step?.asks ?? {}).map((key) => ({ key, answer: row.results[key] ?? null })),
    repeats: step?.repeat ? `every ${step.repeat.every}` : null,
    advice: row.advice,
    invited: row.invited.map(({ position, memberId }) => ({ position, member: name(memberId) })),
    sendsBefore: step?.['sends-before'] ?? null,
    approve: step?.approve ?? null,
    mayApprove: row.state === 'open' && approvals.has(row.step_key),
    approvalAskedAt: iso(row.approval_asked_at),
    approvedAt: iso(row.approved_at),
    approvedBy: name(row.approved_by_member_id),
    tells: step?.tells !== undefined,
    may: step?.may ?? [],
  }
}

interface Proof {
  /** what the case bears of the evidence of open steps, by step */
  recorded: ReadonlyMap<string, Readonly<Record<string, string>>>
  files: ReadonlyMap<string, string>
}

async function proofOf(ctx: Ctx, loaded: Loaded): Promise<Proof> {
  const recorded = new Map<string, Record<string, string>>()
  const attached: string[] = []
  for (const row of loaded.steps) {
    const step = stepOf(loaded.playbook, row.step_key)
    if (!step) continue
    if (row.state === 'open') recorded.set(row.id, await recordedEvidence(ctx, row, step))
    for (const { kind, name } of evidenceOf(step))
      if (kind === 'file' && row.evidence[name]) attached.push(row.evidence[name])
  }
  return { recorded, files: await evidenceFiles(ctx, attached) }
}

/** The steps that the asking member may agree to. */
async function mayApprove(ctx: Ctx, { playbook, record }: Loaded): Promise<Set<string>> {
  const mine = new Set<string>()
  if (ctx.actor.kind !== 'member') return mine
  for (const step of playbook.steps)
    if (step.approve && (await approversOf(ctx, step.approve, record)).includes(ctx.actor.id))
      mine.add(step.id)
  return mine
}

/** The closed days between the opening and the last due time shown, at most 120 days. */
function closedDays({ record, calendar }: Loaded, steps: readonly CaseStep[], now: Date) {
  const ends = steps.flatMap((step) => (step.latestAt ? [Date.parse(step.latestAt)] : []))
  const first = localDate(calendar.zone, record.opened_at.getTime() - 3 * 86_400_000)
  const last = localDate(
    calendar.zone,
    Math.max(now.getTime(), record.opened_at.getTime(), ...ends) + 14 * 86_400_000,
  )
  const days: { on: string; name: string }[] = []
  for (let on = first, n = 0; on <= last && n < 200; on = shiftDate(on, 1), n++) {
    const name = closedReason(calendar, on)
    if (name) days.push({ on, name })
  }
  return days
}

async function answersOf(ctx: Ctx, caseId: string): Promise<Case['answers']> {
  const ws = ctx.workspaceId
  const rows = await ctx.db.many<{
    response_id: string | null
    feedback_id: string | null
    score: number | null
    kind: string | null
    name: string | null
    at: Date
    verbatim: string | null
    fits: string | null
  }>(sql`
    select x.response_id, case when x.playbook_key = k.playbook_key then null else coalesce(p.title, x.playbook_key) end as fits, f.id as feedback_id, r.score, s.kind, s.name,
      coalesce(r.submitted_at, f.occurred_at, x.joined_at) as at, f.verbatim
    from (
      -- one answer may fit two playbooks
      select distinct on (coalesce(response_id, feedback_id)) * from case_answers
      where workspace_id = ${ws} and case_id = ${caseId} order by coalesce(response_id, feedback_id), joined_at, id
    ) x
    join cases k on k.workspace_id = ${ws} and k.id = x.case_id
    left join playbooks p on p.workspace_id = ${ws} and p.key = x.playbook_key
    left join responses r on r.workspace_id = ${ws} and r.id = x.response_id
    left join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    left join lateral (
      select id, verbatim, occurred_at from feedback_items
      where workspace_id = ${ws} and (response_id = r.id or r.id is null and id = x.feedback_id) order by id desc limit 1
    ) f on true
    order by x.joined_at, x.id limit 50`)
  return rows.map((row) => ({
    responseId: row.response_id ? encodeId('resp', row.response_id) : null,
    feedbackId: row.feedback_id ? encodeId('fb', row.feedback_id) : null,
    score: row.score,
    scoreMax: scaleOf(row.kind ?? 'custom').max,
    isNps: row.kind === 'nps',
    survey: row.name,
    fits: row.fits,
    answeredAt: row.at.toISOString(),
    verbatim: row.verbatim || null,
  }))
}
