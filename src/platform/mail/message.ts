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
  const root = composed(message)
  return written(root) ?? (await root.build())
}

/** The message as a tree of parts with their headers. */
export function composed(message: Message): MimeNode {
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
  const composer = new MailComposer({
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
  return composer.compile()
}

/**
 * What `build` of the library makes of a tree of texts, at once: its streams cost more than all else of sending a mail.
 * Undefined where a part is no text in quoted-printable or 7 bits.
 */
export function written(root: MimeNode): Buffer | undefined {
  const pieces: string[] = []
  const write = (node: Part): boolean => {
    const encoding = node.getTransferEncoding()
    pieces.push(node.buildHeaders(), '\r\n\r\n')
    if (node.content !== undefined) {
      if (typeof node.content !== 'string' || node.multipart) return false
      if (encoding === 'quoted-printable') pieces.push(qp.wrap(qp.encode(node.content)))
      else if (encoding === '7bit') pieces.push(node.content)
      else return false
      return true
    }
    if (!node.multipart) return false
    const isWhole = node.childNodes.every((child, i) => {
      pieces.push(`${i > 0 ? '\r\n' : ''}--${node.boundary}\r\n`)
      return write(child)
    })
    pieces.push(`\r\n--${node.boundary}--\r\n`)
    return isWhole
  }
  if (!write(root as unknown as Part)) return undefined
  const text = pieces.join('')
  return Buffer.from(text.endsWith('\n') ? text : text + (text.endsWith('\r') ? '\n' : '\r\n'))
}

/** The fields of a node that its types leave out. */
interface Part {
  content?: unknown
  multipart: unknown
  boundary: unknown
  childNodes: Part[]
  getTransferEncoding(): string | false
  buildHeaders(): string
}
