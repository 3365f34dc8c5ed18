import { type Attachment, type ParsedMail, simpleParser } from 'mailparser'
import {
  addressesIn,
  headOf,
  isAutomatic,
  messageIdsIn,
  type Report,
  readReport,
  recipientsIn,
  wholeMax,
  wordsMax,
} from '#collect/mailbox/rules.ts'
import { type Spam, spamOf } from '#collect/mailbox/verdicts.ts'
import { typeOf } from '#platform/files/rules.ts'
import { oneLine, plainAddress } from '#platform/mail/address.ts'
import { ownWords } from '#text/clean/clean.ts'
import { htmlText } from '#text/clean/html.ts'
import { ownLines } from '#text/clean/mail.ts'

/** A mail as it is read: whom it is from, what they wrote this time, and what else is in it. */
export interface Letter {
  messageId: string | null
  inReplyTo: string | null
  references: string | null
  /** Message-IDs it answers, the nearest first */
  answers: string[]
  from: { name: string; address: string }
  recipients: string[]
  subject: string
  saidAt: Date | null
  words: string
  whole: string
  isAutomatic: boolean
  /** what servers say of its sender (Authentication-Results), the topmost first */
  authentication: string[]
  /** what the filters on its way said */
  spam: Spam | undefined
  calendar: string | null
  report: (Report & { messageId: string | null }) | null
  attachments: { name: string; content: Buffer }[]
}

const longestHtml = 2_000_000

/**
 * Reads a message. The parser stops at 1,000 parts and heads of 1 MiB; nothing is fetched, no HTML is made. Throws
 * where it is no message at all.
 */
export async function readMail(raw: Buffer, envelopeFrom: string | undefined): Promise<Letter> {
  const { fields } = headOf(raw)
  const mail = await simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
    keepDeliveryStatus: true,
    maxHtmlLengthToParse: longestHtml,
  })
  const sender = mail.from?.value[0]
  const { words, whole } = textOf(mail)
  const calendar = mail.attachments.find(isCalendar)
  const inReplyTo = messageIdsIn(mail.inReplyTo ?? '')
  const references = [mail.references ?? []].flat().join(' ')
  return {
    messageId: messageIdsIn(mail.messageId ?? '')[0] ?? null,
    inReplyTo: inReplyTo[0] ?? null,
    references: messageIdsIn(references).reverse().join(' ') || null,
    answers: [...new Set([...inReplyTo, ...messageIdsIn(references)])].slice(0, 20),
    from: {
      name: storable(oneLine(sender?.name ?? '', 120)),
      address: plainAddress(sender?.address ?? '') ?? '',
    },
    recipients: recipientsIn(fields),
    subject: storable(oneLine(mail.subject ?? '', 300)),
    saidAt: mail.date && !Number.isNaN(mail.date.getTime()) ? mail.date : null,
    words: storable(words).trim().slice(0, wordsMax),
    whole: storable(whole).trim().slice(0, wholeMax),
    isAutomatic: isAutomatic(fields, envelopeFrom),
    authentication: (fields.get('authentication-results') ?? []).slice(0, 20),
    spam: storedSpam(spamOf(fields)),
    calendar: calendar ? storable(calendar.content.subarray(0, 256 * 1024).toString('utf8')) : null,
    report: reportOf(mail),
    attachments: mail.attachments
      .filter((one) => !isCalendar(one) && !one.related && !/^message\/|^text\/rfc822/.test(one.contentType))
      .map((one) => ({ name: nameOf(one), content: one.content })),
  }
}

const isCalendar = ({ contentType, filename }: { contentType: string; filename?: string | undefined }) =>
  contentType === 'text/calendar' || contentType === 'application/ics' || /\.ics$/i.test(filename ?? '')

/** What Outlook makes of a mail (TNEF) goes by many names, or none; everybody knows it by this one. */
const nameOf = ({ filename, contentType, content }: Attachment) =>
  contentType === 'application/ms-tnef' || typeOf(content.subarray(0, 12)) === 'application/ms-tnef'
    ? 'winmail.dat'
    : (filename ?? 'file')

/** Plain text where there is some; HTML as it is read otherwise. */
function textOf(mail: ParsedMail): { words: string; whole: string } {
  const text = mail.text?.trim()
  if (text) return { words: ownLines(mail.text!).text, whole: mail.text! }
  const html = (mail.html || '').slice(0, longestHtml)
  return { words: ownWords(html).text, whole: htmlText(html).text }
}

/** What PostgreSQL can hold, without what hides or turns text around. */
function storable(text: string): string {
  return text
    .replaceAll('\u0000', '')
    .replace(/\r\n?/g, '\n')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
}

const storedSpam = (spam: Spam | undefined) => spam && { ...spam, says: storable(spam.says) }

/** The delivery report of a bounce, with the Message-ID of the mail that came back. */
function reportOf(mail: ParsedMail): Letter['report'] {
  const status = mail.attachments.find((one) => one.contentType === 'message/delivery-status')
  const report = status && readReport(status.content.toString('utf8'))
  if (!report) return null
  const returned = mail.attachments.find((one) => /^message\/rfc822|^text\/rfc822/.test(one.contentType))
  const head = returned ? headOf(returned.content).fields : undefined
  return {
    ...report,
    address: report.address ?? addressesIn([...(head?.get('to') ?? [])])[0] ?? null,
    messageId: messageIdsIn(head?.get('message-id')?.[0] ?? '')[0] ?? null,
  }
}
