import { describe, expect, test } from 'vitest'
import { getSurveyResults } from '#collect/surveys/results/contract.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import * as waves from '#collect/surveys/waves/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { noteBounce } from '#platform/mail/bounce.ts'

const { t, server, setup, press, linkTo } = await surveyHouse()

describe('the NPS survey goes to all active contacts, and the preview says who gets it and who does not', () => {
  test('everyone left out has a reason, before sending and after', async () => {
    const { ws, surveyId, person } = await setup()
    const account = async (name: string, lifecycle: 'active' | 'churned' | 'prospect') =>
      (await ws.owner.call(createAccount, { name, lifecycle })).id
    const active = await account('Quillmere Academy', 'active')
    await person('Petra Lund', { accountId: active })
    await person('Bo Stay', { accountId: active })
    await person('Inge Inside', { isInternal: true })
    await person('Nora Noaddress', { email: null })
    await person('Carl Churned', { accountId: await account('Gone', 'churned') })
    await person('Pia Prospect', { accountId: await account('Maybe', 'prospect') })
    const out = await person('Ulf Unsubscribed')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set unsubscribed_topics = '{surveys}' where workspace_id = ${ws.id} and id = ${decodeId('ct', out)!}`,
      ),
    )
    const bounced = await person('Berta Bounced')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set email_state = 'bounced' where workspace_id = ${ws.id} and id = ${decodeId('ct', bounced)!}`,
      ),
    )
    const preview = await ws.owner.call(waves.previewRecipients, { surveyId })
    expect(preview).toMatchObject({ considered: 8, people: 2, accounts: 1, excluded: 6 })
    expect(preview.reasons.map((one) => [one.reason, one.people])).toEqual([
      ['internal', 1],
      ['no_address', 1],
      ['bounced', 1],
      ['unsubscribed', 1],
      ['account_churned', 1],
      ['account_prospect', 1],
    ])
    const people = await ws.owner.call(waves.listRecipients, { surveyId, reason: 'account_churned' })
    expect(people.data.map((one) => one.name)).toEqual(['Carl Churned'])
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, people: 2 })
    await t.settle()
    expect(server.received).toHaveLength(2)
    expect(await ws.owner.call(waves.getWave, { waveId: wave.id })).toMatchObject({
      state: 'sent',
      invited: 2,
      excluded: 6,
      delivered: 2,
      answered: 0,
      responseRate: 0,
    })
    const why = await ws.owner.call(waves.listExclusions, { contact: out })
    expect(why.data).toMatchObject([{ reason: 'unsubscribed', name: 'Ulf Unsubscribed' }])
  })

  test('a contact gets at most one survey in 30 days, unless a reason overrides it', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await ws.owner.call(waves.sendSurvey, { surveyId })
    await t.settle()
    expect(await ws.owner.call(waves.previewRecipients, { surveyId })).toMatchObject({
      people: 0,
      reasons: [{ reason: 'asked_recently', people: 1 }],
    })
    await expect(ws.owner.call(waves.sendSurvey, { surveyId })).rejects.toMatchObject({
      code: 'wave.nobody',
    })
    const wave = await ws.owner.call(waves.sendSurvey, {
      surveyId,
      people: 1,
      overrideReason: 'The billing change of November',
    })
    await t.settle()
    expect(wave.overrideReason).toBe('The billing change of November')
    expect(server.received).toHaveLength(2)
    t.clock.advance({ days: 31 })
    expect((await ws.owner.call(waves.previewRecipients, { surveyId })).people).toBe(1)
  })

  test('a wave may be for some segments only: the preview, the mails and the wave all say so', async () => {
    const { ws, surveyId, person } = await setup()
    const account = async (name: string, segment: string) =>
      (await ws.owner.call(createAccount, { name, segment, lifecycle: 'active' })).id
    const [clinic, school] = [await account('Birchwick', 'Clinic'), await account('Quillmere', 'School')]
    const lost = await account('Birch Wick', 'School')
    await person('Petra Lund', { accountId: clinic })
    await person('Ana Ruiz', { accountId: school })
    await person('Bo Stay', { accountId: lost })
    await person('Nobody Known')
    // whoever is in a merged account is in the segment of the one that stayed
    await ws.owner.call(mergeCustomers, { kind: 'account', survivorId: clinic, loserId: lost })
    const segments = ['clinic']
    expect(await ws.owner.call(waves.previewRecipients, { surveyId, segments })).toMatchObject({
      considered: 2,
      people: 2,
      accounts: 1,
    })
    const people = await ws.owner.call(waves.listRecipients, { surveyId, segments })
    expect(people.data.map((one) => one.name).sort()).toEqual(['Bo Stay', 'Petra Lund'])
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, people: 2, audience: { segments } })
    expect(wave.name).toMatch(/, Clinic, \d{4}-/)
    expect(wave.audience).toEqual({ segments, roles: null, accounts: null, contacts: null })
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]!.split('.')[0]).sort()).toEqual(['bo', 'petra'])
    await expect(
      ws.owner.call(waves.sendSurvey, { surveyId, audience: { segments: ['park'] } }),
    ).rejects.toMatchObject({ code: 'wave.nobody' })
  })

  test('somebody whose mail never left was not asked', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    server.refuseRecipient = () => '550 5.1.1 No such user'
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId })
    await t.settle()
    server.refuseRecipient = undefined
    expect((await ws.owner.call(waves.previewRecipients, { surveyId })).reasons).toMatchObject([
      { reason: 'bounced', people: 1 },
    ])
    await ws.run((ctx) =>
      ctx.db.run(sql`update contacts set email_state = 'ok' where workspace_id = ${ws.id}`),
    )
    expect(await ws.owner.call(waves.getWave, { waveId: wave.id })).toMatchObject({
      delivered: 0,
      responseRate: null,
      mails: { failed: 1 },
      invited: 1,
      notSent: 1,
      silent: 0,
      notSentReasons: [
        { channel: 'mail', reason: 'refused', why: 'The mail server refused it for good.', people: 1 },
      ],
    })
    expect((await ws.owner.call(waves.listWaves, {})).data).toMatchObject([{ invited: 1, notSent: 1 }])
    expect((await ws.owner.call(waves.previewRecipients, { surveyId })).people).toBe(1)
  })

  test('a mail that comes back after a server had taken it was not asked, unless its person answered all the same', async () => {
    const { ws, surveyId, person } = await setup()
    const gone = await person('Gerd Gone')
    await person('Anna Answers')
    const { id: waveId } = await ws.owner.call(waves.sendSurvey, { surveyId })
    await t.settle()
    await press(linkTo('Anna'), { asked: 'score', score: '9' })
    for (const { raw } of server.received)
      await ws.run((ctx) =>
        noteBounce(ctx, {
          messageId: /^Message-ID: (\S+)/im.exec(raw)![1]!,
          address: null,
          aboutId: null,
          isHard: true,
          reply: '550 5.1.1 No such user',
        }),
      )
    await t.settle()
    expect(await ws.owner.call(waves.getWave, { waveId })).toMatchObject({
      delivered: 1,
      answered: 1,
      notSent: 1,
      silent: 0,
      responseRate: 100,
      mails: { bounced: 2 },
      notSentReasons: [{ channel: 'mail', reason: 'bounced', why: 'Mail came back', people: 1 }],
    })
    expect((await ws.owner.call(waves.listInvitations, { contact: gone })).data).toMatchObject([
      { deliveredAt: null, mail: { why: expect.stringContaining('550 5.1.1') } },
    ])
    expect((await ws.owner.call(getSurveyResults, { surveyId })).channels).toMatchObject([
      { channel: 'mail', delivered: 1, answered: 1 },
    ])
  })

  test('by hand it may ask as programmes do: active people, a sample, weekday mornings where they are, one reminder', async () => {
    t.clock.set('2037-11-07T12:00:00Z')
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund', { zone: 'Europe/Berlin' })
    await person('Sam Silent')
    await ws.run((ctx) =>
      ctx.db.run(
        sql`update contacts set last_seen_at = '2037-08-01' where workspace_id = ${ws.id} and name = 'Sam Silent'`,
      ),
    )
    const preview = await ws.owner.call(waves.previewRecipients, { surveyId, activeOnly: 'true' })
    expect(preview).toMatchObject({ people: 1, reasons: [{ reason: 'not_seen', people: 1 }] })
    const parts = await Promise.all(
      [30, 70].map((samplePercent) => ws.owner.call(waves.previewRecipients, { surveyId, samplePercent })),
    )
    expect(parts[0]!.people + parts[0]!.excluded).toBe(2)
    expect(parts[1]!.people).toBeGreaterThanOrEqual(parts[0]!.people)
    const { id } = await ws.owner.call(waves.sendSurvey, {
      surveyId,
      people: 1,
      activeOnly: true,
      mornings: 1,
      reminderDays: 7,
    })
    await t.settle()
    expect(server.received).toHaveLength(0)
    const [invitation] = (await ws.owner.call(waves.listInvitations, { wave: id })).data
    // Saturday: on Monday between 9:00 and 11:30 in Berlin, and once more a week later
    const [at, reminder] = [invitation!.sendAt!, invitation!.reminderAt!]
    expect(at >= '2037-11-09T08:00' && at < '2037-11-09T10:30').toBe(true)
    expect(Date.parse(reminder) - Date.parse(at)).toBe(7 * 86_400_000)
  })

  test('when the number of people is another than the one confirmed, nothing is sent', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await expect(ws.owner.call(waves.sendSurvey, { surveyId, people: 2 })).rejects.toMatchObject({
      status: 409,
      code: 'wave.people_changed',
    })
    await t.settle()
    expect(server.received).toHaveLength(0)
  })

  test('two sendings at once ask each person once', async () => {
    const { ws, surveyId, person } = await setup()
    for (const name of ['Petra Lund', 'Ana Ruiz', 'Bo Stay']) await person(name)
    await Promise.allSettled([1, 2].map(() => ws.owner.call(waves.sendSurvey, { surveyId })))
    await t.settle()
    expect(server.received.map((mail) => mail.envelope.to[0]).sort()).toHaveLength(3)
    expect(new Set(server.received.map((mail) => mail.envelope.to[0])).size).toBe(3)
  })

  test('a wave of 600 is written in batches, each person once, also when a job is run again', async () => {
    const { ws, surveyId } = await setup()
    await ws.run((ctx) =>
      ctx.db.run(sql`
        insert into contacts (workspace_id, id, name, email, created_at, updated_at)
        select ${ws.id}, gen_random_uuid(), 'Person ' || n, 'person' || n || '@quillmere.example', ${ctx.now()}, ${ctx.now()}
        from generate_series(1, 600) n`),
    )
    await ws.run((ctx) =>
      ctx.db.run(sql`update settings set value = '{}' where workspace_id = ${ws.id} and key = 'mail'`),
    )
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId, people: 600 })
    await t.settle()
    const { mails, people } = await ws.run((ctx) =>
      ctx.db.one<{ mails: number; people: number }>(sql`
        select count(*) as mails, count(distinct contact_id) as people from mails where workspace_id = ${ws.id}`),
    )
    expect([mails, people]).toEqual([600, 600])
    const stopped = await ws.owner.call(waves.stopWave, { waveId: wave.id })
    expect(stopped).toMatchObject({ state: 'stopped', invited: 600, mails: { suppressed: 600 } })
    // each count opens as many people
    const list = async (more: object) =>
      (await ws.owner.call(waves.listInvitations, { wave: wave.id, limit: 100, ...more })).data.length
    expect(await list({ channel: 'mail', place: 'suppressed' })).toBe(100)
    expect(await list({ sent: 'false', reason: 'wave_stopped' })).toBe(100)
    expect(await list({ place: 'queued' })).toBe(0)
    expect(await list({ sent: 'true' })).toBe(stopped.invited - stopped.notSent)
  })

  test('nothing of a demo workspace leaves, and its invitations say so', async () => {
    const { ws, surveyId, person } = await setup()
    await person('Petra Lund')
    await ws.run((ctx) => ctx.db.run(sql`update workspaces set is_demo = true where id = ${ws.id}`))
    const wave = await ws.owner.call(waves.sendSurvey, { surveyId })
    await t.settle()
    expect(server.received).toHaveLength(0)
    const { data } = await ws.owner.call(waves.listInvitations, { wave: wave.id })
    expect(data[0]!.mail).toEqual({
      state: 'Not to be sent',
      why: 'This is a demo workspace: nothing leaves it.',
    })
  })
})

test('who may send a survey: managers and above', async () => {
  const { ws, surveyId, person } = await setup()
  await person('Petra Lund')
  await expect((await ws.as('agent')).call(waves.sendSurvey, { surveyId })).rejects.toMatchObject({
    status: 403,
  })
  await expect((await ws.key(['surveys:write'])).call(waves.sendSurvey, { surveyId })).rejects.toMatchObject({
    status: 403,
  })
  expect(await (await ws.as('manager')).call(waves.sendSurvey, { surveyId })).toMatchObject({
    state: 'filling',
  })
})
