import { shareBackMade } from '#close/share-backs/events.ts'
import { countFigures } from '#close/share-backs/figures.ts'
import { isEmpty, lastDue, weekMs, weekOf } from '#close/share-backs/rules.ts'
import { shareBackSetting } from '#close/share-backs/settings.ts'
import { handOver } from '#close/share-backs/webhook.ts'
import { mailOf, placeOf } from '#close/share-backs/words.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { actorMember, type Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, encodeId, newId } from '#platform/ids.ts'
import { mailReaders, readersOf } from '#platform/mail/readers.ts'
import { isDemo } from '#platform/outbox/gate.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Makes the one that is due by the clock, also late; nothing where it is there, off, or was due before it was set so. */
export async function makeDue(ctx: Ctx): Promise<void> {
  const { isOn, since, ...rhythm } = await getSetting(ctx, shareBackSetting)
  const { zone } = await getSetting(ctx, calendarSetting)
  const due = lastDue(rhythm, zone, ctx.now())
  if (isOn && since !== null && due >= new Date(since)) await makeShareBack(ctx, due)
}

/** Counts the seven days up to a moment, keeps them and sends them on. Answers the id; undefined: its week has one. */
export async function makeShareBack(ctx: Ctx, to: Date): Promise<string | undefined> {
  const ws = ctx.workspaceId
  const [{ roles, webhook }, { zone }] = await Promise.all([
    getSetting(ctx, shareBackSetting),
    getSetting(ctx, calendarSetting),
  ])
  const week = weekOf(to, zone)
  const before = await ctx.db.maybe(
    sql`select 1 from share_backs where workspace_id = ${ws} and week_on = ${week}::date`,
  )
  if (before) return undefined
  const from = new Date(to.getTime() - weekMs)
  const { figures, quotes } = await countFigures(ctx, { from, to })
  const nothing = isEmpty(figures, quotes)
  const readers = nothing ? [] : await readersOf(ctx, roles)
  const isHanded = !nothing && webhook !== null && !(await isDemo(ctx))
  const id = newId()
  // Of two that come together the unique week lets one through.
  const made = await ctx.db.maybe(sql`
    insert into share_backs (workspace_id, id, week_on, from_at, to_at, figures, is_empty, mailed, actor_kind, actor_id, made_at, webhook_state)
    values (${ws}, ${id}, ${week}, ${from}, ${to}, ${JSON.stringify(figures)}, ${nothing}, ${readers.length},
      ${ctx.actor.kind}, ${actorMember(ctx)}, ${ctx.now()}, ${isHanded ? 'waiting' : null})
    on conflict (workspace_id, week_on) do nothing returning id`)
  if (!made) return undefined
  if (quotes.length > 0)
    await ctx.db.run(sql`
      insert into share_back_quotes (workspace_id, share_back_id, feedback_id, number, quote)
      select ${ws}, ${id}, decoded.id, decoded.number, decoded.quote
      from jsonb_to_recordset(${JSON.stringify(quotes.map((one, number) => ({ id: decodeId('fb', one.feedbackId), number, quote: one.quote })))}::jsonb)
        as decoded (id uuid, number integer, quote text)`)
  await ctx.emit(shareBackMade, { subjectId: id, payload: { shareBackId: id, isEmpty: nothing } })
  if (nothing) return id
  const span = { from: from.toISOString(), to: to.toISOString() }
  const mail = mailOf({ id: encodeId('shb', id), ...span, figures, quotes }, await placeOf(ctx))
  await mailReaders(ctx, readers, mail, `share-back ${id}`)
  if (isHanded) await handOver(ctx, id)
  return id
}
