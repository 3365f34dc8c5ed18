import { type Staff, staffAt } from '#app/demo/customers.ts'
import { type Areas, triageFeedback } from '#app/demo/feedback.ts'
import { atTime, type Past } from '#app/demo/past.ts'
import { Dice } from '#app/demo/random.ts'
import type { WrittenAnswer } from '#app/demo/surveys.ts'
import { type ItemType, topics } from '#app/demo/words.ts'
import { applyChange } from '#organize/inbox/apply.ts'
import { endChange, startChange } from '#organize/inbox/records.ts'
import { sql } from '#platform/db/sql.ts'
import { newId } from '#platform/ids.ts'

const topicOf = [
  [/import/i, 'import'],
  [/support|called/i, 'support'],
  [/export/i, 'dashboard'],
  [/training/i, 'training'],
  [/app/i, 'mobile'],
  [/statement/i, 'statements'],
  [/reminder/i, 'reminders'],
  [/slow/i, 'dashboard'],
  [/expensive|dear/i, 'prices'],
  [/report/i, 'reports'],
] as const

/** What was said in talks, by links, phone and text message more than a day ago was read by somebody. */
export function triageTalks(past: Past, staff: Staff): Promise<void> {
  return past.part('triage of talks', { words: 'Reading what was said', weight: 20 }, async (ctx) => {
    const ws = past.workspaceId
    const rows = await ctx.db.many<{ id: string; kind: string | null; at: Date }>(sql`
      select f.id, f.kind, f.occurred_at as at from inbox_items i
      join feedback_items f on f.workspace_id = ${ws} and f.id = i.id
      left join responses r on r.workspace_id = ${ws} and r.id = f.response_id
      where i.workspace_id = ${ws} and i.type is null and f.occurred_at < ${new Date(past.now.getTime() - 86_400_000)}
        and (f.channel in ('interview', 'check_in', 'sms') or r.survey_id in (
          select id from surveys where workspace_id = ${ws} and key = 'post-support'))
      order by f.occurred_at, f.id`)
    for (const [i, { id, kind, at }] of rows.entries()) {
      const done = past.hours.at(new Date(at.getTime() + (2 + i) * 3_600_000))
      if (done < at) continue
      const own = atTime(ctx, done, staffAt(staff, 2 + (i % 2)))
      const isContent = kind !== 'bug' && kind !== 'feature'
      const change = {
        type: isContent ? 'praise' : kind === 'bug' ? 'bug_report' : 'feature_request',
        sentiment: isContent ? ('positive' as const) : ('neutral' as const),
        priority: isContent ? ('low' as const) : ('medium' as const),
      } as const
      const changeId = newId()
      startChange(own, changeId, change)
      const applied = await applyChange(own, changeId, [id], change)
      endChange(own, changeId, applied.changed, applied.skipped)
    }
  })
}

/** Items that survey answers made are triaged like the others. */
export async function triageAnswers(
  past: Past,
  staff: Staff,
  what: string,
  answers: readonly WrittenAnswer[],
  categories: Areas,
): Promise<void> {
  const dice = new Dice(83)
  const byResponse = new Map(answers.map((answer) => [answer.responseId, answer.plan]))
  const rows = await past.part(`items of ${what}`, { words: `Reading ${what}`, weight: 0 }, (ctx) =>
    ctx.db.many<{ id: string; response_id: string; verbatim: string }>(sql`
      select id, response_id, verbatim from feedback_items
      where workspace_id = ${past.workspaceId} and response_id = any(${[...byResponse.keys()]}::uuid[]) order by occurred_at, id`),
  )
  const written = rows.flatMap((row) => {
    const plan = byResponse.get(row.response_id)
    if (!plan) return []
    const key = topicOf.find(([pattern]) => pattern.test(row.verbatim))?.[1] ?? 'support'
    const type: ItemType =
      plan.score >= 9
        ? 'praise'
        : /expensive|dear/i.test(row.verbatim)
          ? 'pricing'
          : /slow/i.test(row.verbatim)
            ? 'performance_complaint'
            : 'usability_issue'
    const wanted = new Date(plan.at.getTime() + dice.whole(20, 900) * 60_000)
    const triagedAfter = Math.ceil((past.hours.after(wanted).getTime() - plan.at.getTime()) / 60_000)
    const isOpen = (past.now.getTime() - plan.at.getTime()) / 60_000 <= triagedAfter
    return [
      {
        id: row.id,
        plan: {
          at: plan.at,
          account: plan.account,
          contact: plan.contact,
          channel: 'survey',
          kind: null,
          text: row.verbatim,
          rating: null,
          type,
          topic: topics.find((topic) => topic.key === key)!,
          priority:
            plan.score <= 3 ? ('high' as const) : plan.score <= 6 ? ('medium' as const) : ('low' as const),
          sentiment:
            plan.score >= 9
              ? ('positive' as const)
              : plan.score <= 6
                ? ('negative' as const)
                : ('mixed' as const),
          triagedAfter: isOpen ? null : triagedAfter,
          answeredAfter: null,
          isDone: !isOpen && plan.score > 6,
          assignee: isOpen ? null : dice.whole(0, 2),
        },
      },
    ]
  })
  await triageFeedback(past, staff, what, written, categories)
}
