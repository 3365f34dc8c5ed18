import { z } from 'zod'
import { hypothesisStates, longestQuote, questionStates, stances } from '#analyze/questions/rules.ts'
import { ThemeBias, ThemeQuote } from '#analyze/themes/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { id, idOut } from '#platform/ids.ts'

const count = z.number()
const Person = z.object({ id: idOut('mem'), name: z.string() })
export const QuestionState = z.enum(questionStates)
export type QuestionState = z.output<typeof QuestionState>
export const HypothesisState = z.enum(hypothesisStates)
export type HypothesisState = z.output<typeof HypothesisState>
export const Stance = z.enum(stances)

/** Pieces of evidence: quotes, themes and figures. */
const Pieces = z.object({ for: count, against: count })

export const QuestionRow = z.object({
  id: idOut('qst'),
  text: z.string(),
  state: QuestionState,
  owner: Person.nullable(),
  hypotheses: z.array(
    z.object({ id: idOut('hyp'), text: z.string(), state: HypothesisState, evidence: Pieces }),
  ),
  evidence: Pieces,
  /** the answer that stands */
  answer: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  createdAt: z.string(),
})
export type QuestionRow = z.output<typeof QuestionRow>

export const listQuestions = endpoint({
  method: 'GET',
  path: '/questions',
  summary: 'Questions that analysis starts from, the newest first, with their hypotheses and evidence',
  access: 'questions:read',
  query: z.strictObject({
    answered: z
      .stringbool()
      .optional()
      .meta({ description: 'true: answered ones; false: open and reopened ones' }),
    owner: id('mem').optional(),
    ...pageQuery,
  }),
  response: page(QuestionRow),
})

const piece = {
  id: idOut('evd'),
  stance: Stance,
  author: z.string(),
  createdAt: z.string(),
  /** it came after the answer that stands was decided on */
  isNew: z.boolean(),
}

/** What speaks for or against a hypothesis. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({
    ...piece,
    kind: z.literal('item'),
    /** `text` is the exact quote */
    item: ThemeQuote.extend({ channelLabel: z.string() }),
    /** spam is shown and counted nowhere */
    isSpam: z.boolean(),
  }),
  z.object({
    ...piece,
    kind: z.literal('theme'),
    /** with its items of the last 12 weeks */
    theme: z.object({ id: idOut('th'), name: z.string(), items: count, accounts: count }),
  }),
  z.object({ ...piece, kind: z.literal('note'), note: z.string() }),
])
export type Evidence = z.output<typeof Evidence>

/**
 * What stands behind evidence: items quoted and items of the last 12 weeks of its themes. A merged item counts once, with
 * the one it was merged into; each account once, with all whose words were merged; spam counts nowhere.
 */
export const Weight = z.object({
  items: count,
  accounts: count,
  /** monthly, minor units, each account once, in the currency of most accounts */
  mrrCents: count,
  bias: ThemeBias,
})
export type Weight = z.output<typeof Weight>

export const Hypothesis = z.object({
  id: idOut('hyp'),
  text: z.string(),
  state: HypothesisState,
  evidence: z.array(Evidence),
  pieces: Pieces,
  balance: z.enum(['none', 'only_for', 'only_against', 'both']),
  weight: z.object({ for: Weight, against: Weight }),
})
export type Hypothesis = z.output<typeof Hypothesis>

export const QuestionAnswer = z.object({
  id: idOut('ans'),
  answer: z.string(),
  decidedBy: Person,
  decidedAt: z.string(),
  follows: z.string().nullable(),
  followsTheme: z.object({ id: idOut('th'), name: z.string() }).nullable(),
  followsCaseId: idOut('case').nullable(),
  reopened: z
    .object({ at: z.string(), by: z.string().nullable(), because: z.string().nullable() })
    .nullable(),
})
export type QuestionAnswer = z.output<typeof QuestionAnswer>

export const Question = z.object({
  id: idOut('qst'),
  text: z.string(),
  state: QuestionState,
  owner: Person.nullable(),
  askedBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  hypotheses: z.array(Hypothesis),
  /** of all evidence together */
  weight: Weight,
  currency: z.string(),
  /** evidence that came after the answer */
  newEvidence: Pieces,
  /** the answer that stands */
  answer: QuestionAnswer.nullable(),
  /** answers before the question was opened again, the newest first */
  earlier: z.array(QuestionAnswer),
})
export type Question = z.output<typeof Question>

const questionParams = z.strictObject({ questionId: id('qst') })

export const getQuestion = endpoint({
  method: 'GET',
  path: '/questions/:questionId',
  summary: 'A question with its hypotheses, what speaks for and against each, and its answers',
  access: 'questions:read',
  params: questionParams,
  response: Question,
})

const questionText = z.string().trim().min(1).max(300)
const hypothesisText = z.string().trim().min(1).max(500)

export const askQuestion = endpoint({
  method: 'POST',
  path: '/questions',
  summary: 'Ask a question, with what might be the answer',
  access: 'questions:write',
  body: z.strictObject({
    text: questionText,
    hypotheses: z.array(hypothesisText).max(12).default([]),
    ownerId: id('mem')
      .optional()
      .meta({ description: 'Who sees to it that it is answered; you unless given.' }),
  }),
  response: Question,
  status: 201,
})

export const changeQuestion = endpoint({
  method: 'PATCH',
  path: '/questions/:questionId',
  summary: 'Change the words or the owner of a question',
  access: 'questions:write',
  params: questionParams,
  body: z.strictObject({ text: questionText.optional(), ownerId: id('mem').nullable().optional() }),
  response: Question,
})

export const removeQuestion = endpoint({
  method: 'DELETE',
  path: '/questions/:questionId',
  summary: 'Remove a question with its hypotheses and answers; items and themes stay',
  access: 'questions:manage',
  params: questionParams,
})

export const answerQuestion = endpoint({
  method: 'POST',
  path: '/questions/:questionId/answer',
  summary: 'Answer a question: what holds, who decided on it, and what follows',
  access: 'questions:write',
  params: questionParams,
  body: z.strictObject({
    answer: z.string().trim().min(1).max(5000),
    decidedById: id('mem')
      .optional()
      .meta({ description: 'The person who decided; you unless given. An API key has to name one.' }),
    follows: z.string().trim().min(1).max(2000).optional(),
    followsThemeId: id('th').optional(),
    followsCaseId: id('case').optional(),
  }),
  response: Question,
})

export const reopenQuestion = endpoint({
  method: 'POST',
  path: '/questions/:questionId/reopen',
  summary: 'Open an answered question again; the answer stays as an earlier one',
  access: 'questions:write',
  params: questionParams,
  body: z.strictObject({ because: z.string().trim().min(1).max(1000).optional() }),
  response: Question,
})

export const addHypothesis = endpoint({
  method: 'POST',
  path: '/questions/:questionId/hypotheses',
  summary: 'Add what might be the answer to a question',
  access: 'questions:write',
  params: questionParams,
  body: z.strictObject({ text: hypothesisText }),
  response: Question,
  status: 201,
})

const hypothesisParams = z.strictObject({ hypothesisId: id('hyp') })

export const changeHypothesis = endpoint({
  method: 'PATCH',
  path: '/hypotheses/:hypothesisId',
  summary: 'Change the words of a hypothesis, or say whether the evidence supports it',
  access: 'questions:write',
  params: hypothesisParams,
  body: z.strictObject({ text: hypothesisText.optional(), state: HypothesisState.optional() }),
  response: Question,
})

export const removeHypothesis = endpoint({
  method: 'DELETE',
  path: '/hypotheses/:hypothesisId',
  summary: 'Remove a hypothesis and what was linked to it; items and themes stay',
  access: 'questions:write',
  params: hypothesisParams,
  response: Question,
})

export const addEvidence = endpoint({
  method: 'POST',
  path: '/hypotheses/:hypothesisId/evidence',
  summary: 'Link what speaks for or against a hypothesis: words of an item, a theme, or a note with a figure',
  access: 'questions:write',
  params: hypothesisParams,
  body: z
    .strictObject({
      stance: Stance,
      feedbackId: id('fb').optional(),
      quote: z
        .string()
        .trim()
        .min(1)
        .max(longestQuote)
        .optional()
        .meta({ description: 'With feedbackId: the exact words; they must stand in the item’s own text.' }),
      themeId: id('th').optional(),
      note: z.string().trim().min(1).max(1000).optional(),
    })
    .superRefine((body, check) => {
      const given = [body.feedbackId, body.themeId, body.note].filter((one) => one !== undefined)
      if (given.length !== 1)
        check.addIssue({ code: 'custom', message: 'needs one of feedbackId, themeId or note' })
      if ((body.feedbackId === undefined) !== (body.quote === undefined))
        check.addIssue({
          code: 'custom',
          path: ['quote'],
          message: 'belongs to feedbackId: give both or neither',
        })
    }),
  response: Question,
  status: 201,
})

const evidenceParams = z.strictObject({ evidenceId: id('evd') })

export const changeEvidence = endpoint({
  method: 'PATCH',
  path: '/evidence/:evidenceId',
  summary: 'Say that a piece of evidence speaks for, or against',
  access: 'questions:write',
  params: evidenceParams,
  body: z.strictObject({ stance: Stance }),
  response: Question,
})

export const removeEvidence = endpoint({
  method: 'DELETE',
  path: '/evidence/:evidenceId',
  summary: 'Unlink a piece of evidence; its item or theme stays',
  access: 'questions:write',
  params: evidenceParams,
  response: Question,
})

/** An item as evidence: the words that can be quoted, and what it is evidence for already. */
export const Quotable = z.object({
  feedbackId: idOut('fb'),
  /** the customer's own words without quoted mails and signatures; the first 20,000 characters */
  text: z.string(),
  title: z.string().nullable(),
  contactName: z.string().nullable(),
  accountName: z.string().nullable(),
  occurredAt: z.string(),
  uses: z.array(
    z.object({
      questionId: idOut('qst'),
      question: z.string(),
      hypothesisId: idOut('hyp'),
      hypothesis: z.string(),
      stance: Stance,
      quote: z.string(),
    }),
  ),
})
export type Quotable = z.output<typeof Quotable>

export const getQuotable = endpoint({
  method: 'GET',
  path: '/feedback/:feedbackId/evidence',
  summary: 'What can be quoted of an item, and the hypotheses it is evidence for',
  access: 'questions:read',
  params: z.strictObject({ feedbackId: id('fb') }),
  response: Quotable,
})
