import { advance, insertSteps, stepAhead } from '#act/cases/advance.ts'
import type * as contract from '#act/cases/contract.ts'
import { caseJoined, caseOpened } from '#act/cases/events.ts'
import { loadCase } from '#act/cases/load.ts'
import { chooseLead, management } from '#act/cases/people.ts'
import { getCase } from '#act/cases/queries.ts'
import { caseTitle, conditionValues, dueText, type Facts, unreachableWhy } from '#act/cases/rules.ts'
import { type Playbook, variablesOf } from '#act/playbooks/language.ts'
import { enabledPlaybooks, findVersion, playbookSettings } from '#act/playbooks/queries.ts'
import { calendarSetting } from '#platform/calendar/commands.ts'
import { askCondition } from '#platform/conditions/rules.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'
import { getSetting } from '#platform/settings/settings.ts'

/** Who said what, as far as opening a case goes. */
interface Cause {
  response_id: string | null
  feedback_id: string | null
  score: number | null
  is_negative: boolean
  survey_key: string | null
  survey_kind: string | null
  submitted_at: Date | null
  contact_id: string | null
  contact_name: string | null
  email: string | null
  email_state: 'ok' | 'bounced' | null
  unsubscribed_at: Date | null
  phone: string | null
  roles: string[] | null
  account_id: string | null
  account_name: string | null
  mrr_cents: number | null
  segment: string | null
  lifecycle: string | null
  owner_member_id: string | null
}

const people = sql`c.id as contact_id, coalesce(c.name, c.email) as contact_name, c.email, c.email_state, c.unsubscribed_at,
  c.phone, c.roles, a.id as account_id, a.name as account_name, a.mrr_cents, a.segment, a.lifecycle, a.owner_member_id`

async function causeOfResponse(ctx: Ctx, responseId: string): Promise<Cause | undefined> {
  const ws = ctx.workspaceId
  return ctx.db.maybe<Cause>(sql`
    select r.id as response_id, f.id as feedback_id, r.score, r.is_negative, s.key as survey_key, s.kind as survey_kind,
      r.submitted_at, ${people}
    from responses r
    join surveys s on s.workspace_id = ${ws} and s.id = r.survey_id
    left join lateral (select id from feedback_items where workspace_id = ${ws} and response_id = r.id order by id limit 1) f on true
    left join contacts c0 on c0.workspace_id = ${ws} and c0.id = r.contact_id
    left join contacts c on c.workspace_id = ${ws} and c.id = coalesce(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = coalesce(r.account_id, c.account_id)
    left join accounts a on a.workspace_id = ${ws} and a.id = coalesce(a0.merged_into_id, a0.id)
    where r.workspace_id = ${ws} and r.id = ${responseId} and not r.is_provisional`)
}

async function causeOfContact(
  ctx: Ctx,
  contactId: string,
  feedbackId: string | null,
): Promise<Cause | undefined> {
  const ws = ctx.workspaceId
  return ctx.db.maybe<Cause>(sql`
    select null::uuid as response_id, ${feedbackId}::uuid as feedback_id, null::integer as score, true as is_negative,
      null as survey_key, null as survey_kind, null::timestamptz as submitted_at, ${people}
    from contacts c0
    join contacts c on c.workspace_id = ${ws} and c.id = coalesce(c0.merged_into_id, c0.id)
    left join accounts a0 on a0.workspace_id = ${ws} and a0.id = c.account_id
    left join accounts a on a.workspace_id = ${ws} and a.id = coalesce(a0.merged_into_id, a0.id)
    where c0.workspace_id = ${ws} and c0.id = ${contactId}`)
}

function factsOf(cause: Cause, executiveCallMrrCents: number): Facts {
  const reach = cause.contact_id
    ? {
        email: cause.email,
        emailState: cause.email_state ?? 'ok',
        isUnsubscribed: cause.unsubscribed_at !== null,
        phone: cause.phone,
      }
    : undefined
  return {
    survey: cause.survey_key ? { key: cause.survey_key, kind: cause.survey_kind! } : null,
    response: cause.score === null ? null : { score: cause.score, isNegative: cause.is_negative },
    contact: cause.roles ? { roles: cause.roles } : null,
    account: cause.account_id
      ? {
          name: cause.account_name!,
          mrrCents: cause.mrr_cents,
          segment: cause.segment,
          lifecycle: cause.lifecycle!,
          ownerMemberId: cause.owner_member_id,
        }
      : null,
    unreachable: unreachableWhy(reach),
    isDissatisfied: false,
    isResolved: false,
    answers: 1,
    executiveCallMrrCents,
    steps: [],
  }
}

/** An answer came in: opens or joins a case for every playbook that asks for it. Hearing it again does nothing. */
export async function hearResponse(ctx: Ctx, responseId: string): Promise<void> {
  const cause = await causeOfResponse(ctx, responseId)
  if (!cause) return
  const settings = await getSetting(ctx, playbookSettings)
  const facts = factsOf(cause, settings.executiveCallMrrCents)
  const values = conditionValues(facts)
  for (const { playbook, version } of await enabledPlaybooks(ctx)) {
    if (playbook.when.event !== 'response.received') continue
    const outcome = askCondition(variablesOf(playbook.steps), playbook.when.if, values)
    if (!('holds' in outcome) || !outcome.holds) continue
    const heard = await ctx.db.maybe(sql`
      select id from case_answers
      where workspace_id = ${ctx.workspaceId} and playbook_key = ${playbook.playbook} and response_id = ${responseId}`)
    if (!heard) await openOrJoin(ctx, playbook, version, cause, facts)
  }
}

async function openOrJoin(
  ctx: Ctx,
  playbook: Playbook,
  version: number,
  cause: Cause,
  facts: Facts,
  title?: string,
): Promise<string> {
  const variables = variablesOf(playbook.steps)
  const lead = await chooseLead(ctx, playbook, variables, conditionValues(facts), cause.owner_member_id)
  const id = newId()
  // The partial unique index lets one case per person and playbook be open; a second answer finds it here.
  const made = await ctx.db.run(sql`
    insert into cases (workspace_id, id, playbook_key, playbook_version, title, contact_id, account_id, feedback_id,
      response_id, lead_member_id, lead_rule, unreachable, opened_at, updated_at)
    values (${ctx.workspaceId}, ${id}, ${playbook.playbook}, ${version},
      ${title ?? caseTitle(cause.survey_kind ?? '', cause.score, cause.contact_name, cause.account_name)},
      ${cause.contact_id}, ${cause.account_id}, ${cause.feedback_id}, ${cause.response_id}, ${lead.memberId}, ${lead.rule},
      ${facts.unreachable}, ${ctx.now()}, ${ctx.now()})
    on conflict (workspace_id, playbook_key, contact_id) where status = 'open' and contact_id is not null do nothing`)
  if (made === 0) return join(ctx, playbook.playbook, cause)
  await noteAnswer(ctx, id, playbook.playbook, cause)
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

async function join(ctx: Ctx, playbookKey: string, cause: Cause): Promise<string> {
  const open = await ctx.db.one<{ id: string; lead_member_id: string | null; title: string }>(sql`
    select id, lead_member_id, title from cases
    where workspace_id = ${ctx.workspaceId} and playbook_key = ${playbookKey} and contact_id = ${cause.contact_id} and status = 'open'`)
  if (!cause.response_id || !(await noteAnswer(ctx, open.id, playbookKey, cause))) return open.id
  await ctx.emit(caseJoined, {
    subjectId: open.id,
    payload: {
      caseId: open.id,
      playbook: playbookKey,
      responseId: cause.response_id,
      ...(cause.feedback_id && { feedbackId: cause.feedback_id }),
    },
  })
  if (open.lead_member_id) {
    await notify(ctx, {
      memberId: open.lead_member_id,
      kind: 'case.joined',
      subjectId: open.id,
      text: `${cause.contact_name ?? 'The customer'} answered again (${cause.score}). It joined the open case.`,
      link: linkTo('cases', 'case', open.id),
      dedupeKey: `joined ${cause.response_id}`,
    })
  }
  return open.id
}

async function noteAnswer(ctx: Ctx, caseId: string, playbookKey: string, cause: Cause): Promise<boolean> {
  if (!cause.response_id) return false
  const made = await ctx.db.run(sql`
    insert into case_answers (workspace_id, id, case_id, playbook_key, response_id, feedback_id, score, joined_at)
    values (${ctx.workspaceId}, ${newId()}, ${caseId}, ${playbookKey}, ${cause.response_id}, ${cause.feedback_id},
      ${cause.score}, ${ctx.now()})
    on conflict (workspace_id, playbook_key, response_id) do nothing`)
  return made > 0
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
  for (const member of await management(ctx)) {
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
    title,
  )
  return getCase(ctx, { caseId: id })
}
