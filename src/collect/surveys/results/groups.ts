import type { StoredQuestion } from '#collect/surveys/queries.ts'
import { groupings, type ResultGrouping } from '#collect/surveys/results/contract.ts'
import { type Counted, scoredOf, together } from '#collect/surveys/results/figures.ts'
import { fewest } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'

type Part = Counted & { cut: string; part: string; question_id: string | null }
type Words = Record<'segment' | 'owner', ReadonlyMap<string, string>>

const most = 50
const without = { segment: 'No segment', plan: 'No plan', owner: 'No owner', language: 'Language not known' }
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** The answers to one question by who gave them: each group of at least 5 with its score, the largest first. */
export async function groupingsOf(
  ctx: Ctx,
  question: StoredQuestion,
  sums: readonly Part[],
): Promise<ResultGrouping[]> {
  const names = await namesOf(ctx, sums)
  return groupings.map((by) => {
    const parts = together(
      sums.filter(({ cut, question_id }) => cut === by && question_id === question.id),
      ({ part }) => part,
    )
    const all = [...parts]
      .map(([key, rows]) => ({ key, label: labelOf(by, key, names), ...scoredOf(question, rows) }))
      .sort((a, b) => b.n - a.n || a.label.localeCompare(b.label))
    const small = all.filter(({ n }) => n < fewest)
    return {
      by,
      groups: all.filter(({ n }) => n >= fewest).slice(0, most),
      hidden: { groups: small.length, answers: small.reduce((sum, { n }) => sum + n, 0) },
    }
  })
}

function labelOf(by: ResultGrouping['by'], key: string, names: Words): string {
  if (key === '') return without[by]
  if (by === 'plan') return key
  if (by === 'language') return /^[a-z]{2,8}$/.test(key) ? (languages.of(key) ?? key) : key
  return names[by].get(key) ?? key
}

async function namesOf(ctx: Ctx, sums: readonly Part[]): Promise<Words> {
  const parts = (cut: string) => [
    ...new Set(sums.flatMap((one) => (one.cut === cut && one.part !== '' ? [one.part] : []))),
  ]
  const [segments, members] = await Promise.all([
    ctx.db.many<{ key: string; name: string }>(sql`
      select key, name from segments where workspace_id = ${ctx.workspaceId} and key = any(${parts('segment')}::text[])`),
    ctx.db.many<{ key: string; name: string }>(sql`
      select id as key, name from members where workspace_id = ${ctx.workspaceId} and id = any(${parts('owner')}::uuid[])`),
  ])
  const map = (rows: { key: string; name: string }[]) => new Map(rows.map(({ key, name }) => [key, name]))
  return { segment: map(segments), owner: map(members) }
}
