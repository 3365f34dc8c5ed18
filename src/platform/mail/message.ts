import MailComposer from 'nodemailer/lib/mail-composer'
import type MimeNode from 'nodemailer/lib/mime-node'
import * as qp from 'nodemailer/lib/qp'
import { fillMarks } from '#platform/mail/blocks.ts'

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
  const node = compiled(message)
  return message.calendar ? node.build() : written(node)
}

/** The parts of a message with their headers. */
export function compiled(message: Message): MimeNode {
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
  }).compile()
}

/**
 * What `node.build()` answers for a message of texts, without its streams, which cost more than all the rest of a mail
 * (message.test.ts compares the two).
 */
export function written(node: MimeNode): Buffer {
  const whole = asText(node)
  return Buffer.from(whole.endsWith('\n') ? whole : `${whole}\r\n`)
}

function asText(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n`
  const { boundary, childNodes } = node
  if (childNodes.length > 0)
    return `${head}${childNodes.map((child) => `--${boundary}\r\n${asText(child)}\r\n`).join('')}--${boundary}--\r\n`
  const text = node.content as string
  return head + (node.getTransferEncoding() === 'quoted-printable' ? qp.wrap(qp.encode(text)) : text)
}
