import { beforeEach } from 'vitest'
import * as contract from '#collect/programmes/contract.ts'
import { programmesSweep } from '#collect/programmes/jobs.ts'
import { listSurveys } from '#collect/surveys/contract.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { createContact } from '#customers/contacts/contract.ts'
import { setMailServer } from '#platform/mail/contract.ts'
import { sweepMail } from '#platform/mail/jobs.ts'
import { type TestWorkspace, testApp } from '#platform/testing/app.ts'
import { serverAt, testMailServer } from '#platform/testing/smtp.ts'

/** A workspace with a mail server for each test, and what tests of programmes do with it. */
export async function programmeHouse() {
  const t = await testApp()
  const server = await testMailServer()
  let count = 0
  const house = { ws: undefined as unknown as TestWorkspace, surveyId: '' }
  beforeEach(async () => {
    server.received.length = 0
    t.clock.set('2037-11-09T12:00:00Z')
    house.ws = await t.workspace('Larkfield')
    await house.ws.owner.call(setMailServer, serverAt(server.port))
    house.surveyId = (await house.ws.owner.call(listSurveys, {})).data[0]!.id
  })
  const phone = '+49 30 1234'
  const person = async (name: string, more: Record<string, unknown> = {}) =>
    (await house.ws.owner.call(createContact, { name, email: `p${++count}@quillmere.example`, ...more })).id
  const make = async (
    trigger: 'quarterly' | 'ticket_resolved' | 'go_live' | 'follow_up' | 'event' | 'by_hand',
    more = {},
  ) => {
    const made = await house.ws.owner.call(contract.createProgramme, {
      name: `On ${trigger}`,
      surveyId: house.surveyId,
      trigger,
      ...more,
    })
    return house.ws.owner.call(contract.changeProgramme, { programmeId: made.id, isOn: true })
  }
  /** What the clock does every five minutes, and the mail every minute. */
  const tick = async () => {
    await programmesSweep.run({}, t.house.door, new AbortController().signal)
    await t.settle()
    await sweepMail.run({}, t.house.door, new AbortController().signal)
  }
  const at = async (time: string) => {
    t.clock.set(time)
    await tick()
  }
  const asked = () =>
    server.received.map((one) => one.parsed.to && [one.parsed.to].flat()[0]!.value[0]!.name).sort()
  const runs = async (programmeId: string) =>
    (await house.ws.owner.call(contract.listRuns, { programmeId })).data
  const occasions = async (programmeId: string) =>
    (await house.ws.owner.call(contract.listOccasions, { programmeId })).data
  const send = async (name: string) => {
    const mail = server.received.find((one) => one.raw.includes(name))!
    const path = /http:\/\/localhost:\d+(\/s\/hb_[\w-]+)/.exec(mail.parsed.text ?? '')![1]!
    await t.anonymous.fetch(`/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ step: 'score', score: '9' }).toString(),
    })
  }
  /** Nothing follows what they sent, so that it counts. */
  const press = async (name: string) => {
    await send(name)
    t.clock.advance({ minutes: settleMinutes })
    await t.settle()
  }
  return Object.assign(house, {
    t,
    server,
    phone,
    person,
    make,
    tick,
    at,
    asked,
    runs,
    occasions,
    send,
    press,
  })
}
