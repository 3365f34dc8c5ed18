import { z } from 'zod'
import { getTeam as getLoads } from '#act/loads/queries.ts'
import { metricOf, type Part } from '#measure/metrics/definitions.ts'
import { facesOf } from '#measure/metrics/faces.ts'
import { isIn, partNames, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { readLabels } from '#measure/metrics/labels.ts'
import { spanAsked } from '#measure/metrics/queries.ts'
import { mustSee, partAsked, partIs, saidOf } from '#measure/metrics/records.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type * as contract from '#measure/teams/contract.ts'
import { factsOf } from '#measure/teams/facts.ts'
import { membersOf, nameOfMember } from '#measure/teams/queries.ts'
import { seesGroup, seesPerson, type TeamMetric } from '#measure/teams/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

type Asked = Input<typeof contract.listTeamRecords>
const Place = z.tuple([z.string(), z.uuid()])

interface Row {
  id: string
  at: Date
  place: string
  value: number
  flag: boolean
  segment: string
}

/** The cases and steps behind a number of a team or a person, newest first. Throws `teams.not_yours`, `teams.too_few`. */
export async function listTeamRecords(
  ctx: Ctx,
  input: Asked,
): Promise<Answer<typeof contract.listTeamRecords>> {
  const { what } = input
  const isLoad = what === 'open_cases' || what === 'open_steps'
  const { name, whose } = await askedOf(ctx, input, isLoad)
  const zone = await metricZone(ctx)
  const [facts, { targets }, labels] = await Promise.all([
    factsOf(ctx, what, spanAsked(ctx, zone, input), zone),
    getSetting(ctx, metricSettings),
    readLabels(ctx, metricOf('volume')),
  ])
  // what is open has one part: what is late now
  const metric = metricOf(isLoad ? 'late_steps' : (what as TeamMetric))
  mustSee(ctx, metric)
  const count = reckoned(metric.count, targets)
  const part = isLoad && input.part === 'late' ? 'hit' : partAsked(metric, count, input.part)
  const place = input.cursor ? decodeCursor(input.cursor, Place) : undefined
  const these = sql`from (${facts}) f where ${whose} ${part ? sql`and ${partIs(count, part, null)}` : sql.empty}`
  const [rows, { total }] = await Promise.all([
    ctx.db.many<Row>(sql`
      select id, at, at::text as place, value, flag, segment ${these}
        ${place ? sql`and (at, id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql.empty}
      order by at desc, id desc limit ${input.limit + 1}`),
    ctx.db.one<{ total: number }>(sql`select count(*) as total ${these}`),
  ])
  const faces = await facesOf(
    ctx,
    what === 'open_steps' || what === 'late_steps' ? 'step' : 'case',
    rows.slice(0, input.limit).map(({ id }) => id),
  )
  return {
    ...toPage(
      rows,
      input.limit,
      (row) => {
        const face = faces.get(row.id)
        const own: Part | undefined = partNames(count).findLast((one) => isIn(count, one, row))
        const kind = what === 'handling_satisfaction' ? { kind: 'csat' } : {}
        return {
          id: face?.id ?? row.id,
          title: face?.title ?? 'Erased since',
          who: face?.who ?? null,
          account: face?.account ?? null,
          segment: row.segment === '' ? null : labels.show('segment', row.segment).label,
          at: row.at.toISOString(),
          said: isLoad
            ? row.flag
              ? 'late'
              : 'open'
            : saidOf(metric, row, own, face && { ...face, ...kind }),
          part: isLoad ? null : (own ?? null),
          to: face?.to ?? null,
        }
      },
      (row) => [row.place, row.id],
    ),
    total,
    of: name,
  }
}

/** Whose records are asked for, as a condition on `member`, when the caller may see them. */
async function askedOf(
  ctx: Ctx,
  { team, member }: Asked,
  isLoad: boolean,
): Promise<{ name: string; whose: Sql }> {
  if (member) {
    if (!seesPerson(ctx.actor, member))
      throw new AppError(
        'forbidden',
        'teams.not_yours',
        'What came of one person’s work is for them and for managers. Ask a manager, or look at the team.',
      )
    return { name: await nameOfMember(ctx, member), whose: sql`member = ${member}` }
  }
  if (team === 'nobody') return { name: 'Nobody’s yet', whose: sql`member is null` }
  const [{ data: loads }, teams] = await Promise.all([getLoads(ctx), membersOf(ctx)])
  const people = loads.flatMap((load) => (load.member ? [decodeId('mem', load.member.id)!] : []))
  const found = team && team !== 'none' ? teams.find(({ id }) => id === encodeId('team', team)) : undefined
  if (team && team !== 'none' && !found)
    throw new AppError('not_found', 'team.not_found', 'There is no such team. Load the page again.')
  const of = found
    ? people.filter((one) => found.of.has(one))
    : team === 'none'
      ? people.filter((one) => !teams.some(({ of: members }) => members.has(one)))
      : people
  if (!isLoad && !seesGroup(ctx.actor, of.length))
    throw new AppError(
      'forbidden',
      'teams.too_few',
      'What came of the work of so few people is for managers: it would tell of each of them.',
    )
  return {
    name: found?.name ?? (team === 'none' ? 'In no team' : 'Everybody'),
    whose: team ? sql`member = any(${of}::uuid[])` : sql`true`,
  }
}
