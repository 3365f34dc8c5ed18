import { expect, test } from 'vitest'
import type { CaseRow } from '#act/cases/contract.ts'
import { ledgerOfRow } from '#act/cases/web/case-ledger.ts'

const row = {
  status: 'resolved',
  openedAt: '2037-11-20T15:00:00Z',
  firstContactAt: '2037-11-20T16:00:00Z',
  resolvedAt: '2037-12-01T15:00:00Z',
  confirmation: null,
  nextStep: null,
  unreachable: null,
} as const

test.each([
  ['is open', { status: 'open', resolvedAt: null }, 'ahead'],
  ['was resolved, and nobody said what the customer thinks', {}, 'open'],
  ['was resolved, and the customer said so', { confirmation: 'call' }, 'done'],
  ['was resolved without asking the customer', { confirmation: 'not_asked' }, 'not_owed'],
  ['was cancelled', { status: 'cancelled', resolvedAt: null }, 'not_owed'],
] satisfies [string, Partial<CaseRow>, string][])(
  'the link “confirmed” of a case that %s',
  (_, change, state) => {
    const confirmed = ledgerOfRow({ ...row, ...change }, Date.parse('2037-12-02T00:00:00Z')).at(-1)
    expect(confirmed).toEqual({ key: 'confirmed', state })
  },
)
