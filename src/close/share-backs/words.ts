import type { Figures, Quote } from '#close/share-backs/contract.ts'
import { type Part, partsOf, slackText } from '#close/share-backs/rules.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { baseUrl } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { getWorkspace } from '#platform/identity/queries.ts'
import { type Block, type MailPage, mailHtml, mailText } from '#platform/mail/blocks.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** A share-back on its way out, as mail or body of a call. */
export interface Leaving {
  /** null: a test, of which nothing is kept */
  id: string | null
  from: string
  to: string
  figures: Figures
  quotes: Quote[]
}

interface Place {
  workspace: string
  /** the address of the workspace */
  base: string
  zone: string
}

/** The name, the address and the zone of the workspace. */
export async function placeOf(ctx: Ctx): Promise<Place> {
  const { slug, name } = await getWorkspace(ctx)
  const { zone } = await getSetting(ctx, calendarSetting)
  return { workspace: name, base: `${baseUrl(ctx.config)}/w/${slug}`, zone }
}

const dayText = (timeZone: string, at: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(
    new Date(at),
  )

function titleOf(one: Leaving, { zone }: Place): string {
  return `${one.id ? '' : 'Test: '}What we learned and changed, ${dayText(zone, one.from)} to ${dayText(zone, one.to)}`
}

const pageOf = (one: Leaving, { base }: Place) => `${base}/share-backs/${one.id ?? 'preview'}`

/** The mail: subject, text and HTML. */
export function mailOf(one: Leaving, place: Place): { subject: string; text: string; html: string } {
  const title = titleOf(one, place)
  const part = ({ title: heading, lines }: Part): Block => ({
    kind: 'text',
    text: `${heading}\n${lines.map(({ text }) => `– ${text}`).join('\n')}`,
  })
  const page: MailPage = {
    brand: place.workspace,
    blocks: [
      { kind: 'heading', text: title },
      ...partsOf(one.figures).map(part),
      ...(one.quotes.length > 0 ? [{ kind: 'text' as const, text: 'Customers said' }] : []),
      ...one.quotes.map(({ quote }): Block => ({ kind: 'quote', text: quote })),
      { kind: 'button', label: 'Open the page', url: pageOf(one, place) },
    ],
  }
  return { subject: title, text: mailText(page), html: mailHtml(page) }
}

/** The body for the webhook. */
export function bodyOf(one: Leaving, place: Place, format: 'json' | 'slack'): string {
  const title = titleOf(one, place)
  const page = pageOf(one, place)
  const parts = partsOf(one.figures)
  if (format === 'slack')
    return JSON.stringify({ text: slackText(title, parts, one.quotes, { page, base: place.base }) })
  return JSON.stringify({
    type: 'share_back',
    isTest: one.id === null,
    id: one.id,
    workspace: place.workspace,
    title,
    url: page,
    from: one.from,
    to: one.to,
    parts: parts.map((part) => ({ title: part.title, lines: part.lines.map(({ text }) => text) })),
    figures: one.figures,
    quotes: one.quotes,
  })
}
