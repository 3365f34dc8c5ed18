import { short } from '#act/corrective-actions/commands.ts'
import type * as contract from '#act/corrective-actions/contract.ts'
import { actionChecked, actionReopened } from '#act/corrective-actions/events.ts'
import {
  about,
  addEntry,
  checkDay,
  type Held,
  holdAction,
  mustMove,
  type NewEntry,
  todayOf,
} from '#act/corrective-actions/load.ts'
import { getAction } from '#act/corrective-actions/queries.ts'
import {
  comesBack,
  comparedDays,
  dueAgainDays,
  type Mentions,
  verdictOf,
  verdictText,
  watchDays,
} from '#act/corrective-actions/rules.ts'
import { memberOrManagement } from '#act/playbooks/holders.ts'
import { mentionsByDay } from '#analyze/themes/mentions.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Whether a done action helped, as a person says; one that did not opens again. */
export async function checkAction(
  ctx: Ctx,
  input: Input<typeof contract.checkAction>,
): Promise<Answer<typeof contract.checkAction>> {
  const action = await holdAction(ctx, input.actionId)
  mustMove(action, 'confirm')
  await settle(ctx, action, { kind: 'checked', result: input.result, note: input.note }, await todayOf(ctx))
  return getAction(ctx, { actionId: action.id })
}

/** Takes an action up again, with a reason. It is due anew in two weeks, unless it is due later or another day is given. */
export async function reopenAction(
  ctx: Ctx,
  input: Input<typeof contract.reopenAction>,
): Promise<Answer<typeof contract.reopenAction>> {
  const action = await holdAction(ctx, input.actionId)
  mustMove(action, 'reopen')
  const today = await todayOf(ctx)
  if (input.dueOn !== undefined) checkDay('dueOn', input.dueOn, today)
  await reopen(ctx, action, { reason: input.reason, today, dueOn: input.dueOn })
  return getAction(ctx, { actionId: action.id })
}

/** Writes down the result of a check and what follows from it. */
async function settle(ctx: Ctx, action: Held, entry: NewEntry & { result: string }, today: string) {
  await addEntry(ctx, action.id, entry)
  await ctx.emit(actionChecked, {
    subjectId: action.id,
    payload: { ...about(action), result: entry.result, by: byOf(ctx) },
  })
  if (entry.result === 'effective') {
    // only what has a theme can be watched
    const until = action.theme_id ? shiftDate(today, watchDays) : null
    await ctx.db.run(sql`
      update corrective_actions set state = 'effective', watch_until = ${until}, look_on = ${until && shiftDate(today, 1)},
        updated_at = ${ctx.now()}
      where workspace_id = ${ctx.workspaceId} and id = ${action.id}`)
  } else if (entry.result === 'ineffective') {
    await reopen(ctx, action, { reason: `It did not help. ${entry.note ?? ''}`.trim().slice(0, 2000), today })
  } else {
    await lookOn(ctx, action, null)
  }
}

const byOf = (ctx: Ctx) => (ctx.actor.kind === 'job' ? ('clock' as const) : ('person' as const))

async function reopen(
  ctx: Ctx,
  action: Held,
  { reason, today, dueOn }: { reason: string; today: string; dueOn?: string | undefined },
): Promise<void> {
  const again = shiftDate(today, dueAgainDays)
  const due = dueOn ?? (action.due_on > again ? action.due_on : again)
  await ctx.db.run(sql`
    update corrective_actions set state = 'open', done_at = null, check_on = null, watch_until = null, due_on = ${due},
      look_on = ${shiftDate(due, 1)}, reopened_count = reopened_count + 1, updated_at = ${ctx.now()}
    where workspace_id = ${ctx.workspaceId} and id = ${action.id}`)
  await addEntry(ctx, action.id, { kind: 'reopened', note: reason })
  await ctx.emit(actionReopened, { subjectId: action.id, payload: { ...about(action), by: byOf(ctx) } })
  await tell(ctx, action, 'action.reopened', `CAPA ${action.number} is open again: ${reason}`)
}

async function lookOn(ctx: Ctx, action: Held, day: string | null): Promise<void> {
  await ctx.db.run(sql`
    update corrective_actions set look_on = ${day} where workspace_id = ${ctx.workspaceId} and id = ${action.id}`)
}

/** Tells the owner; where there is none, management. Nobody is told what they did themselves. */
async function tell(ctx: Ctx, action: Held, kind: string, text: string): Promise<void> {
  for (const memberId of await memberOrManagement(ctx, action.owner_member_id)) {
    if (ctx.actor.kind === 'member' && ctx.actor.id === memberId) continue
    await notify(ctx, {
      memberId,
      kind,
      subjectId: action.id,
      text,
      link: linkTo('actions', 'capa', action.id),
      dedupeKey: `${kind} ${action.id} ${ctx.now().toISOString()}`,
    })
  }
}

/** What the clock owes an action today: a word that it is overdue, the check whether it helped, a look at its theme. */
async function lookAt(ctx: Ctx, actionId: string): Promise<void> {
  const action = await holdAction(ctx, actionId)
  const today = await todayOf(ctx)
  if (action.look_on === null || action.look_on > today) return
  if (action.state === 'open') {
    await lookOn(ctx, action, null)
    return tell(
      ctx,
      action,
      'action.overdue',
      `CAPA ${action.number} was due ${action.due_on}: ${short(action.finding)}`,
    )
  }
  if (action.state === 'done') return checkByTheme(ctx, action, today)
  return watch(ctx, action, today)
}

async function checkByTheme(ctx: Ctx, action: Held, today: string): Promise<void> {
  const ask = (why: string) =>
    tell(ctx, action, 'action.to_check', `Did CAPA ${action.number} help? ${why} ${short(action.finding)}`)
  if (!action.theme_id) {
    await lookOn(ctx, action, null)
    return ask('Say so on its page.')
  }
  const doneOn = localDate('UTC', action.done_at!.getTime())
  const { before, after } = await compared(ctx, action.theme_id, doneOn, today)
  const verdict = verdictOf(before, after)
  const note = verdictText(before, after, verdict)
  const figures = { before, after, chance: verdict.chance }
  await settle(ctx, action, { kind: 'checked', result: verdict.result, note, figures }, today)
  if (verdict.result === 'unclear') await ask(note)
}

/** Mentions before the day it was done, and since the day after it, each over eight weeks at most. */
async function compared(
  ctx: Ctx,
  themeId: string,
  doneOn: string,
  today: string,
): Promise<{ before: Mentions; after: Mentions }> {
  const yesterday = shiftDate(today, -1)
  const early = shiftDate(doneOn, 1)
  const late = shiftDate(today, -comparedDays)
  const from = { before: shiftDate(doneOn, -comparedDays), after: early > late ? early : late }
  const days = await mentionsByDay(ctx, themeId, { from: from.before, to: yesterday })
  const sum = (first: string, last: string): Mentions => {
    const length = Math.max(1, Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1)
    const said = [...days].filter(([day]) => day >= first && day <= last)
    return { mentions: said.reduce((all, [, mentions]) => all + mentions, 0), days: length }
  }
  return { before: sum(from.before, shiftDate(doneOn, -1)), after: sum(from.after, yesterday) }
}

const watchedWeeks = 9

async function watch(ctx: Ctx, action: Held, today: string): Promise<void> {
  const from = shiftDate(today, -7 * watchedWeeks)
  const days = action.theme_id
    ? await mentionsByDay(ctx, action.theme_id, { from, to: shiftDate(today, -1) })
    : new Map<string, number>()
  const weeks = Array<number>(watchedWeeks).fill(0)
  for (const [day, mentions] of days)
    weeks[Math.floor((Date.parse(day) - Date.parse(from)) / (7 * 86_400_000))]! += mentions
  if (comesBack(weeks)) {
    const reason = `Its theme came back: ${weeks.at(-1)} mentions in the week before ${today}.`
    return reopen(ctx, action, { reason, today })
  }
  const isOver = !action.theme_id || !action.watch_until || today >= action.watch_until
  await lookOn(ctx, action, isOver ? null : shiftDate(today, 1))
}

/** Does what the clock owes the actions of this workspace. */
export async function lookAtDue(ctx: Ctx): Promise<void> {
  const due = await ctx.db.many<{ id: string }>(sql`
    select id from corrective_actions where workspace_id = ${ctx.workspaceId} and look_on <= ${await todayOf(ctx)}
    order by look_on, id limit 500`)
  for (const { id } of due) await lookAt(ctx, id)
}
