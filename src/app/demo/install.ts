import { makeActions } from '#app/demo/actions.ts'
import { makeAnnouncements } from '#app/demo/announcements.ts'
import { follow, followUpsOf, writeCases } from '#app/demo/cases.ts'
import { makeCheckIns } from '#app/demo/check-ins.ts'
import { makeCustomers, makeStaff } from '#app/demo/customers.ts'
import { makeCategories, triageFeedback, writeFeedback } from '#app/demo/feedback.ts'
import { importReviews } from '#app/demo/imports.ts'
import { leaveMails } from '#app/demo/mails.ts'
import { comingMails } from '#app/demo/mails-in.ts'
import { meetingDeeds } from '#app/demo/meetings.ts'
import { Over, Past } from '#app/demo/past.ts'
import { makePortal } from '#app/demo/portal.ts'
import { makeProcedures, makeScoresAfter } from '#app/demo/procedures.ts'
import { makeQuestions } from '#app/demo/questions.ts'
import { makeReleases } from '#app/demo/releases.ts'
import { canMail, noteLastSeen, noteReplies, repliesTo, replyByMail } from '#app/demo/replies.ts'
import { makeReports } from '#app/demo/reports.ts'
import { makeRequests } from '#app/demo/requests.ts'
import { makeRetention } from '#app/demo/retention.ts'
import { makeReviews } from '#app/demo/reviews.ts'
import { makeSessions } from '#app/demo/sessions.ts'
import { makeShareBacks } from '#app/demo/share-backs.ts'
import { makeSignals } from '#app/demo/signals.ts'
import { triageAnswers, triageTalks } from '#app/demo/survey-items.ts'
import { makeSurveyWays } from '#app/demo/survey-ways.ts'
import {
  answerRecentWave,
  makeItems,
  openSurvey,
  sendRecentWave,
  writeCalls,
  writeWaves,
} from '#app/demo/surveys.ts'
import { makeTeams } from '#app/demo/teams.ts'
import { makeThemes } from '#app/demo/themes.ts'
import { makeWorld } from '#app/demo/world.ts'
import type { Ctx } from '#platform/context.ts'
import type { Door } from '#platform/door.ts'

const day = 86_400_000
/** Mails of this many days are written out; what was sent before is only noted. */
const mailDays = 60
const replyDays = 21

/**
 * Fills a demo workspace with a year of an invented company: the same seed and moment give the same year. It goes
 * through the product's own commands at the moment each thing is said to have happened. Interrupted anywhere, the next
 * call goes on there; done or taken away, it does nothing. No mail is made that could leave.
 */
export async function installDemo(door: Door, workspaceId: string, signal?: AbortSignal): Promise<void> {
  const past = await Past.open(door, workspaceId, signal)
  if (!past) return
  try {
    await write(past)
  } catch (error) {
    if (!(error instanceof Over)) throw error
  }
}

async function write(past: Past): Promise<void> {
  const { accounts, items, waves, calls, recent } = makeWorld(past.now, past.hours, past.seed)
  const asked = [...waves.flatMap((wave) => wave.answers), ...calls, ...recent.answers].length
  past.total = accounts.length + items.length * 1.6 + asked * 4.5 + 1000
  const staff = await makeStaff(past)
  const categories = await makeCategories(past)
  const customers = await makeCustomers(past, staff, accounts)
  const heard = await writeFeedback(past, customers, items)
  await importReviews(past, staff)
  const survey = await openSurvey(past)
  const answers = [
    ...(await writeWaves(past, staff, customers, survey, waves)),
    ...(await writeCalls(past, customers, survey, calls)),
  ]
  await makeItems(past, 'answers', answers)
  await triageFeedback(past, staff, 'items', heard, categories)
  await triageAnswers(past, staff, 'answers', answers, categories)

  const mayMail = (who: { account: number | null; contact: number | null }) => canMail(accounts, who)
  const since = (days: number) => past.now.getTime() - days * day
  const due = followUpsOf(answers, 59, mayMail, past.hours)
  const isRecent = (one: (typeof due)[number]) =>
    one.plan.followUp !== 'opened' && one.by === 'mail' && one.reachedAt.getTime() > since(mailDays)
  await writeCases(past, staff, 'detractors', due, isRecent)
  const replies = repliesTo(heard)
  const isWritten = (reply: (typeof replies)[number]) =>
    reply.isMail && reply.at.getTime() > since(replyDays) && mayMail(reply.item.plan)
  await noteReplies(
    past,
    staff,
    replies.filter((reply) => !isWritten(reply)),
  )

  await makeProcedures(past, staff)

  // Mails in the order in which they were sent and came in, as the outbox shows them.
  const written = due.filter(isRecent)
  const answered = replies.filter(isWritten)
  const waveId = await leaveMails(past, [
    ...written.map((one) => ({
      at: one.reachedAt,
      write: (ctx: Ctx) => follow(ctx, past, staff, one, true),
    })),
    ...answered.map((reply) => ({ at: reply.at, write: (ctx: Ctx) => replyByMail(ctx, staff, reply) })),
    ...comingMails(past, accounts, customers, written, answered),
    ...meetingDeeds(past, staff),
    { at: recent.at, write: (ctx: Ctx) => sendRecentWave(ctx, past, staff, customers, survey, recent) },
  ])
  const fresh = await answerRecentWave(past, customers, survey, recent, waveId)
  await makeItems(past, 'fresh answers', fresh)
  await triageAnswers(past, staff, 'fresh answers', fresh, categories)
  await writeCases(
    past,
    staff,
    'fresh detractors',
    followUpsOf(fresh, 61, () => false, past.hours),
    () => false,
  )
  await makeSurveyWays(past, staff)
  await makeSessions(past, staff)
  await noteLastSeen(past)
  await makeSignals(past)
  await makeThemes(past, staff)
  await makeQuestions(past, staff)
  await makeRequests(past, staff)
  await makeReleases(past, staff)
  await makePortal(past, staff)
  await makeActions(past, staff)
  await makeReviews(past, staff)
  await makeScoresAfter(past)
  await makeCheckIns(past, staff)
  await triageTalks(past, staff)
  await makeAnnouncements(past, staff)
  await makeShareBacks(past, staff)
  await makeTeams(past, staff)
  await makeReports(past)
  await makeRetention(past, staff)
  await past.finish()
}
