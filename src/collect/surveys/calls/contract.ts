import { z } from 'zod'
import { key, words } from '#collect/surveys/contract.ts'
import { endpoint, page, pageQuery } from '#platform/endpoint.ts'
import { instant } from '#platform/fields.ts'
import { id, idOut } from '#platform/ids.ts'

export const callStates = ['open', 'answered', 'refused', 'wrong_number', 'stopped'] as const
export const callOutcomes = ['answered', 'no_answer', 'refused', 'wrong_number'] as const
export type CallOutcome = (typeof callOutcomes)[number]

export const callWords: Record<(typeof callStates)[number], string> = {
  open: 'To be made',
  answered: 'Answered',
  refused: 'Did not want to answer',
  wrong_number: 'Wrong number',
  stopped: 'The wave was stopped',
}

/** Somebody to be called and asked. */
export const SurveyCall = z.object({
  id: idOut('call'),
  surveyId: idOut('srv'),
  surveyName: z.string(),
  waveId: idOut('wave'),
  contactId: idOut('ct'),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  locale: z.string().nullable(),
  accountName: z.string().nullable(),
  assigneeId: idOut('mem'),
  assigneeName: z.string(),
  /** who is away: the one it is made for */
  standsInFor: z.string().nullable(),
  state: z.enum(callStates),
  tryAt: z.string(),
  tries: z.number(),
  notes: z.string(),
  /** stopped: why nobody calls any more; null: the wave was stopped */
  why: z.string().nullable(),
  settledAt: z.string().nullable(),
  responseId: idOut('rsp').nullable(),
})
export type SurveyCall = z.output<typeof SurveyCall>

export const listCalls = endpoint({
  method: 'GET',
  path: '/survey-calls',
  summary: 'Calls to be made or made, by when they are to be tried',
  access: 'surveys:read',
  query: z.strictObject({
    mine: z.stringbool().optional(),
    due: z.stringbool().optional().meta({
      description:
        'Only open ones whose time has come, of people who are awake and not in their quiet hours.',
    }),
    open: z.stringbool().optional().meta({ description: 'true: those to be made; false: the others.' }),
    wave: id('wave').optional(),
    ...pageQuery,
  }),
  response: page(SurveyCall),
})

const oneCall = z.strictObject({ callId: id('call') })

export const getCall = endpoint({
  method: 'GET',
  path: '/survey-calls/:callId',
  summary: 'One call',
  access: 'surveys:read',
  params: oneCall,
  response: SurveyCall,
})

export const settleCall = endpoint({
  method: 'POST',
  path: '/survey-calls/:callId/outcome',
  summary: 'Say what came of a call: their answers, or why there are none',
  access: 'surveys:write',
  params: oneCall,
  body: z.strictObject({
    outcome: z.enum(callOutcomes),
    answers: z
      .record(key, z.union([z.number().int(), words(5000), z.array(key).max(12)]))
      .optional()
      .meta({ description: 'With the outcome answered; as in POST /responses.' }),
    tryAt: instant.optional().meta({
      description:
        'With no_answer: when to try again, at the earliest once they are awake; without it in a day.',
    }),
    notes: words(5000).optional(),
  }),
  response: SurveyCall,
})
