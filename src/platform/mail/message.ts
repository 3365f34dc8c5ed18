import MailComposer from 'nodemailer/lib/mail-composer'
import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import { fillMarks } from '#platform/mail/blocks.ts'
import { quotedPrintable } from '#platform/mail/quoted-printable.ts'

/** A mail ready to be written out: every address checked, marks not yet filled. */
export interface Message {
  from: { name: string; address: string }
  to: { name: string; address: string }
  replyTo: { name: string; address: string } | null
  subject: string
  text: string
  html: string | null
  messageId: string
  inReplyTo: string | null
  references: string | null
  isAutomatic: boolean
  /** An invitation: an alternative of the text, and a file for programs that do not read it. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string } | null
  links: Readonly<Record<string, string>>
  unsubscribeLink: string | null
  date: Date
}

/**
 * The message as bytes (RFC 5322), plain text always, HTML beside it. Addresses are objects, so that nothing in a name
 * can become a second recipient; links to files and pages are never fetched.
 */
export async function messageBytes(message: Message): Promise<Buffer> {
  return message.calendar ? composed(message) : Buffer.from(letter(message))
}

/** Any message, by the library. */
export function composed(message: Message): Promise<Buffer> {
  const headers: Record<string, string | { prepared: boolean; foldLines: boolean; value: string }> = {}
  if (message.isAutomatic) {
    headers['Auto-Submitted'] = 'auto-generated'
    headers['X-Auto-Response-Suppress'] = 'All'
  }
  const unsubscribe = message.unsubscribeLink === null ? undefined : message.links[message.unsubscribeLink]
  if (unsubscribe) {
    headers['List-Unsubscribe'] = { prepared: true, foldLines: false, value: `<${unsubscribe}>` }
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'
  }
  return new MailComposer({
    from: message.from,
    to: [message.to],
    replyTo: message.replyTo ? [message.replyTo] : undefined,
    subject: message.subject,
    text: fillMarks(message.text, message.links),
    html: message.html === null ? undefined : fillMarks(message.html, message.links, true),
    messageId: message.messageId,
    inReplyTo: message.inReplyTo ?? undefined,
    references: message.references ?? undefined,
    date: message.date,
    headers,
    icalEvent: message.calendar
      ? { method: message.calendar.method, filename: 'invitation.ics', content: message.calendar.text }
      : undefined,
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

/**
 * A message of texts, as `composed` writes it but for its line breaks (message.test.ts compares the two). The library
 * encodes what stands in the headers; its tree of parts and streams costs more than all the rest of a mail that leaves.
 */
function letter(message: Message): string {
  const { from, to, replyTo, subject, text, html, messageId, inReplyTo, references, links } = message
  const unsubscribe = message.unsubscribeLink === null ? undefined : links[message.unsubscribeLink]
  const head = [
    known('From', from),
    header('To', [{ ...to }]),
    ...(replyTo ? [known('Reply-To', replyTo)] : []),
    ...(subject.trim() ? [known('Subject', subject)] : []),
    header('Message-ID', messageId),
    ...(inReplyTo ? [header('In-Reply-To', inReplyTo)] : []),
    ...(references ? [header('References', references)] : []),
    ...(message.isAutomatic ? ['Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All'] : []),
    // not folded: some programs look for it on one line
    ...(unsubscribe
      ? [`List-Unsubscribe: <${unsubscribe}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']
      : []),
    header('Date', message.date),
    'MIME-Version: 1.0',
  ]
  const plain = part('plain', fillMarks(text, links))
  if (html === null) return [...head, plain].join(crlf)
  return [
    ...head,
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    ...['', `--${boundary}`, plain, `--${boundary}`, part('html', fillMarks(html, links, true))],
    `--${boundary}--${crlf}`,
  ].join(crlf)
}

const crlf = '\r\n'

/** "=_" stands in no text that is written as quoted-printable. */
const boundary = '--=_Part'

const part = (kind: 'plain' | 'html', text: string) =>
  `Content-Type: text/${kind}; charset=utf-8${crlf}Content-Transfer-Encoding: quoted-printable${crlf}${crlf}${quotedPrintable(text)}${crlf}`

const encoder = new MimeNode(false)

const header = (key: string, value: Parameters<MimeNode['encodeHeaderValue']>[1]) =>
  foldLines(`${key}: ${encoder.encodeHeaderValue(key, value)}`, 76)

const mostKnown = 500
const headers = new Map<string, string>()

/** A header that is the same in many mails. */
function known(key: string, value: string | Message['from']): string {
  const name = JSON.stringify([key, value])
  let written = headers.get(name)
  if (written === undefined) {
    written = header(key, typeof value === 'string' ? value : [{ ...value }])
    if (headers.size >= mostKnown) headers.clear()
    headers.set(name, written)
  }
  return written
}
