import type { OwnWording } from '#close/announcements/contract.ts'
import type { Kind, Texts } from '#close/announcements/rules.ts'
import { slotsOf } from '#close/announcements/rules.ts'
import { announcementTexts } from '#close/announcements/texts.ts'
import { readPromised } from '#close/promises/rules.ts'
import { firstName } from '#close/updates/rules.ts'
import { isShipped, languageAmong, type ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import { type Block, linkMark, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { fillTemplate } from '#platform/templates/rules.ts'

/** What is said, in the languages it was written in. */
export interface Wording {
  kind: Kind
  /** for whoever it is not written in the language of */
  language: ShippedLanguage
  texts: Texts
  slots: Readonly<Record<string, string>>
  /** the day it was written, which "within two weeks" counts from */
  writtenOn: string
}

/** The language somebody with this locale gets it in. */
export function languageFor(
  wording: Pick<Wording, 'language' | 'texts'>,
  locale: string | null,
): ShippedLanguage {
  const found = languageAmong([wording.language, ...Object.keys(wording.texts)], locale)
  return found && isShipped(found) ? found : wording.language
}

/** The mail as one person gets it: subject, text and HTML. Whatever was written is text; nothing becomes markup. */
export function mailTo(
  wording: Wording,
  to: { name: string | null; locale: string | null; asked: readonly string[] },
  from: { brand: string; writer: string | null; own?: OwnWording },
) {
  const { kind, slots } = wording
  const language = languageFor(wording, to.locale)
  const texts = announcementTexts[language]
  const written = wording.texts[language] ?? wording.texts[wording.language] ?? {}
  const values: Record<string, string> = { ...written }
  let link: string | undefined
  for (const slot of slotsOf[kind]) {
    const value = slots[slot.name]?.trim()
    if (!value) continue
    if (slot.type === 'link') link = value
    else if (slot.type !== 'text') values[slot.name] = dateIn(language, value, wording.writtenOn)
  }
  const { subject, body } = from.own?.[language]?.[kind] ?? texts.kinds[kind]
  const filled = fillTemplate({ key: kind, title: kind, language, subject, body, slots: {} }, values)
  const more = kind === 'custom' ? '' : (written.more?.trim() ?? '')
  const asked = to.asked.map((title) => `• ${title}`).join('\n')
  const whole = [
    texts.greeting(firstName(to.name)),
    filled.body,
    asked && `${texts.asked}\n${asked}`,
    more,
  ].filter(Boolean)
  const blocks: Block[] = [
    { kind: 'text', text: whole.join('\n\n') },
    ...(link ? [{ kind: 'button' as const, label: texts.look, url: link }] : []),
    { kind: 'text', text: [texts.close, from.writer, from.brand].filter(Boolean).join('\n') },
    {
      kind: 'small',
      text: texts.why(from.brand),
      links: [{ label: texts.stop, url: linkMark('unsubscribe') }],
    },
  ]
  const page: MailPage = { brand: from.brand, language, blocks }
  return {
    language,
    subject: filled.subject.trim(),
    body: whole.join('\n\n'),
    text: mailText(page),
    html: mailHtml(page),
  }
}

/** A date as it is said in a language: a day, a quarter, or each quarter. */
export function dateIn(language: ShippedLanguage, value: string, writtenOn: string): string {
  const promised = readPromised(value, writtenOn)
  if (!promised) return value
  const texts = announcementTexts[language]
  if (promised.kind === 'quarterly') return texts.quarterly
  if (promised.kind === 'quarter') return texts.quarter(promised.quarter, promised.year)
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${promised.dueOn}T00:00:00Z`),
  )
}
