import { Command } from 'commander'
import { beforeEach, expect, test, vi } from 'vitest'
import { getCase, listCases, resolveCase } from '#act/cases/contract.ts'
import { completeAction, logAction } from '#act/corrective-actions/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { checkLoops } from '#close/ledger/positions.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { enterResponse } from '#collect/surveys/responses/contract.ts'
import { createAccount } from '#customers/accounts/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { checkMetrics } from '#measure/metrics/check.ts'
import { getMetric } from '#measure/metrics/contract.ts'
import { metrics } from '#measure/metrics/definitions.ts'
import { listOccurrences } from '#measure/quality/contract.ts'
import { checkQuality } from '#measure/quality/doctor.ts'
import { makeReport } from '#measure/reports/contract.ts'
import { addRetentionCommand } from '#measure/retention/cli.ts'
import * as contract from '#measure/retention/contract.ts'
import { heldContacts } from '#measure/retention/holds.ts'
import { tasks } from '#measure/retention/jobs.ts'
import { type KindKey, kindKeys } from '#measure/retention/rules.ts'
import { addNote, getFeedback, listFeedback, triageFeedback } from '#organize/inbox/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId } from '#platform/ids.ts'
import { type Client, type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { createRequest, getRequest, linkEvidence } from '#prioritize/requests/contract.ts'

const t = await testApp()
let ws: TestWorkspace
let owner: Client

beforeEach(async () => {
  t.clock.set('2037-03-04T09:00:00Z') // a Wednesday
  ws = await t.workspace()
  owner = ws.owner
})

/** A person at a company, both by the same name. */
async function person(name: string, company: string, segment?: string) {
  const account = await owner.call(createAccount, { name: company, segment, mrrCents: 90_000 })
  const contact = await owner.call(createContact, {
    name,
    email: `${name.split(' ')[0]!.toLowerCase()}@${company.toLowerCase()}.example`,
    accountId: account.id,
  })
  return { accountId: account.id, contactId: contact.id }
}

const say = (verbatim: string, contactId: string) =>
  owner.call(submitFeedback, { verbatim, channel: 'email', contactId })

/** What one customer went through, with a word of hers in every place where there is room for one. */
async function makePast(contactId: string, word: string) {
  const said = await say(`The export fails, says the ${word}`, contactId)
  const feedbackId = said.id
  await owner.call(triageFeedback, { feedbackId, change: { type: 'bug_report', priority: 'critical' } })
  await owner.call(addNote, { feedbackId, text: `Told me of the ${word} on the phone` })
  const request = await owner.call(createRequest, { title: 'Exports that end' })
  await owner.call(linkEvidence, { requestId: request.id, feedbackId, quote: `says the ${word}` })
  t.clock.advance({ hours: 2 })
  await owner.call(sendUpdate, {
    feedbackId,
    subject: `Your ${word}`,
    body: `Hello, we look at the ${word}.`,
  })
  const answer = await owner.call(enterResponse, {
    contactId,
    score: 3,
    words: `I miss my ${word}`,
    mayContact: true,
  })
  await t.settle()
  t.clock.advance({ hours: 3 })
  await t.settle()
  const cases = (await owner.call(listCases, { contact: contactId })).data
  const caseId = cases.find(({ playbook }) => playbook.startsWith('nps'))!.id
  await owner.call(logTouchpoint, {
    caseId,
    kind: 'call',
    direction: 'out',
    summary: `We spoke of the ${word}`,
  })
  await owner.call(logTouchpoint, { contactId, kind: 'note', summary: `Likes the ${word}` })
  const action = await owner.call(logAction, {
    kind: 'product',
    finding: `The ${word} breaks exports`,
    dueOn: '2037-04-01',
    correction: `The ${word} was mended`,
    caseId,
  })
  await owner.call(completeAction, { actionId: action.id, note: `The ${word} is fine` })
  for (const one of cases) await owner.call(resolveCase, { caseId: one.id, resolution: `The ${word} works` })
  await owner.call(makeReport, { kind: 'weekly', on: '2037-03-04' })
  await t.settle()
  return { feedbackId, answerId: answer.id, caseId, requestId: request.id }
}

/** The tables of the workspace in which a word stands, but those of the customer itself. */
async function tablesWith(...words: string[]): Promise<string[]> {
  const own = [
    'accounts',
    'account_keys',
    'contacts',
    'contact_keys',
    'contact_consents',
    'idempotency_keys',
    'legal_holds',
  ]
  return ws.run(async (ctx) => {
    const tables = await ctx.db.many<{ name: string }>(sql`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all (${own}) order by 1`)
    const found: string[] = []
    for (const { name } of tables) {
      const { n } = await ctx.db.one<{ n: number }>(sql`
        select count(*) as n from ${sql.id(name)} x where x.workspace_id = ${ctx.workspaceId}
          and to_jsonb(x)::text ilike any (${words.map((word) => `%${word}%`)}::text[])`)
      if (n > 0) found.push(name)
    }
    return found
  })
}

/** Every metric by the last of what it is split by, over all the time there is; the facts behind are compared one by one. */
const allFigures = () =>
  Promise.all(
    metrics.map(async ({ key, by }) => {
      const { figure, groups } = await owner.call(getMetric, {
        ...{ key, by: by.at(-1)!, from: '2037-03-01', to: '2037-03-31', compare: 'none', step: 'month' },
      })
      return { key, figure, groups }
    }),
  )

const work = (runId: string, signal = new AbortController().signal) =>
  tasks
    .find(({ name }) => name === 'retention.work')!
    .run({ workspaceId: ws.id, runId: decodeId('ret', runId)! }, t.house.door, signal)
const run = async (kind: KindKey) => {
  const { id } = await owner.call(contract.runRetention, { kind })
  await work(id)
  return (await owner.call(contract.listRetentionRuns, { kind })).data.find((one) => one.id === id)!
}
const dry = async () =>
  Object.fromEntries(
    (await owner.call(contract.dryRunRetention, {})).data.map((one) => [
      one.kind,
      [one.ended, one.erased, one.held],
    ]),
  )
const tick = () =>
  tasks.find(({ name }) => name === 'retention.tick')!.run({}, t.house.door, new AbortController().signal)

test('after two years words, names and addresses are gone, what is held stays, and no figure changes', async () => {
  const anna = await person('Annabel Roth', 'Elmwood', 'School')
  const ben = await person('Benedict Oakes', 'Oakfield', 'Clinic')
  const of = {
    anna: await makePast(anna.contactId, 'xylophone'),
    ben: await makePast(ben.contactId, 'bassoon'),
  }
  const open = await say('The open case speaks of a clarinet', anna.contactId)
  await owner.call(contract.placeLegalHold, { accountId: ben.accountId, reason: 'The bassoon goes to court' })
  // no digest of 2039 speaks of what was never read
  await ws.run((ctx) =>
    ctx.db.run(sql`update notices set read_at = ${ctx.now()} where workspace_id = ${ctx.workspaceId}`),
  )
  // in 2039, two years and a few days later
  t.clock.set('2039-03-20T09:00:00Z')
  await owner.call(contract.putRetention, { isOn: false })
  await t.settle()
  await ws.run((ctx) => checkQuality(ctx, { repair: true })) // quarters that began meanwhile
  const before = await allFigures()
  expect(before.filter(({ figure }) => figure.n > 0).map(({ key }) => key)).toEqual(
    expect.arrayContaining([
      'nps',
      'volume',
      'response_time',
      'critical_time',
      'resolution_time',
      'closure_rate',
      'requests_asked',
    ]),
  )
  const trial = await dry()
  expect(trial).toMatchObject({
    feedback: [3, 2, 1],
    answers: [2, 1, 1],
    cases: [4, 2, 2],
    actions: [2, 1, 1],
  })
  expect(await tablesWith('xylophone')).toContain('feedback_items')
  for (const kind of kindKeys) {
    const { anonymised, deleted, held, total, state } = await run(kind)
    expect([total, anonymised + deleted, held, state], kind).toEqual([...trial[kind]!, 'done'])
  }

  expect(await tablesWith('clarinet', 'annabel')).toEqual([])
  // what a corrective action was about stands in the report, which is kept a year longer
  expect(await tablesWith('xylophone')).toEqual(['reports'])
  expect(await tablesWith('bassoon')).toEqual(
    expect.arrayContaining([
      'answers',
      'cases',
      'feedback_items',
      'inbox_notes',
      'request_evidence',
      'touchpoints',
      'updates',
    ]),
  )
  expect(await owner.call(getFeedback, { feedbackId: of.anna.feedbackId })).toMatchObject({
    ...{
      verbatim: '',
      summary: 'Anonymised',
      contact: null,
      channel: 'email',
      type: 'bug_report',
      priority: 'critical',
    },
    account: { id: anna.accountId },
  })
  expect(await owner.call(getCase, { caseId: of.anna.caseId })).toMatchObject({
    status: 'resolved',
    contact: null,
  })
  expect((await owner.call(listFeedback, { q: 'xylophone' })).data).toEqual([])
  expect((await owner.call(getRequest, { requestId: of.anna.requestId })).demand.contacts).toBe(1)
  expect(await owner.call(getFeedback, { feedbackId: open.id })).toMatchObject({ verbatim: '' })

  expect(await allFigures()).toEqual(before)
  // also when all of it is counted again
  await ws.run(async (ctx) => {
    expect(await checkMetrics(ctx, { repair: true })).toMatchObject({ wrongFacts: 0, wrongSums: 0 })
    expect(await checkLoops(ctx)).toMatchObject({ wrong: 0 })
    expect(await checkQuality(ctx)).toMatchObject({ wrong: 0, wrongSums: 0 })
  })

  // once the hold is lifted the next run takes the rest
  const [hold] = (await owner.call(contract.listLegalHolds, { standing: 'true' })).data
  await owner.call(contract.liftLegalHold, { holdId: hold!.id })
  expect(await run('feedback')).toMatchObject({ total: 1, anonymised: 1, held: 0 })
  for (const kind of ['answers', 'cases', 'actions', 'touchpoints', 'mails'] as const) await run(kind)
  expect(await tablesWith('bassoon')).toEqual([])
})

test('an item of an open case stays until the case ends', async () => {
  const anna = await person('Anna Roth', 'Elm')
  await owner.call(enterResponse, {
    contactId: anna.contactId,
    score: 2,
    words: 'Nothing works',
    mayContact: true,
  })
  await t.settle()
  t.clock.set('2039-06-01T09:00:00Z')
  expect(await run('answers')).toMatchObject({ total: 1, anonymised: 0, inUse: 1 })
  const [found] = (await owner.call(listCases, {})).data
  await owner.call(resolveCase, { caseId: found!.id, resolution: 'Done' })
  expect(await run('answers')).toMatchObject({ total: 1, anonymised: 1, inUse: 0 })
})

test('at night on the clock of the workspace each kind runs once, and the scorecard says whether it did', async () => {
  t.clock.set('2037-03-05T01:50:00Z')
  await tick()
  expect((await owner.call(contract.listRetentionRuns, {})).data).toEqual([])
  t.clock.set('2037-03-05T02:05:00Z')
  await tick()
  await tick()
  await t.settle()
  const runs = (await owner.call(contract.listRetentionRuns, {})).data
  expect(runs.map(({ kind, state, dueOn, by }) => [kind, state, dueOn, by]).sort()).toEqual(
    kindKeys.map((kind) => [kind, 'done', '2037-03-05', null]).sort(),
  )
  const nights = async (verdict: 'met' | 'missed') =>
    (await owner.call(listOccurrences, { key: 'retention', verdict })).data.map(({ title }) => title)
  expect([await nights('met'), await nights('missed')]).toEqual([['Retention on 2037-03-05'], []])
  const csv = await owner.fetch('/retention/runs/export')
  expect((await csv.text()).split('\n')[1]).toMatch(/^ret_\w+,\w+,\d+,.*,done,2037-03-05,schedule,/)
  // off: nothing is owed
  await owner.call(contract.putRetention, { isOn: false })
  t.clock.set('2037-03-06T02:05:00Z')
  await tick()
  expect((await owner.call(contract.listRetentionRuns, { limit: 100 })).data).toHaveLength(kindKeys.length)
  // a server that stood still a whole day did not do what it owed
  await owner.call(contract.putRetention, { isOn: true })
  t.clock.set('2037-03-08T02:05:00Z')
  await tick()
  await t.settle()
  expect([await nights('met'), await nights('missed')]).toEqual([
    ['Retention on 2037-03-08', 'Retention on 2037-03-05'],
    ['Retention on 2037-03-07'],
  ])
})

test('the command line counts with --dry-run and writes nothing, and runs without', async () => {
  const anna = await person('Anna Roth', 'Elm')
  const { id: feedbackId } = await say('Old words', anna.contactId)
  t.clock.set('2039-06-01T09:00:00Z')
  const hearback = async (...words: string[]) => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const program = new Command()
    addRetentionCommand(program, (_, work) => work(t.house.door, ws.id))
    await program.parseAsync(['retention', '--kind', 'feedback', ...words], { from: 'user' })
    const [[line]] = written.mock.calls as [[string]]
    written.mockRestore()
    return line
  }
  expect(await hearback('--dry-run')).toBe(
    'Feedback\t24 months\t1 to anonymise\t0 held\t0 in use\toldest 2037-03-04\n',
  )
  expect(await owner.call(getFeedback, { feedbackId })).toMatchObject({ verbatim: 'Old words' })
  expect(await hearback()).toBe('Feedback\t1 anonymised\t0 deleted\t0 held\t0 in use\n')
  expect(await owner.call(getFeedback, { feedbackId })).toMatchObject({ verbatim: '' })
})

test('a run goes on where it stood, and one that is cancelled stops', async () => {
  const anna = await person('Anna Roth', 'Elm')
  await ws.run((ctx) =>
    ctx.db.run(sql`
      insert into feedback_items (workspace_id, id, contact_id, channel, verbatim, occurred_at, received_at, is_history)
      select ${ctx.workspaceId}, gen_random_uuid(), ${decodeId('ct', anna.contactId)!}, 'email', 'Said ' || n, now(), now() - n * interval '1 s', true
      from generate_series(1, 1200) n`),
  )
  t.clock.set('2039-06-01T09:00:00Z')
  const { id: runId } = await owner.call(contract.runRetention, { kind: 'feedback' })
  await expect(owner.call(contract.runRetention, { kind: 'feedback' })).rejects.toMatchObject({
    code: 'retention.running',
  })
  const stopping = AbortSignal.abort()
  const state = async () => (await owner.call(contract.listRetentionRuns, { kind: 'feedback' })).data[0]
  await expect(work(runId, stopping)).rejects.toMatchObject({
    code: 'retention.interrupted',
  })
  expect(await state()).toMatchObject({ state: 'running', total: 1200, anonymised: 500 })
  await expect(work(runId, stopping)).rejects.toMatchObject({
    code: 'retention.interrupted',
  })
  await owner.call(contract.cancelRetentionRun, { runId })
  await work(runId)
  expect(await state()).toMatchObject({ state: 'cancelled', anonymised: 1000 })
  expect(await run('feedback')).toMatchObject({ state: 'done', total: 200, anonymised: 200 })
})

test('no period is shorter than its document says, and messages are kept as long as what they answered', async () => {
  const put = (months: object) => owner.call(contract.putRetention, { months })
  const refused = expect.objectContaining({ code: 'retention.period' })
  await expect(put({ feedback: 11 })).rejects.toEqual(refused)
  await expect(put({ reports: 35 })).rejects.toEqual(refused)
  await expect(put({ events: 23 })).rejects.toEqual(refused)
  await expect(put({ feedback: 36 })).rejects.toEqual(refused)
  const { kinds } = await put({ feedback: 12, touchpoints: 36 })
  expect(kinds.slice(0, 2)).toMatchObject([
    { key: 'feedback', months: 12, least: 12 },
    { key: 'answers', months: 24 },
  ])
  const manager = await ws.as('manager')
  await expect(manager.call(contract.putRetention, { isOn: false })).rejects.toMatchObject({ status: 403 })
  await expect(manager.call(contract.runRetention, { kind: 'feedback' })).rejects.toMatchObject({
    status: 403,
  })
  await manager.call(contract.placeLegalHold, { reason: 'Everything, for the audit' })
  await expect((await ws.as('agent')).call(contract.listLegalHolds, {})).rejects.toMatchObject({
    status: 403,
  })
})

test('a hold on a person keeps them under every name, one on an account everybody there, one on everything all', async () => {
  const [anna, annie, ben, cleo] = [
    await person('Anna', 'Elm'),
    await person('Annie', 'Oak'),
    await person('Ben', 'Fir'),
    await person('Cleo', 'Yew'),
  ] as const
  await owner.call(mergeCustomers, { kind: 'contact', survivorId: anna.contactId, loserId: annie.contactId })
  const all = [anna, annie, ben, cleo].map((one) => decodeId('ct', one.contactId)!)
  const held = async () => {
    const kept = await ws.run((ctx) => heldContacts(ctx, all))
    return all.map((one) => kept.has(one))
  }
  expect(await held()).toEqual([false, false, false, false])
  const { id: holdId } = await owner.call(contract.placeLegalHold, {
    contactId: annie.contactId,
    reason: 'Lawsuit',
  })
  expect(await held()).toEqual([true, true, false, false])
  expect(await owner.call(contract.liftLegalHold, { holdId })).toMatchObject({
    name: 'Annie',
    liftedBy: 'Olive Owner',
  })
  await expect(owner.call(contract.liftLegalHold, { holdId })).rejects.toMatchObject({
    code: 'legal_hold.lifted',
  })
  expect(await held()).toEqual([false, false, false, false])
  // Annie was at Oak before she was merged into Anna
  await owner.call(contract.placeLegalHold, { accountId: annie.accountId, reason: 'Lawsuit' })
  expect(await held()).toEqual([true, true, false, false])
  await owner.call(contract.placeLegalHold, { reason: 'Audit' })
  expect(await held()).toEqual([true, true, true, true])
})
