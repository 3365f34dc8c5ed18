import { type Staff, staffAt } from '#app/demo/customers.ts'
import { atTime, doorInto, type Past } from '#app/demo/past.ts'
import { takeSms } from '#collect/sms-replies/take.ts'
import { settleCall } from '#collect/surveys/calls/commands.ts'
import type { CallOutcome } from '#collect/surveys/calls/contract.ts'
import { listCalls } from '#collect/surveys/calls/queries.ts'
import { createSurveyLink } from '#collect/surveys/links/commands.ts'
import { storedSurvey } from '#collect/surveys/queries.ts'
import { makeResponse } from '#collect/surveys/responses/answers.ts'
import { sendSurvey } from '#collect/surveys/waves/commands.ts'
import { fillWave } from '#collect/surveys/waves/fill.ts'
import { setConsent } from '#customers/consent/commands.ts'
import type { Ctx } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import { decodeId, newId } from '#platform/ids.ts'

const hour = 3_600_000

/** Answers by a link: all of them content, so that no case opens at the moment the demo is made. */
const byLink: readonly { hoursAgo: number; score: number; words?: string; isKiosk: boolean }[] = [
  { hoursAgo: 3, score: 5, words: 'Quick and friendly.', isKiosk: false },
  { hoursAgo: 27, score: 4, isKiosk: true },
  { hoursAgo: 51, score: 5, isKiosk: true },
  { hoursAgo: 76, score: 4, words: 'Solved, though I had to ask twice.', isKiosk: false },
  { hoursAgo: 100, score: 5, isKiosk: true },
  { hoursAgo: 174, score: 5, words: 'They stayed on the line until it worked.', isKiosk: false },
  { hoursAgo: 196, score: 4, isKiosk: true },
  { hoursAgo: 222, score: 5, isKiosk: true },
  { hoursAgo: 340, score: 4, isKiosk: false },
]

const calls: readonly {
  outcome: CallOutcome
  score?: number
  words?: string
  notes?: string
  daysAgo: number
}[] = [
  { outcome: 'answered', score: 5, words: 'Everything was solved in one call.', daysAgo: 3 },
  { outcome: 'answered', score: 4, notes: 'Was in a hurry', daysAgo: 2 },
  { outcome: 'no_answer', notes: 'Engaged twice; the front desk says after lunch', daysAgo: 1 },
  { outcome: 'refused', notes: 'No surveys by telephone, please', daysAgo: 1 },
  { outcome: 'wrong_number', daysAgo: 1 },
]
const callsLeft = 3

/** What came by text message; `who` counts the people who were asked, null is a number that nobody has. */
const texts: readonly { who: number | null; words: string; hoursAgo: number }[] = [
  { who: 0, words: 'All fine, Lena was very patient with us', hoursAgo: 25 },
  { who: 1, words: 'The reset link came after two hours, then it worked', hoursAgo: 22 },
  { who: 2, words: 'STOP', hoursAgo: 21 },
  { who: 3, words: '5', hoursAgo: 5 },
  { who: null, words: 'Is this the number for the music school?', hoursAgo: 2 },
]
const textsAsked = 6

/** The survey about support asked in other ways than by mail: by links, by telephone and by text message. */
export function makeSurveyWays(past: Past, staff: Staff): Promise<void> {
  return past.part('other ways of asking', { words: 'Asking by link and phone', weight: 20 }, async (ctx) => {
    const survey = await ctx.db.maybe<{ id: string }>(
      sql`select id from surveys where workspace_id = ${past.workspaceId} and key = 'post-support'`,
    )
    if (!survey) return
    await answerLinks(ctx, past, staff, survey.id)
    const people = await peopleWithPhone(ctx)
    await call(ctx, past, staff, survey.id, people.slice(0, calls.length + callsLeft))
    await text(ctx, past, staff, survey.id, people.slice(-textsAsked))
  })
}

async function answerLinks(ctx: Ctx, past: Past, staff: Staff, surveyId: string): Promise<void> {
  const making = atTime(ctx, past.hours.daysAgo(16), staffAt(staff, 0))
  const base = {
    surveyId,
    isOpen: true,
    closesAt: null,
    mostAnswers: null,
    asksContact: false,
    frameOrigins: [],
    isInApp: false,
    inAppPaths: [],
    inAppPercent: 100,
    inAppRestDays: 90,
    widgetKeyId: null,
  }
  const mail = await createSurveyLink(making, {
    ...base,
    name: 'Below our answers',
    oncePerBrowser: true,
    hasKiosk: false,
  })
  const desk = await createSurveyLink(making, {
    ...base,
    name: 'Tablet at the trade fair',
    oncePerBrowser: false,
    hasKiosk: true,
  })
  const survey = await storedSurvey(ctx, surveyId)
  for (const { hoursAgo, score, words, isKiosk } of [...byLink].reverse()) {
    const at = atTime(ctx, new Date(past.now.getTime() - hoursAgo * hour))
    const none = { number: null, choices: [], words: null }
    const given = new Map([
      ['score', { ...none, number: score }],
      ['words', { ...none, words: words ?? null }],
      ['contact', none],
      ['details', none],
    ])
    await makeResponse(
      at,
      survey,
      { given, trap: '' },
      {
        invitation: null,
        contactId: null,
        accountId: null,
        channel: isKiosk ? 'kiosk' : 'link',
        link: { id: decodeId('slnk', (isKiosk ? desk : mail).id)!, once: newId(), isAskedForName: false },
        submittedAt: at.now(),
        enteredById: null,
      },
    )
  }
}

interface Person {
  id: string
  phone: string
}

async function peopleWithPhone(ctx: Ctx): Promise<Person[]> {
  const ws = ctx.workspaceId
  return ctx.db.many<Person>(sql`
    select c.id, c.phone_e164 as phone from contacts c
    join accounts a on a.workspace_id = ${ws} and a.id = c.account_id and a.lifecycle = 'active'
    where c.workspace_id = ${ws} and c.phone_e164 is not null and c.merged_into_id is null and c.unsubscribed_at is null
      and c.unsubscribed_topics = '{}'
    order by c.id limit 60`)
}

async function call(ctx: Ctx, past: Past, staff: Staff, surveyId: string, people: Person[]): Promise<void> {
  const by = staffAt(staff, 2)
  const planned = atTime(ctx, past.hours.daysAgo(4), by)
  const sent = await sendSurvey(planned, {
    surveyId,
    name: 'Support, by telephone',
    audience: { contactIds: people.map((one) => one.id) },
    channel: 'phone',
    callerId: staff.owner.id,
    overrideReason: 'Their requests were closed last week',
  })
  const waveId = decodeId('wave', sent.id)!
  await fillWave(doorInto(planned, past.door), past.workspaceId, waveId, new AbortController().signal)
  const { data } = await listCalls(ctx, { wave: waveId, limit: 50 })
  for (const [i, { outcome, score, words, notes, daysAgo }] of calls.entries()) {
    const one = data[i]
    if (!one) return
    await settleCall(atTime(ctx, past.hours.daysAgo(daysAgo), by), {
      callId: decodeId('call', one.id)!,
      outcome,
      ...(notes && { notes }),
      ...(score && { answers: { score, ...(words && { words }) } }),
      ...(outcome === 'no_answer' && { tryAt: past.hours.halfHour(1, 8) }),
    })
  }
}

async function text(ctx: Ctx, past: Past, staff: Staff, surveyId: string, people: Person[]): Promise<void> {
  const asked = atTime(ctx, past.hours.daysAgo(1.3), staffAt(staff, 0))
  for (const { id } of people)
    await setConsent(atTime(ctx, past.hours.daysAgo(30)), {
      contactId: id,
      channel: 'sms',
      topic: 'surveys',
      state: 'subscribed',
      via: 'member',
    })
  const sent = await sendSurvey(asked, {
    surveyId,
    name: 'Support, by text message',
    audience: { contactIds: people.map((one) => one.id) },
    channel: 'sms',
    overrideReason: 'Their requests were closed last week',
  })
  const waveId = decodeId('wave', sent.id)!
  await fillWave(doorInto(asked, past.door), past.workspaceId, waveId, new AbortController().signal)
  for (const [i, { who, words, hoursAgo }] of texts.entries()) {
    const person = who === null ? undefined : people[who]
    const at = new Date(past.now.getTime() - hoursAgo * hour)
    await takeSms(
      atTime(ctx, at, person ? { kind: 'contact', id: person.id } : ctx.actor),
      { providerId: `demo ${i}`, from: person?.phone ?? '+447700900999', to: '+447700900100', body: words },
      person?.id ?? null,
    )
  }
}
