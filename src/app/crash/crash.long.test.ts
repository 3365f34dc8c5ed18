import { expect, test } from 'vitest'
import { importThroughKills } from '#app/crash/importing.ts'
import { ingestThroughKills } from '#app/crash/ingest.ts'
import { sendThroughKills } from '#app/crash/sending.ts'
import { testMailServer } from '#platform/testing/smtp.ts'

test('twenty kills in the middle of ingest lose nothing acknowledged', async () => {
  const outcome = await ingestThroughKills(20)
  console.log('ingest', { ...outcome, lost: outcome.lost.length, broken: outcome.broken.length })
  expect(outcome).toMatchObject({ kills: 20, lost: [], broken: [], unrepeatable: [] })
})

test('twenty kills in the middle of an import leave the table equal to the file', async () => {
  const outcome = await importThroughKills(20, 120_000)
  console.log('import', outcome)
  expect(outcome).toEqual({ kills: 20, rows: 120_000, state: 'done', missing: 0, double: 0, unlisted: 0 })
})

test('twenty kills in the middle of sending give nobody a second mail', async () => {
  const outcome = await sendThroughKills(await testMailServer(), 20, 600)
  console.log('sending', outcome)
  expect(outcome).toMatchObject({ kills: 20, twice: [], denied: [], uncounted: 0 })
  expect(outcome.hits).toBeGreaterThanOrEqual(10)
  const { accepted = 0, uncertain = 0 } = outcome.states
  expect(accepted + uncertain).toBe(600)
  // A kill can make unknowable what is under way at that moment, and nothing else.
  expect(uncertain).toBeLessThanOrEqual(20 * 4)
})
