import { z } from 'zod'
import { Changes } from '#close/share-backs/contract.ts'
import { idOut } from '#platform/ids.ts'

/** What a report counts; kept with it as it was then. */

const count = z.number()
const Usual = z.object({ low: z.number(), high: z.number() })
const Share = z.object({ n: count, of: count, share: z.number(), low: z.number(), high: z.number() })
const Nps = z.object({ n: count, value: z.number(), low: z.number(), high: z.number() })

/** What is done about a theme. */
const Answer = z.object({
  kind: z.enum(['request', 'action']),
  id: z.string(),
  title: z.string(),
  /** status of the request; an action that stands here is open */
  status: z.string(),
  on: z.string().nullable(),
})
export type ThemeAnswer = z.output<typeof Answer>

/** A quality check over what came due in the period. */
const QualityFigure = z.object({
  key: z.string(),
  /** what it was called then */
  name: z.string(),
  /** per cent */
  target: count,
  met: count,
  missed: count,
  /** what was done in time of what was judged */
  share: Share,
  before: Share.nullable(),
  couldBeChance: z.boolean(),
})
export type QualityFigure = z.output<typeof QualityFigure>

export const Figures = z.object({
  /** false: it was made before its period ended, and is set against nothing */
  hasEnded: z.boolean(),
  items: count,
  /** earlier periods and, last, this one */
  series: z.array(z.object({ from: z.string(), items: count })),
  /** eight periods of ten; null while there is too little to tell by */
  usual: Usual.nullable(),
  types: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      items: count,
      before: count,
      couldBeChance: z.boolean(),
    }),
  ),
  untriaged: count,
  bugs: z.object({ critical: count, high: count, medium: count, low: count, unrated: count }),
  themes: z.array(
    z.object({
      id: idOut('th'),
      name: z.string(),
      mentions: count,
      accounts: count,
      before: count,
      isNew: z.boolean(),
      couldBeChance: z.boolean(),
      answer: Answer.nullable(),
    }),
  ),
  /** who waited for us when it was made: in all, and past their time */
  waiting: z.object({ cases: count, late: count, items: count }),
  /** people behind finished work who were not told */
  untold: z.object({ people: count, items: count }),
  /** corrective actions that were looked at: whether they helped */
  effects: z.array(
    z.object({
      id: idOut('capa'),
      number: count,
      finding: z.string(),
      result: z.enum(['effective', 'ineffective', 'unclear']),
      before: z.object({ mentions: count, days: count }).nullable(),
      after: z.object({ mentions: count, days: count }).nullable(),
      chance: z.number().nullable(),
    }),
  ),
  /** what was decided, shipped, told and put right, and loops that closed */
  changed: Changes,
  /** of a month and longer */
  scores: z
    .object({
      nps: Nps.nullable(),
      npsBefore: Nps.nullable(),
      change: z
        .object({ points: z.number(), low: z.number(), high: z.number(), couldBeChance: z.boolean() })
        .nullable(),
      /** invitations that reached somebody, and of them answered */
      response: Share.nullable(),
      responseBefore: Share.nullable(),
      /** of what was heard in the time, loops closed when it was made */
      closure: Share.nullable(),
      /** resolved cases of which no step was late */
      onTime: Share.nullable(),
      onTimeBefore: Share.nullable(),
    })
    .nullable(),
  /** the quality checks that came due, those below their target first; none in reports from before they were counted */
  quality: z.array(QualityFigure).optional(),
})
export type Figures = z.output<typeof Figures>
