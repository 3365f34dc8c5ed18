import { z } from 'zod'
import { channels } from '#collect/surveys/channels.ts'
import { isOrigin } from '#collect/widget/rules.ts'
import { endpoint } from '#platform/endpoint.ts'
import { instant, text } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

const origin = z.string().trim().toLowerCase().max(200).refine(isOrigin, {
  message: 'is not an origin; write https://www.example.com without a path, or https://*.example.com',
})
const fields = {
  name: text(80).trim().min(1, 'is empty; give the link a name'),
  isOpen: z.boolean(),
  closesAt: instant.nullable().meta({ description: 'No answers from then on; null: until it is closed.' }),
  mostAnswers: z.number().int().min(1).max(1_000_000).nullable().meta({
    description: 'No further answers after so many; null: any number.',
  }),
  oncePerBrowser: z.boolean(),
  asksContact: z.boolean().meta({ description: 'Asks strangers for name and address at the end.' }),
  hasKiosk: z
    .boolean()
    .meta({ description: 'May stand in a public place: /k/… begins again after each answer.' }),
  frameOrigins: z.array(origin).max(20).meta({ description: 'Sites that may show it in a frame.' }),
  isInApp: z.boolean().meta({ description: 'Shown by the widget to people it knows.' }),
  inAppPaths: z
    .array(
      z
        .string()
        .trim()
        .regex(/^\/\S*$/, 'begins with /, such as /invoices')
        .max(200),
    )
    .max(20)
    .meta({ description: 'Shown only on pages whose path begins so; empty: on every page.' }),
  inAppPercent: z.number().int().min(1).max(100).meta({ description: 'Shown to so many of a hundred.' }),
  inAppRestDays: z.number().int().min(30).max(365).meta({
    description: 'Not shown again to somebody who saw, answered or dismissed the survey within so many days.',
  }),
}

export const linkStates = ['open', 'closed', 'over', 'full'] as const

/** A link of a survey that anybody can answer. */
export const SurveyLink = z.object({
  id: idOut('slnk'),
  surveyId: idOut('srv'),
  ...fields,
  closesAt: z.string().nullable(),
  frameOrigins: z.array(z.string()),
  inAppPaths: z.array(z.string()),
  /** whose secret signs who a known person is; null: nobody is known */
  widgetKeyId: idOut('wkey').nullable(),
  /** open; closed by somebody; over: its time has come; full: all answers are in */
  state: z.enum(linkStates),
  url: z.string(),
  kioskUrl: z.string().nullable(),
  frameUrl: z.string().nullable(),
  answers: z.number(),
  byChannel: z.array(z.object({ channel: z.enum(channels), answers: z.number() })),
  lastAt: z.string().nullable(),
  createdAt: z.string(),
})
export type SurveyLink = z.output<typeof SurveyLink>

const ofSurvey = z.strictObject({ surveyId: id('srv') })
const oneLink = z.strictObject({ linkId: id('slnk') })

export const listSurveyLinks = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/links',
  summary: 'Links of a survey that anybody can answer, and what each brought',
  access: 'surveys:read',
  params: ofSurvey,
  response: z.object({ data: z.array(SurveyLink) }),
})

export const createSurveyLink = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/links',
  summary: 'Make a link of a survey that anybody can answer without an invitation',
  access: 'surveys:manage',
  params: ofSurvey,
  body: z.strictObject({
    name: fields.name,
    isOpen: fields.isOpen.default(true),
    closesAt: fields.closesAt.default(null),
    mostAnswers: fields.mostAnswers.default(null),
    oncePerBrowser: fields.oncePerBrowser.default(true),
    asksContact: fields.asksContact.default(true),
    hasKiosk: fields.hasKiosk.default(false),
    frameOrigins: fields.frameOrigins.default([]),
    isInApp: fields.isInApp.default(false),
    inAppPaths: fields.inAppPaths.default([]),
    inAppPercent: fields.inAppPercent.default(100),
    inAppRestDays: fields.inAppRestDays.default(90),
    widgetKeyId: id('wkey').nullable().default(null),
  }),
  response: SurveyLink,
  status: 201,
})

export const changeSurveyLink = endpoint({
  method: 'PATCH',
  path: '/survey-links/:linkId',
  summary: 'Change a link, or close and open it; its address stays',
  access: 'surveys:manage',
  params: oneLink,
  body: z.strictObject({ ...fields, widgetKeyId: id('wkey').nullable() }).partial(),
  response: SurveyLink,
})

export const drawSurveyLink = endpoint({
  method: 'GET',
  path: '/survey-links/:linkId/qr',
  summary: 'The QR code of a link as SVG, to print or download',
  access: 'surveys:read',
  params: oneLink,
  query: z.strictObject({ download: z.stringbool().optional() }),
})
