import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importThroughKills } from '#app/crash/importing.ts'
import { ingestThroughKills } from '#app/crash/ingest.ts'
import { crashScopes, Product } from '#app/crash/product.ts'
import { sendThroughKills } from '#app/crash/sending.ts'
import { testMailServer } from '#platform/testing/smtp.ts'

let product: Product
beforeAll(async () => {
  product = await Product.create(crashScopes)
  await product.start()
})
afterAll(() => product.remove())

// The same with twenty kills: npm run test:long
describe('a product that is killed with -9 in the middle', () => {
  test('of ingest loses nothing it acknowledged and leaves nothing half done', async () => {
    const outcome = await ingestThroughKills(product, 3, 20)
    expect(outcome).toMatchObject({ kills: 3, lost: [], broken: [], unrepeatable: [] })
    expect(outcome.acknowledged).toBeGreaterThanOrEqual(60)
  })

  test('of an import goes on until the table equals the file', async () => {
    const outcome = await importThroughKills(product, 2, 12_000)
    expect(outcome).toEqual({ kills: 2, rows: 12_000, state: 'done', missing: 0, double: 0, unlisted: 0 })
  })

  test('of sending gives nobody a second mail', async () => {
    const outcome = await sendThroughKills(product, await testMailServer(), 2, 60)
    expect(outcome).toMatchObject({ kills: 2, twice: [], denied: [], uncounted: 0 })
    expect(outcome.hits).toBeGreaterThan(0)
    const { accepted = 0, uncertain = 0 } = outcome.states
    expect(accepted + uncertain).toBe(60)
    expect(accepted).toBeGreaterThan(40)
  })
})
