import { stringify } from 'csv-stringify/sync'
import type * as contract from '#measure/retention/contract.ts'
import { listRetentionRuns } from '#measure/retention/queries.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

const head = [
  ...[
    'id',
    'kind',
    'months',
    'before',
    'state',
    'due_on',
    'by',
    'total',
    'anonymised',
    'deleted',
    'held',
    'in_use',
  ],
  ...['started_at', 'ended_at', 'seconds'],
]

/** The whole log as CSV, page by page. */
export async function exportRetentionRuns(
  { door, caller }: Visit,
  { kind }: Input<typeof contract.exportRetentionRuns>,
): Promise<Response> {
  async function* pages() {
    yield `\uFEFF${stringify([head])}`
    let cursor: string | undefined
    do {
      const page = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
        listRetentionRuns(ctx, { kind, limit: 100, cursor }),
      )
      yield stringify(
        page.data.map((run) => [
          ...[
            run.id,
            run.kind,
            run.months,
            run.before,
            run.state,
            run.dueOn ?? '',
            safeCell(run.by ?? 'schedule'),
          ],
          ...[run.total, run.anonymised, run.deleted, run.held, run.inUse, run.startedAt, run.endedAt ?? ''],
          run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : '',
        ]),
      )
      cursor = page.nextCursor ?? undefined
    } while (cursor)
  }
  return csvStream('retention.csv', pages())
}
