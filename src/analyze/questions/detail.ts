import type { Evidence, Hypothesis, Question, QuestionAnswer } from '#analyze/questions/contract.ts'
import { person } from '#analyze/questions/queries.ts'
import { balanceOf, type Stance } from '#analyze/questions/rules.ts'
import { type Weights, weigh } from '#analyze/questions/weight.ts'
import { type QuoteRow, quoteOf, showQuote } from '#analyze/themes/quotes.ts'
import { nameOf } from '#analyze/themes/rules.ts'
import { channelLabel } from '#collect/feedback/rules.ts'
import { feedbackSettings } from '#collect/feedback/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

interface QuestionRecord {
  id: string
  text: string
  state: Question['state']
  answer_id: string | null
  owner_id: string | null
  owner: string | null
  asked_by: string | null
  created_at: Date
  updated_at: Date
}

interface EvidenceRecord {
  id: string
  hypothesis_id: string
  kind: Evidence['kind']
  stance: Stance
  feedback_id: string | null
  quote: string | null
  is_spam: boolean
  theme_id: string | null
  theme_name: string | null
  theme_phrases: string[] | null
  theme_rules: string[] | null
  note: string | null
  author: string | null
  created_at: Date
}

interface AnswerRecord {
  id: string
  answer: string
  decided_by_member_id: string
  decided_by: string | null
  decided_at: Date
  follows: string | null
  follows_theme_id: string | null
  follows_case_id: string | null
  theme_name: string | null
  theme_phrases: string[] | null
  theme_rules: string[] | null
  reopened_at: Date | null
  reopened_by: string | null
  reopened_because: string | null
}

const themeName = (row: EvidenceRecord | AnswerRecord) =>
  nameOf({ name: row.theme_name, phrases: row.theme_phrases ?? [], rules: row.theme_rules ?? [] })

/** A question with its hypotheses, the evidence of each and what stands behind it, and its answers. */
export async function getQuestion(ctx: Ctx, { questionId }: { questionId: string }): Promise<Question> {
  const ws = ctx.workspaceId
  const question = await ctx.db.maybe<QuestionRecord>(sql`
    select q.id, q.text, q.state, q.answer_id, q.owner_member_id as owner_id, o.name as owner, b.name as asked_by, q.created_at, q.updated_at
    from questions q
    left join members o on o.workspace_id = ${ws} and o.id = q.owner_member_id
    left join members b on b.workspace_id = ${ws} and b.id = q.actor_id
    where q.workspace_id = ${ws} and q.id = ${questionId}`)
  if (!question)
    throw new AppError(
      'not_found',
      'question.not_found',
      'There is no such question. Somebody may have removed it.',
    )
  const [hypotheses, evidence, quotes, answers, { channels }] = await Promise.all([
    ctx.db.many<{ id: string; text: string; state: Hypothesis['state'] }>(sql`
      select id, text, state from hypotheses where workspace_id = ${ws} and question_id = ${questionId} order by created_at, id`),
    readEvidence(ctx, questionId),
    ctx.db.many<QuoteRow>(
      quoteOf(
        ctx,
        sql`select distinct e.feedback_id from hypotheses h
          join hypothesis_evidence e on e.workspace_id = ${ws} and e.hypothesis_id = h.id and e.feedback_id is not null
          where h.workspace_id = ${ws} and h.question_id = ${questionId}`,
      ),
    ),
    readAnswers(ctx, questionId),
    getSetting(ctx, feedbackSettings),
  ])
  const weights = await weigh(
    ctx,
    evidence.map((one) => ({
      feedbackId: one.feedback_id,
      themeId: one.theme_id,
      sums: ['all', sideOf(one.hypothesis_id, one.stance), one.id],
    })),
  )
  const quoted = new Map(quotes.map((row) => [row.id, showQuote(row)]))
  const answer = answers.find((one) => one.id === question.answer_id)
  const show = (row: EvidenceRecord): Evidence => {
    const piece = {
      id: encodeId('evd', row.id),
      stance: row.stance,
      author: row.author ?? 'API',
      createdAt: row.created_at.toISOString(),
      isNew: isNew(row),
    }
    if (row.kind === 'note') return { ...piece, kind: 'note', note: row.note! }
    if (row.kind === 'theme') return { ...piece, kind: 'theme', theme: showTheme(row, weights) }
    const item = quoted.get(row.feedback_id!)!
    return {
      ...piece,
      kind: 'item',
      item: { ...item, text: row.quote!, channelLabel: channelLabel(item.channel, channels) },
      isSpam: row.is_spam,
    }
  }
  const isNew = (row: EvidenceRecord) => answer !== undefined && row.created_at > answer.decided_at
  return {
    id: encodeId('qst', question.id),
    text: question.text,
    state: question.state,
    owner: question.owner_id === null ? null : person(question.owner_id, question.owner),
    askedBy: question.asked_by ?? 'API',
    createdAt: question.created_at.toISOString(),
    updatedAt: question.updated_at.toISOString(),
    hypotheses: hypotheses.map(({ id, text, state }) => {
      const own = evidence.filter((one) => one.hypothesis_id === id)
      const pieces = piecesOf(own)
      return {
        id: encodeId('hyp', id),
        text,
        state,
        evidence: own.map(show),
        pieces,
        balance: balanceOf(pieces),
        weight: { for: weights.of(sideOf(id, 'for')), against: weights.of(sideOf(id, 'against')) },
      }
    }),
    weight: weights.of('all'),
    currency: weights.currency,
    newEvidence: piecesOf(evidence.filter(isNew)),
    answer: answer ? showAnswer(answer) : null,
    earlier: answers.filter((one) => one !== answer).map(showAnswer),
  }
}

const sideOf = (hypothesisId: string, stance: Stance) => `${hypothesisId} ${stance}`

const piecesOf = (rows: readonly { stance: Stance }[]) => ({
  for: rows.filter((row) => row.stance === 'for').length,
  against: rows.filter((row) => row.stance === 'against').length,
})

function readEvidence(ctx: Ctx, questionId: string): Promise<EvidenceRecord[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<EvidenceRecord>(sql`
    select e.id, e.hypothesis_id, e.kind, e.stance, e.feedback_id, e.quote, coalesce(k.status = 'spam', false) as is_spam, e.theme_id,
      t.name as theme_name, t.phrases as theme_phrases, t.rules as theme_rules, e.note, m.name as author, e.created_at
    from hypotheses h
    join hypothesis_evidence e on e.workspace_id = ${ws} and e.hypothesis_id = h.id
    left join inbox_items i on i.workspace_id = ${ws} and i.id = e.feedback_id
    left join inbox_items k on k.workspace_id = ${ws} and k.id = root_id(i.merged_into_id, i.id)
    left join themes t on t.workspace_id = ${ws} and t.id = e.theme_id
    left join members m on m.workspace_id = ${ws} and m.id = e.actor_id
    where h.workspace_id = ${ws} and h.question_id = ${questionId} order by e.created_at, e.id`)
}

function readAnswers(ctx: Ctx, questionId: string): Promise<AnswerRecord[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<AnswerRecord>(sql`
    select a.id, a.answer, a.decided_by_member_id, d.name as decided_by, a.decided_at, a.follows, a.follows_theme_id, a.follows_case_id,
      t.name as theme_name, t.phrases as theme_phrases, t.rules as theme_rules, a.reopened_at, r.name as reopened_by, a.reopened_because
    from question_answers a
    left join members d on d.workspace_id = ${ws} and d.id = a.decided_by_member_id
    left join members r on r.workspace_id = ${ws} and r.id = a.reopened_by_id
    left join themes t on t.workspace_id = ${ws} and t.id = a.follows_theme_id
    where a.workspace_id = ${ws} and a.question_id = ${questionId} order by a.decided_at desc, a.id desc limit 50`)
}

function showTheme(row: EvidenceRecord, weights: Weights) {
  const theme = weights.themeOf(row.theme_id!)
  const { items, accounts } = weights.of(row.id)
  return {
    id: encodeId('th', theme?.id ?? row.theme_id!),
    name: theme ? nameOf(theme) : themeName(row),
    items,
    accounts,
  }
}

function showAnswer(row: AnswerRecord): QuestionAnswer {
  return {
    id: encodeId('ans', row.id),
    answer: row.answer,
    decidedBy: person(row.decided_by_member_id, row.decided_by),
    decidedAt: row.decided_at.toISOString(),
    follows: row.follows,
    followsTheme: row.follows_theme_id
      ? { id: encodeId('th', row.follows_theme_id), name: themeName(row) }
      : null,
    followsCaseId: row.follows_case_id ? encodeId('case', row.follows_case_id) : null,
    reopened: row.reopened_at && {
      at: row.reopened_at.toISOString(),
      by: row.reopened_by,
      because: row.reopened_because,
    },
  }
}
