import type * as contract from '#close/ledger/contract.ts'
import type { ClosureRate } from '#close/ledger/contract.ts'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import { shareOf } from '#collect/surveys/results/scores.ts'
import { shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Of what was heard in a time, the share that is closed by now. */
export async function getClosure(
  ctx: Ctx,
  input: Input<typeof contract.getClosure>,
): Promise<Answer<typeof contract.getClosure>> {
  const ws = ctx.workspaceId
  const to = input.to ?? ctx.now().toISOString().slice(0, 10)
  const from = input.from ?? shiftDate(to, -89)
  if (from > to)
    throw new AppError('invalid', 'loops.no_time', '`from` lies after `to`. Give the earlier day first.')
  const rows = await ctx.db.many<{ facet: string; key: string; n: number; closed: number }>(sql`
    select facet, key, sum(n) as n, sum(closed) as closed from loop_days
    where workspace_id = ${ws} and day between ${from} and ${to} group by facet, key having sum(n) > 0`)
  const [{ channels }, segments, members] = await Promise.all([
    getSetting(ctx, feedbackSettings),
    ctx.db.many<{ key: string; name: string }>(
      sql`select key, name from segments where workspace_id = ${ws}`,
    ),
    ctx.db.many<{ id: string; name: string }>(sql`
      select id, name from members where workspace_id = ${ws} and id = any(${rows.filter((row) => row.facet === 'owner' && row.key).map((row) => row.key)}::uuid[])`),
  ])
  const segmentName = new Map(segments.map((one) => [one.key, one.name]))
  const memberName = new Map(members.map((one) => [one.id, one.name]))
  const by = (facet: string, name: (key: string) => [key: string, label: string]) =>
    rows
      .filter((row) => row.facet === facet)
      .map((row) => rate(...name(row.key), row))
      .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label))
  return {
    from,
    to,
    all: by('all', () => ['all', 'All'])[0] ?? rate('all', 'All', { n: 0, closed: 0 }),
    channels: by('channel', (key) => [key, channelLabel(key, channels)]),
    segments: by('segment', (key) => (key ? [key, segmentName.get(key) ?? key] : ['none', 'No segment'])),
    owners: by('owner', (key) =>
      key ? [encodeId('mem', key), memberName.get(key) ?? 'Somebody who left'] : ['none', 'Nobody'],
    ),
  }
}

function rate(key: string, label: string, { n, closed }: { n: number; closed: number }): ClosureRate {
  const share = shareOf(closed, n)
  return {
    key,
    label,
    closed,
    n,
    share: share?.value ?? null,
    low: share?.low ?? null,
    high: share?.high ?? null,
  }
}
