import { z } from 'zod'
import { idOut } from '#platform/ids.ts'

/** What a review looks at, as figures: counted while it is ahead and under way, kept as it was once it was held. */

const count = z.number()
const Usual = z.object({ low: z.number(), high: z.number() })

/** Feedback of the period: totals by type, bugs by severity, top themes. */
export const FeedbackSummary = z.object({
  items: count,
  /** how many are usual in such a period */
  usual: Usual,
  types: z.array(z.object({ code: z.string(), label: z.string(), items: count })),
  untriaged: count,
  bugs: z.object({ critical: count, minor: count }),
  themes: z.array(
    z.object({ id: idOut('th'), name: z.string(), mentions: count, usual: Usual, isNew: z.boolean() }),
  ),
  /** who needs follow-up: items that nobody answered, and negative ones among them */
  unanswered: count,
  negativeUnanswered: count,
  /** what updates to share: requests decided in the period by where they went */
  planned: count,
  declined: count,
  shipped: count,
})

/** Answers of the period, survey by survey. */
export const AnswersSummary = z.object({
  answers: count,
  negative: count,
  surveys: z.array(
    z.object({
      id: idOut('srv'),
      name: z.string(),
      answers: count,
      negative: count,
      nps: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
    }),
  ),
  /** items of negative answers: answered within 24 hours, later, and not yet */
  inTime: count,
  late: count,
  waiting: count,
})

/** Negative trends of the last twelve weeks against the twelve before. */
export const TrendsSummary = z.object({
  themes: z.array(
    z.object({
      id: idOut('th'),
      name: z.string(),
      mentions: count,
      negative: count,
      before: count,
      /** how likely such a difference comes by chance */
      chance: z.number(),
    }),
  ),
  types: z.array(z.object({ key: z.string(), label: z.string(), items: count, before: count })),
})

export const ReviewSummary = z.object({
  countedAt: z.string(),
  /** the period as moments, the end not included: what a figure counts is found by them */
  from: z.string(),
  to: z.string(),
  feedback: FeedbackSummary.nullable(),
  answers: AnswersSummary.nullable(),
  trends: TrendsSummary.nullable(),
})
export type ReviewSummary = z.output<typeof ReviewSummary>
