import { stringify } from 'csv-stringify/sync'
import type * as contract from '#close/ledger/contract.ts'
import { listLoops } from '#close/ledger/queries.ts'
import { links } from '#close/ledger/rules.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

const columns = [
  ...[
    'feedback_id',
    'summary',
    'channel',
    'contact_id',
    'contact',
    'account_id',
    'account',
    'mrr_cents',
    'currency',
  ],
  ...['segment', 'owner', 'heard_at', 'missing', 'closed_at'],
  ...links.slice(1).map((key) => `${key}_at`),
  'next',
]

/** Loops as CSV, streamed in batches. */
export async function exportLoops(
  { door, caller }: Visit,
  filter: Input<typeof contract.exportLoops>,
): Promise<Response> {
  const read = (cursor?: string) =>
    door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
      listLoops(ctx, { ...filter, cursor, limit: 200 }),
    )
  // The first page is read before anything is sent: what it refuses is an answer, and no file that breaks off.
  const first = await read()
  async function* pieces() {
    yield `\uFEFF${stringify([columns])}`
    for (let page = first; ; page = await read(page.nextCursor ?? undefined)) {
      yield stringify(
        page.data.map((loop) => [
          ...[loop.feedbackId, safeCell(loop.summary), loop.channel, loop.contact?.id ?? ''],
          ...[safeCell(loop.contact?.name ?? ''), loop.account?.id ?? '', safeCell(loop.account?.name ?? '')],
          ...[loop.account?.mrrCents ?? '', loop.account?.currency ?? '', safeCell(loop.segment ?? '')],
          ...[safeCell(loop.owner?.name ?? ''), loop.heardAt, loop.missing ?? '', loop.closedAt ?? ''],
          ...loop.links.slice(1).map((link) => (link.state === 'done' ? (link.at ?? '') : '')),
          loop.links.find((link) => link.act)?.act?.words ?? '',
        ]),
      )
      if (!page.nextCursor) return
    }
  }
  return csvStream('loops.csv', pieces())
}
