import type { HistoryEntry, InboxRow } from '#organize/inbox/contract.ts'
import { readClock } from '#platform/web/clock.tsx'
import type { LinkKey, LinkState } from '#platform/web/ledger.tsx'

export interface ItemLink {
  key: LinkKey
  state: LinkState
  at?: string
}

/** Where an item stands in the loop, as far as its own row and history tell: later stages announce themselves there. */
export function ledgerOf(
  row: Pick<InboxRow, 'receivedAt' | 'triageDueAt' | 'triagedAt' | 'type' | 'firstResponseAt' | 'isHistory'>,
  now: number,
  history: readonly Pick<HistoryEntry, 'type' | 'at' | 'isUndone'>[] = [],
): ItemLink[] {
  const last = (...types: string[]) =>
    history.filter((entry) => types.includes(entry.type) && !entry.isUndone).at(-1)?.at
  const list: ItemLink[] = [{ key: 'heard', state: 'done', at: row.receivedAt }]
  list.push({ key: 'understood', ...understood(row, now) })
  const opened = last('case.opened')
  const decided = last('request.decided') ?? opened
  if (decided) list.push({ key: 'decided', state: 'done', at: decided })
  const acted = last('case.resolved', 'request.shipped')
  if (acted) list.push({ key: 'acted', state: 'done', at: acted })
  else if (opened) list.push({ key: 'acted', state: 'open', at: opened })
  const told = last('update.sent') ?? row.firstResponseAt ?? undefined
  if (told) list.push({ key: 'told', state: 'done', at: told })
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
