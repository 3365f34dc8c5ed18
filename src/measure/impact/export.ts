import { stringify } from 'csv-stringify/sync'
import type * as contract from '#measure/impact/contract.ts'
import { listImpacts } from '#measure/impact/queries.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

const columns = [
  ...[
    'id',
    'name',
    'shipped_at',
    'verdict',
    'days',
    'measure',
    'result',
    'askers',
    'askers_before',
    'askers_after',
  ],
  ...['others', 'others_before', 'others_after', 'difference', 'low', 'high', 'chance'],
]

/** What shipped and whether it worked as CSV, a line for each measure, streamed page by page. */
export async function exportImpacts(
  { door, caller }: Visit,
  filter: Input<typeof contract.exportImpacts>,
): Promise<Response> {
  const read = (cursor?: string) =>
    door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
      listImpacts(ctx, { ...filter, cursor, limit: 200 }),
    )
  const first = await read()
  async function* pieces() {
    yield `\uFEFF${stringify([columns])}`
    for (let page = first; ; page = await read(page.nextCursor ?? undefined)) {
      yield stringify(
        page.data.flatMap((row) => {
          const head = [
            row.releaseId ?? row.requestId,
            safeCell(row.name),
            row.shippedAt,
            row.verdict,
            row.days ?? '',
          ]
          if (row.measures.length === 0) return [[...head, ...Array<string>(12).fill('')]]
          return row.measures.map(({ key, result, askers, others, difference }) => [
            ...head,
            ...[key, result, askers.n, askers.before, askers.after, others.n, others.before, others.after],
            ...[
              difference?.points ?? '',
              difference?.low ?? '',
              difference?.high ?? '',
              difference?.chance ?? '',
            ],
          ])
        }),
      )
      if (!page.nextCursor) return
    }
  }
  return csvStream('impacts.csv', pieces())
}
