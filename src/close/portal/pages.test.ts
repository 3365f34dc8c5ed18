import { SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as contract from '#close/portal/contract.ts'
import { textsOf } from '#close/portal/texts.ts'
import { formLanguages } from '#collect/forms/texts.ts'
import { createWidgetKey, updateWidgetKey } from '#collect/widget/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { listMails, setMailServer } from '#platform/mail/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'
import { createRelease, shipRelease } from '#prioritize/releases/contract.ts'
import {
  createRequest,
  decideRequest,
  getRequest,
  mergeRequest,
  undoRequestMerge,
} from '#prioritize/requests/contract.ts'

const t = await testApp()
const mails = await testMailServer()
let ws: TestWorkspace
let base: string
let exportId: string

/** A browser: it keeps cookies and follows nothing by itself. */
class Browser {
  readonly cookies = new Map<string, string>()

  async open(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await t.house.http.fetch(new Request(`http://localhost${path}`, { ...init, headers }))
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (/max-age=0/i.test(cookie)) this.cookies.delete(name!)
      else this.cookies.set(name!, value!)
    }
    return response
  }
  text = async (path: string) => (await this.open(path)).text()
  send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    this.open(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    })

  /** Follows the link of the newest mail to this address, and presses its button. */
  async confirm(email: string): Promise<string> {
    const answer = await this.send(await linkFor(email), {})
    expect(answer.status).toBe(303)
    return answer.headers.get('location')!
  }
}

const mailsTo = (email: string) =>
  mails.received.filter((one) => one.envelope.to.includes(email)).map((one) => one.parsed)

async function linkFor(email: string): Promise<string> {
  await t.settle()
  const links = mailsTo(email).flatMap((one) => /https?:\/\/\S+\/confirm\/\S+/.exec(one.text ?? '') ?? [])
  return new URL(links.at(-1)!).pathname
}

async function publicRequest(
  title: string,
  more: { areaId?: string; problem?: string } = {},
): Promise<string> {
  const made = await ws.owner.call(createRequest, {
    title: `Internal: ${title}`,
    problem: 'Secret margin of ACME',
    ...more,
  })
  await ws.owner.call(contract.putPublicFace, {
    requestId: made.id,
    isPublic: true,
    title,
    text: `About ${title}.`,
  })
  return made.id
}
const requestOf = (requestId: string) => ws.owner.call(getRequest, { requestId })
const faceOf = (requestId: string) => ws.owner.call(contract.getPublicFace, { requestId })

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace('Larkfield')
  base = `/p/${ws.slug}`
  await ws.owner.call(setMailServer, serverAt(mails.port))
  await ws.owner.call(contract.changePortal, { access: 'public', commentsHeld: 'first' })
  exportId = await publicRequest('Export a whole statement cycle')
})

// each begins with a minute of its own
beforeEach(() => t.clock.advance({ minutes: 2 }))

describe('what anybody sees', () => {
  it('a name of the portal that mixes alphabets within a word is refused', async () => {
    await expect(ws.owner.call(contract.changePortal, { name: 'L\u0430rkfield' })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('mixes letters of different alphabets'),
    })
    expect((await ws.owner.call(contract.getPortal, {})).name).toBe('')
  })

  it.each(formLanguages)('speaks %s, without a script, in less than 60 kB', async (language) => {
    const page = await new Browser().open(base, { headers: { 'accept-language': language } })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain(`lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`)
    expect(html).toContain(textsOf(language).suggest)
    expect(html).not.toContain('<script')
    expect(Buffer.byteLength(html)).toBeLessThan(60_000)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('shows the public words of a request, and nothing else of it', async () => {
    const browser = new Browser()
    const hidden = await ws.owner.call(createRequest, { title: 'Never shown outside' })
    for (const path of [
      base,
      `${base}/ideas/${exportId}`,
      `${base}/suggest?title=export`,
      `${base}?q=export`,
    ]) {
      const html = await browser.text(path)
      expect(html).toContain('Export a whole statement cycle')
      expect(html).not.toMatch(/Internal|Secret|ACME|Never shown/)
    }
    expect((await browser.open(`${base}/ideas/${hidden.id}`)).status).toBe(404)
    await ws.owner.call(contract.putPublicFace, {
      requestId: hidden.id,
      isPublic: true,
      title: 'Shown a while',
    })
    expect((await browser.open(`${base}/ideas/${hidden.id}`)).status).toBe(200)
    await ws.owner.call(contract.putPublicFace, {
      requestId: hidden.id,
      isPublic: false,
      title: 'Shown a while',
    })
    expect((await browser.open(`${base}/ideas/${hidden.id}`)).status).toBe(404)
    expect(await browser.text(base)).not.toContain('Shown a while')
  })

  it('is listed by search engines when public alone, is open by its link, to who signed in, or not at all', async () => {
    const browser = new Browser()
    expect((await browser.open(base)).headers.get('x-robots-tag')).toBeNull()
    expect(await browser.text('/robots.txt')).toContain(`Sitemap: http://localhost:3000${base}/sitemap.xml`)
    expect(await browser.text(`${base}/sitemap.xml`)).toContain(`/ideas/${exportId}</loc>`)

    const { url } = await ws.owner.call(contract.changePortal, { access: 'link' })
    expect((await browser.open(base)).status).toBe(404)
    expect((await browser.open(`${base}/sitemap.xml`)).status).toBe(404)
    expect(await browser.text('/robots.txt')).not.toContain(base)
    const opened = await browser.open(new URL(url).pathname + new URL(url).search)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, base])
    const page = await browser.open(base)
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, 'noindex, nofollow'])
    await ws.owner.call(contract.renewPortalLink, {})
    expect((await browser.open(base)).status).toBe(404)
    // nor does an address that nobody knows open it
    await browser.send(`${base}/sign-in`, { email: 'nobody@elsewhere.example' })
    await t.settle()
    expect(mails.received.some((one) => one.envelope.to.includes('nobody@elsewhere.example'))).toBe(false)

    await ws.owner.call(contract.changePortal, { access: 'signed_in' })
    const asked = await browser.open(`${base}/roadmap`)
    expect([asked.status, (await asked.text()).includes('Send the link')]).toEqual([401, true])
    await ws.owner.call(contract.changePortal, { access: 'off' })
    const off = await browser.text(base)
    expect(off).not.toContain('Larkfield')
    expect(off).toBe(await browser.text('/p/no-such-place'))
    await ws.owner.call(contract.changePortal, { access: 'public' })
  })

  it('a board for a segment is seen by its customers, and leaves no trace for others: not in lists, searches, feeds or links', async () => {
    const { areas } = await ws.owner.call(contract.getPortal, {})
    const area = areas[0]!
    const schoolOnly = await publicRequest('Timetables for schools', { areaId: area.id })
    await ws.owner.call(contract.changePortal, { boards: [{ areaId: area.id, segments: ['school'] }] })
    const release = newId()
    await ws.run((ctx) =>
      ctx.db.run(sql`
        insert into releases (workspace_id, id, name, product_area_id, shipped_at, is_public, published_at, actor_kind, created_at, updated_at)
        values (${ws.id}, ${release}, 'Timetables shipped', ${decodeId('area', area.id)!}, ${ctx.now()}, true, ${ctx.now()}, 'job', ${ctx.now()}, ${ctx.now()})`),
    )
    const accountId = (
      await ws.owner.call(createAccount, {
        name: 'Quillmere Academy',
        segment: 'school',
        lifecycle: 'active',
      })
    ).id
    await ws.owner.call(createContact, {
      name: 'Petra Lindqvist',
      email: 'petra@quillmere.example',
      accountId,
    })
    const stranger = new Browser()
    const petra = new Browser()
    await petra.send(`${base}/sign-in`, { email: 'petra@quillmere.example' })
    await petra.confirm('petra@quillmere.example')
    for (const path of [
      '',
      '?sort=new',
      '?q=timetables',
      '/roadmap',
      '/changes',
      '/changes.atom',
      '/suggest?title=timetables',
      '/sitemap.xml',
    ])
      expect(await stranger.text(base + path)).not.toMatch(/Timetables|req_\w+(?<=${schoolOnly})/)
    expect((await stranger.open(`${base}/ideas/${schoolOnly}`)).status).toBe(404)
    expect((await stranger.send(`${base}/ideas/${schoolOnly}`, { do: 'vote' })).status).toBe(404)
    expect(await petra.text(base)).toContain('Timetables for schools')
    expect(await petra.text(`${base}/changes`)).toContain('Timetables shipped')
    const { boards } = await ws.owner.call(contract.getPortal, {})
    expect(await petra.text(`${base}?board=${boards[0]!.id}`)).toContain('Timetables for schools')
    await ws.owner.call(contract.changePortal, { boards: [] })
  })
})

describe('voting', () => {
  const vote = (browser: Browser, requestId: string, fields: Record<string, string> = {}) =>
    browser.send(`${base}/ideas/${requestId}`, { do: 'vote', ...fields })

  it('a stranger’s vote counts once they confirm their address, in demand too, and once beside what they said', async () => {
    const browser = new Browser()
    const asked = await vote(browser, exportId, { importance: '3' })
    const to = asked.headers.get('location')!
    expect(to).toContain(`/sign-in?vote=${exportId}&importance=3`)
    const form = await browser.text(to)
    expect(form).toContain(`name="vote" value="${exportId}"`)
    await browser.send(`${base}/sign-in`, { email: 'Ann@shop.example', vote: exportId, importance: '3' })
    const link = await linkFor('ann@shop.example')
    // a program that looks into mails opens it: nothing happens
    expect(await new Browser().text(link)).toContain('ann@shop.example')
    expect((await faceOf(exportId)).voters).toBe(0)
    expect(await browser.confirm('ann@shop.example')).toBe(`${base}/ideas/${exportId}?said=vote`)
    expect((await browser.send(link, {})).status).toBe(410)
    await vote(browser, exportId)
    await vote(browser, exportId, { importance: '2' })
    await t.settle()
    expect((await faceOf(exportId)).voters).toBe(1)
    expect((await requestOf(exportId)).demand).toMatchObject({ contacts: 1, items: 0 })
    expect(await browser.text(`${base}/ideas/${exportId}`)).toContain('aria-pressed="true"')
    await browser.send(`${base}/ideas/${exportId}`, { do: 'unvote' })
    await t.settle()
    expect((await requestOf(exportId)).demand.contacts).toBe(0)
  })

  it('without an account where that is allowed: once a browser, for the public number alone, until the person signs in', async () => {
    await ws.owner.call(contract.changePortal, { anonymousVotes: true })
    const id = await publicRequest('Pause a payment plan')
    const browsers = [new Browser(), new Browser()]
    for (const browser of browsers) {
      await vote(browser, id)
      await vote(browser, id)
    }
    await t.settle()
    expect((await faceOf(id)).voters).toBe(2)
    expect((await requestOf(id)).demand.contacts).toBe(0)
    const [first, second] = browsers as [Browser, Browser]
    for (const browser of [first, second]) {
      await browser.send(`${base}/sign-in`, { email: 'two.browsers@shop.example' })
      await browser.confirm('two.browsers@shop.example')
    }
    await t.settle()
    expect((await faceOf(id)).voters).toBe(1)
    expect((await requestOf(id)).demand.contacts).toBe(1)
    expect(
      (
        await second.send(`${base}/ideas/${id}`, { do: 'vote' }, { 'sec-fetch-site': 'cross-site' })
      ).headers.get('location'),
    ).toBe(base)
    const id2 = await publicRequest('Split a payment')
    const foreign = { 'sec-fetch-site': 'same-site' }
    await second.send(`${base}/sign-in`, { vote: id2, importance: '3' }, foreign)
    expect((await faceOf(id2)).voters).toBe(0)
    // keys of browsers are ours alone: whoever makes them up is a new browser, of which a minute has 20, two of them above
    const answers: number[] = []
    for (let i = 0; i < 21; i++) {
      const made = new Browser()
      made.cookies.set('hb_visitor', `abcdefghijklmnopqrst${10 + i}`)
      answers.push((await vote(made, id2)).status)
    }
    expect([(await faceOf(id2)).voters, answers.at(-1)]).toEqual([18, 429])
    await ws.owner.call(contract.changePortal, { anonymousVotes: false })
  })

  it('for what was merged counts for what it was merged into, and both stand as they stood when it is taken apart', async () => {
    const kept = await publicRequest('Partial refunds')
    const merged = await publicRequest('Refund a part')
    const [ann, bob] = [new Browser(), new Browser()]
    for (const [browser, email] of [
      [ann, 'a@shop.example'],
      [bob, 'b@shop.example'],
    ] as const) {
      await browser.send(`${base}/sign-in`, { email })
      await browser.confirm(email)
    }
    await vote(ann, merged)
    await ws.owner.call(mergeRequest, { requestId: merged, intoId: kept })
    // her page is old: the vote is one all the same
    await vote(ann, merged)
    await vote(ann, kept)
    await vote(bob, merged)
    await t.settle()
    expect((await faceOf(kept)).voters).toBe(2)
    expect((await requestOf(kept)).demand.contacts).toBe(2)
    expect((await ann.open(`${base}/ideas/${merged}`)).headers.get('location')).toBe(`${base}/ideas/${kept}`)
    const { merged: list } = await requestOf(kept)
    await ws.owner.call(undoRequestMerge, { mergeId: list[0]!.mergeId })
    await t.settle()
    expect([(await faceOf(kept)).voters, (await faceOf(merged)).voters]).toEqual([1, 1])
  })
})

describe('posting', () => {
  it('an idea becomes an item of its contact, waits for a member, and then is a public request with it as evidence', async () => {
    const browser = new Browser()
    expect(await browser.text(`${base}/suggest?title=Export+of+statement`)).toContain('Is it one of these?')
    const answer = await browser.send(`${base}/suggest`, {
      title: 'Dark mode',
      text: 'My eyes hurt at night.',
      importance: '2',
      email: 'eve@shop.example',
      once: 'abcdefghijklmnopqrstuv',
    })
    expect(answer.headers.get('location')).toBe(`${base}/sign-in?sent=1`)
    expect((await ws.owner.call(contract.listPostedIdeas, {})).data).toEqual([])
    expect(await browser.confirm('eve@shop.example')).toBe(`${base}/mine?said=held`)
    const [idea] = (await ws.owner.call(contract.listPostedIdeas, {})).data
    expect(idea).toMatchObject({ title: 'Dark mode', state: 'held', importance: 2 })
    await t.settle()
    expect((await ws.owner.call(listFeedback, {})).data[0]).toMatchObject({
      channel: 'portal',
      kind: 'feature',
    })
    expect(await browser.text(base)).not.toContain('Dark mode')
    const published = await ws.owner.call(contract.publishIdea, { ideaId: idea!.id, title: 'A dark theme' })
    await t.settle()
    expect(await browser.text(base)).toContain('A dark theme')
    expect((await requestOf(published.requestId!)).demand).toMatchObject({ items: 1, contacts: 1 })
    expect((await faceOf(published.requestId!)).voters).toBe(1)
    await ws.owner.call(decideRequest, { requestId: published.requestId!, status: 'planned' })
    const mine = await browser.text(`${base}/mine`)
    expect(mine).toContain('My eyes hurt at night.')
    expect(mine).toContain('Planned.')
    expect((await new Browser().open(`${base}/mine`)).status).toBe(200)
    expect(await new Browser().text(`${base}/mine`)).not.toContain('My eyes hurt')
  })

  it('a first comment waits, one full of links waits or is refused, and the team’s answer is marked', async () => {
    const browser = new Browser()
    await browser.send(`${base}/sign-in`, { email: 'cleo@shop.example' })
    await browser.confirm('cleo@shop.example')
    const say = (comment: string) => browser.send(`${base}/ideas/${exportId}`, { do: 'comment', comment })
    await say('Yes please <b>now</b>\u202e')
    expect(await new Browser().text(`${base}/ideas/${exportId}`)).not.toContain('Yes please')
    const [held] = (await ws.owner.call(contract.listPortalComments, {})).data
    expect(held).toMatchObject({ heldFor: 'first', text: 'Yes please <b>now</b>' })
    await ws.owner.call(contract.decideComment, { commentId: held!.id, state: 'published' })
    expect(await new Browser().text(`${base}/ideas/${exportId}`)).toContain('Yes please &lt;b&gt;now')
    await say('And for PDF too')
    await say('Buy at http://a.example https://b.example www.c.example')
    const html = await new Browser().text(`${base}/ideas/${exportId}`)
    expect(html).toContain('And for PDF too')
    expect(html).not.toContain('Buy at')
    expect((await ws.owner.call(contract.listPortalComments, {})).data).toMatchObject([{ heldFor: 'links' }])
    expect((await say('http://x.example '.repeat(11))).status).toBe(400)
    await ws.owner.call(contract.answerIdea, { requestId: exportId, text: 'It comes in spring.' })
    expect(await new Browser().text(`${base}/ideas/${exportId}`)).toContain('class="staff"')
  })

  it('whoever posted, commented or follows hears by mail what we decide and answer, and stops that for one idea alone', async () => {
    const email = 'hana@shop.example'
    const hana = new Browser()
    hana.cookies.set('hb_language', 'de')
    await hana.send(`${base}/sign-in`, { email })
    await hana.confirm(email)
    const suggest = (title: string, once: string) =>
      hana.send(`${base}/suggest`, { title, once: once.padEnd(22, 'a') })
    await suggest('Wochenbericht', 'one')
    await suggest('Mondphasen', 'two')
    await hana.send(`${base}/ideas/${exportId}`, { do: 'comment', comment: 'Auch als PDF' })
    await hana.send(`${base}/ideas/${exportId}`, { do: 'follow' })
    expect(await hana.text(`${base}/mine?lang=en`)).toMatch(
      /Ideas you hear about by mail[\s\S]*Export a whole statement cycle/,
    )
    const news = async () => {
      await t.settle()
      return mailsTo(email).slice(1)
    }
    const { data: held } = await ws.owner.call(contract.listPostedIdeas, {})
    const idOf = (title: string) => held.find((one) => one.title === title)!.id
    const week = await ws.owner.call(contract.publishIdea, { ideaId: idOf('Wochenbericht') })
    await ws.owner.call(contract.refuseIdea, { ideaId: idOf('Mondphasen') })
    const [comment] = (await ws.owner.call(contract.listPortalComments, {})).data
    const decide = (state: 'published' | 'removed') =>
      ws.owner.call(contract.decideComment, { commentId: comment!.id, state })
    await decide('published')
    await decide('published')
    expect((await news()).map((one) => one.subject).sort()).toEqual([
      'Andere sehen Ihre Idee jetzt: Wochenbericht',
      'Ihr Kommentar zu: Export a whole statement cycle',
      'Ihre Idee: Mondphasen',
    ])
    const answer = (requestId: string, text: string) =>
      ws.owner.call(contract.answerIdea, { requestId, text })
    await answer(exportId, 'Im Frühling <b>ist es da</b>.')
    const mail = (await news()).at(-1)!
    expect(mail.subject).toBe('Larkfield hat geantwortet: Export a whole statement cycle')
    expect(mail.text).toContain('Im Frühling <b>ist es da</b>.')
    expect(mail.html).not.toContain('<b>ist')
    expect(mail.text).toContain(`${base}/ideas/${exportId}`)
    const stop = new URL(/https?:\/\/\S+\/u\/[^\s)]+/.exec(mail.text!)![0]).pathname
    expect(await hana.text(stop)).toContain('mail about “Export a whole statement cycle”')
    await hana.send(stop, { 'List-Unsubscribe': 'One-Click' })
    // of this idea alone
    const count = (await news()).length
    await answer(exportId, 'Es ist da.')
    await decide('removed')
    expect(await news()).toHaveLength(count)
    await answer(week.requestId!, 'Eine gute Idee.')
    expect((await news()).slice(count).map((one) => one.subject)).toEqual([
      'Larkfield hat geantwortet: Wochenbericht',
    ])
    expect(await hana.text(`${base}/mine?lang=en`)).not.toContain('Ideas you hear about by mail')
    // what was removed is found, and shown again
    const removed = await ws.owner.call(contract.listPortalComments, { state: 'removed' })
    expect(removed.data.map((one) => one.id)).toContain(comment!.id)
    await decide('published')
    expect(await new Browser().text(`${base}/ideas/${exportId}`)).toContain('Auch als PDF')
    await decide('removed')
  })

  it('our own product hands somebody over with a token of its widget key, by one press; one it did not sign lets nobody in', async () => {
    const { key, secret } = await ws.owner.call(createWidgetKey, { product: 'Pay' })
    await ws.owner.call(contract.changePortal, { widgetKeyId: key.id })
    const token = (signedWith: string, minutes = 5) =>
      new SignJWT({
        ...{ id: 'u-17', email: 'dana@copperline.example', name: 'Dana Whitlock' },
        ...{ company: { id: 'c-3', name: 'Copperline' } },
        exp: Math.floor(t.clock.now().getTime() / 1000) + minutes * 60,
      })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(signedWith))
    const good = await token(secret)
    const back = `${base}/ideas/${exportId}`
    const browser = new Browser()
    const asked = await browser.text(`${base}/sign-in?user=${good}&back=${back}`)
    expect(asked).toContain('Go on as Dana W.')
    // opening the address signs nobody in
    expect(await browser.text(`${base}/mine`)).not.toContain('Dana')
    const fromProduct = { 'sec-fetch-site': 'cross-site', origin: 'https://app.larkfield.example' }
    const answer = await browser.send(`${base}/sign-in`, { user: good, back }, fromProduct)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, back])
    await browser.send(back, { do: 'comment', comment: 'From inside the product' })
    const [said] = (await ws.owner.call(contract.listPortalComments, {})).data
    expect(said).toMatchObject({ text: 'From inside the product', author: { name: 'Dana Whitlock' } })
    await ws.owner.call(contract.decideComment, { commentId: said!.id, state: 'removed' })
    const refused = [await token('another secret of at least 32 characters'), await token(secret, -5), 'none']
    for (const user of refused) {
      const stranger = new Browser()
      expect(await stranger.text(`${base}/sign-in?user=${user}`)).not.toContain('Go on as')
      expect((await stranger.send(`${base}/sign-in`, { user, back }, fromProduct)).status).toBe(400)
      expect(stranger.cookies.has('hb_portal')).toBe(false)
    }
    // a key that is switched off proves nobody
    await ws.owner.call(updateWidgetKey, { keyId: key.id, isActive: false })
    expect((await new Browser().send(`${base}/sign-in`, { user: good, back }, fromProduct)).status).toBe(400)
  })

  it('no more than a few in a minute, and no more than five mails an hour to one address', async () => {
    const browser = new Browser()
    for (let i = 0; i < 6; i++) await browser.send(`${base}/sign-in`, { email: 'many@shop.example' })
    expect((await browser.send(`${base}/sign-in`, { email: 'many@shop.example' })).status).toBe(429)
    await t.settle()
    expect(mails.received.filter((one) => one.envelope.to.includes('many@shop.example'))).toHaveLength(5)
    expect((await ws.owner.call(listMails, {})).data.length).toBeGreaterThan(0)
  })

  it('to follow takes a confirmed address', async () => {
    const browser = new Browser()
    await browser.send(`${base}/ideas/${exportId}`, { do: 'follow', email: 'fay@shop.example' })
    const followers = () =>
      ws.run((ctx) =>
        ctx.db.run(
          sql`select 1 from request_contact_followers where workspace_id = ${ws.id} and request_id = ${decodeId('req', exportId)!} and via = 'portal'`,
        ),
      )
    expect(await followers()).toBe(0)
    // while it is shown no longer, nothing is done
    await ws.owner.call(contract.putPublicFace, { requestId: exportId, isPublic: false, title: 'Export' })
    expect(await browser.confirm('fay@shop.example')).toBe(base)
    expect(await followers()).toBe(0)
    await ws.owner.call(contract.putPublicFace, { requestId: exportId, isPublic: true, title: 'Export' })
    await browser.send(`${base}/ideas/${exportId}`, { do: 'follow' })
    expect(await followers()).toBe(1)
    await browser.send(`${base}/ideas/${exportId}`, { do: 'unfollow' })
    expect(await followers()).toBe(0)
  })
})

describe('the changelog', () => {
  it('shows what was published with its images, on a page and as a feed, and no other file', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const logo = await ws.owner.fetch('/portal/logo?name=logo.png', {
      method: 'POST',
      body: png,
      headers: { 'content-type': 'application/octet-stream' },
    })
    const { logoFileId } = (await logo.json()) as { logoFileId: string }
    const browser = new Browser()
    expect((await browser.open(`${base}/logo`)).headers.get('content-type')).toBe('image/png')
    expect((await browser.open(`${base}/files/${logoFileId}`)).status).toBe(404)
    const upload = (body: BodyInit) =>
      ws.owner.fetch('/releases/images?name=receipt.png', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      })
    expect((await upload(Buffer.from('<svg/>'))).status).toBe(400)
    const imageId = ((await (await upload(png)).json()) as { id: string }).id
    const notesWith = (fileId: string) =>
      `## Smaller & faster\n- **Larger** amounts\n\n![The new receipt](${fileId})\n\n<script>alert(1)</script> [more](https://larkfield.example/a)`
    const release = { name: 'New receipt layout', isPublic: true }
    await expect(
      ws.owner.call(createRelease, { ...release, notes: notesWith(logoFileId) }),
    ).rejects.toMatchObject({ code: 'release.no_image' })
    const { id: releaseId } = await ws.owner.call(createRelease, { ...release, notes: notesWith(imageId) })
    const hidden = await ws.owner.call(createRelease, { name: 'Not announced', notes: 'Secret' })
    await ws.owner.call(shipRelease, { releaseId: hidden.id })
    const shown = `${base}/files/${imageId}`
    expect((await browser.open(shown)).status).toBe(404)
    await ws.owner.call(shipRelease, { releaseId })
    // what the notes show is kept when unused uploads are swept
    expect(
      await ws.run((ctx) =>
        ctx.db.run(
          sql`select 1 from files where id = ${decodeId('file', imageId)!} and attached_at is not null`,
        ),
      ),
    ).toBe(1)
    const html = await browser.text(`${base}/changes`)
    expect(html).toContain('<h3>Smaller &amp; faster</h3><ul><li><b>Larger</b> amounts</li></ul>')
    expect(html).not.toMatch(/<script|Not announced|Secret/)
    expect((await browser.open(shown)).headers.get('content-type')).toBe('image/png')
    const feed = await browser.open(`${base}/changes.atom`)
    expect(feed.headers.get('content-type')).toContain('application/atom+xml')
    const atom = await feed.text()
    expect(atom).toContain(`<id>urn:uuid:${decodeId('rel', releaseId)}</id>`)
    expect(atom).toContain('&lt;h3&gt;Smaller &amp;amp; faster')
  })
})
