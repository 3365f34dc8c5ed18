import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { mailbox, oneLine, plainAddress } from '#platform/mail/address.ts'
import { fillMarks, linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { composed, type Message, messageBytes } from '#platform/mail/message.ts'
import { quotedPrintable } from '#platform/mail/quoted-printable.ts'

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

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(' ', '\t', '\n', '\r\n', '.', '=', '--=_Part', 'ä', '🙂', 'س', 'word', 'a'.repeat(80)),
    )
    .map((parts) => parts.join('')),
)

test('a message reads as the one that the library writes, whatever its words are', async () => {
  const read = async (bytes: Buffer) => {
    const { headers, text, html, ...mail } = await simpleParser(bytes, { skipTextToHtml: true })
    headers.delete('content-type')
    headers.delete('content-transfer-encoding')
    return {
      headers,
      text: (text ?? '').trimEnd(),
      html: (html || '').trimEnd(),
      parts: mail.attachments.length,
    }
  }
  const name = words.map((text) => oneLine(text, 120))
  const body = words.map((text) => `Hello${text.replace(/\r\n?/g, '\n')}`)
  await fc.assert(
    fc.asyncProperty(body, fc.option(body), name, fc.boolean(), async (text, html, name, isAnswer) => {
      const message: Message = {
        ...{
          from: { name, address: 'hello@larkfield.example' },
          to: { name, address: 'petra@quillmere.example' },
        },
        ...{ replyTo: { name, address: 'answers@larkfield.example' }, subject: oneLine(name), text, html },
        ...{
          messageId: '<mail_1@hearback.example>',
          inReplyTo: isAnswer ? '<mail_0@hearback.example>' : null,
        },
        references: isAnswer ? Array(9).fill('<mail_0@hearback.example>').join(' ') : null,
        ...{ isAutomatic: true, links: { stop: 'https://hearback.example/u/1' }, unsubscribeLink: 'stop' },
        date: new Date('2037-11-19T08:25:00Z'),
      }
      expect(await read(await messageBytes(message))).toEqual(await read(await composed(message)))
    }),
    { numRuns: 150 },
  )
})

test('quoted-printable keeps every character, on lines of 76 at most', () => {
  fc.assert(
    fc.property(words, (text) => {
      const written = quotedPrintable(text)
      for (const line of written.split('\r\n'))
        expect(line).toMatch(/^([!-<>-~]|[ \t](?!$)|=[\dA-F]{2}){0,75}=?$/)
      const bytes = written
        .replaceAll('=\r\n', '')
        .replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      expect(Buffer.from(bytes, 'latin1').toString()).toBe(
        Buffer.from(text)
          .toString()
          .replace(/\r\n|\r|\n/g, '\r\n'),
      )
    }),
  )
})

test('a link that is not known becomes harmless', () => {
  expect(fillMarks(`${linkMark('answer')}?score=7`, {})).toBe('#?score=7')
})
