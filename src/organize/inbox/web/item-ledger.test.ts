import { describe, expect, it } from 'vitest'
import { ledgerOf } from '#organize/inbox/web/item-ledger.ts'

const row = {
  receivedAt: '2026-11-19T08:00:00Z',
  triageDueAt: '2026-11-20T08:00:00Z' as string | null,
  triagedAt: null as string | null,
  type: null as string | null,
  firstResponseAt: null as string | null,
  isHistory: false,
}
const at = (time: string) => new Date(time).getTime()
const states = (links: { key: string; state: string }[]) =>
  Object.fromEntries(links.map((link) => [link.key, link.state]))

describe('the ledger of an item', () => {
  it('an item that was only heard is owed a type, and says when that is due soon or late', () => {
    expect(states(ledgerOf(row, at('2026-11-19T09:00:00Z')))).toEqual({ heard: 'done', understood: 'open' })
    expect(states(ledgerOf(row, at('2026-11-20T03:00:00Z'))).understood).toBe('soon')
    expect(states(ledgerOf(row, at('2026-11-20T08:01:00Z'))).understood).toBe('late')
  })
  it('history owes nothing', () => {
    expect(
      states(ledgerOf({ ...row, triageDueAt: null, isHistory: true }, at('2026-11-20T08:01:00Z'))).understood,
    ).toBe('not_owed')
  })
  it('a type makes it understood, and a first answer tells', () => {
    const answered = {
      ...row,
      type: 'bug_report',
      triageDueAt: null,
      firstResponseAt: '2026-11-19T11:00:00Z',
    }
    expect(states(ledgerOf(answered, at('2026-11-19T12:00:00Z')))).toEqual({
      heard: 'done',
      understood: 'done',
      told: 'done',
    })
  })
})
