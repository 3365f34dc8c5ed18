import { z } from 'zod'
import type * as contract from '#close/share-backs/contract.ts'
import type { Figures, ShareBack, ShareBackBrief, ShareBackSettings } from '#close/share-backs/contract.ts'
import { countFigures } from '#close/share-backs/figures.ts'
import { isEmpty, nextDue, weekMs } from '#close/share-backs/rules.ts'
import { shareBackSetting } from '#close/share-backs/settings.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { decodeCursor, toPage } from '#platform/cursor.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { encodeId } from '#platform/ids.ts'
import { readersOf } from '#platform/mail/readers.ts'
import { isDemo } from '#platform/outbox/gate.ts'
import { getSetting } from '#platform/settings/settings.ts'

interface Row {
  id: string
  week_on: string
  from_at: Date
  to_at: Date
  is_empty: boolean
  mailed: number
  made_at: Date
  webhook_state: 'waiting' | 'taken' | 'failed' | null
  webhook_attempts: number
  webhook_answer: string | null
  webhook_at: Date | null
}

const columns = sql`id, week_on::text as week_on, from_at, to_at, is_empty, mailed, made_at,
  webhook_state, webhook_attempts, webhook_answer, webhook_at`

const show = (row: Row): ShareBackBrief => ({
  id: encodeId('shb', row.id),
  weekOn: row.week_on,
  from: row.from_at.toISOString(),
  to: row.to_at.toISOString(),
  isEmpty: row.is_empty,
  madeAt: row.made_at.toISOString(),
  mailed: row.mailed,
  webhook: row.webhook_state && {
    state: row.webhook_state,
    attempts: row.webhook_attempts,
    answer: row.webhook_answer,
    at: row.webhook_at?.toISOString() ?? null,
  },
})

/** Share-backs that were made, the newest week first. */
export async function listShareBacks(
  ctx: Ctx,
  { limit, cursor }: Input<typeof contract.listShareBacks>,
): Promise<Answer<typeof contract.listShareBacks>> {
  const before = cursor ? sql`and week_on < ${decodeCursor(cursor, z.iso.date())}::date` : sql.empty
  const rows = await ctx.db.many<Row>(sql`
    select ${columns} from share_backs where workspace_id = ${ctx.workspaceId} ${before}
    order by week_on desc limit ${limit + 1}`)
  return toPage(rows, limit, show, (row) => row.week_on)
}

/** One as it was made. Words of items that were erased since are gone. */
export async function getShareBack(ctx: Ctx, { shareBackId }: { shareBackId: string }): Promise<ShareBack> {
  const [row, quotes] = await Promise.all([
    ctx.db.maybe<Row & { figures: Figures }>(sql`
      select ${columns}, figures from share_backs where workspace_id = ${ctx.workspaceId} and id = ${shareBackId}`),
    ctx.db.many<{ feedback_id: string; quote: string }>(sql`
      select feedback_id, quote from share_back_quotes
      where workspace_id = ${ctx.workspaceId} and share_back_id = ${shareBackId} order by number`),
  ])
  if (!row)
    throw new AppError('not_found', 'share_back.not_found', 'There is no such share-back. Check the id.')
  return {
    ...show(row),
    figures: row.figures,
    quotes: quotes.map((one) => ({ feedbackId: encodeId('fb', one.feedback_id), quote: one.quote })),
  }
}

/** What one of the seven days up to now would say. */
export async function previewShareBack(ctx: Ctx): Promise<Answer<typeof contract.previewShareBack>> {
  const to = ctx.now()
  const from = new Date(to.getTime() - weekMs)
  const { figures, quotes } = await countFigures(ctx, { from, to })
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    isEmpty: isEmpty(figures, quotes),
    figures,
    quotes,
  }
}

/** When they are made and who gets them; nothing secret. */
export async function getShareBackSettings(ctx: Ctx): Promise<ShareBackSettings> {
  const [{ isOn, weekday, hour, roles, webhook }, { zone }, demo] = await Promise.all([
    getSetting(ctx, shareBackSetting),
    getSetting(ctx, calendarSetting),
    isDemo(ctx),
  ])
  return {
    isOn,
    weekday,
    hour,
    roles,
    zone,
    nextAt: isOn ? nextDue({ weekday, hour }, zone, ctx.now()).toISOString() : null,
    people: (await readersOf(ctx, roles)).length,
    webhook: webhook && { host: webhook.host, format: webhook.format },
    isDemo: demo,
  }
}
