import { z } from 'zod'
import { countedThemes } from '#measure/correlations/study.ts'
import { metricOf } from '#measure/metrics/definitions.ts'
import { facesOf } from '#measure/metrics/faces.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { spanAsked } from '#measure/metrics/queries.ts'
import type * as contract from '#measure/segments/contract.ts'
import { saidSql } from '#measure/segments/said.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'

const Place = z.tuple([z.string(), z.string(), z.uuid()])

interface Row {
  id: string
  day: string
  at: Date
  place: string
  segment: string
}

/** The very items that a group said, or said of a theme, newest first. */
export async function listSegmentThemeRecords(
  ctx: Ctx,
  input: Input<typeof contract.listSegmentThemeRecords>,
): Promise<Answer<typeof contract.listSegmentThemeRecords>> {
  const [zone, labels, themes] = await Promise.all([
    metricZone(ctx),
    readLabels(ctx, metricOf('volume')),
    countedThemes(ctx),
  ])
  const span = spanAsked(ctx, zone, input)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const members = themes.ids.filter((_, i) => themes.roots[i] === input.theme)
  const these = sql`from (${saidSql(ctx, input.by, span)}) s where true
    ${input.group === undefined ? sql.empty : sql`and grp = ${labels.stored(input.by, input.group)}`}
    ${input.theme === undefined ? sql.empty : sql`and theme_id = any(${members}::uuid[])`}`
  const [rows, whole] = await Promise.all([
    ctx.db.many<Row>(sql`
      select id, day, at, at::text as place, segment ${these}
        ${place ? sql`and (day, at, id) < (${place[0]}::date, ${place[1]}::timestamptz, ${place[2]}::uuid)` : sql.empty}
      order by day desc, at desc, id desc limit ${input.limit + 1}`),
    ctx.db.one<{ total: number; speakers: number }>(
      sql`select count(*) as total, count(distinct (grp, speaker)) as speakers ${these}`,
    ),
  ])
  const faces = await facesOf(
    ctx,
    'item',
    rows.slice(0, input.limit).map((row) => row.id),
  )
  return {
    ...toPage(
      rows,
      input.limit,
      (row) => {
        const face = faces.get(row.id)
        return {
          id: face?.id ?? row.id,
          title: face?.title ?? 'Erased since',
          who: face?.who ?? null,
          account: face?.account ?? null,
          segment: row.segment === '' ? null : labels.show('segment', row.segment).label,
          at: row.at.toISOString(),
          said: '',
          part: null,
          to: face?.to ?? null,
        }
      },
      (row) => [row.day, row.place, row.id],
    ),
    ...whole,
    theme: input.theme === undefined ? null : (themes.names.get(input.theme) ?? null),
  }
}
