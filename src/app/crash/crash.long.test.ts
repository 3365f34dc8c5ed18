import { afterEach, expect, test } from 'vitest'
import { actThroughKills } from '#app/crash/acting.ts'
import { announceThroughKills } from '#app/crash/announcing.ts'
import { fillTheDisk } from '#app/crash/full-disk.ts'
import { importThroughKills } from '#app/crash/importing.ts'
import { ingestThroughKills } from '#app/crash/ingest.ts'
import { crashScopes, Product } from '#app/crash/product.ts'
import { sendThroughKills } from '#app/crash/sending.ts'
import { testMailServer } from '#platform/testing/smtp.ts'

/** HEARBACK_TEST_KILLS: how often the product is killed while cases move. */
const kills = Number(process.env.HEARBACK_TEST_KILLS ?? 40)

let product: Product | undefined
async function startProduct() {
  product = await Product.create(crashScopes)
  await product.start()
  return product
}
afterEach(async () => {
  await product?.remove()
  product = undefined
})

test('twenty kills in the middle of ingest lose nothing acknowledged', async () => {
  const product = await startProduct()
  const outcome = await ingestThroughKills(product, 20, 250)
  console.log('ingest', { ...outcome, lost: outcome.lost.length, broken: outcome.broken.length })
  expect(outcome).toMatchObject({ kills: 20, lost: [], broken: [], unrepeatable: [] })
  expect(outcome.acknowledged).toBeGreaterThanOrEqual(5000)
})

test('a database that answers before it wrote loses rows in the same test, so the test can fail', async () => {
  const product = await startProduct()
  await product.answerBeforeWriting()
  const outcome = await ingestThroughKills(product, 3, 250)
  console.log('ingest without durability', { acknowledged: outcome.acknowledged, lost: outcome.lost.length })
  expect(outcome.lost.length).toBeGreaterThan(0)
})

test('twenty kills in the middle of an import leave the table equal to the file', async () => {
  const product = await startProduct()
  const outcome = await importThroughKills(product, 20, 120_000)
  console.log('import', outcome)
  expect(outcome).toEqual({ kills: 20, rows: 120_000, state: 'done', missing: 0, double: 0, unlisted: 0 })
})

test('twenty kills in the middle of sending give nobody a second mail', async () => {
  const product = await startProduct()
  const outcome = await sendThroughKills(product, await testMailServer(), 20, 600)
  console.log('sending', outcome)
  expect(outcome).toMatchObject({ kills: 20, twice: [], denied: [], uncounted: 0 })
  expect(outcome.hits).toBeGreaterThanOrEqual(10)
  const { accepted = 0, uncertain = 0 } = outcome.states
  expect(accepted + uncertain).toBe(600)
  // A kill can make unknowable what is under way at that moment, and nothing else.
  expect(uncertain).toBeLessThanOrEqual(20 * 4)
})

test('twenty kills while a notice is prepared and sent give nobody a second copy, and its sums agree', async () => {
  const product = await startProduct()
  const people = 4000
  const outcome = await announceThroughKills(product, await testMailServer(), 20, people)
  console.log('announcing', outcome)
  expect(outcome).toMatchObject({ kills: 20, twice: [], denied: [], uncounted: 0 })
  expect(outcome.preparingHits).toBeGreaterThanOrEqual(4)
  expect(outcome.hits).toBeGreaterThanOrEqual(10)
  expect(outcome.said).toEqual(outcome.counted)
  expect(outcome.said).toMatchObject({ told: outcome.people, mails: { waiting: 0 } })
  expect(outcome.said.told + outcome.said.excluded).toBe(people)
  const { accepted = 0, uncertain = 0 } = outcome.states
  expect(accepted + uncertain).toBe(outcome.people)
  expect(uncertain).toBeLessThanOrEqual(20 * 8)
})

test('kills in the middle of moves of cases and of firing clocks leave each wholly there or not at all', async () => {
  const product = await startProduct()
  const outcome = await actThroughKills(product, kills, 60, 20)
  console.log('acting', { ...outcome, lost: outcome.lost.length, broken: outcome.broken.length })
  expect(outcome).toMatchObject({ kills, lost: [], broken: [], unended: 0 })
  expect(outcome.hits).toBeGreaterThanOrEqual(kills / 2)
  expect(outcome.clockHits).toBeGreaterThanOrEqual(kills / 4)
})

test('a disk that is full is said, loses nothing acknowledged, and needs no new start once there is space', async (context) => {
  const outcome = await fillTheDisk()
  if (!outcome) return context.skip('a small file system can be mounted by root only')
  console.log('full disk', outcome)
  expect(outcome.refusals).toContain('503 database.disk_full')
  expect(outcome.refusals.filter((one) => !one.startsWith('503 database.'))).toEqual([])
  expect(outcome.acknowledged).toBeGreaterThan(1000)
  expect(outcome.kept).toBe(outcome.acknowledged)
})
