import type { Accuracy, AutoAccept, NegativeNotices, SuggestedField } from '#organize/classify/contract.ts'
import { labelsOf, readWords, shownValue } from '#organize/classify/labels.ts'
import { autoAcceptSettings, negativeNoticeSettings } from '#organize/classify/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Fewer cases than this say nothing about a share. */
const fewest = 5

/**
 * How often people agreed with suggestions: of those for a value how many stayed, and how often it was missed. Of an
 * item and a field the newest decision counts; what was undone does not, nor what was decided before anything was
 * suggested.
 */
export async function getAccuracy(ctx: Ctx): Promise<{ data: Accuracy[] }> {
  const [rows, words] = await Promise.all([
    ctx.db.many<{
      field: SuggestedField
      value: string
      suggested: number
      agreed: number
      missed: number
    }>(sql`
      with recent as (
        select d.field, d.suggested, d.chosen from suggestion_decisions d
        where d.workspace_id = ${ctx.workspaceId} and d.outcome <> 'emptied' and d.model <> 'none' and not exists (
          select 1 from suggestion_decisions n
          where n.workspace_id = ${ctx.workspaceId} and n.feedback_id = d.feedback_id and n.field = d.field and n.id > d.id)
        order by d.decided_at desc, d.id desc limit 5000
      )
      select r.field, v.value, count(*) filter (where r.suggested = v.value) as suggested,
        count(*) filter (where r.suggested = v.value and r.chosen = v.value) as agreed,
        count(*) filter (where r.chosen = v.value and r.suggested is distinct from v.value) as missed
      from recent r
      cross join lateral (select distinct x.value from (values (r.suggested), (r.chosen)) as x (value) where x.value is not null) v
      group by r.field, v.value order by r.field, suggested desc, v.value`),
    readWords(ctx),
  ])
  return {
    data: rows.map(({ field, value, suggested, agreed, missed }) => {
      const chosen = agreed + missed
      return {
        field,
        value: shownValue(field, value),
        label: labelsOf(field, value, words),
        suggested,
        agreed,
        missed,
        precision: suggested < fewest ? null : agreed / suggested,
        recall: chosen < fewest ? null : agreed / chosen,
      }
    }),
  }
}

export async function getAutoAccept(ctx: Ctx): Promise<AutoAccept> {
  return getSetting(ctx, autoAcceptSettings)
}

export async function getNegativeNotices(ctx: Ctx): Promise<NegativeNotices> {
  return getSetting(ctx, negativeNoticeSettings)
}
