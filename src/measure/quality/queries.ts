import { z } from 'zod'
import { type Check, checks } from '#measure/quality/checks.ts'
import type * as contract from '#measure/quality/contract.ts'
import type { CheckFigures } from '#measure/quality/contract.ts'
import { type Kept, keptColumns } from '#measure/quality/counting.ts'
import { faced } from '#measure/quality/faces.ts'
import { type Ending, endings, type OwnSubject } from '#measure/quality/own.ts'
import { groups } from '#measure/quality/records.ts'
import {
  cellState,
  noSums,
  periodsTo,
  plus,
  type Sums,
  standing,
  type Unit,
  unitFor,
} from '#measure/quality/rules.ts'
import { qualitySettings } from '#measure/quality/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** A check as this workspace has it. */
export interface Watched extends Check {
  isOwn: boolean
  isOn: boolean
  isArchived: boolean
}

/** All checks of the workspace with its targets: those of the product, then its own, the oldest first. */
export async function readChecks(ctx: Ctx): Promise<Watched[]> {
  const [{ targets, off }, own] = await Promise.all([
    getSetting(ctx, qualitySettings),
    ctx.db.many<{
      id: string
      name: string
      subject: OwnSubject
      condition: string
      within: string
      ends: Ending
      target: number
      archived_at: Date | null
      author: string | null
    }>(sql`
      select q.id, q.name, q.subject, q.condition, q.within, q.ends, q.target, q.archived_at, m.name as author
      from quality_checks q
      left join members m on m.workspace_id = ${ctx.workspaceId} and m.id = q.created_by_member_id
      where q.workspace_id = ${ctx.workspaceId} order by q.id`),
  ])
  return [
    ...checks.map((check) => ({
      ...check,
      target: targets[check.key] ?? check.target,
      isOwn: false,
      isOn: !off.includes(check.key),
      isArchived: false,
    })),
    ...own.map((row): Watched => {
      const key = encodeId('qc', row.id)
      return {
        key,
        name: row.name,
        source: row.author ? `A check of your own, by ${row.author}` : 'A check of your own',
        subject: row.subject,
        counts: `${row.subject === 'item' ? 'Items' : 'Cases'}${row.condition ? ` where ${row.condition}` : ', all of them'}.`,
        due: `${row.within} after ${row.subject === 'item' ? 'it was received' : 'it was opened'}.`,
        ends: `${sentence((endings[row.subject] as Record<string, string>)[row.ends]!)}.`,
        target: row.target,
        unit: 'week',
        isOwn: true,
        isOn: row.archived_at === null && !off.includes(key),
        isArchived: row.archived_at !== null,
      }
    }),
  ]
}

const sentence = (words: string) => words[0]!.toUpperCase() + words.slice(1)

/** The check of a key. Throws `quality_check.not_found`. */
export async function findCheck(ctx: Ctx, key: string): Promise<Watched> {
  const found = (await readChecks(ctx)).find((check) => check.key === key)
  if (!found)
    throw new AppError(
      'not_found',
      'quality_check.not_found',
      'There is no such check. GET /api/v1/quality lists them.',
    )
  return found
}

/** The figures of these checks over the periods up to today, from the sums of days. */
async function figuresOf(ctx: Ctx, watched: readonly Watched[], by: Unit): Promise<CheckFigures[]> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const today = localDate(zone, ctx.now().getTime())
  const periods = new Map(watched.map((check) => [check.key, periodsTo(unitFor(check, by), today)]))
  const rows = await ctx.db.many<{ check_key: string; day: string } & Sums>(sql`
    select s.check_key, s.day::text as day, s.met, s.missed, s.pending, s.not_due as "notDue"
    from unnest(${[...periods.keys()]}::text[], ${[...periods.values()].map((all) => all[0]!.from)}::date[]) as w (key, first)
    join quality_sums s on s.workspace_id = ${ctx.workspaceId} and s.check_key = w.key and s.day >= w.first`)
  const rowsOf = groups(rows, (row) => row.check_key)
  return watched.map((check) => {
    const all = periods.get(check.key)!
    const own = rowsOf(check.key)
    const ticks = all.map(({ from, to }) => {
      const sums = own.filter((row) => row.day >= from && row.day <= to).reduce(plus, noSums)
      return { from, to, ...sums, state: cellState(sums, check.target) }
    })
    // what is due later counts too: done already, or still to come
    const sums = own.reduce(plus, noSums)
    const { subject: _, ...shown } = check
    return {
      ...shown,
      unit: unitFor(check, by),
      ...sums,
      ...standing(sums, check.target),
      ticks,
      from: all[0]!.from,
      to: all.at(-1)!.to,
    }
  })
}

/** The scorecard. */
export async function getQuality(
  ctx: Ctx,
  { by }: Input<typeof contract.getQuality>,
): Promise<Answer<typeof contract.getQuality>> {
  const watched = await readChecks(ctx)
  const [figures, { is_counting }] = await Promise.all([
    figuresOf(
      ctx,
      watched.filter((check) => !check.isArchived),
      by,
    ),
    ctx.db.one<{ is_counting: boolean }>(sql`
      select exists (select 1 from quality_marks where workspace_id = ${ctx.workspaceId}) as is_counting`),
  ])
  return { checks: figures, isCounting: is_counting, asOf: ctx.now().toISOString() }
}

/** One check of the scorecard. Throws `quality_check.not_found`. */
export async function getCheck(
  ctx: Ctx,
  { key, by }: Input<typeof contract.getCheck>,
): Promise<CheckFigures> {
  const [figures] = await figuresOf(ctx, [await findCheck(ctx, key)], by)
  return figures!
}

const Place = z.tuple([z.iso.date(), z.uuid(), z.string()])

/** What a check counted, the latest due first. */
export async function listOccurrences(
  ctx: Ctx,
  input: Input<typeof contract.listOccurrences>,
): Promise<Answer<typeof contract.listOccurrences>> {
  const check = await findCheck(ctx, input.key)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const rows = await ctx.db.many<Kept>(sql`
    select ${keptColumns} from quality_occurrences
    where workspace_id = ${ctx.workspaceId} and check_key = ${input.key} and verdict = ${input.verdict}
      ${input.from ? sql`and due_on >= ${input.from}` : sql.empty}
      ${input.to ? sql`and due_on <= ${input.to}` : sql.empty}
      ${place ? sql`and (due_on, subject_id, part) < (${place[0]}::date, ${place[1]}::uuid, ${place[2]})` : sql.empty}
    order by due_on desc, subject_id desc, part desc limit ${input.limit + 1}`)
  const shown = await faced(ctx, check.subject, rows.slice(0, input.limit))
  const { nextCursor } = toPage(
    rows,
    input.limit,
    (row) => row,
    (row) => [row.due_on, row.subject_id, row.part],
  )
  return { data: shown, nextCursor }
}
