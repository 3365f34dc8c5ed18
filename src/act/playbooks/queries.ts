import type { z } from 'zod'
import { checkPlaybook, type Finding } from '#act/playbooks/check.ts'
import type * as contract from '#act/playbooks/contract.ts'
import { PlaybookSettings, type Review, type VersionState as State } from '#act/playbooks/contract.ts'
import { drawSteps, leadText } from '#act/playbooks/drawing.ts'
import { dueExamples } from '#act/playbooks/examples.ts'
import { approversOf, mayReview } from '#act/playbooks/holders.ts'
import type { Playbook } from '#act/playbooks/language.ts'
import { parseSaved, playbookTemplates } from '#act/playbooks/library.ts'
import { calendarSetting, checkCalendar, toCalendar } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, setting } from '#platform/settings/settings.ts'
import { teamSizes } from '#platform/teams/queries.ts'

export const playbookSettings = setting('playbooks', PlaybookSettings)

interface Row {
  id: string
  key: string
  title: string
  is_enabled: boolean
  current_version: number
  text: string
  saved_at: Date
  open_cases: number
  due_on: string | null
  reviewed_at: Date | null
  reviewer: string | null
}

const columns = sql`p.id, p.key, p.title, p.is_enabled, p.current_version, v.text, v.saved_at, p.review_due_on as due_on, w.reviewed_at, w.reviewer, (
  select count(*) from (select 1 from cases c
    where c.workspace_id = p.workspace_id and c.playbook_key = p.key and c.status = 'open' limit 1000) few) as open_cases`

/** One line of the list of playbooks. */
export async function playbookRow(ctx: Ctx, key: string): Promise<Answer<typeof contract.enablePlaybook>> {
  const row = (await rows(ctx, sql`and p.key = ${key}`))[0]
  if (!row) throw notFound(key)
  return row
}

async function rows(ctx: Ctx, more: ReturnType<typeof sql>) {
  const list = await ctx.db.many<Row>(sql`
    select ${columns} from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id and v.version = p.current_version
    left join lateral (
      select x.reviewed_at, m.name as reviewer from playbook_reviews x
      join members m on m.workspace_id = ${ctx.workspaceId} and m.id = x.reviewed_by_member_id
      where x.workspace_id = ${ctx.workspaceId} and x.playbook_id = p.id order by x.reviewed_at desc limit 1
    ) w on true
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId} ${more} order by p.title, p.key`)
  const { zone } = await getSetting(ctx, calendarSetting)
  const today = localDate(zone, ctx.now().getTime())
  return list.map((row) => ({
    key: row.key,
    title: row.title,
    version: row.current_version,
    isEnabled: row.is_enabled,
    steps: parseSaved(row.text).steps.length,
    openCases: row.open_cases,
    savedAt: row.saved_at.toISOString(),
    review: reviewOf(row, today),
  }))
}

function reviewOf(row: Row, today: string): Review | null {
  const { review } = parseSaved(row.text)
  if (!review || !row.due_on) return null
  return {
    every: review,
    dueOn: row.due_on,
    isOverdue: row.is_enabled && row.due_on < today,
    at: row.reviewed_at?.toISOString() ?? null,
    by: row.reviewer,
  }
}

/** Every playbook of the workspace. */
export async function listPlaybooks(ctx: Ctx): Promise<Answer<typeof contract.listPlaybooks>> {
  return { data: await rows(ctx, sql.empty) }
}

function notFound(key: string): AppError {
  return new AppError(
    'not_found',
    'playbook.not_found',
    `There is no playbook “${key}”. Look at the list of playbooks.`,
  )
}

/** A playbook as it was saved in a version; the current one when none is named. */
export async function findVersion(
  ctx: Ctx,
  key: string,
  version?: number,
): Promise<{ playbook: Playbook; version: number; text: string; isEnabled: boolean } | undefined> {
  const row = await ctx.db.maybe<{ text: string; version: number; is_enabled: boolean }>(sql`
    select v.text, v.version, p.is_enabled from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId} and p.key = ${key}
      and v.version = coalesce(${version ?? null}::integer, p.current_version)`)
  return (
    row && { playbook: parseSaved(row.text), version: row.version, text: row.text, isEnabled: row.is_enabled }
  )
}

/** Every playbook that is switched on, for deciding what an event opens. */
export async function enabledPlaybooks(ctx: Ctx): Promise<{ playbook: Playbook; version: number }[]> {
  const list = await ctx.db.many<{ text: string; current_version: number }>(sql`
    select v.text, p.current_version from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id and v.version = p.current_version
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId} and p.is_enabled order by p.key`)
  return list.map((row) => ({ playbook: parseSaved(row.text), version: row.current_version }))
}

/** The checker with what this workspace knows: its positions, teams and templates. */
export async function checkHere(
  ctx: Ctx,
  text: string,
): Promise<{ playbook: Playbook | undefined; findings: Finding[] }> {
  const held = await ctx.db.many<{ position: string }>(sql`
    select distinct unnest(positions) as position from members
    where workspace_id = ${ctx.workspaceId} and removed_at is null`)
  const playbooks = await ctx.db.many<{ key: string }>(
    sql`select key from playbooks where workspace_id = ${ctx.workspaceId}`,
  )
  return checkPlaybook(text, {
    playbooks: playbooks.map((row) => row.key),
    positions: held.map((row) => row.position),
    teams: await teamSizes(ctx),
    templates: [...playbookTemplates().keys()],
  })
}

/** Checks a text without saving it. */
export async function checkText(
  ctx: Ctx,
  input: Input<typeof contract.checkText>,
): Promise<Answer<typeof contract.checkText>> {
  const { playbook, findings } = await checkHere(ctx, input.text)
  return { key: playbook?.playbook ?? null, steps: playbook ? drawSteps(playbook, input.text) : [], findings }
}

/** Due times as the enabled playbooks would reckon them with a calendar that is not saved yet. */
export async function previewDueTimes(
  ctx: Ctx,
  input: Input<typeof contract.previewDueTimes>,
): Promise<Answer<typeof contract.previewDueTimes>> {
  await checkCalendar(input, ctx.now())
  const calendar = await toCalendar(input, ctx.now())
  const playbooks = (await enabledPlaybooks(ctx)).map((one) => one.playbook)
  return {
    data: dueExamples(calendar, playbooks, ctx.now()).map((one) => ({
      ...one,
      at: one.at.toISOString(),
      due: one.due.toISOString(),
    })),
  }
}

/** One playbook whole. */
export async function getPlaybook(
  ctx: Ctx,
  input: { key: string; version?: number | undefined },
): Promise<Answer<typeof contract.getPlaybook>> {
  const found = await findVersion(ctx, input.key, input.version)
  if (!found) {
    if (input.version === undefined) throw notFound(input.key)
    throw new AppError(
      'not_found',
      'playbook.version_not_found',
      `“${input.key}” has no version ${input.version}. Look at its versions.`,
    )
  }
  const row = await playbookRow(ctx, input.key)
  const versions = await ctx.db.many<{
    version: number
    origin: 'library' | 'saved'
    state: z.output<typeof State>
    refused_why: string | null
    saved_at: Date
    name: string | null
  }>(sql`
    select v.version, v.origin, v.state, v.refused_why, v.saved_at, m.name from playbooks p
    join playbook_versions v on v.workspace_id = p.workspace_id and v.playbook_id = p.id
    left join members m on m.workspace_id = v.workspace_id and m.id = v.saved_by_member_id
    where p.workspace_id = ${ctx.workspaceId} and v.workspace_id = ${ctx.workspaceId} and p.key = ${input.key}
    order by v.version desc limit 100`)
  const { playbook, text } = found
  const shown = versions.find((one) => one.version === found.version)
  const present = await findVersion(ctx, input.key)
  const approver = present?.playbook.approver ?? null
  const me = actorMember(ctx)
  const mayDecide = approver !== null && me !== null && (await approversOf(ctx, approver)).includes(me)
  const reviews = await ctx.db.many<{
    reviewed_at: Date
    name: string
    version: number
    note: string | null
  }>(sql`
    select x.reviewed_at, m.name, x.version, x.note from playbook_reviews x
    join playbooks p on p.workspace_id = ${ctx.workspaceId} and p.id = x.playbook_id and p.key = ${input.key}
    join members m on m.workspace_id = ${ctx.workspaceId} and m.id = x.reviewed_by_member_id
    where x.workspace_id = ${ctx.workspaceId} order by x.reviewed_at desc limit 20`)
  const { findings } = await checkHere(ctx, text)
  return {
    key: input.key,
    title: playbook.title,
    source: playbook.source ?? null,
    version: found.version,
    currentVersion: row.version,
    latestVersion: versions[0]?.version ?? row.version,
    state: shown?.state ?? 'taken',
    refusedWhy: shown?.refused_why ?? null,
    approver,
    mayDecide,
    review: row.review,
    mayReview: present !== undefined && (await mayReview(ctx, present.playbook)),
    reviews: reviews.map((one) => ({
      at: one.reviewed_at.toISOString(),
      by: one.name,
      version: one.version,
      note: one.note,
    })),
    isEnabled: row.isEnabled,
    origin: shown?.origin ?? 'saved',
    text,
    when: `${playbook.when.event} if ${playbook.when.if}`,
    lead: playbook.lead.map((lead) => leadText(lead)),
    steps: drawSteps(playbook, text),
    late: playbook.late.map((rung) => ({
      at: rung.at,
      tell: typeof rung.tell === 'string' ? [rung.tell] : rung.tell,
    })),
    findings,
    openCases: row.openCases,
    versions: versions.map((one) => ({
      version: one.version,
      origin: one.origin,
      state: one.state,
      savedAt: one.saved_at.toISOString(),
      savedBy: one.name,
    })),
  }
}

/** The limits that conditions ask for. */
export async function getPlaybookSettings(ctx: Ctx): Promise<Answer<typeof contract.getPlaybookSettings>> {
  return getSetting(ctx, playbookSettings)
}
