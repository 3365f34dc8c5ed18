import { z } from 'zod'
import type * as contract from '#collect/programmes/contract.ts'
import type { Occasion, Programme, ProgrammeRun } from '#collect/programmes/contract.ts'
import { goLiveRole, type PhonePriority, type Priority, type Trigger } from '#collect/programmes/rules.ts'
import type { InvitationChannel } from '#collect/surveys/channels.ts'
import type { SurveyKind } from '#collect/surveys/kinds.ts'
import { together } from '#collect/surveys/results/figures.ts'
import { scoresOfKind } from '#collect/surveys/results/scores.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  exclusionWords,
  seenWithinDays,
  type WaveWay,
} from '#collect/surveys/rules.ts'
import { notSentOf, notSentWhy } from '#collect/surveys/standing.ts'
import {
  type Asked,
  countRecipients,
  peopleOf,
  sampleOf,
  withCallLimit,
} from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'

export interface ProgrammeRow {
  id: string
  survey_id: string
  survey_name: string
  name: string
  trigger: Trigger
  audience: { segments?: string[]; roles?: string[] }
  delay_hours: number
  timing: 'at_once' | 'mornings'
  channel: WaveWay
  caller_member_id: string | null
  phone_from: PhonePriority | null
  sample_percent: number
  reminder_days: number | null
  is_on: boolean
  on_since: Date | null
  next_key: string | null
  next_at: Date | null
  asked: number
  last_at: Date | null
}

/** Programmes that fit a condition, with what they did so far. */
export async function programmeRows(ctx: Ctx, condition: Sql): Promise<ProgrammeRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<ProgrammeRow>(sql`
    select p.id, p.survey_id, s.name as survey_name, p.name, p.trigger, p.audience, p.delay_hours, p.timing, p.channel, p.caller_member_id, p.phone_from, p.sample_percent,
      p.reminder_days, p.is_on, p.on_since, p.next_key,
      case when not p.is_on then null when p.trigger = 'go_live' then
        (select min(a.go_live_on + make_interval(hours => p.delay_hours)) from accounts a
          where a.workspace_id = ${ws} and a.merged_into_id is null and a.go_live_on is not null
            and a.go_live_on > (${ctx.now()}::timestamptz - make_interval(hours => p.delay_hours))::date)
      else coalesce(p.next_at, (select min(o.due_at) from programme_occasions o
          where o.workspace_id = ${ws} and o.programme_id = p.id and o.state = 'waiting')) end as next_at,
      (select coalesce(sum(w.invited_count - (select count(*) from invitations n
          where n.workspace_id = ${ws} and n.wave_id = w.id and n.not_sent_reason is not null)), 0)::int
        from waves w where w.workspace_id = ${ws} and w.programme_id = p.id) as asked,
      (select max(w.started_at) from waves w where w.workspace_id = ${ws} and w.programme_id = p.id) as last_at
    from programmes p join surveys s on s.workspace_id = ${ws} and s.id = p.survey_id
    where p.workspace_id = ${ws} ${condition}`)
}

/** One programme as it is stored; not_found when there is none. */
export async function storedProgramme(ctx: Ctx, programmeId: string): Promise<ProgrammeRow> {
  const [row] = await programmeRows(ctx, sql`and p.id = ${programmeId}`)
  if (!row)
    throw new AppError(
      'not_found',
      'programme.not_found',
      `There is no programme ${encodeId('prg', programmeId)}. Check the id.`,
    )
  return row
}

function show(row: ProgrammeRow): Programme {
  return {
    id: encodeId('prg', row.id),
    surveyId: encodeId('srv', row.survey_id),
    surveyName: row.survey_name,
    name: row.name,
    trigger: row.trigger,
    audience: { segments: row.audience.segments ?? null, roles: row.audience.roles ?? null },
    delayHours: row.delay_hours,
    timing: row.timing,
    channel: row.channel,
    callerId: row.caller_member_id && encodeId('mem', row.caller_member_id),
    phoneFrom: row.phone_from,
    samplePercent: row.sample_percent,
    reminderDays: row.reminder_days,
    isOn: row.is_on,
    nextAt: row.next_at?.toISOString() ?? null,
    asked: row.asked,
    lastAt: row.last_at?.toISOString() ?? null,
  }
}

/** The programmes in the order they were made. */
export async function listProgrammes(ctx: Ctx, input: Input<typeof contract.listProgrammes>) {
  const rows = await programmeRows(
    ctx,
    sql`${input.cursor ? sql`and p.id > ${decodeCursor(input.cursor, z.uuid())}` : sql.empty} order by p.id limit ${input.limit + 1}`,
  )
  return toPage(rows, input.limit, show, (row) => row.id)
}

/** One programme. */
export async function getProgramme(ctx: Ctx, { programmeId }: { programmeId: string }) {
  return show(await storedProgramme(ctx, programmeId))
}

/** What a programme asks of its recipients. `round`: which sample is taken, such as the number of the quarter. */
export function askedBy(row: ProgrammeRow, round: number, override = false): Asked & { terms: object } {
  const isGoLive = row.trigger === 'go_live'
  const isWave = row.trigger === 'quarterly' || row.trigger === 'by_hand'
  return {
    audience: { ...row.audience, ...(isGoLive && { roles: [goLiveRole] }) },
    override: override || row.trigger === 'follow_up',
    terms: {
      isOnePerDay: true,
      channel: row.channel,
      ...(row.caller_member_id && { callerId: row.caller_member_id }),
      ...(row.trigger === 'quarterly' && { seenWithinDays }),
      ...(isWave && sampleOf(row.id, row.sample_percent, round)),
    },
  }
}

/** The round that the next run of a programme is. */
async function nextRound(ctx: Ctx, row: ProgrammeRow): Promise<number> {
  if (row.trigger === 'quarterly' && row.next_key)
    return Number(row.next_key.slice(0, 4)) * 4 + Number(row.next_key.slice(6))
  const { count } = await ctx.db.one<{ count: number }>(sql`
    select count(*) from waves where workspace_id = ${ctx.workspaceId} and programme_id = ${row.id}`)
  return count
}

/** What it asks of the next audience: its sample, and how many can be called. */
export async function askedNext(ctx: Ctx, row: ProgrammeRow, override = false) {
  const round = await nextRound(ctx, row)
  return withCallLimit(ctx, askedBy(row, round, override), `${row.id} ${round}`)
}

/** Counts of who would be asked if it were set off now, and why others would not. */
export async function previewProgramme(ctx: Ctx, input: Input<typeof contract.previewProgramme>) {
  const row = await storedProgramme(ctx, input.programmeId)
  return countRecipients(ctx, await askedNext(ctx, row, input.override))
}

/** The people behind one of the counts. */
export async function listProgrammePeople(ctx: Ctx, input: Input<typeof contract.listProgrammePeople>) {
  const row = await storedProgramme(ctx, input.programmeId)
  return peopleOf(ctx, await askedNext(ctx, row, input.override), input)
}

interface OccasionRow {
  id: string
  key: string
  contact_id: string | null
  name: string | null
  account_id: string | null
  account_name: string | null
  about_id: string | null
  about_kind: 'case' | 'feedback' | null
  override_reason: string | null
  exempt_reason: string | null
  priority: Priority | null
  happened_at: Date
  due_at: Date
  state: Occasion['state']
  reason: ExclusionReason | null
  wave_id: string | null
  answered_at: Date | null
  reminded_at: Date | null
  channel: InvitationChannel | null
  not_sent_reason: string | null
}

async function occasionRows(ctx: Ctx, condition: Sql, limit: number): Promise<OccasionRow[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<OccasionRow>(sql`
    select o.id, o.key, o.contact_id, coalesce(c.name, c.email) as name, o.account_id, a.name as account_name, o.about_id,
      o.about_kind, o.override_reason, case when i.id is not null then w.exempt_reason end as exempt_reason, o.priority, o.happened_at, o.due_at, o.state, o.reason, o.wave_id, i.answered_at, i.reminded_at,
      i.channel, i.not_sent_reason
    from programme_occasions o
    left join contacts c on c.workspace_id = ${ws} and c.id = o.contact_id
    left join accounts a on a.workspace_id = ${ws} and a.id = coalesce(o.account_id, c.account_id)
    left join invitations i on i.workspace_id = ${ws} and i.occasion_id = o.id
    left join waves w on w.workspace_id = ${ws} and w.id = o.wave_id
    where o.workspace_id = ${ws} and ${condition} order by o.id desc limit ${limit}`)
}

function showOccasion(row: OccasionRow): Occasion {
  return {
    id: encodeId('occ', row.id),
    key: row.key,
    contactId: row.contact_id && encodeId('ct', row.contact_id),
    name: row.name,
    accountId: row.account_id && encodeId('acct', row.account_id),
    accountName: row.account_name,
    about: row.about_kind && {
      kind: row.about_kind,
      id: encodeId(row.about_kind === 'case' ? 'case' : 'fb', row.about_id!),
    },
    overrideReason: row.override_reason,
    exemptReason: row.exempt_reason,
    priority: row.priority,
    happenedAt: row.happened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    state: row.state,
    why: row.reason
      ? exclusionWords[row.reason].why
      : row.not_sent_reason && notSentWhy(row.channel!, row.not_sent_reason),
    waveId: row.wave_id && encodeId('wave', row.wave_id),
    answeredAt: row.answered_at?.toISOString() ?? null,
    remindedAt: row.reminded_at?.toISOString() ?? null,
  }
}

/** The occasion of a programme with this key. */
export async function occasionOf(ctx: Ctx, programmeId: string, key: string): Promise<Occasion> {
  const [row] = await occasionRows(ctx, sql`o.programme_id = ${programmeId} and o.key = ${key}`, 1)
  return showOccasion(row!)
}

/** What set a programme off, newest first. */
export async function listOccasions(ctx: Ctx, input: Input<typeof contract.listOccasions>) {
  await storedProgramme(ctx, input.programmeId)
  const rows = await occasionRows(
    ctx,
    sql`o.programme_id = ${input.programmeId}
      ${input.state ? sql`and o.state = ${input.state}` : sql.empty}
      ${input.cursor ? sql`and o.id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty}`,
    input.limit + 1,
  )
  return toPage(rows, input.limit, showOccasion, (row) => row.id)
}

interface RunRow {
  id: string
  name: string
  state: ProgrammeRun['state']
  started_at: Date
  override_reason: string | null
  invited_count: number
  excluded_count: number
  reminded: number
  kind: SurveyKind
  reasons: Record<string, number> | null
}

/** The waves of a programme, newest first. */
export async function listRuns(ctx: Ctx, input: Input<typeof contract.listRuns>) {
  const ws = ctx.workspaceId
  await storedProgramme(ctx, input.programmeId)
  const rows = await ctx.db.many<RunRow>(sql`
    select w.id, w.name, w.state, w.started_at, w.override_reason, w.invited_count, w.excluded_count, s.kind,
      (select count(*) from invitations i where i.workspace_id = ${ws} and i.wave_id = w.id and i.reminded_at is not null) as reminded,
      (select jsonb_object_agg(x.reason, x.people) from (select reason, count(*) as people from wave_exclusions
        where workspace_id = ${ws} and wave_id = w.id group by reason) x) as reasons
    from (select * from waves where workspace_id = ${ws} and programme_id = ${input.programmeId}
      ${input.cursor ? sql`and id < ${decodeCursor(input.cursor, z.uuid())}` : sql.empty} order by id desc limit ${input.limit + 1}) w
    join surveys s on s.workspace_id = ${ws} and s.id = w.survey_id
    order by w.id desc`)
  const answers = await ctx.db.many<{ wave_id: string; score: number | null; count: number }>(sql`
    select wave_id, score, count(*) as count from responses
    where workspace_id = ${ws} and wave_id = any(${rows.map((row) => row.id)}::uuid[]) and not is_provisional
    group by wave_id, score`)
  const notSent = await notSentOf(
    ctx,
    rows.map((row) => row.id),
  )
  const answersOf = together(answers, (one) => one.wave_id)
  return toPage(
    rows,
    input.limit,
    (row): ProgrammeRun => ({
      ...scoreOfRun(row.kind, answersOf.get(row.id) ?? []),
      waveId: encodeId('wave', row.id),
      name: row.name,
      state: row.state,
      startedAt: row.started_at.toISOString(),
      overrideReason: row.override_reason,
      invited: row.invited_count,
      notSent: notSent
        .filter((one) => one.wave_id === row.id)
        .map(({ channel, reason, why, people }) => ({ channel, reason, why, people })),
      excluded: row.excluded_count,
      reminded: row.reminded,
      reasons: exclusionReasons
        .filter((reason) => row.reasons?.[reason])
        .map((reason) => ({ reason, why: exclusionWords[reason].why, people: row.reasons![reason]! })),
    }),
    (row) => row.id,
  )
}

function scoreOfRun(kind: SurveyKind, answers: readonly { score: number | null; count: number }[]) {
  const { nps, mean } = scoresOfKind(
    kind,
    answers.flatMap(({ score, count }) => (score === null ? [] : [{ number: score, count }])),
  )
  return { answered: answers.reduce((sum, { count }) => sum + count, 0), score: (nps ?? mean)?.value ?? null }
}
