import { describe, expect, test } from 'vitest'
import * as contract from '#collect/surveys/contract.ts'
import * as responses from '#collect/surveys/responses/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import { sql } from '#platform/db/sql.ts'
import { listMails } from '#platform/mail/contract.ts'

const { t, server, setup, linkTo, open, press, asked } = await surveyHouse()

describe('the survey mail', () => {
  test('holds eleven plain links from 0 to 10, a text fallback and the way out', async () => {
    await asked()
    const { parsed, raw } = server.received[0]!
    const html = String(parsed.html)
    const links = [...html.matchAll(/href="([^"]+)"[^>]*>(\d+)</g)].map((match) => [match[2], match[1]])
    expect(links.map(([number]) => number)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    for (const [number, link] of links) expect(link).toMatch(new RegExp(`/s/hb_[\\w-]+\\?score=${number}$`))
    for (let score = 0; score <= 10; score++)
      expect(parsed.text).toMatch(new RegExp(`^${score}.*\\?score=${score}$`, 'm'))
    expect(html).not.toMatch(/<img|<script|src=/)
    expect(raw).toMatch(/List-Unsubscribe: <http:\/\/localhost:\d+\/u\/hb_[\w-]+>/)
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(parsed.subject).toBe('One question about Larkfield, Petra')
    expect(parsed.from?.value[0]).toMatchObject({ name: 'Larkfield', address: 'hello@larkfield.example' })
  })

  test('personal links in the outbox are for those who manage mail; others see the words', async () => {
    const { ws } = await asked()
    const agent = await ws.as('agent')
    const id = (await agent.call(listMails, {})).data[0]!.id
    const shown = async (client: typeof agent) =>
      (await (await client.fetch(`/mails/${id}/html`)).text()) +
      (await (await client.fetch(`/mails/${id}`)).text())
    expect(await shown(agent)).not.toMatch(/hb_/)
    expect(await shown(ws.owner)).toMatch(/\/s\/hb_/)
    const stored = await ws.run((ctx) =>
      ctx.db.one<{ all: string }>(
        sql`select row_to_json(m)::text as all from mails m where workspace_id = ${ws.id} limit 1`,
      ),
    )
    expect(stored.all).not.toMatch(/\/s\/hb_/)
  })
})

test('a changed wording is a new version; answers keep theirs; faults are named', async () => {
  const { ws, surveyId, path } = await asked()
  await press(path, { asked: 'score', score: '9' })
  const changed = await ws.owner.call(contract.changeSurvey, {
    surveyId,
    brand: 'Larkfield Clinics',
    questions: [{ key: 'score', wording: 'Would you recommend {{brand.name}}?' }],
  })
  expect(changed).toMatchObject({ version: 2, brandShown: 'Larkfield Clinics' })
  expect((await ws.owner.call(responses.listResponses, {})).data[0]!.surveyVersion).toBe(1)
  await expect(
    ws.owner.call(contract.changeSurvey, { surveyId, mailIntro: 'Hello {{contact.name}}' }),
  ).rejects.toThrow('{{contact.name}}, which is not declared')
  expect((await ws.owner.call(contract.previewSurveyMail, { surveyId })).text).toContain(
    'Would you recommend Larkfield Clinics?',
  )
})

test('a test mail goes to oneself, and its links record nothing', async () => {
  const { ws, surveyId } = await setup()
  await ws.owner.call(contract.sendTestSurvey, { surveyId })
  await t.settle()
  const path = linkTo('Olive')
  expect(await (await open(`${path}?score=3`)).text()).toContain('This is a preview: nothing is recorded.')
  expect((await press(path, { asked: 'score', score: '3' })).status).toBe(200)
  expect(await (await press(path, { asked: 'score reason words contact', score: '3' })).text()).toContain(
    'Nothing was recorded',
  )
  expect((await ws.owner.call(responses.listResponses, {})).data).toEqual([])
})

test('a preview goes page by page as people do, also back, and keeps nothing', async () => {
  const { ws } = await setup()
  const { data } = await ws.owner.call(contract.listSurveys, {})
  const { id } = data.find(({ key }) => key === 'post-implementation')!
  const path = `/surveys/${id}/page`
  expect(await (await ws.owner.fetch(`${path}?chosen=score%3D2`)).text()).toContain('Page 2 of 4')
  const send = async (form: Record<string, string>) => {
    const body = new URLSearchParams(form).toString()
    const page = await ws.owner.fetch(path, { method: 'POST', body })
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    return page.text()
  }
  const third = await send({ asked: 'dates promised', dates: '4', carried: 'score', score: '2' })
  expect(third).toContain('Page 3 of 4')
  expect(third).toContain('<input type="hidden" name="back" value="2"/>')
  const second = await send({ back: '2', carried: 'score dates promised', score: '2', dates: '4' })
  expect(second).toMatch(/name="dates" value="4"[^>]* checked/)
  expect(second).toContain('<input type="hidden" name="step" value="2"/>')
  // all answered: from the page that was gone back to each further one is shown, as it is kept
  const given = { score: '5', dates: '4', team: '4' }
  const after = { carried: 'score team training words contact', ...given }
  const shown = await send({ asked: 'dates promised', step: '2', ...after })
  expect(shown).toContain('Page 3 of 4')
  expect(shown).toMatch(/name="team" value="4"[^>]* checked/)
  const last = { asked: 'words contact', step: '4', carried: 'score dates promised team training', ...given }
  expect(await send(last)).toContain('Nothing was recorded')
  await t.settle()
  expect((await ws.owner.call(responses.listResponses, {})).data).toEqual([])
})

describe('a link opens what it was made for, and nothing else', () => {
  test('edited, foreign, of another kind: it explains itself and changes nothing', async () => {
    const { ws, path } = await asked()
    const other = await asked('Ana Ruiz')
    const token = path.split('/').at(-1)!
    const unsubscribe = /\/u\/(hb_[\w-]+)/.exec(server.received[0]!.raw)![1]!
    const key = (await ws.key(['surveys:write'])).secret
    // The workspace of one token with the secret of another.
    const mixed = `hb_${Buffer.concat([
      Buffer.from(other.path.split('/').at(-1)!.slice(3), 'base64url').subarray(0, 16),
      Buffer.from(token.slice(3), 'base64url').subarray(16),
    ]).toString('base64url')}`
    const flipped = token.slice(0, 30) + (token[30] === 'A' ? 'B' : 'A') + token.slice(31)
    for (const bad of [
      flipped,
      mixed,
      unsubscribe,
      key,
      token.slice(0, -1),
      `${token}x`,
      'x',
      '%00',
      'hb_',
    ]) {
      const opened = await open(`//s/${bad}`)
      expect([bad, opened.status]).toEqual([bad, 404])
      expect(await opened.text()).toContain('This link does not work')
      expect((await press(`//s/${bad}`, { asked: 'score', score: '0' })).status).toBe(404)
    }
    expect((await t.anonymous.fetch(`//u/${token}`)).status).toBe(404)
    expect((await t.anonymous.fetch(`//u/${token}`, { method: 'POST' })).status).toBe(404)
    const asKey = await t.anonymous.fetch('/responses', { headers: { authorization: `Bearer ${token}` } })
    expect(asKey.status).toBe(401)
    for (const one of [ws, other.ws])
      expect((await one.owner.call(responses.listResponses, {})).data).toEqual([])
    expect((await press(path, { asked: 'score', score: '5' })).status).toBe(303)
  })

  test('a page says nothing but the greeting: no address, no figures', async () => {
    const { path } = await asked()
    const text = await (await open(path)).text()
    expect(text).not.toMatch(/@quillmere|mrr/i)
  })
})
