import { calendarFor } from '#act/cases/calendars.ts'
import { areasOf, causeOfFeedback, factsOf } from '#act/cases/cause.ts'
import { chooseLead, chooseWho } from '#act/cases/people.ts'
import { conditionValues } from '#act/cases/rules.ts'
import { checkPlaybook } from '#act/playbooks/check.ts'
import type * as contract from '#act/playbooks/contract.ts'
import { datesOf, firstSteps } from '#act/playbooks/dates.ts'
import { variablesOf } from '#act/playbooks/language.ts'
import { enabledPlaybooks, findVersion, playbookSettings } from '#act/playbooks/queries.ts'
import { takersOf } from '#act/playbooks/takers.ts'
import { askCondition, valuesIn } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** What a playbook, saved or not, would make of an item as if it came in when it did. Changes nothing. */
export async function tryPlaybook(
  ctx: Ctx,
  input: Input<typeof contract.tryPlaybook>,
): Promise<Answer<typeof contract.tryPlaybook>> {
  const playbook = input.text
    ? checkPlaybook(input.text).playbook
    : (await findVersion(ctx, input.key))?.playbook
  if (!playbook)
    throw input.text
      ? new AppError(
          'invalid',
          'playbook.faulty',
          'The text has faults. Mend them first; the checker names them.',
        )
      : new AppError('not_found', 'playbook.not_found', `There is no playbook “${input.key}”.`)
  const cause = await causeOfFeedback(ctx, input.feedbackId)
  if (!cause) throw new AppError('not_found', 'feedback.not_found', 'There is no such item. Check the id.')
  const { executiveCallMrrCents } = await getSetting(ctx, playbookSettings)
  const values = conditionValues(factsOf(cause, executiveCallMrrCents))
  const variables = variablesOf(playbook.steps)
  const outcome = askCondition(variables, playbook.when.if, values)
  const fits = playbook.when.event !== 'response.received' || cause.response_id !== null
  const others = (await enabledPlaybooks(ctx)).filter(
    (one) => one.playbook.playbook !== input.key && one.playbook.when.event === playbook.when.event,
  )
  const [taker] = takersOf([{ playbook }, ...others], values)
  const isTaken = taker !== undefined && taker.playbook !== playbook && playbook.when.otherwise
  const areas = areasOf(cause)
  const lead = await chooseLead(ctx, playbook, variables, values, cause.owner_member_id, areas)
  const { working: calendar } = await calendarFor(ctx, {
    accountId: cause.account_id,
    leadMemberId: lead.memberId,
  })
  const moments = new Map(
    ['opened', 'answered', ...firstSteps(playbook)].map((moment) => [moment, cause.at] as const),
  )
  const people = new Map<string, string>()
  for (const who of new Set(playbook.steps.map((step) => step.who))) {
    const chosen =
      who === 'lead' ? lead : await chooseWho(ctx, who, lead.memberId, cause.owner_member_id, areas)
    people.set(who, chosen.memberId ? await nameOf(ctx, chosen.memberId) : chosen.rule)
  }
  return {
    opens: fits && 'holds' in outcome && outcome.holds && !isTaken,
    because: !fits
      ? 'it listens to answers of surveys, and this is none'
      : isTaken
        ? `“${taker.playbook.title}” takes it`
        : 'failed' in outcome
          ? outcome.failed
          : valuesIn(variables, playbook.when.if, values),
    contact: cause.contact_name,
    account: cause.account_name,
    lead: `${people.get('lead') ?? (lead.memberId ? await nameOf(ctx, lead.memberId) : 'nobody')} (${lead.rule})`,
    at: cause.at.toISOString(),
    zone: calendar.zone,
    steps: datesOf(playbook, calendar, moments, values).map((step, i) => ({
      ...step,
      who: people.get(playbook.steps[i]!.who)!,
    })),
  }
}

async function nameOf(ctx: Ctx, memberId: string): Promise<string> {
  const { name } = await ctx.db.one<{ name: string }>(
    sql`select name from members where workspace_id = ${ctx.workspaceId} and id = ${memberId}`,
  )
  return name
}
