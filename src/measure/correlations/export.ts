import type * as contract from '#measure/correlations/contract.ts'
import { listDrivers } from '#measure/correlations/drivers.ts'
import { listCorrelations } from '#measure/correlations/queries.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvFile, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

/** All correlations as CSV, also those that may be chance or have not enough data: the whole family. */
export async function exportCorrelations(
  { door, caller }: Visit,
  input: Input<typeof contract.exportCorrelations>,
): Promise<Response> {
  const found = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
    listCorrelations(ctx, input),
  )
  const head = [
    ...['outcome', 'said_from', 'seen_from', 'seen_to', 'exposure', 'label', 'accounts', 'hits'],
    ...['share_of_hit', 'share_of_others', 'risk_ratio', 'low', 'high', 'chance', 'holds', 'text'],
  ]
  const { outcome, from, at, to } = found
  return csvFile('correlations.csv', head, [
    ...found.data.map((one) => [
      ...[outcome, from, at, to, safeCell(one.exposure), safeCell(one.label), one.accounts, one.hits],
      ...[
        one.amongHit?.share ?? '',
        one.amongOther?.share ?? '',
        one.ratio?.ratio ?? '',
        one.ratio?.low ?? '',
      ],
      ...[one.ratio?.high ?? '', one.ratio?.chance ?? '', one.ratio?.holds ?? '', safeCell(one.text)],
    ]),
    // the base rate, against which they are read
    [outcome, from, at, to, 'all', 'All accounts', found.accounts, found.hits],
  ])
}

/** All drivers of the NPS as CSV. */
export async function exportDrivers(
  { door, caller }: Visit,
  input: Input<typeof contract.exportDrivers>,
): Promise<Response> {
  const found = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) => listDrivers(ctx, input))
  const head = [
    ...['from', 'to', 'theme_id', 'theme', 'promoters', 'passives', 'detractors', 'nps'],
    ...['difference', 'low', 'high', 'chance', 'holds', 'cost', 'cost_low', 'cost_high', 'text'],
  ]
  return csvFile(
    'drivers.csv',
    head,
    found.data.map((one) => [
      ...[found.from, found.to, one.themeId, safeCell(one.label)],
      ...[one.with.promoters, one.with.passives, one.with.detractors, one.nps ?? ''],
      ...[one.difference?.points ?? '', one.difference?.low ?? '', one.difference?.high ?? ''],
      ...[one.difference?.chance ?? '', one.difference?.holds ?? ''],
      ...[one.cost?.points ?? '', one.cost?.low ?? '', one.cost?.high ?? '', safeCell(one.text)],
    ]),
  )
}
