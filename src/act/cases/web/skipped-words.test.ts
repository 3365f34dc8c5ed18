import { expect, test } from 'vitest'
import { skippedWords } from '#act/cases/web/skipped-words.ts'

const steps = [{ key: 'follow-up', title: 'Follow up' }]

test.each([
  [
    'account.mrr >= settings.executive_call_mrr || case.dissatisfied does not hold: account.mrr is 1150, case.dissatisfied is false, settings.executive_call_mrr is 3000',
    'the account pays €1,150 a month, the customer is not known to be still dissatisfied, the limit for an executive call is €3,000',
  ],
  ['contact.reachable does not hold: contact.reachable is false', 'the customer cannot be reached'],
  [
    'steps.follow_up.satisfied == false does not hold: steps.follow_up.done is true, steps.follow_up.satisfied is true',
    '“Follow up” is done, after “Follow up” the customer is satisfied',
  ],
  [
    'x does not hold: case.areas is product, support, item.type is bug',
    'it is about product, support, item type is bug',
  ],
  ['She said no.', 'She said no.'],
])('%s', (reason, words) => expect(skippedWords(reason, steps, 'EUR')).toBe(words))
