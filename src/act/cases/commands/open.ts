import { advance, insertSteps, stepAhead } from '#act/cases/advance.ts'
import {
  type Cause,
  causeOfContact,
  causeOfResponse,
  causesOfItems,
  factsOf,
  titleOfCause,
} from '#act/cases/cause.ts'
import { caseToJoin, type Joined, joinCase, noteSignal, openCaseOf } from '#act/cases/commands/join.ts'
import type * as contract from '#act/cases/contract.ts'
import { caseOpened } from '#act/cases/events.ts'
import { loadCase } from '#act/cases/load.ts'
import { chooseLead } from '#act/cases/people.ts'
import { getCase } from '#act/cases/queries.ts'
import { conditionValues, dueText, type Facts, joinKey } from '#act/cases/rules.ts'
import { holders } from '#act/playbooks/holders.ts'
import { type Playbook, variablesOf } from '#act/playbooks/language.ts'
import { enabledPlaybooks, findVersion, playbookSettings } from '#act/playbooks/queries.ts'
import { takersOf } from '#act/playbooks/takers.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** An answer came in: opens or joins a case for every playbook that asks for it. Hearing it again does nothing. */
export async function hearResponse(ctx: Ctx, responseId: string): Promise<void> {
  const playbooks = await playbooksFor(ctx, 'response.received')
  const cause = playbooks.length > 0 ? await causeOfResponse(ctx, responseId) : undefined
  if (!cause) return
  const { executiveCallMrrCents } = await getSetting(ctx, playbookSettings)
  await hear(ctx, playbooks, cause, executiveCallMrrCents)
}

/** Items were triaged: opens or joins a case for every playbook that asks for what they are now. */
export async function hearTriage(ctx: Ctx, feedbackIds: readonly string[]): Promise<void> {
  const playbooks = await playbooksFor(ctx, 'feedback.triaged')
  if (playbooks.length === 0) return
  const { executiveCallMrrCents } = await getSetting(ctx, playbookSettings)
  for (const cause of await causesOfItems(ctx, feedbackIds))
    await hear(ctx, playbooks, cause, executiveCallMrrCents)
}

type Enabled = Awaited<ReturnType<typeof enabledPlaybooks>>

async function playbooksFor(ctx: Ctx, event: Playbook['when']['event']): Promise<Enabled> {
  return (await enabledPlaybooks(ctx)).filter(({ playbook }) => playbook.when.event === event)
}

async function hear(
  ctx: Ctx,
  playbooks: Enabled,
  cause: Cause,
  executiveCallMrrCents: number,
): Promise<void> {
  const facts = factsOf(cause, executiveCallMrrCents)
  const takers = takersOf(playbooks, conditionValues(facts))
  if (takers.length === 0) return
  const signal = cause.response_id
    ? sql`x.response_id = ${cause.response_id}`
    : sql`x.response_id is null and x.feedback_id = ${cause.feedback_id}`
  const heard = await ctx.db.many<Joined & { playbook_key: string; is_open: boolean }>(sql`
    select x.playbook_key, k.id, k.lead_member_id, k.status = 'open' as is_open from case_answers x
    join cases k on k.workspace_id = ${ctx.workspaceId} and k.id = x.case_id
    where x.workspace_id = ${ctx.workspaceId} and ${signal}`)
  const takesRest = (key: string) =>
    playbooks.some(({ playbook }) => playbook.playbook === key && playbook.when.otherwise)
  for (const { playbook, version } of takers) {
    if (heard.some((one) => one.playbook_key === playbook.playbook)) continue
    if (playbook.when.otherwise && heard.length > 0) continue
    // An answer that was changed, and that a playbook of its own takes now, stays one case.
    const rest = heard.find((one) => one.is_open && takesRest(one.playbook_key))
    if (rest) await joinCase(ctx, rest, playbook.playbook, cause)
    else await openOrJoin(ctx, playbook, version, cause, facts)
  }
}

async function openOrJoin(
  ctx: Ctx,
  playbook: Playbook,
  version: number,
  cause: Cause,
  facts: Facts,
  byHand?: { title: string },
): Promise<string> {
  // What nobody proved to be the customer's stands alone: it must not act in a case of theirs.
  const joins = byHand || cause.is_unproven ? undefined : await caseToJoin(ctx, playbook, cause)
  if (joins) return joinCase(ctx, joins, playbook.playbook, cause)
  const variables = variablesOf(playbook.steps)
  const lead = await chooseLead(
    ctx,
    playbook,
    variables,
    conditionValues(facts),
    cause.owner_member_id,
    facts.areas,
  )
  const id = newId()
  const key = cause.is_unproven
    ? null
    : joinKey(playbook.joins, {
        contactId: cause.contact_id,
        accountId: cause.account_id,
        waveId: cause.wave_id,
      })
  // The partial unique index lets one case per key and playbook be open; a second signal finds it here.
  const made = await ctx.db.run(sql`
    insert into cases (workspace_id, id, playbook_key, playbook_version, title, contact_id, account_id, feedback_id,
      response_id, lead_member_id, lead_rule, unreachable, join_key, areas, opened_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${playbook.playbook}, ${version}, ${byHand?.title ?? titleOfCause(cause)}, ${cause.contact_id},
      ${cause.account_id}, ${cause.feedback_id}, ${cause.response_id}, ${lead.memberId}, ${lead.rule},
      ${facts.unreachable}, ${key}, ${[...facts.areas]}, ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id, playbook_key, join_key) where status = 'open' and join_key is not null do nothing`)
  if (made === 0)
    return joinCase(ctx, await openCaseOf(ctx, playbook.playbook, key!), playbook.playbook, cause)
  await noteSignal(ctx, id, playbook.playbook, cause)
  await ctx.emit(caseOpened, {
    subjectId: id,
    payload: {
      caseId: id,
      playbook: playbook.playbook,
      contactId: cause.contact_id,
      accountId: cause.account_id,
      responseId: cause.response_id,
      leadMemberId: lead.memberId,
      ...(cause.feedback_id && { feedbackId: cause.feedback_id }),
    },
  })
  const { zone } = await getSetting(ctx, calendarSetting)
  await insertSteps(
    ctx,
    playbook.steps.map((step) => stepAhead({ caseId: id, playbook, zone }, step)),
  )
  const loaded = await loadCase(ctx, id)
  await advance(ctx, loaded)
  await tellOpened(ctx, id)
  return id
}

/** Tells the lead what is owed and by when; with a vacant lead, management hears that somebody is missing. */
async function tellOpened(ctx: Ctx, caseId: string): Promise<void> {
  const { record, steps } = await loadCase(ctx, caseId, false)
  const first = steps.find((step) => step.state === 'open')
  const owed = first
    ? ` ${first.title}${first.latest_at ? ` by ${dueText(first.latest_at, first.zone)}` : ''}.`
    : ''
  const link = linkTo('cases', 'case', caseId)
  if (record.lead_member_id) {
    const text = `${record.title}.${owed}`
    await notify(ctx, {
      memberId: record.lead_member_id,
      kind: 'case.opened',
      subjectId: caseId,
      text,
      link,
      urgency: 'urgent',
    })
    return
  }
  for (const member of await holders(ctx, 'management')) {
    const text = `Nobody leads this case: ${record.title}.${owed} Choose a lead.`
    await notify(ctx, {
      memberId: member.id,
      kind: 'case.vacant',
      subjectId: caseId,
      text,
      link,
      urgency: 'urgent',
    })
  }
}

/** Opens a case by hand. Where one is open for this person and playbook, that one is answered. */
export async function openCase(
  ctx: Ctx,
  input: Input<typeof contract.openCase>,
): Promise<Answer<typeof contract.openCase>> {
  const found = await findVersion(ctx, input.playbook)
  if (!found) {
    throw new AppError(
      'not_found',
      'playbook.not_found',
      `There is no playbook “${input.playbook}”. Look at the list of playbooks.`,
    )
  }
  const cause = await causeOfContact(ctx, input.contactId, input.feedbackId ?? null)
  if (!cause) throw new AppError('not_found', 'contact.not_found', 'There is no such contact. Check the id.')
  const { executiveCallMrrCents } = await getSetting(ctx, playbookSettings)
  const title = input.title?.trim() ?? `${found.playbook.title}: ${cause.contact_name ?? 'contact'}`
  const id = await openOrJoin(
    ctx,
    found.playbook,
    found.version,
    cause,
    factsOf(cause, executiveCallMrrCents),
    { title },
  )
  return getCase(ctx, { caseId: id })
}
