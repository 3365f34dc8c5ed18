import { beforeEach } from 'vitest'
import { listSurveys } from '#collect/surveys/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { sql } from '#platform/db/sql.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

interface Setup {
  ws: TestWorkspace
  surveyId: string
  person(name: string, more?: Record<string, unknown>): Promise<string>
}

/** A running house whose mail arrives, and what tests of surveys do in it again and again. */
export async function surveyHouse(env: Record<string, string> = {}) {
  const t = await testApp(env)
  const server = await testMailServer()
  beforeEach(() => {
    server.received.length = 0
  })

  async function setup(): Promise<Setup> {
    const ws = await t.workspace('Larkfield')
    await ws.owner.call(setMailServer, serverAt(server.port))
    const surveyId = (await ws.owner.call(listSurveys, {})).data[0]!.id
    let count = 0
    return {
      ws,
      surveyId,
      async person(name, more = {}) {
        const email =
          'email' in more
            ? {}
            : { email: `${name.split(' ')[0]!.toLowerCase().replace('=', '')}.${++count}@quillmere.example` }
        return (await ws.owner.call(createContact, { name, ...email, ...more })).id
      },
    }
  }

  /** The answer link of the last mail to a person, as a path. */
  function linkTo(name: string): string {
    for (const { raw, parsed } of [...server.received].reverse()) {
      const link = /http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(parsed.text ?? '')?.[1]
      if (link && raw.includes(name)) return `/${link}`
    }
    throw new Error(`no survey mail to ${name}`)
  }

  const open = (path: string) => t.anonymous.fetch(path)
  const post = (path: string, form: Record<string, string>) =>
    t.anonymous.fetch(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
  /** Nothing follows what was sent, so that it counts. */
  const wait = async () => {
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
  }
  const press = async (path: string, form: Record<string, string>) => {
    const answer = await post(path, form)
    await wait()
    return answer
  }
  const eventsOf = (ws: TestWorkspace, type: string) =>
    ws.run((ctx) =>
      ctx.db.many<{ payload: Record<string, unknown> }>(sql`
        select payload from events where workspace_id = ${ws.id} and type = ${type} order by id`),
    )
  const items = (ws: TestWorkspace) =>
    ws.run((ctx) =>
      ctx.db.many<{ verbatim: string; external_id: string; rating: number; channel: string }>(sql`
        select verbatim, external_id, rating, channel from feedback_items where workspace_id = ${ws.id} order by received_at, id`),
    )

  async function asked(name = 'Petra Lund'): Promise<Setup & { path: string; contactId: string }> {
    const all = await setup()
    const contactId = await all.person(name)
    await all.ws.owner.call(sendSurvey, { surveyId: all.surveyId, people: 1 })
    await t.settle()
    return { ...all, contactId, path: linkTo(name.split(' ')[0]!) }
  }

  return { t, server, setup, linkTo, open, post, wait, press, eventsOf, items, asked }
}
