import { expect } from 'vitest'
import * as contract from '#collect/programmes/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { listExclusions, listInvitations } from '#collect/surveys/waves/contract.ts'
import { listReaches as readReaches } from '#measure/reaches/queries.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'

/**
 * So many contacts at a tenth as many accounts, each with a fault or none by its number: one in eleven each is internal,
 * without address, bounced, unsubscribed from all or from surveys, a twin of another address, of a churned account, of a
 * prospect, not seen for half a year; one in eleven was asked 20 days ago.
 */
async function mixedContacts(ws: TestWorkspace, people: number): Promise<void> {
  await ws.run(async (ctx) => {
    await ctx.db.run(sql`
      insert into accounts (workspace_id, id, name, name_key, search_text, lifecycle, created_at, updated_at)
      select ${ws.id}::uuid, md5('account ' || n)::uuid, 'Account ' || n, 'account ' || n, 'account ' || n,
        case n % 11 when 7 then 'churned' when 8 then 'prospect' else 'active' end, ${ctx.now()}, ${ctx.now()}
      from generate_series(0, 10) n`)
    await ctx.db.run(sql`
      insert into contacts (workspace_id, id, account_id, name, email, is_internal, email_state, unsubscribed_at,
        unsubscribed_topics, last_seen_at, zone, created_at, updated_at)
      select ${ws.id}::uuid, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, md5('account ' || n % 11)::uuid,
        'Person ' || n,
        case n % 11 when 2 then null when 6 then 'twin@mixed.example' else 'p' || n || '@mixed.example' end,
        n % 11 = 1, case when n % 11 = 3 then 'bounced' else 'ok' end,
        case when n % 11 = 4 then ${ctx.now()}::timestamptz end, case when n % 11 = 5 then '{surveys}'::text[] else '{}' end,
        case n % 11 when 9 then ${ctx.now()}::timestamptz - interval '180 days' when 10 then ${ctx.now()}::timestamptz end,
        (array['Europe/Berlin', 'America/Chicago', 'Asia/Tokyo', null])[n % 4 + 1], ${ctx.now()}, ${ctx.now()}
      from generate_series(1, ${people}::int) n`)
    const survey = await ctx.db.one<{ id: string }>(
      sql`select id from surveys where workspace_id = ${ws.id} and key = 'nps'`,
    )
    await ctx.db.run(sql`
      insert into waves (workspace_id, id, survey_id, name, state, started_by_kind, started_at, closes_at)
      values (${ws.id}, ${survey.id}, ${survey.id}, 'Earlier', 'sent', 'job', ${ctx.now()}, ${ctx.now()})`)
    await ctx.db.run(sql`
      insert into invitations (workspace_id, id, wave_id, survey_id, contact_id, invited_at, expires_at)
      select ${ws.id}::uuid, gen_random_uuid(), ${survey.id}::uuid, ${survey.id}::uuid, id, ${ctx.now()}::timestamptz - interval '20 days', ${ctx.now()}
      from contacts where workspace_id = ${ws.id} and last_seen_at > ${ctx.now()}::timestamptz - interval '1 day'`)
  })
}

async function all<T>(
  read: (from: { cursor?: string }) => Promise<{ data: T[]; nextCursor: string | null }>,
) {
  const rows: T[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await read(cursor ? { cursor } : {})
    rows.push(...page.data)
    cursor = page.nextCursor
  }
  return rows
}

/** A wave of mixed contacts: the preview, the wave and the lists agree, and every skip can be listed with its reason. */
export async function expectMixedWave(t: TestApp, people: number): Promise<void> {
  t.clock.set('2037-12-28T08:00:00Z')
  const ws = await t.workspace('Mixed')
  await mixedContacts(ws, people)
  const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
  const programme = await ws.owner.call(contract.createProgramme, {
    name: 'NPS',
    surveyId,
    trigger: 'quarterly',
    samplePercent: 90,
  })
  const programmeId = programme.id
  const preview = await ws.owner.call(contract.previewProgramme, { programmeId })
  expect(preview.considered).toBe(people)
  expect(preview.people + preview.reasons.reduce((sum, one) => sum + one.people, 0)).toBe(people)
  expect(new Set(preview.reasons.map((one) => one.reason))).toEqual(
    new Set(
      [
        'internal',
        'no_address',
        'bounced',
        'unsubscribed',
        'same_address',
        'account_churned',
        'account_prospect',
        'not_sampled',
        'asked_recently',
      ].concat('not_seen'),
    ),
  )
  await ws.owner.call(contract.changeProgramme, { programmeId, isOn: true })
  await t.settle()
  const [run] = (await ws.owner.call(contract.listRuns, { programmeId })).data
  const left = run!.reasons.reduce((sum, one) => sum + one.people, 0)
  expect(run).toMatchObject({ state: 'sent', excluded: left, invited: people - left })
  const invited = await all((from) =>
    ws.owner.call(listInvitations, { wave: run!.waveId, limit: 100, ...from }),
  )
  const skipped = await all((from) =>
    ws.owner.call(listExclusions, { wave: run!.waveId, limit: 100, ...from }),
  )
  expect(new Set([...invited, ...skipped].map((one) => one.contactId)).size).toBe(people)
  for (const { reason, people: n } of run!.reasons)
    expect([reason, skipped.filter((one) => one.reason === reason).length]).toEqual([reason, n])
  // Everybody's own page says the same as the wave, of those left out and of those asked.
  const whys = new Map(run!.reasons.map((one) => [one.reason, one.why]))
  const onWave = [
    ...skipped.map((one) => [one.contactId, 'kept_back', one.why, whys.get(one.reason)]),
    ...invited.map((one) => [one.contactId, 'waiting', one.mail!.why, one.mail!.why]),
  ]
  const onPage = await ws.run(async (ctx) => {
    const told: unknown[][] = []
    for (const [contactId] of onWave) {
      const { data } = await readReaches(ctx, { contactId: decodeId('ct', contactId!)!, limit: 5 })
      const one = data.find(({ waveId }) => waveId === run!.waveId)!
      told.push([contactId, one.outcome, one.why, one.why])
    }
    return told
  })
  expect(onPage).toEqual(onWave)
}
