import type { ActionKind, ActionState, Move } from '#act/corrective-actions/rules.ts'
import { stateAfter } from '#act/corrective-actions/rules.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { localDate, shiftDate } from '#platform/calendar/zones.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { AppError } from '#platform/errors.ts'
import { actorId } from '#platform/events/emit.ts'
import { newId } from '#platform/ids.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a change of an action begins with: the action, for this transaction alone, and whether it may move. */

export interface Held {
  id: string
  number: number
  kind: ActionKind
  finding: string
  state: ActionState
  correction: string | null
  prevention: string | null
  owner_member_id: string | null
  case_id: string | null
  theme_id: string | null
  cost_cents: number | null
  currency: string | null
  due_on: string
  done_at: Date | null
  check_on: string | null
  watch_until: string | null
  look_on: string | null
  reopened_count: number
}

/** An action, locked; throws not-found. */
export async function holdAction(ctx: Ctx, actionId: string): Promise<Held> {
  const row = await ctx.db.maybe<Held>(sql`
    select id, number, kind, finding, state, correction, prevention, owner_member_id, case_id, theme_id, cost_cents, currency,
      due_on::text as due_on, done_at, check_on::text as check_on, watch_until::text as watch_until,
      look_on::text as look_on, reopened_count
    from corrective_actions where workspace_id = ${ctx.workspaceId} and id = ${actionId} for update`)
  if (row) return row
  throw new AppError('not_found', 'action.not_found', 'There is no such corrective action. Check the id.')
}

/** Refuses a move that the state of an action does not allow. */
export function mustMove(action: Held, move: Move): void {
  if (stateAfter(action.state, move) !== undefined) return
  const name = `CAPA ${action.number}`
  if (move === 'reopen') throw new AppError('conflict', 'action.open', `${name} is open already.`)
  if (move === 'confirm')
    throw new AppError(
      'conflict',
      'action.not_done',
      action.state === 'open'
        ? `${name} is not done yet. Complete it first.`
        : `${name} is ${word(action.state)} already. Open it again to check it anew.`,
    )
  throw new AppError('conflict', 'action.ended', `${name} is ${word(action.state)}. Open it again first.`)
}

const word = (state: ActionState) => (state === 'cancelled' ? 'dropped' : state)

/** Today in the workspace's calendar. */
export async function todayOf(ctx: Ctx): Promise<string> {
  const { zone } = await getSetting(ctx, calendarSetting)
  return localDate(zone, ctx.now().getTime())
}

/** Refuses a day before `first` or further than five years away: `action.day_past`, `action.day_far`. */
export function checkDay(field: string, day: string, first: string): void {
  const refused = (code: string, message: string) =>
    new AppError('invalid', code, message, { fields: [{ field, message }] })
  if (day < first) throw refused('action.day_past', `${day} is too early. Choose ${first} or a later day.`)
  const last = shiftDate(first, 5 * 366)
  if (day > last) throw refused('action.day_far', `${day} is too far away. Choose a day until ${last}.`)
}

export interface NewEntry {
  kind: 'logged' | 'changed' | 'done' | 'checked' | 'reopened' | 'cancelled'
  note?: string | undefined
  fields?: string[]
  result?: string
  figures?: {
    before: { mentions: number; days: number }
    after: { mentions: number; days: number }
    chance: number
  }
}

/** Writes down what happened to an action. */
export async function addEntry(ctx: Ctx, actionId: string, entry: NewEntry): Promise<void> {
  const { before, after, chance } = entry.figures ?? {}
  await ctx.db.run(sql`
    insert into corrective_action_entries (workspace_id, id, action_id, kind, note, fields, result, before_mentions, before_days,
      after_mentions, after_days, chance, actor_kind, actor_id, at)
    values (${ctx.workspaceId}, ${newId()}, ${actionId}, ${entry.kind}, ${entry.note?.trim() ?? null}, ${entry.fields ?? []},
      ${entry.result ?? null}, ${before?.mentions ?? null}, ${before?.days ?? null}, ${after?.mentions ?? null},
      ${after?.days ?? null}, ${chance ?? null}, ${ctx.actor.kind}, ${actorId(ctx.actor)}, ${ctx.now()})`)
}

/** What every event of an action says. */
export const about = (action: Pick<Held, 'id' | 'kind' | 'case_id'>) => ({
  actionId: action.id,
  kind: action.kind,
  caseId: action.case_id,
})
