import { addEvidence } from '#analyze/questions/commands/evidence.ts'
import { changeHypothesis } from '#analyze/questions/commands/hypotheses.ts'
import { answerQuestion, askQuestion, reopenQuestion } from '#analyze/questions/commands/questions.ts'
import type { HypothesisState, Question } from '#analyze/questions/contract.ts'
import type { Stance } from '#analyze/questions/rules.ts'
import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'

interface DemoHypothesis {
  text: string
  state?: HypothesisState
  /** the newest items that say one of these are quoted */
  says?: Partial<Record<Stance, { phrases: string[]; quotes: number }>>
  theme?: string
  note?: { stance: Stance; text: string }
}

interface DemoQuestion {
  text: string
  by: number
  askedDaysAgo: number
  hypotheses: DemoHypothesis[]
  answer?: {
    text: string
    by: number
    daysAgo: number
    follows?: string
    theme?: string
    reopened?: { daysAgo: number; because: string }
  }
}

/** What the invented company asks itself. */
const asked: readonly DemoQuestion[] = [
  {
    text: 'Why do new accounts need so much help in their first term?',
    by: 0,
    askedDaysAgo: 40,
    hypotheses: [
      {
        text: 'They cannot tell what the import will do before it runs',
        state: 'supported',
        says: {
          for: {
            phrases: ['importer is confusing', 'mapped the same field', 'on the import and still'],
            quotes: 3,
          },
          against: { phrases: ['the new import preview'], quotes: 1 },
        },
        theme: 'Import mapping is hard to follow',
        note: {
          stance: 'for',
          text: '7 of 10 first imports are run twice or more (import log, last quarter)',
        },
      },
      {
        text: 'Support answers too slowly in September',
        state: 'not_supported',
        says: {
          for: { phrases: ['support was slow', 'where my ticket stands'], quotes: 1 },
          against: {
            phrases: ['solved it in ten minutes', 'stayed on the line', 'called back as promised'],
            quotes: 2,
          },
        },
      },
    ],
    answer: {
      text: 'They import the list of families once a term and cannot see beforehand what will happen. The waiting for support comes after a failed import, not instead of one.',
      by: 0,
      daysAgo: 21,
      follows: 'Show what an import would change before it runs, first to new accounts.',
      theme: 'Import mapping is hard to follow',
    },
  },
  {
    text: 'What keeps offices from working with the dashboard every day?',
    by: 1,
    askedDaysAgo: 12,
    hypotheses: [
      {
        text: 'It is too slow while the phone rings',
        says: { for: { phrases: ['painfully slow', 'slow every morning', 'slower each month'], quotes: 3 } },
      },
      {
        text: 'Its figures are not believed',
        says: {
          for: {
            phrases: ['counts cancelled members', 'cannot tell what', 'how the total is made up'],
            quotes: 2,
          },
        },
      },
    ],
  },
  {
    text: 'Would a whole statement cycle in one file save offices real work?',
    by: 1,
    askedDaysAgo: 75,
    hypotheses: [
      {
        text: 'Offices open statements one by one for their auditor',
        says: {
          for: { phrases: ['whole statement cycle', 'one old statement', 'open 212 of them'], quotes: 3 },
        },
        theme: 'Statements one by one',
      },
    ],
    answer: {
      text: 'Not enough of them: it comes up once a year, before the audit.',
      by: 0,
      daysAgo: 60,
      reopened: {
        daysAgo: 6,
        because: 'More accounts ask since the spring, also outside the audit.',
      },
    },
  },
]

/** Questions as a team leaves them: one answered, one open, one opened again. */
export function makeQuestions(past: Past, staff: Staff): Promise<void> {
  return past.part('questions', { words: 'Asking questions of the feedback', weight: 20 }, async (ctx) => {
    for (const question of asked) await ask(ctx, past, staff, question)
  })
}

async function ask(ctx: Ctx, past: Past, staff: Staff, plan: DemoQuestion): Promise<void> {
  const at = (daysAgo: number, by: number) => atTime(ctx, past.hours.daysAgo(daysAgo), staffAt(staff, by))
  const asking = at(plan.askedDaysAgo, plan.by)
  const question = await askQuestion(asking, {
    text: plan.text,
    hypotheses: plan.hypotheses.map((one) => one.text),
  })
  const questionId = decodeId('qst', question.id)!
  for (const [i, one] of plan.hypotheses.entries())
    await link(at(plan.askedDaysAgo - 1, plan.by), hypothesisAt(question, i), one)
  if (!plan.answer) return
  const { text, by, daysAgo, follows, theme, reopened } = plan.answer
  await answerQuestion(at(daysAgo, by), {
    questionId,
    answer: text,
    follows,
    followsThemeId: theme === undefined ? undefined : await themeNamed(ctx, theme),
  })
  if (reopened) await reopenQuestion(at(reopened.daysAgo, plan.by), { questionId, because: reopened.because })
}

const hypothesisAt = (question: Question, i: number) => decodeId('hyp', question.hypotheses[i]!.id)!

async function link(
  ctx: Ctx,
  hypothesisId: string,
  { says, theme, note, state }: DemoHypothesis,
): Promise<void> {
  for (const stance of ['for', 'against'] as const) {
    const wanted = says?.[stance]
    if (!wanted) continue
    for (const quote of await quotesOf(ctx, wanted.phrases, wanted.quotes))
      await addEvidence(ctx, { hypothesisId, stance, ...quote })
  }
  const themeId = theme === undefined ? undefined : await themeNamed(ctx, theme)
  if (themeId) await addEvidence(ctx, { hypothesisId, stance: 'for', themeId })
  if (note) await addEvidence(ctx, { hypothesisId, stance: note.stance, note: note.text })
  if (state) await changeHypothesis(ctx, { hypothesisId, state })
}

/** The theme that the company gave this name. */
export async function themeNamed(ctx: Ctx, name: string): Promise<string | undefined> {
  const row = await ctx.db.maybe<{ id: string }>(
    sql`select id from themes where workspace_id = ${ctx.workspaceId} and name = ${name}`,
  )
  return row?.id
}

/** Different sentences that say one of the phrases, each of another account, of the newest items by then. */
export async function quotesOf(
  ctx: Ctx,
  phrases: readonly string[],
  most: number,
): Promise<{ feedbackId: string; quote: string }[]> {
  const rows = await ctx.db.many<{ id: string; verbatim: string }>(sql`
    select id, verbatim from (
      select distinct on (f.account_id) f.id, f.verbatim, f.occurred_at from feedback_items f
      where f.workspace_id = ${ctx.workspaceId} and f.occurred_at < ${ctx.now()} and f.account_id is not null
        and exists (select from unnest(${[...phrases]}::text[]) as p (words) where strpos(lower(f.verbatim), p.words) > 0)
      order by f.account_id, f.occurred_at desc, f.id desc
    ) x order by occurred_at desc, id desc limit 50`)
  const found = new Map<string, string>()
  for (const { id, verbatim } of rows) {
    const sentences = verbatim.split(/(?<=[.!?])\s+|\n+/)
    const quote = sentences.find((one) => phrases.some((words) => one.toLowerCase().includes(words)))
    if (quote && !found.has(quote)) found.set(quote, id)
  }
  return [...found].slice(0, most).map(([quote, feedbackId]) => ({ feedbackId, quote }))
}
