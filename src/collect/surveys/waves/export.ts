import { stringify } from 'csv-stringify/sync'
import type * as contract from '#collect/surveys/waves/contract.ts'
import { listInvitations } from '#collect/surveys/waves/people.ts'
import type { Input } from '#platform/endpoint.ts'
import { csvStream, safeCell } from '#platform/http/csv.ts'
import type { Visit } from '#platform/http/on.ts'

const columns = [
  'invitation_id',
  'wave_id',
  'contact_id',
  'contact',
  'email',
  'account_id',
  'account',
  'invited_at',
  'delivered_at',
  'mail',
  'reminder_at',
  'reminded_at',
  'answered_at',
  'expires_at',
]

const batchSize = 200

/** Who was asked by a wave as CSV, streamed in batches. */
export async function exportInvitations(
  { door, caller }: Visit,
  filter: Input<typeof contract.exportInvitations>,
): Promise<Response> {
  async function* pieces() {
    yield `\uFEFF${stringify([columns])}`
    let cursor: string | undefined
    do {
      const page = await door.inWorkspace(caller.workspaceId!, caller.actor, (ctx) =>
        listInvitations(ctx, { ...filter, cursor, limit: batchSize }),
      )
      cursor = page.nextCursor ?? undefined
      yield stringify(
        page.data.map((one) => [
          ...[one.id, one.waveId, one.contactId, safeCell(one.name), safeCell(one.email)],
          ...[one.accountId ?? '', safeCell(one.accountName), one.invitedAt, one.deliveredAt ?? ''],
          ...[one.mail?.state ?? '', one.reminderAt ?? '', one.remindedAt ?? ''],
          ...[one.answeredAt ?? '', one.expiresAt],
        ]),
      )
    } while (cursor)
  }
  return csvStream('asked.csv', pieces())
}
