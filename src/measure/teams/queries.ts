import type { Load } from '#act/loads/contract.ts'
import { getTeam as getLoads } from '#act/loads/queries.ts'
import type { Span } from '#measure/dashboards/rules.ts'
import type { MetricFigure } from '#measure/metrics/contract.ts'
import { metricOf } from '#measure/metrics/definitions.ts'
import { type Counted, figureOf, reckoned } from '#measure/metrics/figures.ts'
import { metricZone } from '#measure/metrics/kept.ts'
import { listMetrics, spanAsked } from '#measure/metrics/queries.ts'
import { metricSettings } from '#measure/metrics/settings.ts'
import type * as contract from '#measure/teams/contract.ts'
import type { TeamPerformance, TeamRow } from '#measure/teams/contract.ts'
import { factsOf } from '#measure/teams/facts.ts'
import { seesGroup, seesPerson, seesPersons, type TeamMetric, teamMetrics } from '#measure/teams/rules.ts'
import { workingCalendar } from '#platform/calendar/commands.ts'
import { hoursOn } from '#platform/calendar/openings.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { decodeId, encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { listTeams } from '#platform/teams/queries.ts'

/** What each person did, in the sums that figures are made of; by member, '' for nobody. */
type Done = Map<TeamMetric, Map<string, Counted[]>>

/** The work of teams, and of those persons whom the caller may see. */
export async function getTeamPerformance(
  ctx: Ctx,
  input: Input<typeof contract.getTeamPerformance>,
): Promise<TeamPerformance> {
  const zone = await metricZone(ctx)
  const span = spanAsked(ctx, zone, input)
  const [{ data: definitions }, { data: loads }, groups, done, daysAway, { targets }] = await Promise.all([
    listMetrics(ctx),
    getLoads(ctx),
    membersOf(ctx),
    doneBy(ctx, span, zone),
    absentDays(ctx, span),
    getSetting(ctx, metricSettings),
  ])
  const figuresOf = (members: ReadonlySet<string>): Record<TeamMetric, MetricFigure> =>
    Object.fromEntries(
      teamMetrics.map((key) => {
        const rows = [...done.get(key)!].flatMap(([member, list]) => (members.has(member) ? list : []))
        return [key, figureOf(reckoned(metricOf(key).count, targets), rows) as MetricFigure]
      }),
    ) as Record<TeamMetric, MetricFigure>
  const idOf = (load: Load) => (load.member ? decodeId('mem', load.member.id)! : '')
  const row = (
    head: Pick<TeamRow, 'kind' | 'id' | 'name'>,
    members: ReadonlySet<string>,
    isSeen: (people: number) => boolean,
  ): TeamRow => {
    const own = loads.filter((load) => members.has(idOf(load)))
    const people = own.filter(({ member }) => member)
    const sum = (of: (load: Load) => number) => own.reduce((total, load) => total + of(load), 0)
    const load = {
      openCases: sum((one) => one.openCases),
      openSteps: sum((one) => one.late + one.today + one.week + one.later),
      late: sum((one) => one.late),
      today: sum((one) => one.today),
      week: sum((one) => one.week),
      later: sum((one) => one.later),
    }
    const away = people.filter((one) => one.away).length
    const here = people.length - away
    const each = (n: number) => (here > 0 ? Math.round((10 * n) / here) / 10 : null)
    return {
      ...head,
      people: people.length,
      away,
      daysAway: people.reduce((total, one) => total + (daysAway.get(idOf(one)) ?? 0), 0),
      load,
      casesEach: each(load.openCases),
      stepsEach: each(load.openSteps),
      figures: people.length > 0 && isSeen(people.length) ? figuresOf(members) : null,
    }
  }
  const asGroup = (people: number) => seesGroup(ctx.actor, people)
  const everybody = new Set([...loads.map(idOf), ...[...done.values()].flatMap((of) => [...of.keys()])])
  const rest = new Set(loads.map(idOf).filter((one) => one !== '' && !groups.some(({ of }) => of.has(one))))
  const teams = [
    row({ kind: 'all', id: null, name: 'Everybody' }, everybody, asGroup),
    ...groups.map(({ id, name, of }) => row({ kind: 'team', id, name }, of, asGroup)),
    ...(groups.length > 0 && rest.size > 0
      ? [row({ kind: 'none', id: null, name: 'In no team' }, rest, asGroup)]
      : []),
    ...(loads.some(({ member }) => !member)
      ? [row({ kind: 'nobody', id: null, name: 'Nobody’s yet' }, new Set(['']), asGroup)]
      : []),
  ]
  const persons = loads
    .filter((load) => load.member && seesPerson(ctx.actor, idOf(load)))
    .sort((a, b) => a.member!.name.localeCompare(b.member!.name) || (idOf(a) < idOf(b) ? -1 : 1))
    .map((load) =>
      row(
        { kind: 'person', id: load.member!.id, name: load.member!.name },
        new Set([idOf(load)]),
        () => true,
      ),
    )
  return {
    zone,
    span,
    metrics: teamMetrics.map((key) => definitions.find((one) => one.key === key)!),
    teams,
    persons,
    seesAll: seesPersons(ctx.actor),
  }
}

/** Teams by name with who is in them today. */
export async function membersOf(ctx: Ctx): Promise<{ id: string; name: string; of: Set<string> }[]> {
  const { data } = await listTeams(ctx)
  return data
    .map(({ id, name, members }) => ({
      id,
      name,
      of: new Set(members.map((one) => decodeId('mem', one.id)!)),
    }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

async function doneBy(ctx: Ctx, span: Span, zone: string): Promise<Done> {
  const found = await Promise.all(
    teamMetrics.map(async (key) => {
      const facts = await factsOf(ctx, key, span, zone)
      return ctx.db.many<Counted & { member: string | null }>(sql`
        select member, value, flag, count(*)::integer as n, 0 as late from (${facts}) f group by 1, 2, 3`)
    }),
  )
  return new Map(
    teamMetrics.map((key, i) => {
      const by = new Map<string, Counted[]>()
      for (const { member, ...counted } of found[i]!)
        by.set(member ?? '', [...(by.get(member ?? '') ?? []), counted])
      return [key, by]
    }),
  )
}

/** Working days of a time, up to today, on which each was away. */
async function absentDays(ctx: Ctx, span: Span): Promise<Map<string, number>> {
  const calendar = await workingCalendar(ctx)
  const today = localDate(calendar.zone, ctx.now().getTime())
  const last = today < span.to ? today : span.to
  const rows = await ctx.db.many<{
    member_id: string
    from_on: string
    until_on: string
    ended_at: Date | null
  }>(sql`
    select member_id, from_on::text, until_on::text, ended_at from absences
    where workspace_id = ${ctx.workspaceId} and from_on <= ${last}::date and until_on >= ${span.from}::date`)
  const days = new Map<string, Set<string>>()
  for (const { member_id, from_on, until_on, ended_at } of rows) {
    const ended = ended_at ? localDate(calendar.zone, ended_at.getTime()) : until_on
    const until = [until_on, ended, last].sort()[0]!
    const own = days.get(member_id) ?? new Set<string>()
    days.set(member_id, own)
    for (let day = from_on < span.from ? span.from : from_on; day <= until; day = shiftDate(day, 1))
      if (hoursOn(calendar, day).length > 0) own.add(day)
  }
  return new Map([...days].map(([member, own]) => [member, own.size]))
}

/** The name of a person for the head of a list. */
export async function nameOfMember(ctx: Ctx, memberId: string): Promise<string> {
  const row = await ctx.db.maybe<{ name: string }>(
    sql`select name from members where workspace_id = ${ctx.workspaceId} and id = ${memberId}`,
  )
  return row?.name ?? encodeId('mem', memberId)
}
