import { type ChangeTexts, englishChanges, many } from '#close/share-backs/changes.ts'
import type { Changes, Figures, Quote } from '#close/share-backs/contract.ts'
import { shortened } from '#collect/feedback/rules.ts'
import { hourOfDate, localDate, shiftDate, weekday } from '#platform/calendar/zones.ts'

/** The share-back as rules: when one is due, whether there is anything to say, and its words. Pure. */

export const weekMs = 7 * 86_400_000

export interface Rhythm {
  /** 1 Monday to 7 Sunday */
  weekday: number
  hour: number
}

/** The last moment, now included, at which one was due. */
export function lastDue({ weekday: day, hour }: Rhythm, zone: string, now: Date): Date {
  const today = localDate(zone, now.getTime())
  const on = shiftDate(today, -((weekday(today) - day + 7) % 7))
  const due = hourOfDate(zone, on, hour)
  return due <= now ? due : hourOfDate(zone, shiftDate(on, -7), hour)
}

/** The next moment at which one is due. */
export function nextDue(rhythm: Rhythm, zone: string, now: Date): Date {
  // a week on and some hours, because a week in which clocks go back is an hour longer
  return lastDue(rhythm, zone, new Date(lastDue(rhythm, zone, now).getTime() + weekMs + 3 * 3_600_000))
}

/** The Monday of the week that a moment lies in: what makes one a week. */
export function weekOf(at: Date, zone: string): string {
  const day = localDate(zone, at.getTime())
  return shiftDate(day, 1 - weekday(day))
}

/** Nothing was heard, decided, shipped, told or closed. Loops that are open are no news. */
export function isEmpty(figures: Figures, quotes: readonly Quote[]): boolean {
  const { themes, decided, shipped, told, loops, actions } = figures
  return themes.length + decided.n + shipped.n + told.people + loops.closed + actions.n + quotes.length === 0
}

/** A sentence, and the page that has it in full. */
export interface Line {
  text: string
  to?: string
}
export interface Part {
  key: 'themes' | 'decided' | 'shipped' | 'told' | 'loops' | 'putRight'
  title: string
  lines: Line[]
}

/** A share-back in words: the same on its page, in the mail and for the webhook. Parts without news are left out. */
export function partsOf(figures: Figures): Part[] {
  const lines = figures.themes.map((one) => ({
    text: `${one.name}: ${many(one.mentions, 'mention')}.`,
    to: `themes/${one.id}`,
  }))
  return [
    ...(lines.length > 0 ? [{ key: 'themes' as const, title: 'Customers spoke of', lines }] : []),
    ...changedParts(figures),
  ]
}

/** What came of a time in words. */
export function changedParts(
  { decided, shipped, told, loops, actions }: Changes,
  texts: ChangeTexts = englishChanges,
): Part[] {
  const rest = (n: number, rows: readonly unknown[]): Line[] =>
    n > rows.length ? [{ text: texts.more(n - rows.length) }] : []
  const parts: Part[] = [
    {
      key: 'decided',
      title: texts.decided,
      lines: [
        ...decided.rows.map((one) => ({
          text: `${one.title}: ${texts.statuses[one.status]}.${one.reason ? ` ${sentence(one.reason)}` : ''}`,
          to: `requests/${one.id}`,
        })),
        ...rest(decided.n, decided.rows),
      ],
    },
    {
      key: 'shipped',
      title: texts.shipped,
      lines: [
        ...shipped.rows.map((one) => ({ text: sentence(one.title), to: `${one.kind}s/${one.id}` })),
        ...rest(shipped.n, shipped.rows),
      ],
    },
    {
      key: 'told',
      title: texts.told,
      lines:
        told.people === 0
          ? []
          : [
              { text: texts.heardFromUs(told.people) },
              ...told.announcements.rows.map((one) => ({
                text: `${one.title}: ${texts.people(one.people)}.`,
                to: `${one.kind}s/${one.id}`,
              })),
              ...rest(told.announcements.n, told.announcements.rows),
              ...(told.updates > 0 ? [{ text: texts.updates(told.updates) }] : []),
            ],
    },
    {
      key: 'loops',
      title: texts.loops,
      lines: [
        { text: texts.closed(loops.closed), to: 'loops?state=closed' },
        { text: texts.open(loops.open), to: 'loops' },
      ],
    },
    {
      key: 'putRight',
      title: texts.putRight,
      lines: [
        ...actions.rows.map((one) => ({
          text: `CAPA ${one.number}: ${sentence(one.finding)}`,
          to: `actions/${one.id}`,
        })),
        ...rest(actions.n, actions.rows),
      ],
    },
  ]
  return parts.filter((part) => part.lines.length > 0)
}

/** With one full stop, and not too long for a line of a mail. */
function sentence(text: string): string {
  const line = shortened(text.replace(/\s+/g, ' ').trim(), 200)
  return /[.!?…]$/.test(line) ? line : `${line}.`
}

const slackSafe = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The text of a Slack message; `base` is the address of the workspace. */
export function slackText(
  title: string,
  parts: readonly Part[],
  quotes: readonly Quote[],
  links: { page: string; base: string },
): string {
  const line = ({ text, to }: Line) =>
    to ? `• ${slackSafe(text)} <${links.base}/${to}|Open>` : `• ${slackSafe(text)}`
  return [
    `*<${links.page}|${slackSafe(title)}>*`,
    ...parts.map((part) => `*${part.title}*\n${part.lines.map(line).join('\n')}`),
    ...(quotes.length > 0
      ? [`*Customers said*\n${quotes.map((one) => `> ${slackSafe(one.quote)}`).join('\n')}`]
      : []),
  ].join('\n\n')
}

/** What becomes of a call that was answered with this status: taken, tried again later, or given up. */
export function afterStatus(status: number): 'taken' | 'later' | 'failed' {
  if (status >= 200 && status < 300) return 'taken'
  return status >= 500 || [408, 425, 429].includes(status) ? 'later' : 'failed'
}
