import { createHash, createHmac } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changeSurvey } from '#collect/surveys/contract.ts'
import {
  changeSurveyLink,
  createSurveyLink,
  drawSurveyLink,
  listSurveyLinks,
  type SurveyLink,
} from '#collect/surveys/links/contract.ts'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import { createWidgetKey } from '#collect/widget/contract.ts'
import { createContact, getContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import type { TestWorkspace } from '#platform/testing/app.ts'

const { t, setup, eventsOf } = await surveyHouse()
let ws: TestWorkspace
let surveyId: string
let count = 0

const fetchAt = (path: string, init: RequestInit = {}) =>
  t.house.http.fetch(new Request(`http://localhost${path}`, { redirect: 'manual', ...init }))
const open = (path: string, headers: Record<string, string> = {}) => fetchAt(path, { headers })
const press = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetchAt(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
const make = async (more: Record<string, unknown> = {}) =>
  ws.owner.call(createSurveyLink, { surveyId, name: `Link ${++count}`, ...more })
const pathOf = (url: string | null) => new URL(url!).pathname
const answersOf = async (link: SurveyLink, more = {}) =>
  (await ws.owner.call(listResponses, { link: link.id, ...more })).data
const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!
const rest = { asked: 'score reason words contact', reason: 'hard_to_use', words: 'Too many steps' }

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ;({ ws, surveyId } = await setup())
})
beforeEach(() => t.clock.advance({ minutes: 2 }))

describe('a link that anybody can answer', () => {
  test('opening it, with any answer chosen, records nothing', async () => {
    const link = await make()
    const path = pathOf(link.url)
    for (const query of ['', '?score=3', '?a=hb_x', '?lang=xx', `?once=${'x'.repeat(22)}`])
      expect((await open(path + query)).status).toBe(200)
    expect(await answersOf(link)).toEqual([])
    expect(await answersOf(link, { provisional: 'true' })).toEqual([])
    const page = await (await open(`${path}?score=3`)).text()
    expect(page).toContain('value="3" required="" checked=""')
    expect(Buffer.byteLength(page)).toBeLessThan(15_000)
    expect(page).not.toContain('<script')
  })

  test('a stranger answers, leaves their name, and becomes a contact; only then it counts', async () => {
    const link = await make()
    const first = await press(pathOf(link.url), { asked: 'score', score: '3' })
    expect(first.status).toBe(303)
    expect(await answersOf(link)).toEqual([])
    const next = first.headers.get('location')!
    const page = await (await open(next)).text()
    expect(page).toContain('Your answer, 3, has arrived')
    // the name is asked for on the last page
    expect(page).not.toContain('name="contact-email"')
    await press(next, { asked: 'reason', reason: 'price' })
    expect(await answersOf(link)).toEqual([])
    expect(await (await open(next)).text()).toContain('name="contact-email"')
    expect((await press(next, { ...rest, score: '3', 'contact-email': 'me@' })).status).toBe(400)
    const sent = await press(next, {
      ...rest,
      score: '3',
      'contact-name': 'Nora Quill',
      'contact-email': 'nora@quill.example',
    })
    expect(await (await open(sent.headers.get('location')!)).text()).toContain('Your answer arrived.')
    const [response] = await answersOf(link)
    expect(response).toMatchObject({
      score: 3,
      channel: 'link',
      linkId: link.id,
      contactName: 'Nora Quill',
      isProvisional: false,
      words: 'Too many steps',
    })
    await t.settle()
    expect(
      (await ws.owner.call(listFeedback, {})).data.filter((item) => item.contact?.name === 'Nora Quill'),
    ).toHaveLength(1)
  })

  test('a stranger who goes away after the first press counts without a name, a quarter of an hour later', async () => {
    const link = await make()
    await press(pathOf(link.url), { asked: 'score', score: '8' })
    const before = (await eventsOf(ws, 'response.received')).length
    t.clock.advance({ minutes: 16 })
    await t.settle()
    expect(await answersOf(link)).toMatchObject([{ score: 8, contactId: null }])
    expect((await eventsOf(ws, 'response.received')).length).toBe(before + 1)
  })

  test('an address that was only typed changes nothing about who has it', async () => {
    const known = await ws.owner.call(createContact, { name: 'Petra Lund', email: 'petra@known.example' })
    const link = await make()
    const next = (await press(pathOf(link.url), { asked: 'score', score: '9' })).headers.get('location')!
    await press(next, {
      asked: 'words',
      words: '',
      'contact-name': 'Mallory',
      'contact-email': 'petra@known.example',
    })
    expect(await ws.owner.call(getContact, { contactId: known.id })).toMatchObject({ name: 'Petra Lund' })
  })

  test('the same page sent twice, and two presses at once, are one answer', async () => {
    const link = await make({ asksContact: false })
    const once = 'abcdefghijklmnopqrstuv'
    const sent = { asked: 'score', score: '7', once }
    await Promise.all([1, 2, 3].map(() => press(pathOf(link.url), sent)))
    expect(await answersOf(link)).toHaveLength(1)
  })

  test('a browser answers once, and can change what it said; another browser is another answer', async () => {
    const link = await make({ asksContact: false })
    const path = pathOf(link.url)
    const first = await press(path, { asked: 'score', score: '7' })
    const cookie = cookieOf(first)
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly/)
    expect(await (await open(path, { cookie })).text()).toContain('What is the main reason')
    await press(path, { asked: 'score', score: '9' }, { cookie })
    await press(path, { asked: 'score', score: '2' })
    expect((await answersOf(link)).map((one) => one.score).sort()).toEqual([2, 9])
  })

  test('may be answered again and again where a browser is not asked once', async () => {
    const link = await make({ oncePerBrowser: false, asksContact: false })
    for (const score of ['4', '5']) {
      const sent = await press(pathOf(link.url), { asked: 'score', score })
      expect(sent.headers.get('set-cookie')).toBeNull()
    }
    expect(await answersOf(link)).toHaveLength(2)
  })

  test('closes by hand, at its time, and when it is full, and says so', async () => {
    const link = await make({ mostAnswers: 1, asksContact: false })
    const path = pathOf(link.url)
    const both = await Promise.all([1, 2].map(() => press(path, { asked: 'score', score: '7' })))
    expect(both.map((one) => one.status).sort()).toEqual([303, 410])
    expect(await answersOf(link)).toHaveLength(1)
    expect((await open(path)).status).toBe(410)
    const timed = await make({ closesAt: new Date(t.clock.now().getTime() + 60_000).toISOString() })
    expect((await open(pathOf(timed.url))).status).toBe(200)
    t.clock.advance({ minutes: 2 })
    expect(await (await open(pathOf(timed.url))).text()).toContain('This survey is closed')
    const shut = await make()
    await ws.owner.call(changeSurveyLink, { linkId: shut.id, isOpen: false })
    expect((await press(pathOf(shut.url), { asked: 'score', score: '7' })).status).toBe(410)
    const { data } = await ws.owner.call(listSurveyLinks, { surveyId })
    expect([link, timed, shut].map(({ id }) => data.find((one) => one.id === id)!.state)).toEqual([
      'full',
      'over',
      'closed',
    ])
  })

  test('an edited link, one of another kind and one without a kiosk open nothing', async () => {
    const link = await make()
    for (const path of [
      `${pathOf(link.url).slice(0, -2)}AA`,
      '/q/hbs_x',
      `/q/${'x'.repeat(4000)}`,
      `/q/hbf_${link.url.slice(-32)}`,
      pathOf(link.url).replace('/q/', '/k/'),
      pathOf(link.url).replace('/q/', '/e/'),
    ])
      expect([path.slice(0, 9), (await open(path)).status]).toEqual([path.slice(0, 9), 404])
  })

  test('speaks the language of the browser, or the one that was chosen', async () => {
    const link = await make()
    const path = pathOf(link.url)
    expect(await (await open(path, { 'accept-language': 'xx, de-AT;q=0.8, fr;q=0.5' })).text()).toContain(
      'lang="de"',
    )
    const arabic = await (await open(`${path}?lang=ar`, { 'accept-language': 'de' })).text()
    expect(arabic).toContain('dir="rtl"')
    expect(arabic).toContain('hreflang="de"')
  })

  test('a hidden field that is filled, keeps the answer out of the figures', async () => {
    const link = await make({ asksContact: false })
    await press(pathOf(link.url), { asked: 'score', score: '0', website: 'https://spam.example' })
    expect(await answersOf(link)).toEqual([])
    expect(await answersOf(link, { provisional: 'true' })).toHaveLength(1)
  })

  test('more than sixty answers a minute from one address wait', async () => {
    const link = await make({ oncePerBrowser: false, asksContact: false })
    let last = new Response()
    for (let i = 0; i < 61; i++) last = await press(pathOf(link.url), { asked: 'score', score: '5' })
    expect(last.status).toBe(429)
  })

  test('a survey that was archived takes no answers by its links', async () => {
    const link = await make()
    await ws.owner.fetch(`/surveys/${surveyId}/archive`, { method: 'POST' })
    expect((await open(pathOf(link.url))).status).toBe(410)
    await ws.owner.fetch(`/surveys/${surveyId}/restore`, { method: 'POST' })
    expect((await open(pathOf(link.url))).status).toBe(200)
  })

  test('has a QR code of its address', async () => {
    const link = await make()
    const drawn = await ws.owner.fetch(`/survey-links/${link.id}/qr?download=true`)
    expect(drawn.headers.get('content-type')).toBe('image/svg+xml')
    expect(drawn.headers.get('content-disposition')).toContain('survey-link.svg')
    expect(await drawn.text()).toMatch(/^<svg/)
    expect(drawSurveyLink.access).toBe('surveys:read')
  })
})

describe('a link for people whom a page knows', () => {
  test('a signed person is greeted, is the contact of the answer and is asked for no name', async () => {
    const { key, secret } = await ws.owner.call(createWidgetKey, { product: 'A1' })
    const link = await make({ widgetKeyId: key.id })
    const user = await new SignJWT({ id: 'u-1', email: 'ines@school.example', name: 'Ines Sol' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(t.clock.now().getTime() / 1000 + 600)
      .sign(new TextEncoder().encode(secret))
    const path = `${pathOf(link.url)}?user=${user}`
    const next = (await press(path, { asked: 'score', score: '10' })).headers.get('location')!
    expect(await (await open(next)).text()).not.toContain('contact-email')
    expect(await answersOf(link)).toMatchObject([{ score: 10, contactName: 'Ines Sol' }])
    const hash = createHmac('sha256', secret).update('u-1').digest('hex')
    await press(`${pathOf(link.url)}?id=u-1&hash=${hash}`, { asked: 'score', score: '1' })
    expect((await answersOf(link)).map((one) => one.contactName)).toEqual(['Ines Sol', 'Ines Sol'])
  })

  test('a wrong signature makes a stranger of them, not an error', async () => {
    const { key } = await ws.owner.call(createWidgetKey, { product: 'R2' })
    const link = await make({ widgetKeyId: key.id })
    const page = await (await open(`${pathOf(link.url)}?id=u-1&hash=${'0'.repeat(64)}`)).text()
    expect(page).toContain('How likely')
    await press(`${pathOf(link.url)}?id=u-1&hash=${'0'.repeat(64)}`, { asked: 'score', score: '1' })
    expect(await answersOf(link, { provisional: 'true' })).toMatchObject([{ contactId: null }])
  })
})

describe('a kiosk', () => {
  test('thanks, begins again by itself, and shows nothing of the last visitor', async () => {
    const link = await make({ hasKiosk: true })
    const path = pathOf(link.kioskUrl)
    const start = await open(path)
    expect(start.headers.get('refresh')).toBeNull()
    const next = (await press(path, { asked: 'score', score: '3' })).headers.get('location')!
    const second = await open(next)
    const asked = await second.text()
    expect(asked).toContain(`<noscript><meta http-equiv="refresh" content="180; url=${path}"/></noscript>`)
    const script = /<script data-seconds="180" data-to="[^"]*">(.*)<\/script>/s.exec(asked)![1]!
    const hash = createHash('sha256').update(script).digest('base64')
    expect(second.headers.get('content-security-policy')).toContain(`script-src 'sha256-${hash}'`)
    expect(asked).not.toContain('autocomplete="email"')
    const sent = await press(next, {
      ...rest,
      score: '3',
      'contact-name': 'Ann',
      'contact-email': 'ann@hall.example',
    })
    expect(sent.headers.get('set-cookie')).toBeNull()
    const thanks = await open(sent.headers.get('location')!)
    expect(thanks.headers.get('refresh')).toBe(`8; url=${path}`)
    const html = await thanks.text()
    expect(html).toContain('For the next person')
    for (const secret of ['Ann', 'Too many steps', '?change']) expect(html).not.toContain(secret)
    // who goes back finds the start
    t.clock.advance({ minutes: 1 })
    expect((await open(next)).headers.get('location')).toBe(path)
    await press(path, { asked: 'score', score: '9' })
    expect(await answersOf(link)).toMatchObject([{ channel: 'kiosk', score: 3 }])
  })
})

describe('in a frame of another site', () => {
  test('only the origins of the list may show it; the page itself nobody', async () => {
    const link = await make({ frameOrigins: ['https://www.shop.example', 'https://*.shop.example'] })
    const framed = await open(pathOf(link.frameUrl))
    expect(framed.headers.get('content-security-policy')).toMatch(
      /frame-ancestors https:\/\/www\.shop\.example https:\/\/\*\.shop\.example$/,
    )
    expect(framed.headers.get('x-frame-options')).toBeNull()
    expect((await open(pathOf(link.url))).headers.get('content-security-policy')).toContain(
      "frame-ancestors 'none'",
    )
    await press(pathOf(link.frameUrl), { asked: 'score', score: '5' })
    expect(await answersOf(link, { provisional: 'true' })).toMatchObject([{ channel: 'embed' }])
  })

  test.each([
    'https://a.example/path',
    'javascript:alert(1)',
    "https://x.example; script-src 'unsafe-inline'",
    '*',
  ])('refuses %s as an origin', async (origin) => {
    await expect(make({ frameOrigins: [origin] })).rejects.toMatchObject({ code: 'input.invalid' })
  })
})

test('a survey in Arabic alone is asked from right to left', async () => {
  const link = await make()
  await ws.owner.call(changeSurvey, { surveyId, language: 'ar' })
  expect(await (await open(pathOf(link.url), { 'accept-language': 'xx' })).text()).toContain('dir="rtl"')
  await ws.owner.call(changeSurvey, { surveyId, language: 'en' })
})
