import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listResponses } from '#collect/surveys/responses/contract.ts'
import { type Act, bots, type Find } from '#collect/surveys/test-bots.ts'
import { pairs, people } from '#collect/surveys/test-people.ts'
import { surveyHouse } from '#collect/surveys/test-seeds.ts'
import { sendSurvey } from '#collect/surveys/waves/contract.ts'
import { getContact } from '#customers/contacts/contract.ts'
import { listFeedback } from '#organize/inbox/contract.ts'
import { describeInBrowser, openBrowser } from '#platform/testing/browser.ts'

describeInBrowser('survey mails before programs and people', async () => {
  const { t, server, setup, wait } = await surveyHouse({ HEARBACK_TRUSTED_PROXIES: '1' })
  const acts: Record<string, Act> = { ...bots, ...people }
  const names = [...Object.keys(acts), ...Object.keys(pairs)]
  const found = new Map<string, Find & { contactId: string }>()
  let ws: Awaited<ReturnType<typeof setup>>['ws']
  let browser: Browser

  beforeAll(async () => {
    const house = await setup()
    ws = house.ws
    browser = await openBrowser()
    const base = await t.listen()
    const contacts = new Map<string, string>()
    for (const [n, name] of names.entries())
      contacts.set(name, await house.person(`N${n}`, { email: `n${n}@quillmere.example` }))
    await ws.owner.call(sendSurvey, { surveyId: house.surveyId })
    await t.settle()
    for (const [n, name] of names.entries()) {
      const mail = server.received.find((one) => one.envelope.to[0] === `n${n}@quillmere.example`)!
      found.set(name, {
        ...{ html: String(mail.parsed.html), text: mail.parsed.text ?? '', base, browser, isShort: true },
        unsubscribe: /List-Unsubscribe: <([^>]+)>/.exec(mail.raw)![1]!,
        contactId: contacts.get(name)!,
      })
    }
  })
  afterAll(() => browser?.close())

  const countedOf = async (name: string) =>
    (await ws.owner.call(listResponses, { contact: found.get(name)!.contactId })).data

  test.each(Object.keys(bots))(
    '%s: no score, no item, nobody unsubscribed',
    async (name) => {
      await acts[name]!(found.get(name)!)
      await wait()
      expect(await countedOf(name)).toEqual([])
      const { contactId: contact } = found.get(name)!
      expect((await ws.owner.call(listFeedback, { contact })).data).toEqual([])
      expect(await ws.owner.call(getContact, { contactId: contact })).not.toMatchObject({
        unsubscribedTopics: expect.arrayContaining(['surveys']),
      })
    },
    120_000,
  )

  test.each(Object.keys(people))(
    '%s: counts as given',
    async (name) => {
      await acts[name]!(found.get(name)!)
      await wait()
      expect(await countedOf(name)).toMatchObject([{ score: 9 }])
    },
    120_000,
  )

  test.each(Object.keys(pairs))(
    '%s: the person counts as given',
    async (name) => {
      for (const act of pairs[name]!) {
        await act(found.get(name)!)
        await wait()
      }
      expect(await countedOf(name)).toMatchObject([{ score: 9 }])
    },
    120_000,
  )
})
