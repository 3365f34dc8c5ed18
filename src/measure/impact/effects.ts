import { pastActions } from '#act/corrective-actions/queries.ts'
import { effectText } from '#act/corrective-actions/rules.ts'
import { listImpacts } from '#measure/impact/queries.ts'
import { verdictWords } from '#measure/impact/rules.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { encodeId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'
import type { Effect } from '#prioritize/reviews/contract.ts'

const mostActions = 24
const mostImpacts = 12

/** What past corrective actions did, and what shipped and whether it worked: what a review of trends looks back on. */
export async function readEffects(ctx: Ctx): Promise<{ data: Effect[] }> {
  const { zone } = await getSetting(ctx, calendarSetting)
  const dayOf = (at: Date) => localDate(zone, at.getTime())
  const today = dayOf(ctx.now())
  const [actions, impacts] = await Promise.all([
    pastActions(ctx, mostActions),
    listImpacts(ctx, { limit: mostImpacts }),
  ])
  return {
    data: [
      ...actions.map((one) => ({
        id: encodeId('capa', one.id),
        title: `CAPA ${one.number}: ${one.finding}`,
        words: effectText(
          {
            ...{ state: one.state, result: one.result, again: one.again, reopenedCount: one.reopened_count },
            ...{
              doneOn: one.done_at && dayOf(one.done_at),
              checkOn: one.check_on,
              watchUntil: one.watch_until,
            },
          },
          today,
        ),
        isBad: one.state === 'open',
      })),
      ...impacts.data.map((one) => ({
        id: (one.releaseId ?? one.requestId)!,
        title: one.name,
        words: [
          `shipped on ${dayOf(new Date(one.shippedAt))}: ${verdictWords[one.verdict].toLowerCase()}${one.days === null ? '' : ` after ${one.days} days`}`,
          one.isBack && 'taken back since',
          one.action && `CAPA ${one.action.number}`,
        ]
          .filter(Boolean)
          .join(', '),
        isBad: one.verdict === 'worse',
      })),
    ],
  }
}
