import { describe, expect, it } from 'vitest'
import { type Ask, type LoopFacts, ledgerOf, positionOf, type Road, type Tell } from '#close/ledger/rules.ts'

const day = (n: number) => new Date(Date.UTC(2037, 10, n))
const tell = (n: number, more: Partial<Tell> = {}): Tell => ({
  ...{ at: day(n), contactId: 'ana', by: 'update', requestId: null },
  ...more,
})
const road = (more: Partial<Road>): Road => ({
  ...{
    kind: 'request',
    id: 'r',
    name: 'Export',
    decidedAt: null,
    decided: 'planned',
    actedAt: null,
    acted: 'shipped',
  },
  ...{ toldFrom: null },
  ...more,
})
const planned = road({ decidedAt: day(3) })
const shipped = road({ decidedAt: day(3), actedAt: day(9), toldFrom: day(9) })
const declined = road({ decidedAt: day(4), actedAt: 'not_owed', toldFrom: day(4) })
const openCase = road({
  kind: 'case',
  id: 'c',
  name: 'Low score',
  decidedAt: day(2),
  toldFrom: day(2),
  people: ['ana'],
})
const resolved = { ...openCase, actedAt: day(6) }
const byHand = road({ kind: 'hand', id: 'i', decidedAt: day(5), actedAt: day(5), toldFrom: day(1) })
const ask = (more: Partial<Ask>): Ask => ({
  ...{ roadId: 'r', contactId: 'ana', state: 'sent', at: day(17), why: null, answer: null },
  ...more,
})
const facts = (more: Partial<LoopFacts>): LoopFacts => ({
  ...{
    receivedAt: day(1),
    channel: 'widget',
    type: 'bug_report',
    triagedAt: day(1),
    people: ['ana'],
    roads: [],
  },
  ...{ tells: [], asks: [] },
  ...more,
})

const cases: [sentence: string, given: Partial<LoopFacts>, missing: string | null, closedOn?: number][] = [
  ['an item without a type is not understood', { type: null }, 'understood'],
  ['an item that nothing follows from is not decided', {}, 'decided'],
  ['a request that is still open is not decided', { roads: [road({})] }, 'decided'],
  ['a planned request is decided and waits for the work', { roads: [planned] }, 'acted'],
  [
    'of two requests each has to be decided',
    { roads: [shipped, road({ id: 'x' })], tells: [tell(10)] },
    'decided',
  ],
  ['a shipped request that nobody told is not told', { roads: [shipped] }, 'told'],
  [
    'the word that something is planned is not the word that it shipped',
    { roads: [shipped], tells: [tell(4)] },
    'told',
  ],
  [
    'an announcement of another request tells nothing',
    { roads: [shipped], tells: [tell(10, { requestId: 'x' })] },
    'told',
  ],
  [
    'a loop is closed when it shipped and they were told',
    { roads: [shipped], tells: [tell(10, { requestId: 'r' })] },
    null,
    10,
  ],
  [
    'an answer about the item tells as well as one about the request',
    { roads: [shipped], tells: [tell(11)] },
    null,
    11,
  ],
  ['a kind no closes the loop: acting is not owed, telling is', { roads: [declined] }, 'told'],
  ['a no that was told closes it', { roads: [declined], tells: [tell(8)] }, null, 8],
  ['a call tells as a mail does', { roads: [resolved], tells: [tell(7, { by: 'call' })] }, null, 7],
  ['an open case is decided and not acted on', { roads: [openCase], tells: [tell(2)] }, 'acted'],
  ['the outreach of a case is the word to its customer', { roads: [resolved], tells: [tell(2)] }, null, 6],
  ['an answer by hand decides, acts and tells', { roads: [byHand], tells: [tell(5)] }, null, 5],
  ['what was closed by hand without a word is not told', { roads: [byHand] }, 'told'],
  ['an anonymous item closes without telling', { roads: [byHand], people: [] }, null, 5],
  [
    'of two who said it both have to be told',
    { roads: [shipped], people: ['ana', 'bo'], tells: [tell(10)] },
    'told',
  ],
  [
    'both told, it is closed with the later one',
    { roads: [shipped], people: ['ana', 'bo'], tells: [tell(10), tell(12, { contactId: 'bo' })] },
    null,
    12,
  ],
  [
    'somebody who is to be asked again keeps it open',
    { roads: [shipped], tells: [tell(10)], asks: [ask({ state: 'waiting' })] },
    'confirmed',
  ],
  [
    'once asked again it is closed, answered or not',
    { roads: [shipped], tells: [tell(10)], asks: [ask({})] },
    null,
    17,
  ],
  [
    'a good answer confirms it',
    { roads: [shipped], tells: [tell(10)], asks: [ask({ answer: { at: day(19), isNegative: false } })] },
    null,
    19,
  ],
  [
    'an answer that it is not solved opens it again',
    { roads: [shipped], tells: [tell(10)], asks: [ask({ answer: { at: day(19), isNegative: true } })] },
    'confirmed',
  ],
  [
    'of two times somebody was asked the newer counts',
    {
      roads: [shipped],
      tells: [tell(10)],
      asks: [
        ask({ answer: { at: day(19), isNegative: true } }),
        ask({ at: day(20), answer: { at: day(21), isNegative: false } }),
      ],
    },
    null,
    21,
  ],
  [
    'who could not be asked does not keep it open',
    { roads: [shipped], tells: [tell(10)], asks: [ask({ state: 'not_sent', why: 'Opted out' })] },
    null,
    17,
  ],
  [
    'the customer’s word by telephone confirms a case, whatever a survey does',
    {
      roads: [{ ...resolved, confirmation: { at: day(8), by: 'call' } }],
      tells: [tell(2)],
      asks: [ask({ roadId: 'c', state: 'waiting' })],
    },
    null,
    8,
  ],
]

describe('the loop of an item', () => {
  it.each(cases)('%s', (_, given, missing, closedOn) => {
    const entries = ledgerOf(facts(given))
    expect(positionOf(entries)).toEqual({ missing, closedAt: closedOn ? day(closedOn) : null })
    // the one break carries what closes it, and nothing behind it is said to be missing
    expect(entries.filter((entry) => entry.state === 'missing').map((entry) => entry.key)).toEqual(
      missing ? [missing] : [],
    )
    expect(entries.filter((entry) => entry.act)).toHaveLength(missing ? 1 : 0)
  })

  it('says in words what is missing, and where it is done', () => {
    const at = (given: Partial<LoopFacts>) => ledgerOf(facts(given)).find((entry) => entry.act)
    expect(at({ roads: [shipped], people: ['ana', 'bo'], tells: [tell(10)] })).toMatchObject({
      by: '1 of 2 were told',
      act: { words: 'Tell those behind the request', road: { kind: 'request', id: 'r' } },
    })
    expect(
      ledgerOf(facts({ roads: [declined], tells: [tell(8)], people: ['ana'] })).map((entry) => entry.by),
    ).toEqual([...['widget', 'bug_report', 'planned', 'shipped', 'the customer', 'No follow-up is due']])
  })
})
