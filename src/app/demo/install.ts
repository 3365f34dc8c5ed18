import { writeCases } from '#app/demo/cases.ts'
import { openPast } from '#app/demo/clock.ts'
import { makeCustomers, makeStaff } from '#app/demo/customers.ts'
import { answerFeedback, makeCategories, triageFeedback, writeFeedback } from '#app/demo/feedback.ts'
import { triageAnswers } from '#app/demo/survey-items.ts'
import { writeSurveys } from '#app/demo/surveys.ts'
import { makeWorld } from '#app/demo/world.ts'
import type { Door } from '#platform/door.ts'

/**
 * Fills a demo workspace with a year of an invented company that ends now: the same seed gives the same year. It goes
 * through the product's own commands at the moment each thing is said to have happened. No mail is made that could leave.
 */
export async function installDemo(door: Door, workspaceId: string, seed = 7): Promise<void> {
  const past = openPast(door, workspaceId)
  const world = makeWorld(past.now, seed)
  const staff = await makeStaff(past)
  const categories = await makeCategories(past)
  const customers = await makeCustomers(past, staff, world.accounts)
  const written = await writeFeedback(past, customers, world.items)
  const answers = await writeSurveys(past, staff, customers, world.waves, world.calls)
  await triageFeedback(past, staff, written, categories)
  await triageAnswers(past, staff, answers, categories)
  await writeCases(past, staff, answers)
  await answerFeedback(past, staff, written)
}
