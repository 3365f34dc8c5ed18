import { expect, it, test } from 'vitest'
import { type Base, type Demand, percent, priorityOf } from '#prioritize/requests/rules.ts'

const base: Base = { customers: 400, mrrCents: 40_000_000, currency: 'USD' }
const demand = (some: Partial<Demand>): Demand => ({
  accounts: some.customers ?? 0,
  customers: 0,
  mrrCents: 0,
  largestCents: 0,
  blocked: 0,
  blockedCents: 0,
  ...some,
})

test.each([
  ['nobody has asked', demand({}), 'none', ['No account has asked for it yet.'], null],
  [
    'many small customers are a reason',
    demand({ customers: 22, mrrCents: 300_000, largestCents: 20_000 }),
    'high',
    ['22 customers ask for it, 5.5 % of all.', 'Customers who ask pay $3,000 a month, 0.8 % of all MRR.'],
    null,
  ],
  [
    'one large customer is a reason too, with the caution that it is one',
    demand({ customers: 4, mrrCents: 5_000_000, largestCents: 4_400_000 }),
    'high',
    ['Customers who ask pay $50,000 a month, 13 % of all MRR.', '4 customers ask for it, 1 % of all.'],
    'One account is 88 % of the MRR behind it.',
  ],
  [
    'what blocked prospects would bring counts beside those who pay',
    demand({ accounts: 2, blocked: 2, blockedCents: 500_000 }),
    'medium',
    ['2 prospects wait for it: $5,000 a month would come.'],
    'It rests on 2 accounts.',
  ],
  [
    'a prospect of unknown size is said to be of unknown size',
    demand({ accounts: 1, blocked: 1 }),
    'low',
    ['1 prospect waits for it; what would come is not known.'],
    'It rests on 1 account.',
  ],
  [
    'who has left asks without paying',
    demand({ accounts: 3 }),
    'low',
    ['3 accounts ask for it; none pays now.'],
    null,
  ],
])('%s', (_, given, level, reasons, caution) => {
  expect(priorityOf(given, base)).toEqual({ level, reasons, caution })
})

it('a share is never 0 for what is there', () => {
  expect([0, 0.0004, 0.0123, 0.0994, 0.0996, 0.5].map(percent)).toEqual([
    '0 %',
    'less than 0.1 %',
    '1.2 %',
    '9.9 %',
    '10 %',
    '50 %',
  ])
})
