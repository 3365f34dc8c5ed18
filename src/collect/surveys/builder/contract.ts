import { z } from 'zod'
import { key as questionKey, questionParts, Survey } from '#collect/surveys/contract.ts'
import { questionKinds } from '#collect/surveys/kinds.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/ids.ts'

const one = z.strictObject({ surveyId: id('srv') })
const name = z.string().trim().min(1).max(120)
const surveyKey = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is written in small letters, digits and hyphens')
  .max(60)

export const ShippedSurvey = z.object({
  key: z.string(),
  name: z.string(),
  about: z.string(),
  source: z.string().nullable(),
  kind: Survey.shape.kind,
  questions: z.array(z.object({ kind: z.enum(questionKinds), wording: z.string() })),
  languages: z.array(z.string()),
})
export type ShippedSurvey = z.output<typeof ShippedSurvey>

export const listSurveyLibrary = endpoint({
  method: 'GET',
  path: '/survey-library',
  summary: 'The surveys the product ships, to make a new one from',
  access: 'surveys:read',
  response: z.object({ data: z.array(ShippedSurvey) }),
})

export const createSurvey = endpoint({
  method: 'POST',
  path: '/surveys',
  summary: 'Make a survey from one of the library; from “empty” without questions',
  access: 'surveys:manage',
  body: z.strictObject({
    from: z.string().max(60).default('empty').meta({ description: 'The key of a survey of the library' }),
    name: name.optional(),
    key: surveyKey.optional().meta({
      description: 'What playbooks and programmes call it; made of the name when not given.',
    }),
  }),
  response: Survey,
  status: 201,
})

export const copySurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/copy',
  summary: 'Copy a survey with its questions, languages and look, without waves and answers',
  access: 'surveys:manage',
  params: one,
  body: z.strictObject({ name: name.optional(), key: surveyKey.optional() }),
  response: Survey,
  status: 201,
})

export const archiveSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/archive',
  summary: 'Ask it no more: it leaves the list, its links say that it has ended, its answers stay',
  access: 'surveys:manage',
  params: one,
  response: Survey,
})

export const restoreSurvey = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/restore',
  summary: 'Take an archived survey back',
  access: 'surveys:manage',
  params: one,
  response: Survey,
})

const { wording, ...parts } = questionParts

export const addQuestion = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/questions',
  summary: 'Add a question; the survey becomes its next version',
  access: 'surveys:manage',
  params: one,
  body: z.strictObject({
    kind: z.enum(questionKinds),
    key: questionKey
      .optional()
      .meta({ description: 'What answers and conditions call it; made when not given.' }),
    ...parts,
    wording: wording.unwrap(),
    after: z.string().max(60).nullable().optional().meta({
      description: 'The key of the question it stands behind; null: first; not given: last.',
    }),
  }),
  response: Survey,
  status: 201,
})

const oneQuestion = one.extend({ key: z.string().max(60) })

export const moveQuestion = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/questions/:key/move',
  summary: 'Move a question behind another',
  access: 'surveys:manage',
  params: oneQuestion,
  body: z.strictObject({
    after: z
      .string()
      .max(60)
      .nullable()
      .meta({ description: 'The key of the question it stands behind; null: first' }),
  }),
  response: Survey,
})

export const retireQuestion = endpoint({
  method: 'DELETE',
  path: '/surveys/:surveyId/questions/:key',
  summary: 'Ask a question no more; answers that were given to it stay',
  access: 'surveys:manage',
  params: oneQuestion,
  response: Survey,
})

export const restoreQuestion = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/questions/:key/restore',
  summary: 'Ask a question again that was taken out, as it was worded then',
  access: 'surveys:manage',
  params: oneQuestion,
  body: z.strictObject({
    after: z.string().max(60).nullable().optional().meta({
      description: 'The key of the question it stands behind; null: first; not given: last.',
    }),
  }),
  response: Survey,
})

const previewQuery = z.strictObject({
  language: z.string().max(35).optional(),
  chosen: z
    .string()
    .max(500)
    .optional()
    .meta({ description: 'Answers as an address says them: score=6&reason=price' }),
})

export const previewSurveyPage = endpoint({
  method: 'GET',
  path: '/surveys/:surveyId/page',
  summary: 'The answer page as a page of its own, with answers chosen; it sends nothing',
  access: 'surveys:read',
  params: one,
  query: previewQuery,
})

export const pressPreviewPage = endpoint({
  method: 'POST',
  path: '/surveys/:surveyId/page',
  summary: 'The page that follows when that page is sent, as its form sends it; nothing is recorded',
  access: 'surveys:read',
  params: one,
  query: previewQuery,
  stream: true,
  tx: 'none',
})
