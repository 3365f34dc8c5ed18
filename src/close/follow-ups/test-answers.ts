import { askAgain } from '#close/follow-ups/jobs.ts'
import { settleMinutes } from '#collect/surveys/rules.ts'
import { getMail, listMails } from '#platform/mail/contract.ts'
import type { TestApp, TestWorkspace } from '#platform/testing/app.ts'

/** Two weeks after cases have ended, the survey asks again, and each person presses their number in the mail. */
export async function answerAfter(
  t: TestApp,
  ws: TestWorkspace,
  scores: Readonly<Record<string, number>>,
): Promise<void> {
  t.clock.advance({ days: 15 })
  await askAgain.run({}, t.house.door, new AbortController().signal)
  await t.settle()
  const mails = (await ws.owner.call(listMails, { topic: 'surveys' })).data
  for (const [name, score] of Object.entries(scores)) {
    const mail = mails.find((one) => one.to.name === name)
    if (!mail) throw new Error(`nobody asked ${name} again`)
    const { text } = await ws.owner.call(getMail, { mailId: mail.id })
    const path = /(\/s\/hb_[\w-]+)/.exec(text)![1]!
    await t.anonymous.fetch(`/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ asked: 'score', score: String(score) }).toString(),
    })
  }
  // Nothing follows what they sent, so that it counts.
  t.clock.advance({ minutes: settleMinutes })
  await t.settle()
}
