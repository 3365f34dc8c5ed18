import { nextQuarter } from '#collect/programmes/commands.ts'
import type * as contract from '#collect/programmes/contract.ts'
import { occasionRaised } from '#collect/programmes/events.ts'
import { askedNext, type ProgrammeRow, programmeRows, storedProgramme } from '#collect/programmes/queries.ts'
import { type StoredSurvey, storedSurvey } from '#collect/surveys/queries.ts'
import type { ExclusionReason } from '#collect/surveys/rules.ts'
import { sendingFaults } from '#collect/surveys/survey-mail.ts'
import { checkPeople, checkReady, onlySender, startWave } from '#collect/surveys/waves/commands.ts'
import type { Wave } from '#collect/surveys/waves/contract.ts'
import { countRecipients } from '#collect/surveys/waves/recipients.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Input } from '#platform/endpoint.ts'
import { decodeId, newId } from '#platform/ids.ts'
import { linkTo, notify } from '#platform/notices/commands.ts'

/** Within how many mornings of its last week a quarter’s survey goes out. */
const mornings = 5

/**
 * Starts the quarterly programmes that are due, each quarter once, however late. Where a whole quarter passed meanwhile,
 * only the newest is asked and the earlier one is kept as left out.
 */
export async function startQuarters(ctx: Ctx): Promise<void> {
  await onlySender(ctx)
  for (const row of await programmeRows(ctx, sql`and p.is_on and p.next_at <= ${ctx.now()} order by p.id`))
    await startQuarter(ctx, row)
}

async function startQuarter(ctx: Ctx, row: ProgrammeRow): Promise<void> {
  const survey = await storedSurvey(ctx, row.survey_id)
  const current = await nextQuarter(ctx, row.id)
  if (current.from <= ctx.now() && current.key !== row.next_key) {
    await keepRun(ctx, row, row.next_key!, row.next_at!, { reason: 'overtaken' })
  } else if (sendingFaults(survey).length > 0) {
    // Archived or with faults: it waits until the survey can be sent, or the next quarter overtakes it.
    return
  } else if (await remainsNobody(ctx, row)) {
    await keepRun(ctx, row, row.next_key!, row.next_at!, { reason: 'nobody_left' })
    await tellOwners(ctx, row)
  } else {
    const until = current.key === row.next_key ? current.until : null
    const wave = await start(ctx, row, survey, {
      name: `${row.name}, ${row.next_key}`,
      overrideReason: null,
      until,
    })
    await keepRun(ctx, row, row.next_key!, row.next_at!, { waveId: decodeId('wave', wave.id)! })
  }
  const next = await nextQuarter(ctx, row.id)
  await ctx.db.run(sql`
    update programmes set next_key = ${next.key}, next_at = ${next.from}
    where workspace_id = ${ctx.workspaceId} and id = ${row.id}`)
}

async function remainsNobody(ctx: Ctx, row: ProgrammeRow): Promise<boolean> {
  return (await countRecipients(ctx, await askedNext(ctx, row, false))).people === 0
}

/** Whoever set a programme up expects a wave; that none goes out is told to the owners of the workspace. */
async function tellOwners(ctx: Ctx, row: ProgrammeRow): Promise<void> {
  const owners = await ctx.db.many<{ id: string }>(sql`
    select id from members where workspace_id = ${ctx.workspaceId} and role = 'owner' and removed_at is null order by id`)
  for (const { id } of owners)
    await notify(ctx, {
      memberId: id,
      kind: 'programme.nobody_left',
      subjectId: row.id,
      text: `“${row.name}” asked nobody for ${row.next_key}: everyone is left out. See who and why in its preview.`,
      link: linkTo('programmes', 'prg', row.id),
      dedupeKey: `programme.nobody_left ${row.id} ${row.next_key}`,
    })
}

/** What came of a run; its key makes it happen once. */
async function keepRun(
  ctx: Ctx,
  row: ProgrammeRow,
  key: string,
  dueAt: Date,
  { waveId = null, reason = null }: { waveId?: string | null; reason?: ExclusionReason | null },
): Promise<void> {
  const id = newId()
  await ctx.db.run(sql`
    insert into programme_occasions (workspace_id, id, programme_id, key, happened_at, due_at, state, reason, wave_id, settled_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${row.id}, ${key}, ${dueAt}, ${dueAt}, ${waveId ? 'asked' : 'left_out'},
      ${reason}, ${waveId}, ${ctx.now()}, ${ctx.now()})`)
  await ctx.emit(occasionRaised, {
    subjectId: row.id,
    payload: { programmeId: row.id, occasionId: id, contactId: null },
  })
}

async function start(
  ctx: Ctx,
  row: ProgrammeRow,
  survey: StoredSurvey,
  run: { name: string; overrideReason: string | null; until: Date | null },
): Promise<Wave> {
  const { audience, terms } = await askedNext(ctx, row, run.overrideReason !== null)
  return startWave(ctx, survey, {
    name: run.name,
    audience,
    overrideReason: run.overrideReason,
    programmeId: row.id,
    terms: {
      ...terms,
      reminderDays: row.reminder_days,
      ...(row.timing === 'mornings' && {
        mornings: {
          most: row.trigger === 'quarterly' ? mornings : 1,
          until: run.until?.toISOString() ?? null,
        },
      }),
    },
  })
}

/** The endpoint: asks the audience now. Throws as `sendSurvey` does: wording, `wave.people_changed`, `wave.nobody`. */
export async function runProgramme(ctx: Ctx, input: Input<typeof contract.runProgramme>): Promise<Wave> {
  await onlySender(ctx)
  const row = await storedProgramme(ctx, input.programmeId)
  const survey = await storedSurvey(ctx, row.survey_id)
  checkReady(survey)
  const override = input.overrideReason !== undefined
  await checkPeople(ctx, await askedNext(ctx, row, override), input.people)
  const wave = await start(ctx, row, survey, {
    name: `${row.name}, ${ctx.now().toISOString().slice(0, 10)}`,
    overrideReason: input.overrideReason ?? null,
    until: null,
  })
  await keepRun(ctx, row, `by hand ${wave.id}`, ctx.now(), { waveId: decodeId('wave', wave.id)! })
  return wave
}
