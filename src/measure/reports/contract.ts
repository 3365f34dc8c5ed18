import { z } from 'zod'
import { shippedLanguages } from '#collect/surveys/texts/languages.ts'
import { Figures } from '#measure/reports/figures.ts'
import { kinds, linkDays } from '#measure/reports/rules.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { Role } from '#platform/identity/contract.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
export const Kind = z.enum(kinds)
export const Language = z.enum(shippedLanguages)
const language = Language.optional().meta({
  description: 'of its words; left out, that of the member, else of the workspace',
})

const Brief = z.object({
  id: idOut('rep'),
  kind: Kind,
  /** its days, both included */
  fromOn: z.string(),
  toOn: z.string(),
  /** made again, a period has more than one; the highest number is what holds */
  number: count,
  isLatest: z.boolean(),
  /** what it counts, as moments, the end not included */
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** in which headline and lead are written here; the figures are the same in all */
  language: Language,
  headline: z.string(),
  lead: z.string(),
  items: count,
  madeAt: z.string(),
  /** to how many members */
  mailed: count,
})
export type ReportBrief = z.output<typeof Brief>

export const FollowUp = z.object({
  who: z.string(),
  about: z.string(),
  owner: z.string().nullable(),
  dueAt: z.string().nullable(),
  contactId: idOut('ct').nullable(),
  feedbackId: idOut('fb').nullable(),
  caseId: idOut('case').nullable(),
})
export type FollowUp = z.output<typeof FollowUp>

export const Report = Brief.extend({
  figures: Figures,
  /** words of customers; those of erased items are gone */
  quotes: z.array(z.object({ themeId: idOut('th'), feedbackId: idOut('fb'), quote: z.string() })),
  followUps: z.array(FollowUp),
})
export type Report = z.output<typeof Report>

export const listReports = endpoint({
  method: 'GET',
  path: '/reports',
  summary: 'Reports that were made, the newest period first',
  access: 'reports:read',
  query: z.strictObject({ kind: Kind.default('weekly'), language, ...pageQuery }),
  response: page(Brief),
})

const one = z.strictObject({ reportId: id('rep') })

export const getReport = endpoint({
  method: 'GET',
  path: '/reports/:reportId',
  summary: 'A report as it was made',
  access: 'reports:read',
  params: one,
  query: z.strictObject({ language }),
  response: Report,
})

export const getReportPdf = endpoint({
  method: 'GET',
  path: '/reports/:reportId/pdf',
  summary: 'The same report as PDF',
  access: 'reports:read',
  params: one,
  query: z.strictObject({ language }),
  tx: 'none',
})

export const getReportCsv = endpoint({
  method: 'GET',
  path: '/reports/:reportId/csv',
  summary: 'The figures of a report as CSV, one a row',
  access: 'reports:read',
  params: one,
  query: z.strictObject({ language }),
})

export const getReportChanges = endpoint({
  method: 'GET',
  path: '/reports/:reportId/changes',
  summary: 'What its totals would be now: items that came, were triaged, merged or erased later',
  access: 'reports:read',
  params: one,
  response: z.object({
    /** null: nothing differs */
    changes: z.array(z.object({ label: z.string(), was: count, now: count })),
    links: count,
  }),
})

export const makeReport = endpoint({
  method: 'POST',
  path: '/reports',
  summary: 'Make the report of a period; where it has one, make it again and keep the old one. Mails nobody',
  access: 'reports:manage',
  body: z.strictObject({
    kind: Kind,
    on: z.iso
      .date()
      .optional()
      .meta({ description: 'a day of the period; the period that ended last when left out' }),
  }),
  response: Report,
  status: 201,
})

export const shareReport = endpoint({
  method: 'POST',
  path: '/reports/:reportId/links',
  summary: 'A link that opens the PDF without signing in until it expires; shown this once',
  access: 'reports:manage',
  params: one,
  body: z.strictObject({ days: z.number().int().min(1).max(linkDays).default(14), language }),
  response: z.object({ url: z.string(), expiresAt: z.string() }),
  status: 201,
})

export const endReportLinks = endpoint({
  method: 'DELETE',
  path: '/reports/:reportId/links',
  summary: 'Make every link to a report useless at once',
  access: 'reports:manage',
  params: one,
})

const rhythm = {
  kinds: z.array(Kind).max(4).meta({ description: 'which are made by themselves' }),
  hour: z.number().int().min(0).max(23).meta({
    description: 'on the first day after the period, in the zone of the workspace',
  }),
  roles: z.array(Role).max(5).meta({ description: 'Members with these roles get the mail.' }),
  language: Language.default('en').meta({ description: 'for members who chose no other' }),
}

export const ReportSettings = z.object({
  ...rhythm,
  /** your own choice; null: that of the workspace, and for API keys */
  ownLanguage: Language.nullable(),
  zone: z.string(),
  next: z.array(z.object({ kind: Kind, at: z.string() })),
  /** how many members get the mail */
  people: count,
})
export type ReportSettings = z.output<typeof ReportSettings>

export const getReportSettings = endpoint({
  method: 'GET',
  path: '/reports/settings',
  summary: 'Which reports are made by themselves, when, and who gets them',
  access: 'reports:read',
  response: ReportSettings,
})

export const putReportSettings = endpoint({
  method: 'PUT',
  path: '/reports/settings',
  summary: 'Set which reports are made by themselves, when, and who gets the mail',
  access: 'settings:write',
  body: z.strictObject(rhythm),
  response: ReportSettings,
})

export const putReportLanguage = endpoint({
  method: 'PUT',
  path: '/reports/language',
  summary: 'Choose the language in which you read reports; null: that of the workspace',
  access: 'member',
  body: z.strictObject({ language: Language.nullable() }),
  response: ReportSettings,
})
