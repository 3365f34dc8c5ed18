import { type ExclusionReason, exclusionWords } from '#collect/surveys/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'

/** Where a card or call stands, and what that means for the person. */
const stages = {
  waiting: { outcome: 'waiting', state: 'Waits for them' },
  to_call: { outcome: 'waiting', state: 'To be called' },
  tried: { outcome: 'waiting', state: 'Called, nobody answered' },
  shown: { outcome: 'reached', state: 'Shown' },
  dismissed: { outcome: 'reached', state: 'Shown, closed by them' },
  answered: { outcome: 'reached', state: 'Answered' },
  refused: { outcome: 'reached', state: 'Called, did not want to answer' },
  not_sent: { outcome: 'kept_back', state: 'Not sent' },
  stopped: { outcome: 'kept_back', state: 'Not sent' },
  not_seen: { outcome: 'kept_back', state: 'Not shown' },
} as const
export type Stage = keyof typeof stages

const whys: Partial<Record<Stage, string>> = {
  stopped: 'The wave was stopped before.',
  not_seen: 'They were on no page of the product while the survey was open.',
}

/** The stages that mean that it reached the person, waits, or was kept back. */
export function stagesOf(outcome: 'reached' | 'waiting' | 'kept_back'): string[] {
  return Object.entries(stages).flatMap(([stage, one]) => (one.outcome === outcome ? [stage] : []))
}

/** The stage of an invitation `i` of the wave `w` by card or call, with its call `q`; null for mails and text messages. */
export function stageOf(ctx: Ctx): Sql {
  return sql`case when i.channel not in ('in_app', 'phone') then null
    when i.not_sent_reason is not null then 'not_sent' when i.answered_at is not null then 'answered'
    when i.dismissed_at is not null then 'dismissed' when q.state = 'refused' then 'refused'
    when i.delivered_at is not null then 'shown' when w.state = 'stopped' then 'stopped'
    when i.channel = 'phone' then case when q.tries > 0 then 'tried' else 'to_call' end
    when i.expires_at <= ${ctx.now()} then 'not_seen' else 'waiting' end`
}

/** Why the limit of a month did not hold for somebody of the wave `w`, asked for the occasion `o` where there is one. */
export const setAside = sql`w.exempt_reason, case when w.exempt_reason is null then coalesce(o.override_reason, w.override_reason) end as override_reason`

/** Where a card or call stands, in words for people: the state, and why; as for a mail. */
export function standingOf(stage: Stage, reason: string | null) {
  const { outcome, state } = stages[stage]
  const why =
    stage !== 'not_sent'
      ? (whys[stage] ?? null)
      : reason === 'wrong_number'
        ? 'Wrong number: somebody else answered.'
        : (exclusionWords[reason as ExclusionReason]?.why ?? reason)
  return { outcome, state, why }
}
