import type { InboxRow } from '#organize/inbox/contract.ts'
import { readClock } from '#platform/web/clock.tsx'
import type { LinkKey, LinkState } from '#platform/web/ledger.tsx'

export interface ItemLink {
  key: LinkKey
  state: LinkState
  at?: string
}

/** Where an item stands in the loop, as far as its own row tells: the ledger of the item itself knows the rest. */
export function ledgerOf(
  row: Pick<InboxRow, 'receivedAt' | 'triageDueAt' | 'triagedAt' | 'type' | 'firstResponseAt' | 'isHistory'>,
  now: number,
): ItemLink[] {
  const list: ItemLink[] = [{ key: 'heard', state: 'done', at: row.receivedAt }]
  list.push({ key: 'understood', ...understood(row, now) })
  if (row.firstResponseAt) list.push({ key: 'told', state: 'done', at: row.firstResponseAt })
  return list
}

function understood(
  row: Pick<InboxRow, 'receivedAt' | 'triageDueAt' | 'triagedAt' | 'type' | 'isHistory'>,
  now: number,
): Omit<ItemLink, 'key'> {
  if (row.type !== null) return { state: 'done', ...(row.triagedAt && { at: row.triagedAt }) }
  if (!row.triageDueAt) return { state: row.isHistory ? 'not_owed' : 'ahead' }
  const { state } = readClock(row.triageDueAt, now, { start: row.receivedAt })
  return { state: state === 'late' ? 'late' : state === 'soon' ? 'soon' : 'open', at: row.triageDueAt }
}
