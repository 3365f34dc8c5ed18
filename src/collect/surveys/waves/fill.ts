import { waveFilled } from '#collect/surveys/events.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { mostCalls } from '#collect/surveys/rules.ts'
import { onlySender } from '#collect/surveys/waves/commands.ts'
import type { Audience } from '#collect/surveys/waves/contract.ts'
import { type Invitee, invite, leaveOut } from '#collect/surveys/waves/invite.ts'
import { sendTimes } from '#collect/surveys/waves/mornings.ts'
import { type Judged, judged, type Terms } from '#collect/surveys/waves/recipients.ts'
import type { Actor, Ctx } from '#platform/context.ts'
import { flushedWithNext } from '#platform/db/flushed-with-next.ts'
import { sql } from '#platform/db/sql.ts'
import { manyRows, takeStatistics } from '#platform/db/statistics.ts'
import type { Door } from '#platform/door.ts'

const batchSize = 500
const filler: Actor = { kind: 'job', name: 'collect/surveys' }

/** Writes the invitations of a wave, batch by batch; after a crash it goes on where it stood. */
export async function fillWave(
  door: Door,
  workspaceId: string,
  waveId: string,
  signal: AbortSignal,
): Promise<void> {
  let people = 0
  // Each time ten times as many are in, and at the end: what follows is planned with what is there.
  let next = manyRows
  let isOver = false
  while (!isOver && !signal.aborted) {
    isOver = !(await door.inWorkspace(workspaceId, filler, (ctx) => fillBatch(ctx, waveId)))
    people += batchSize
    if (people < next && !(isOver && people > manyRows)) continue
    await takeStatistics(door, ['invitations', 'mails', 'sms_messages'])
    next *= 10
  }
}

interface Filling {
  id: string
  survey_id: string
  audience: Audience
  override_reason: string | null
  exempt_reason: string | null
  terms: Terms
  filled_to: string | null
  closes_at: Date
  invited_count: number
}

/** One batch in one transaction: who is left out, who is invited, their mails, and how far it got. False at the end. */
async function fillBatch(ctx: Ctx, waveId: string): Promise<boolean> {
  await onlySender(ctx)
  // Nothing of it leaves before a hand-over is committed; a batch that was lost is written again.
  ctx.db.later(flushedWithNext)
  const wave = await ctx.db.maybe<Filling>(sql`
    select id, survey_id, audience, override_reason, exempt_reason, terms, filled_to, closes_at, invited_count from waves
    where workspace_id = ${ctx.workspaceId} and id = ${waveId} and state = 'filling' for update`)
  if (!wave) return false
  const survey = await storedSurvey(ctx, wave.survey_id)
  const { audience, terms } = wave
  const people = await ctx.db.many<Judged>(sql`
    ${judged(ctx, { audience, override: wave.override_reason !== null, terms })}
      ${wave.filled_to === null ? sql.empty : sql`and c.id > ${wave.filled_to}`}
    order by c.id limit ${batchSize}`)
  const all = people.filter((person) => person.reason === null)
  const invited = terms.channel === 'phone' ? all.slice(0, Math.max(0, mostCalls - wave.invited_count)) : all
  // Somebody became free to be asked since the wave was started.
  for (const person of all.slice(invited.length)) person.reason = 'too_many_calls'
  const times = await sendTimes(ctx, invited, terms)
  await leaveOut(
    ctx,
    wave.id,
    people
      .filter((person) => person.reason !== null)
      .map((person) => ({ contactId: person.id, reason: person.reason!, occasionId: null })),
  )
  await invite(
    ctx,
    survey,
    {
      id: wave.id,
      isExempt: wave.exempt_reason !== null,
      reminderDays: terms.reminderDays ?? null,
      ...(terms.callerId && { callerId: terms.callerId }),
    },
    invited.map(
      (person): Invitee => ({
        person,
        occasionId: null,
        sendAt: times.get(person.id) ?? null,
        expiresAt: wave.closes_at,
      }),
    ),
  )
  const isLast = people.length < batchSize
  const { invited_count, excluded_count } = await ctx.db.one<{
    invited_count: number
    excluded_count: number
  }>(sql`
    update waves set filled_to = ${people.at(-1)?.id ?? wave.filled_to}, invited_count = invited_count + ${invited.length},
      excluded_count = excluded_count + ${people.length - invited.length}, state = ${isLast ? 'sent' : 'filling'},
      filled_at = ${isLast ? ctx.now() : null}
    where workspace_id = ${ctx.workspaceId} and id = ${wave.id} returning invited_count, excluded_count`)
  if (isLast)
    await ctx.emit(waveFilled, {
      subjectId: wave.id,
      payload: { waveId: wave.id, invited: invited_count, excluded: excluded_count },
    })
  return !isLast
}
