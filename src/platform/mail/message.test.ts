import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { mailbox, oneLine, plainAddress } from '#platform/mail/address.ts'
import { fillMarks, linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { compiled, type Message, messageBytes, written } from '#platform/mail/message.ts'

describe('an address is one address', () => {
  test.each([
    ['petra@quillmere.example', 'petra@quillmere.example'],
    ["O'Brien+nps@Example.COM", "o'brien+nps@example.com"],
    ['ana@müller.example', 'ana@xn--mller-kva.example'],
  ])('%s is sent to %s', (text, address) => {
    expect(plainAddress(text)).toBe(address)
  })

  test.each([
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example\nRCPT TO:<c@d.example>',
    'a@b.example, c@d.example',
    '"a@b.example, c"@d.example',
    'a@b.example>',
    'a b@c.example',
    'a@b@c.example',
    'a@[127.0.0.1]',
    'a@b.example\u2028',
    'a\u200b@b.example',
    '@b.example',
    'a@',
    '',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
  ])('%j is refused', (text) => {
    expect(plainAddress(text)).toBeUndefined()
    expect(() => mailbox({ address: text })).toThrow('The mail address is not valid')
  })
})

const page = (words: string): MailPage => ({
  brand: words,
  preview: words,
  blocks: [
    { kind: 'heading', text: words },
    { kind: 'text', text: words },
    { kind: 'quote', text: words },
    { kind: 'button', label: words, url: 'https://hearback.example/x?a=1&b=2' },
    {
      kind: 'scale',
      from: 0,
      label: words,
      low: words,
      high: words,
      links: ['https://hearback.example/s/1', linkMark('answer')],
    },
    { kind: 'small', text: words, links: [{ label: words, url: words.replace(/^\uE000/, '') }] },
  ],
})

test('whatever a customer wrote, the HTML of a mail has our tags only and no address but ours', () => {
  const plain = mailHtml(page('x'))
  const tags = (html: string) => [...html.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map((match) => match[1])
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '<script>alert(1)</script>',
          '"><img src=x onerror=alert(1)>',
          "' style='background:url(https://evil.example)",
          'javascript:alert(1)',
          '&lt;b&gt;',
          '{{contact.firstName}}',
          '\uE000unsubscribe\uE001',
        ),
      ),
      (words) => {
        const html = mailHtml(page(words.replace(/[\r\n]/g, ' ').trim() || 'x'))
        expect(tags(html)).toEqual(tags(plain))
        expect(html).not.toMatch(/(href|src)="(?!https:\/\/hearback\.example|#|\uE000answer)/)
      },
    ),
  )
})

test('a mail fetches nothing and always has a plain-text part with every link', () => {
  const html = mailHtml(page('Hello'))
  expect(html).not.toMatch(/<img|<link|@import|url\(|src=/)
  expect(html).toContain('color-scheme')
  expect(mailText(page('Hello'))).toContain('https://hearback.example/s/1')
})

test('no header can be added through a name, a subject or an address', async () => {
  const evil = 'Petra\r\nBcc: third@evil.example\r\n\r\n<script>'
  const bytes = await messageBytes({
    from: { name: evil, address: 'hello@larkfield.example' },
    to: { name: evil, address: 'petra@quillmere.example' },
    replyTo: { name: evil, address: 'reply@larkfield.example' },
    subject: oneLine(evil),
    text: `Hi ${linkMark('unsubscribe')}`,
    html: `<p>${linkMark('unsubscribe')}</p>`,
    messageId: '<mail_1@hearback.example>',
    inReplyTo: '<mail_0@hearback.example>',
    references: '<mail_0@hearback.example>',
    isAutomatic: true,
    links: { unsubscribe: 'https://hearback.example/u/hb_abc' },
    unsubscribeLink: 'unsubscribe',
    date: new Date('2026-11-19T08:25:00Z'),
  })
  const mail = await simpleParser(bytes)
  expect(mail.headers.has('bcc')).toBe(false)
  expect(
    [mail.to]
      .flat()
      .flatMap((list) => list?.value ?? [])
      .map((one) => one.address),
  ).toEqual(['petra@quillmere.example'])
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  const raw = bytes.toString()
  expect(raw).toContain('List-Unsubscribe: <https://hearback.example/u/hb_abc>')
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(mail.messageId).toBe('<mail_1@hearback.example>')
  expect(mail.inReplyTo).toBe('<mail_0@hearback.example>')
  expect(mail.text).toContain('Hi https://hearback.example/u/hb_abc')
  expect(raw.split(/\r\n\r\n/)[0]).not.toMatch(/^Bcc/im)
})

test('a message is written as the library writes it, whatever its words are', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(fc.constantFrom(' ', '\t', '\n', '\r\n', '.', '=', 'ä', '🙂', 'س', 'word', 'a'.repeat(80)))
      .map((parts) => parts.join('')),
  )
  await fc.assert(
    fc.asyncProperty(words, fc.option(words), words, async (text, html, name) => {
      const message: Message = {
        ...{
          from: { name, address: 'hello@larkfield.example' },
          to: { name, address: 'petra@quillmere.example' },
        },
        ...{ replyTo: null, subject: oneLine(name), text, html, messageId: '<mail_1@hearback.example>' },
        ...{ inReplyTo: null, references: null, isAutomatic: true, links: {}, unsubscribeLink: null },
        date: new Date('2026-11-19T08:25:00Z'),
      }
      const node = compiled(message)
      expect(written(node).toString()).toBe((await node.build()).toString())
    }),
    { numRuns: 150 },
  )
})

test('a link that is not known becomes harmless', () => {
  expect(fillMarks(`${linkMark('answer')}?score=7`, {})).toBe('#?score=7')
})
