import type { Read } from '#organize/classify/commands.ts'
import { ratingOf } from '#organize/classify/guesses.ts'
import { negativeNoticeSettings } from '#organize/classify/settings.ts'
import { keepingPiles } from '#organize/inbox/standing.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { isAtLeast } from '#platform/policy/rules.ts'
import { getSetting } from '#platform/settings/settings.ts'
import { ratedAs } from '#text/analysis/rating.ts'

/** Negative answers (A6): the flag on the item, and who is told. */

/** Flags items, or takes the flag away; only those whose flag is another are written. */
export function flagNegative(ctx: Ctx, items: readonly { id: string; isNegative: boolean }[]): void {
  if (items.length === 0) return
  ctx.db.later(
    keepingPiles(sql`
      update inbox_items i set is_negative = r."isNegative"
      from json_to_recordset(${JSON.stringify(items)}::json) as r (id uuid, "isNegative" boolean)
      where i.workspace_id = ${ctx.workspaceId} and i.id = r.id and i.is_negative <> r."isNegative"`),
  )
}

/** Text that nobody rated is told of from here on: clearly negative, not only likely. */
const tellFrom = 0.65
/** What arrived before that, such as with a demo or after a long standstill, is no news. */
const newsMs = 24 * 3_600_000
/** So many of an hour are told one by one. */
const singlesMost = 5
const hourMs = 3_600_000

/** Tells owners, admins and managers of negative answers that just came: never of history, and in an hour only of the first few by name. */
export async function tellManagers(ctx: Ctx, read: readonly Read[]): Promise<void> {
  const now = ctx.now().getTime()
  const news = read.filter(({ row, reading: { guesses, isRatedNegative } }) => {
    if (!guesses.negative || row.isHistory || now - row.receivedAt.getTime() > newsMs) return false
    return isRatedNegative || guesses.negative.confidence >= tellFrom
  })
  if (news.length === 0 || !(await getSetting(ctx, negativeNoticeSettings)).isOn) return
  const members = await ctx.db.many<{ id: string; role: 'owner'; told: number }>(sql`
    select m.id, m.role, (
      select count(*) from notices n
      where n.workspace_id = ${ctx.workspaceId} and n.member_id = m.id and n.kind = 'feedback.negative'
        and n.created_at > ${new Date(now - hourMs)}
    ) as told
    from members m where m.workspace_id = ${ctx.workspaceId} and m.removed_at is null order by m.id`)
  for (const member of members) {
    if (!isAtLeast(member.role, 'manager')) continue
    const singles = news.slice(0, Math.max(0, singlesMost - member.told))
    for (const { row } of singles) {
      await notify(ctx, {
        memberId: member.id,
        kind: 'feedback.negative',
        subjectId: row.id,
        text: `A negative answer came in: ${why(row)}`,
        link: linkTo('inbox', 'fb', row.id),
      })
    }
    if (singles.length === news.length) continue
    await notify(ctx, {
      memberId: member.id,
      kind: 'feedback.negative',
      subjectId: news.at(-1)!.row.id,
      text: 'More negative answers came in within this hour',
      link: '/inbox?view=everything&negative=true&status=open',
      dedupeKey: `feedback.negative ${Math.floor(now / hourMs)}`,
    })
  }
}

/** What was negative about it, without the customer's words. */
function why(row: Read['row']): string {
  const rating = ratingOf(row)
  const rated = rating && ratedAs(rating)
  return rated?.side === 'negative'
    ? rated.words.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
    : row.isNegativeAnswer
      ? 'by the survey'
      : 'by its words'
}
