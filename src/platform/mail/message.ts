import MailComposer from 'nodemailer/lib/mail-composer'
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
  const composed = new MailComposer({
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
  return composed.compile().build()
}
