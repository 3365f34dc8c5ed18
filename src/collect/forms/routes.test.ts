import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeForm, createForm, type Form, listForms } from '#collect/forms/contract.ts'
import { formLanguages, languageOf, textsOf } from '#collect/forms/texts.ts'
import { createContact, getContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'

const t = await testApp()
let ws: TestWorkspace
let form: Form
let path: string

const open = (at: string, language = 'en') =>
  t.house.http.fetch(new Request(`http://localhost${at}`, { headers: { 'accept-language': language } }))
const send = (at: string, fields: Record<string, string>) =>
  t.house.http.fetch(
    new Request(`http://localhost${at}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  )
const items = async () => (await ws.owner.call(listFeedback, {})).data

beforeAll(async () => {
  t.clock.set('2037-03-02T09:00:00Z')
  ws = await t.workspace('Larkfield <b>Ltd</b>')
  form = await ws.owner.call(createForm, { name: 'Sign in the shop', product: 'A1' })
  path = new URL(form.url).pathname
})

// each begins with a minute of its own
beforeEach(() => t.clock.advance({ minutes: 2 }))

describe('a web form with a link of its own', () => {
  it.each(formLanguages)(
    'speaks the language of the browser: %s, without script, in less than 15 kB',
    async (language) => {
      const page = await open(path, `${language}-XX,xx;q=0.9`)
      const html = await page.text()
      expect(page.status).toBe(200)
      expect(html).toContain(`lang="${language}"`)
      expect(html).toContain(textsOf(language).send)
      expect(html).toContain(language === 'ar' ? 'dir="rtl"' : 'dir="ltr"')
      expect(Buffer.byteLength(html)).toBeLessThan(15_000)
      expect(html).not.toContain('<script')
      expect(html).toContain('<link rel="icon" href="data:,"')
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      // the name of the workspace is words, not HTML
      expect(html).not.toContain('<b>Ltd</b>')
    },
  )

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['tlh', 'en'],
    ['fr;q=0.2, de;q=0.9', 'de'],
    ['de;q=0, es', 'es'],
    ['__proto__, constructor', 'en'],
  ])('of %s speaks %s', (header, language) => {
    expect(languageOf(header)).toBe(language)
  })

  it('takes what somebody writes, says thanks, and counts it', async () => {
    const once = 'abcdefghijklmnopqrstuv'
    const fields = {
      words: 'The door to the garden is always locked',
      kind: 'bug',
      email: 'Ann@shop.example',
      name: 'Ann',
      once,
    }
    const sent = await send(path, fields)
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}?sent=1`])
    // pressed twice, or reloaded: one item
    await send(path, fields)
    await t.settle()
    expect(await items()).toMatchObject([{ channel: 'form', contact: { name: 'Ann' } }])
    expect(await (await open(`${path}?sent=1`)).text()).toContain('Thank you')
    expect((await ws.owner.call(listForms, {})).data).toMatchObject([{ itemCount: 1, product: 'A1' }])
  })

  it('is of a product area of the workspace, which its page and its items name', async () => {
    const { areas } = await ws.owner.call(listForms, {})
    expect(areas).toContainEqual({ code: 'A1', path: 'A1' })
    expect(await (await open(path)).text()).toContain('<b>A1</b>')
    const refused = ws.owner.call(createForm, { name: 'Nowhere', product: 'Z9' })
    await expect(refused).rejects.toMatchObject({ status: 400, code: 'form.no_area' })
    const change = ws.owner.call(changeForm, { formId: form.id, product: 'Z9' })
    await expect(change).rejects.toMatchObject({ code: 'form.no_area' })
    expect((await items())[0]).toMatchObject({ area: { path: ['A1'] } })
  })

  it('an address that was only typed changes nothing about who has it', async () => {
    const known = await ws.owner.call(createContact, {
      name: 'Petra Lindqvist',
      email: 'petra@customer.example',
    })
    await send(path, { words: 'I am somebody else', email: 'petra@customer.example', name: 'Mallory' })
    expect(await ws.owner.call(getContact, { contactId: known.id })).toMatchObject({
      name: 'Petra Lindqvist',
    })
  })

  it.each([
    ['nothing', {}, 'Write a few words first'],
    ['blanks', { words: ' \n\t ' }, 'Write a few words first'],
    ['only what cannot be stored', { words: '\u0000' }, 'Write a few words first'],
    ['too much', { words: 'x'.repeat(10_001) }, 'Shorten it'],
    ['an address that is none', { words: 'hello', email: 'me@' }, 'Check the address'],
    [
      'a script for an address',
      { words: 'hello', email: '"><script>alert(1)</script>' },
      'Check the address',
    ],
  ])('refuses %s and keeps what was typed', async (_, fields, says) => {
    const before = (await items()).length
    const page = await send(path, { name: 'Ann "the" <i>reader</i>', ...fields } as Record<string, string>)
    const html = await page.text()
    expect(page.status).toBe(400)
    expect(html).toContain(says)
    expect(html).toContain('Ann &quot;the&quot; &lt;i&gt;')
    expect(html).not.toContain('<script')
    expect((await items()).length).toBe(before)
  })

  it('shows words that look like a page as words, and stores what it can of broken ones', async () => {
    const words = '</textarea><script>alert(1)</script> \ud800 ok\u0000'
    const page = await send(path, { words, email: 'wrong' })
    expect(await page.text()).not.toContain('<script>alert')
    expect((await send(path, { words, kind: '__proto__', once: '../../etc/passwd' })).status).toBe(303)
  })

  it('a field that people do not see, filled, keeps nothing and says nothing of it', async () => {
    const before = (await items()).length
    const sent = await send(path, { words: 'Buy my pills', website: 'https://spam.example' })
    expect(sent.headers.get('location')).toBe(`${path}?sent=1`)
    expect((await items()).length).toBe(before)
  })

  it('too much from one address in a minute waits, with the words kept; GET never counts', async () => {
    let last = new Response()
    for (let i = 0; i < 20; i++) last = await send(path, { words: `Flood ${i}`, website: 'x' })
    expect(last.status).toBe(429)
    expect(await last.text()).toContain('Flood 19')
    t.clock.advance({ minutes: 2 })
    expect((await send(path, { words: 'Calm again', website: 'x' })).status).toBe(303)
  })

  it('too large a body is refused before it is read', async () => {
    expect((await send(path, { words: 'x'.repeat(200_000) })).status).toBe(413)
  })

  it('has words of its own, and is closed while it is switched off, like one that never was', async () => {
    const formId = form.id
    await ws.owner.call(changeForm, {
      formId,
      title: 'How was the concert?',
      thanks: 'See you in May',
      asksEmail: 'required',
    })
    expect(await (await open(path, 'de')).text()).toContain('How was the concert?')
    expect(await (await open(`${path}?sent=1`)).text()).toContain('See you in May')
    expect((await send(path, { words: 'Loud' })).status).toBe(400)
    await ws.owner.call(changeForm, { formId, isOn: false })
    for (const at of [path, '/f/hbf_edited', `/f/${'x'.repeat(4000)}`, `/f/hbw_${path.slice(-32)}`]) {
      const page = await open(at)
      expect([at.slice(0, 10), page.status]).toEqual([at.slice(0, 10), 404])
      expect(await page.text()).toContain('This form is closed')
    }
    expect((await send(path, { words: 'Too late', email: 'a@b.example' })).status).toBe(404)
    await expect(ws.owner.call(changeForm, { formId, name: ' ' })).rejects.toMatchObject({
      code: 'input.invalid',
    })
  })
})
