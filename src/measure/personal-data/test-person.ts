import pg from 'pg'
import { listCases, openCase, resolveCase } from '#act/cases/contract.ts'
import { logTouchpoint } from '#act/touchpoints/contract.ts'
import { putPublicFace } from '#close/portal/contract.ts'
import { sendShareBack } from '#close/share-backs/contract.ts'
import { sendUpdate } from '#close/updates/contract.ts'
import { submitFeedback } from '#collect/feedback/contract.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { mergeCustomers } from '#customers/merges/contract.ts'
import { makeReport } from '#measure/reports/contract.ts'
import { addNote, triageFeedback } from '#organize/inbox/contract.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'
import { message, type Post } from '#platform/testing/mail-in.ts'
import type { TestMailServer } from '#platform/testing/smtp.ts'
import { createRequest, linkEvidence } from '#prioritize/requests/contract.ts'

// Nobody else is called so, and nobody else says these words.
export const email = 'quendolyn.vexthorpe@zyxwood.example'
export const second = 'q.vexthorpe@oldpost.example'
export const marks = /quendolyn|vexthorpe|zyxwood|oldpost|marzipane|555\s?0142/i

/** Every place of the database in which the person can still be read. */
export async function placesLeft(t: TestApp): Promise<string[]> {
  const client = new pg.Client({ connectionString: t.env.DATABASE_OWNER_URL })
  await client.connect()
  try {
    const { rows: columns } = await client.query<{ s: string; r: string; c: string; type: string }>(`
      select n.nspname as s, c.relname as r, a.attname as c, format_type(a.atttypid, a.atttypmod) as type
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`)
    const found: string[] = []
    for (const { s, r, c, type } of columns) {
      if (!/text|char|json|bytea|tsvector|citext/.test(type)) continue
      const value = type === 'bytea' ? `encode(${c}, 'escape')` : `"${c}"::text`
      const { rows } = await client.query<{ v: string }>(
        `select left(${value}, 300) as v from "${s}"."${r}" where ${value} ~* $1`,
        [marks.source],
      )
      found.push(...rows.map(({ v }) => `${s}.${r}.${c}: ${v}`))
    }
    return found
  } finally {
    await client.end()
  }
}

/** What a person says, and what is said, done and made about them, through every door there is. */
export async function writeThroughEveryDoor(
  t: TestApp,
  ws: TestWorkspace,
  mails: TestMailServer,
  post: Post,
) {
  const { id: contactId } = await ws.owner.call(createContact, {
    name: 'Quendolyn Vexthorpe',
    email,
    phone: '+49 30 555 0142',
  })
  const old = await ws.owner.call(createContact, { name: 'Q. Vexthorpe', email: second })
  const other = await ws.owner.call(submitFeedback, {
    verbatim: 'The timetable is fine, thank you.',
    channel: 'email',
    contact: { email: 'anna@elm.example', name: 'Anna Roth' },
  })
  await ws.owner.call(submitFeedback, {
    verbatim: 'An older marzipane complaint of some length.',
    channel: 'email',
    contactId: old.id,
  })
  await ws.owner.call(mergeCustomers, { kind: 'contact', survivorId: contactId, loserId: old.id })
  const said = await ws.owner.call(submitFeedback, {
    verbatim: 'The marzipane exporter loses my rows each Monday morning. Please mend it soon!',
    title: 'Marzipane rows',
    channel: 'email',
    contact: { email, name: 'Quendolyn Vexthorpe' },
  })
  await ws.owner.call(triageFeedback, { feedbackId: said.id, change: { type: 'praise', priority: 'high' } })
  await ws.owner.call(addNote, { feedbackId: said.id, text: 'Quendolyn Vexthorpe called about it.' })
  // what became a request stays one: its title is the workspace's
  const idea = 'Export a whole statement cycle at once'
  await ws.owner.call(submitFeedback, { verbatim: idea, channel: 'email', contactId })
  const asked = await ws.owner.call(createRequest, { title: idea, problem: 'Said by Quendolyn Vexthorpe.' })
  const wish = await ws.owner.call(createRequest, {
    title: 'Export all rows',
    problem: `Asked by Quendolyn Vexthorpe, who writes from ${email}`,
  })
  await ws.owner.call(linkEvidence, {
    requestId: wish.id,
    feedbackId: said.id,
    quote: 'loses my rows each Monday',
  })
  await ws.owner.call(putPublicFace, {
    requestId: wish.id,
    isPublic: true,
    title: 'Export all rows',
    text: 'All.',
  })
  // a survey, by mail and the page it leads to
  const survey = (await ws.owner.call(listSurveys, {})).data.find((one) => one.key === 'post-support')!
  await ws.owner.call(sendSurvey, { surveyId: survey.id, audience: { contactIds: [contactId] } })
  await t.settle()
  const mail = mails.received.findLast(({ envelope }) => envelope.to.includes(email))!
  const path = `/${new URL(/http:\/\/localhost:\d+\/s\/\S+/.exec(mail.parsed.text!)![0]).pathname}`
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const press = async (fields: Record<string, string>) => {
    await t.anonymous.fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: form,
      body: new URLSearchParams(fields).toString(),
    })
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
  }
  await press({ asked: 'score', score: '2' })
  await press({ asked: 'better words', better: 'Support never heard of marzipane.' })
  // a mail in, with an attachment
  await post.send(
    message(
      {
        From: `Quendolyn Vexthorpe <${email}>`,
        To: 'reply@in.larkfield.example',
        Subject: 'Marzipane again',
        'Message-ID': '<one@zyxwood.example>',
        'Content-Type': 'multipart/mixed; boundary=b1',
      },
      '--b1\nContent-Type: text/plain\n\nThe marzipane is still lost, says Vexthorpe.\n--b1\nContent-Type: image/png; name="vexthorpe.png"\nContent-Disposition: attachment; filename="vexthorpe.png"\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n--b1--',
    ),
    { from: email, to: 'reply@in.larkfield.example' },
  )
  await t.settle()
  // the portal: a vote and a comment behind the link of a mail
  const cookies = new Map<string, string>()
  const visit = async (to: string, fields: Record<string, string>) => {
    const response = await t.house.http.fetch(
      new Request(`http://localhost${to}`, {
        method: 'POST',
        headers: {
          ...form,
          'sec-fetch-site': 'same-origin',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        body: new URLSearchParams(fields),
      }),
    )
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      cookies.set(name!, value!)
    }
    return response
  }
  await visit(`/p/${ws.slug}/sign-in`, { email, vote: wish.id, importance: '3' })
  await t.settle()
  const link = mails.received.filter((one) => one.envelope.to.includes(email)).at(-1)!
  await visit(new URL(/https?:\/\/\S+\/confirm\/\S+/.exec(link.parsed.text!)![0]).pathname, {})
  const comment = await visit(`/p/${ws.slug}/ideas/${wish.id}`, {
    do: 'comment',
    comment: 'Marzipane needs this most of all.',
  })
  if (comment.status !== 303) throw new Error(`the comment was answered with ${comment.status}`)
  // what we did: touchpoint, reply, resolution; what is made of it: report, share-back
  const opened = (await ws.owner.call(listCases, { contact: contactId })).data
  const kase =
    opened[0] ??
    (await ws.owner.call(openCase, { playbook: 'post-support-negative', contactId, title: 'Marzipane' }))
  await ws.owner.call(logTouchpoint, {
    kind: 'call',
    caseId: kase.id,
    contactId,
    summary: 'Quendolyn told us about the marzipane.',
  })
  await ws.owner.call(sendUpdate, {
    caseId: kase.id,
    subject: 'Your marzipane, Ms Vexthorpe',
    body: 'Dear Quendolyn, it is mended. Best regards, Olive',
  })
  t.clock.advance({ minutes: 5 })
  await t.settle()
  for (const one of opened.length ? opened : [kase])
    await ws.owner.call(resolveCase, { caseId: one.id, resolution: 'Told Quendolyn Vexthorpe.' })
  await t.settle()
  await ws.owner.call(sendShareBack, {})
  await ws.owner.call(makeReport, { kind: 'weekly', on: '2037-03-02' })
  t.clock.advance({ minutes: 5 })
  await t.settle()
  return { contactId, old, other, said, asked, idea, survey }
}
