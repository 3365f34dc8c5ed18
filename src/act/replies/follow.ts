import { reopenCase } from '#act/cases/commands/end.ts'
import { resumeCase } from '#act/cases/commands/pause.ts'
import { holders } from '#act/playbooks/holders.ts'
import { type Effect, effectOf } from '#act/replies/rules.ts'
import { mailboxSetting } from '#collect/mailbox/settings.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** A case that was answered, by mail or text message. */
export interface Answered {
  id: string
  status: 'open' | 'resolved' | 'cancelled'
  lead_member_id: string | null
  resolved_at: Date | null
  paused_at: Date | null
  contact_id: string | null
  account_id: string | null
  feedback_id: string | null
}

/** Does what an answer does to its case; where it cannot be taken up again, its lead is asked. */
export async function follow(
  ctx: Ctx,
  one: Answered,
  answer: Parameters<typeof effectOf>[0],
): Promise<Effect> {
  const { reopenDays, endsPause } = await getSetting(ctx, mailboxSetting)
  const effect = effectOf(
    answer,
    { status: one.status, resolvedAt: one.resolved_at, isPaused: one.paused_at !== null },
    { reopenDays, endsPause, now: ctx.now() },
  )
  if (effect === 'go_on') await resumeCase(ctx, { caseId: one.id })
  if (effect !== 'reopen') return effect
  try {
    await reopenCase(ctx, { caseId: one.id, reason: 'the customer answered' })
    return 'reopen'
  } catch (error) {
    // Another case of this person is open: its lead decides where the answer belongs.
    if (error instanceof AppError && error.code === 'case.another_open') return 'ask'
    throw error
  }
}

const follows: Record<Effect, string> = {
  none: '',
  go_on: ' The pause is over.',
  reopen: ' The case is open again.',
  ask: ' The case had ended. Reopen it if it is not over.',
}

/** Tells whoever leads the case, else management, what was said and what followed. */
export async function tellLead(
  ctx: Ctx,
  one: Answered,
  { says, effect, dedupeKey }: { says: string; effect: Effect; dedupeKey: string },
): Promise<void> {
  const leads = one.lead_member_id
    ? [one.lead_member_id]
    : (await holders(ctx, 'management')).map((member) => member.id)
  for (const memberId of leads)
    await notify(ctx, {
      memberId,
      kind: 'case.replied',
      subjectId: one.id,
      text: `${says}${follows[effect]}`,
      link: linkTo('cases', 'case', one.id),
      urgency: 'urgent',
      dedupeKey,
    })
}
