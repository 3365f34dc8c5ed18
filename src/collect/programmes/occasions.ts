import type * as contract from '#collect/programmes/contract.ts'
import type { Happening, Occasion } from '#collect/programmes/contract.ts'
import { occasionRaised } from '#collect/programmes/events.ts'
import { programmesTask } from '#collect/programmes/jobs.ts'
import { occasionOf, type ProgrammeRow, programmeRows, storedProgramme } from '#collect/programmes/queries.ts'
import { lateDays, type Priority, placeOf, toldTriggers } from '#collect/programmes/rules.ts'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import { isOurs } from '#customers/consent/own.ts'
import { upsertContact } from '#customers/contacts/commands.ts'
import { contactRoot } from '#customers/contacts/queries.ts'
import type { Ctx } from '#platform/context.ts'
import { type Sql, sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'

export interface Happened {
  /** What makes it the same when it is told twice. */
  key: string
  contactId: string | null
  accountId?: string | null
  about?: { kind: 'case' | 'feedback'; id: string }
  overrideReason?: string | null
  priority?: Priority | null
  happenedAt: Date
  dueAt: Date
  /** Known already: nobody is asked for this reason. */
  reason?: ExclusionReason | null
}

/** Keeps what set a programme off; the same key is kept once. The asking itself is done when it is due. */
export async function keepOccasions(
  ctx: Ctx,
  programmeId: string,
  occasions: readonly Happened[],
): Promise<void> {
  if (occasions.length === 0) return
  const rows = occasions.map((one) => {
    // Without a person nobody can be asked: it is over as soon as it is known.
    const isOver = one.contactId === null
    return {
      id: newId(),
      key: one.key,
      contact_id: one.contactId,
      account_id: one.accountId ?? null,
      about_id: one.about?.id ?? null,
      about_kind: one.about?.kind ?? null,
      override_reason: one.overrideReason ?? null,
      priority: one.priority ?? null,
      happened_at: one.happenedAt,
      due_at: one.dueAt,
      state: isOver ? 'left_out' : 'waiting',
      reason: one.reason ?? null,
      settled_at: isOver ? ctx.now() : null,
    }
  })
  const made = await ctx.db.many<{ id: string; contact_id: string | null }>(sql`
    insert into programme_occasions (workspace_id, id, programme_id, key, contact_id, account_id, about_id, about_kind,
      override_reason, priority, happened_at, due_at, state, reason, settled_at, created_at)
    select ${ctx.workspaceId}::uuid, id, ${programmeId}::uuid, key, contact_id, account_id, about_id, about_kind, override_reason,
      priority, happened_at, due_at, state, reason, settled_at, ${ctx.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id uuid, key text, contact_id uuid, account_id uuid,
      about_id uuid, about_kind text, override_reason text, priority text, happened_at timestamptz, due_at timestamptz, state text, reason text,
      settled_at timestamptz)
    on conflict (workspace_id, programme_id, key) do nothing returning id, contact_id`)
  await ctx.emitAll(
    occasionRaised,
    made.map((row) => ({
      subjectId: programmeId,
      payload: { programmeId, occasionId: row.id, contactId: row.contact_id },
    })),
  )
  const isNew = new Set(made.map((row) => row.id))
  const dues = rows.filter((row) => isNew.has(row.id) && row.state === 'waiting').map((row) => row.due_at)
  for (const dueAt of new Set(dues.map((due) => Math.max(due.getTime(), ctx.now().getTime()))))
    await ctx.enqueue(
      programmesTask,
      { workspaceId: ctx.workspaceId },
      { key: `programmes ${ctx.workspaceId} ${dueAt}`, runAt: new Date(dueAt) },
    )
}

/** When an occasion of a programme is due, and why it may ask nobody, as far as that is known now. */
export function planned(ctx: Ctx, programme: ProgrammeRow, key: string, happenedAt: Date) {
  const isLate = ctx.now().getTime() - happenedAt.getTime() > lateDays * 86_400_000
  const reason: ExclusionReason | null = !programme.is_on
    ? 'programme_off'
    : isLate
      ? 'too_late'
      : placeOf(`${programme.id} ${key}`) >= programme.sample_percent
        ? 'not_sampled'
        : null
  return { dueAt: new Date(happenedAt.getTime() + programme.delay_hours * 3_600_000), reason }
}

/**
 * The endpoint: something happened outside. Told twice, it answers with the first. Throws `programme.not_told`,
 * `programme.in_future`, and not_found for a contact, case or item that is not there.
 */
export async function raiseOccasion(
  ctx: Ctx,
  input: Input<typeof contract.raiseOccasion>,
): Promise<Occasion> {
  const programme = await storedProgramme(ctx, input.programmeId)
  if (!toldTriggers.includes(programme.trigger))
    throw new AppError(
      'conflict',
      'programme.not_told',
      `“${programme.name}” is not set off by single events. Make a programme for a ticket, a go-live, a follow-up or an event.`,
    )
  const happenedAt = input.happenedAt ? new Date(input.happenedAt) : ctx.now()
  if (happenedAt.getTime() > ctx.now().getTime() + 300_000)
    throw new AppError(
      'invalid',
      'programme.in_future',
      'happenedAt lies in the future. Tell it once it has happened.',
    )
  const { contact } = input
  const contactId = input.contactId
    ? await contactRoot(ctx, input.contactId)
    : (
        await upsertContact(ctx, {
          email: contact!.email,
          name: contact!.name,
          externalId: contact!.externalId,
          source: contact!.source,
          ...(contact!.accountName && { account: { name: contact!.accountName } }),
        })
      ).contactId
  const about = await aboutOf(ctx, input)
  const plan = planned(ctx, programme, input.key, happenedAt)
  await keepOccasions(ctx, programme.id, [
    {
      key: input.key,
      contactId,
      ...(about && { about }),
      overrideReason: input.overrideReason ?? null,
      priority: input.priority ?? (await priorityOf(ctx, about)),
      happenedAt,
      dueAt: plan.dueAt,
      reason: (await isOpenedByUs(ctx, input)) ? 'opened_by_us' : plan.reason,
    },
  ])
  return occasionOf(ctx, programme.id, input.key)
}

/** Whether one of us opened the ticket: so told, or by the address that opened it, else that of the item it is about. */
export async function isOpenedByUs(
  ctx: Ctx,
  {
    isOpenedByUs,
    openedBy,
    aboutFeedbackId,
  }: Pick<Happening, 'isOpenedByUs' | 'openedBy' | 'aboutFeedbackId'>,
): Promise<boolean> {
  if (isOpenedByUs) return true
  const opener =
    openedBy ??
    (aboutFeedbackId &&
      (
        await ctx.db.maybe<{ email: string | null }>(sql`
          select c.email from feedback_items f join contacts c on c.workspace_id = ${ctx.workspaceId} and c.id = f.contact_id
          where f.workspace_id = ${ctx.workspaceId} and f.id = ${aboutFeedbackId}`)
      )?.email)
  return opener ? isOurs(ctx, opener) : false
}

/** The endpoint: several things happened, all of them or none is kept. The message of a refusal names the event. */
export async function raiseOccasions(
  ctx: Ctx,
  { programmeId, events }: Input<typeof contract.raiseOccasions>,
): Promise<{ data: Occasion[] }> {
  const data: Occasion[] = []
  for (const [i, event] of events.entries())
    try {
      data.push(await raiseOccasion(ctx, { programmeId, ...event }))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError(
        error.kind,
        error.code,
        `Event ${i + 1} (${event.key}): ${error.message} None was kept.`,
      )
    }
  return { data }
}

/**
 * Something was done for somebody here: every follow-up programme that is on asks them about it, each once for the same
 * key. The answer is linked to the case.
 */
export async function followUpOn(
  ctx: Ctx,
  done: { key: string; caseId: string; contactId: string; at: Date },
): Promise<void> {
  const contactId = await contactRoot(ctx, done.contactId)
  for (const programme of await programmeRows(ctx, sql`and p.trigger = 'follow_up' and p.is_on`))
    await keepOccasions(ctx, programme.id, [
      {
        key: done.key,
        contactId,
        about: { kind: 'case', id: done.caseId },
        priority: await priorityOf(ctx, { kind: 'case', id: done.caseId }),
        happenedAt: done.at,
        ...planned(ctx, programme, done.key, done.at),
      },
    ])
}

/** The priority that the item has which an occasion is about, itself or as that of its case. */
async function priorityOf(ctx: Ctx, about: Happened['about']): Promise<Priority | null> {
  if (!about) return null
  const ws = ctx.workspaceId
  const item =
    about.kind === 'feedback'
      ? sql`${about.id}::uuid`
      : sql`(select feedback_id from cases where workspace_id = ${ws} and id = ${about.id})`
  const row = await ctx.db.maybe<{ priority: Priority | null }>(sql`
    select priority from inbox_items where workspace_id = ${ws} and id = ${item}`)
  return row?.priority ?? null
}

async function aboutOf(
  ctx: Ctx,
  { aboutCaseId, aboutFeedbackId }: Input<typeof contract.raiseOccasion>,
): Promise<Happened['about']> {
  const known = (table: Sql, id: string) =>
    ctx.db.maybe(sql`select 1 from ${table} where workspace_id = ${ctx.workspaceId} and id = ${id}`)
  if (aboutCaseId) {
    if (!(await known(sql`cases`, aboutCaseId)))
      throw new AppError('not_found', 'case.not_found', 'There is no such case. Check aboutCaseId.')
    return { kind: 'case', id: aboutCaseId }
  }
  if (!aboutFeedbackId) return undefined
  if (!(await known(sql`feedback_items`, aboutFeedbackId)))
    throw new AppError(
      'not_found',
      'feedback.not_found',
      'There is no such feedback item. Check aboutFeedbackId.',
    )
  return { kind: 'feedback', id: aboutFeedbackId }
}
