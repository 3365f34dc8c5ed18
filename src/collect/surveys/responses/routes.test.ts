import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import * as responses from '#collect/surveys/responses/contract.ts'
import { makeItem } from '#collect/surveys/responses/item.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import * as waves from '#collect/surveys/waves/contract.ts'
import { decodeId } from '#platform/ids.ts'

const { t, open, press, eventsOf, items, asked } = await surveyHouse()

describe('a score counts when the person presses Send, not when a link is opened', () => {
  test('opening every link, as mail scanners do, records nothing', async () => {
    const { ws, path } = await asked()
    for (let score = 0; score <= 10; score++) {
      const page = await open(`${path}?score=${score}`)
      expect(page.status).toBe(200)
      expect(await page.text()).toMatch(new RegExp(`value="${score}" required="" checked=""`))
    }
    expect(await eventsOf(ws, 'response.received')).toEqual([])
    expect((await ws.owner.call(responses.listResponses, {})).data).toEqual([])
  })

  test('nothing is chosen when no number was pressed', async () => {
    const { path } = await asked()
    const text = await (await open(path)).text()
    expect(text).not.toContain('checked=')
    expect(text).toContain('How likely are you to recommend Larkfield to a colleague')
    expect(text).toContain('Sent to Petra.')
  })

  test('Send counts the score, then the reason page, then thanks; words become one feedback item', async () => {
    const { ws, path, contactId } = await asked()
    const sent = await press(path, { asked: 'score', score: '6' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, path.slice(1)])
    expect(await eventsOf(ws, 'response.received')).toMatchObject([
      { payload: { surveyKey: 'nps', kind: 'nps', score: 6, isNegative: true } },
    ])
    expect(await items(ws)).toEqual([])
    expect(await (await open(path)).text()).toContain('What is the main reason for your score?')
    await press(path, {
      asked: 'score reason words contact',
      score: '6',
      reason: 'hard_to_use',
      words: 'The import asked me twice.',
      contact: 'yes',
    })
    const thanks = await (await open(path)).text()
    expect(thanks).toContain('Thank you, Petra. Your answer arrived.')
    expect(thanks).toContain('You answered 6 and said: Something is hard to use.')
    const [response] = (await ws.owner.call(responses.listResponses, { group: 'detractor' })).data
    expect(response).toMatchObject({
      contactId,
      score: 6,
      isNegative: true,
      reason: { key: 'hard_to_use' },
      words: 'The import asked me twice.',
      mayContact: true,
    })
    expect(await items(ws)).toEqual([
      { verbatim: 'The import asked me twice.', external_id: response!.id, rating: 6, channel: 'survey' },
    ])
    t.clock.advance({ minutes: 20 })
    await t.settle()
    expect(await items(ws)).toHaveLength(1)
  })

  test('the score can be changed until the window closes, and counts once', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '6' })
    t.clock.advance({ minutes: 1 })
    await press(path, { asked: 'score reason words contact', score: '9', reason: 'works_well', words: '' })
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect(await eventsOf(ws, 'response.changed')).toMatchObject([
      { payload: { from: 6, to: 9, wasNegative: true, isNegative: false } },
    ])
    expect((await ws.owner.call(responses.listResponses, {})).data).toMatchObject([
      { score: 9, group: 'promoter' },
    ])
    expect(await (await open(`${path}?change=1`)).text()).toContain('value="9" required="" checked=""')
    t.clock.advance({ days: 31 })
    const closed = await open(path)
    expect(closed.status).toBe(410)
    expect(await closed.text()).toContain('Your answer was counted.')
    expect((await press(path, { asked: 'score', score: '0' })).status).toBe(410)
    expect((await ws.owner.call(responses.listResponses, {})).data[0]!.score).toBe(9)
  })

  test('pressing twice, also at the same moment, is one answer', async () => {
    const { ws, path } = await asked()
    await Promise.all([1, 2, 3].map(() => press(path, { asked: 'score', score: '3' })))
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect((await ws.owner.call(responses.listResponses, {})).data).toHaveLength(1)
  })

  test('words changed after the item was made become a further item; unchanged ones do not', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '8' })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'First words' })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'First words' })
    t.clock.advance({ minutes: 1 })
    await press(path, { asked: 'score reason words contact', score: '8', words: 'Second words' })
    expect((await items(ws)).map((item) => item.verbatim)).toEqual(['First words', 'Second words'])
  })

  test('a detractor who gives no reason becomes an item after a quarter of an hour', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '2' })
    const [response] = (await ws.owner.call(responses.listResponses, {})).data
    await ws.run(async (ctx) => {
      await makeItem(ctx, decodeId('rsp', response!.id)!)
      await makeItem(ctx, decodeId('rsp', response!.id)!)
    })
    expect(await items(ws)).toMatchObject([{ verbatim: 'Gave 2 of 10 and no reason.', rating: 2 }])
  })

  test('a promoter without words counts and makes no item', async () => {
    const { ws, path } = await asked()
    await press(path, { asked: 'score', score: '10' })
    await press(path, { asked: 'score reason words contact', score: '10', words: '' })
    expect(await items(ws)).toEqual([])
    expect((await ws.owner.call(responses.listResponses, {})).data).toHaveLength(1)
  })

  test('Send without a number says what to do', async () => {
    const { ws, path } = await asked()
    for (const score of ['', '11', '-1', '7.5', 'x', '٧']) {
      const answer = await press(path, { asked: 'score', score })
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('Choose an answer first.')
    }
    expect((await ws.owner.call(responses.listResponses, {})).data).toEqual([])
  })
})

describe('answers by other ways', () => {
  test('an answer given by phone is entered for the contact and closes the open invitation', async () => {
    const { ws, surveyId, contactId } = await asked()
    const made = await ws.owner.call(responses.enterResponse, {
      contactId,
      score: 4,
      words: 'Said on the phone',
      reason: 'support',
    })
    expect(made).toMatchObject({ channel: 'phone', score: 4, group: 'detractor', words: 'Said on the phone' })
    expect(made.waveId).not.toBeNull()
    expect((await items(ws)).map((item) => item.verbatim)).toEqual(['Said on the phone'])
    expect(await eventsOf(ws, 'response.received')).toHaveLength(1)
    expect(
      (await ws.owner.call(waves.listInvitations, { wave: made.waveId!, answered: 'false' })).data,
    ).toEqual([])
    expect((await ws.owner.call(waves.previewRecipients, { surveyId })).people).toBe(0)
  })

  test('an unknown reason or contact is refused and nothing is kept', async () => {
    const { ws, contactId } = await asked()
    await expect(
      ws.owner.call(responses.enterResponse, { contactId, score: 4, reason: 'nonsense' }),
    ).rejects.toMatchObject({ code: 'response.reason_unknown' })
    await expect(
      ws.owner.call(responses.enterResponse, { contactId: `ct_${'0'.repeat(26)}`, score: 4 }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(ws.owner.call(responses.enterResponse, { contactId, score: 11 })).rejects.toMatchObject({
      status: 400,
    })
    expect((await ws.owner.call(responses.listResponses, {})).data).toEqual([])
  })

  test('the export has one row for each answer to a question, safe against formulas', async () => {
    const { ws, path } = await asked('=Petra Lund')
    await press(path, { asked: 'score', score: '7' })
    await press(path, {
      asked: 'score reason words contact',
      score: '7',
      reason: 'price',
      words: '=HYPERLINK("https://evil.example")',
    })
    const answer = await ws.owner.fetch('/responses/export')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    const rows: Record<string, string>[] = parse(await answer.text(), { bom: true, columns: true })
    expect(rows.map((row) => [row.question, row.number, row.choice, row.words])).toEqual([
      ['score', '7', '', ''],
      ['reason', '', 'price', ''],
      ['words', '', '', `'=HYPERLINK("https://evil.example")`],
    ])
    expect(rows[0]).toMatchObject({
      score: '7',
      group: 'passive',
      contact: "'=Petra Lund",
      channel: 'mail',
      segment: '',
    })
  })
})
