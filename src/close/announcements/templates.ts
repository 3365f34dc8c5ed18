import type * as contract from '#close/announcements/contract.ts'
import type { AnnouncementTemplate, OwnWording } from '#close/announcements/contract.ts'
import { type Kind, kinds, kindWords, slotsOf } from '#close/announcements/rules.ts'
import { wordingSetting } from '#close/announcements/settings.ts'
import { announcementTexts } from '#close/announcements/texts.ts'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import type { Ctx } from '#platform/context.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting, putSetting } from '#platform/settings/settings.ts'
import { templateFaults } from '#platform/templates/rules.ts'

/** The slots that stand in the words of a kind; a link is a button, and what else there is comes at the end. */
const slotsIn = (kind: Kind) => slotsOf[kind].filter((slot) => slot.name !== 'more' && slot.type !== 'link')

function show(own: OwnWording, kind: Kind, language: ShippedLanguage): AnnouncementTemplate {
  const mine = own[language]?.[kind]
  return {
    kind,
    label: kindWords[kind],
    language,
    ...(mine ?? announcementTexts[language].kinds[kind]),
    slots: slotsIn(kind).map((slot) => slot.name),
    isOwn: mine !== undefined,
  }
}

/** The words of every kind in a language, ours or the workspace's; “in your own words” has none. */
export async function listAnnouncementTemplates(
  ctx: Ctx,
  { language }: Input<typeof contract.listAnnouncementTemplates>,
): Promise<Answer<typeof contract.listAnnouncementTemplates>> {
  const { own } = await getSetting(ctx, wordingSetting)
  return { data: kinds.filter((kind) => kind !== 'custom').map((kind) => show(own, kind, language)) }
}

/** Says a kind in own words in a language. Refused where a slot is missing or unknown. */
export async function putAnnouncementTemplate(
  ctx: Ctx,
  { kind, language, subject, body }: Input<typeof contract.putAnnouncementTemplate>,
): Promise<AnnouncementTemplate> {
  const slots = Object.fromEntries(slotsIn(kind).map((slot) => [slot.name, slot]))
  const faults = templateFaults({ key: kind, title: kindWords[kind], language, subject, body, slots })
  if (faults.length > 0)
    throw new AppError('invalid', 'template.wrong', `${faults.join(' ')} Nothing was changed.`, {
      fields: faults.map((message) => ({
        field: message.startsWith('The subject') ? 'subject' : 'body',
        message,
      })),
    })
  return write(ctx, kind, language, { subject, body })
}

/** Says a kind in a language as it is delivered again. */
export function restoreAnnouncementTemplate(
  ctx: Ctx,
  { kind, language }: Input<typeof contract.restoreAnnouncementTemplate>,
): Promise<AnnouncementTemplate> {
  return write(ctx, kind, language, undefined)
}

async function write(
  ctx: Ctx,
  kind: Kind,
  language: ShippedLanguage,
  words: { subject: string; body: string } | undefined,
): Promise<AnnouncementTemplate> {
  const { own } = await getSetting(ctx, wordingSetting)
  const { [kind]: _, ...others } = own[language] ?? {}
  const { own: after } = await putSetting(ctx, wordingSetting, {
    own: { ...own, [language]: { ...others, ...(words && { [kind]: words }) } },
  })
  return show(after, kind, language)
}
