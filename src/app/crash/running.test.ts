import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Product, until } from '#app/crash/product.ts'

let product: Product
beforeAll(async () => {
  product = await Product.create(['feedback:write', 'feedback:read'])
  await product.start()
})
afterAll(() => product.remove())

const ready = async () => (await product.call('GET', '/health/ready')).status
const post = (words: string) =>
  product.call('POST', '/api/v1/feedback', { verbatim: words, channel: 'email' })

describe('a running product', () => {
  test('answers 503 while the database is away, stays up, and is ready again when it is back', async () => {
    expect((await post('before')).status).toBe(201)
    const { nodePid, postgresPid } = product
    process.kill(postgresPid, 'SIGSTOP') // so that it cannot come back before we have looked
    process.kill(postgresPid, 'SIGKILL')
    const statuses = new Set<number>()
    await until('it is ready again', 60, async () => {
      const answer = await post('while it is away')
      statuses.add(answer.status)
      if (answer.status === 503)
        expect(answer.body).toMatchObject({ code: 'database.unavailable', status: 503 })
      return (await ready()) === 200 && answer.status === 201
    })
    expect([...statuses].filter((status) => status !== 503 && status !== 201)).toEqual([])
    expect(product.nodePid).toBe(nodePid)
    const { body } = await product.call('GET', '/api/v1/feedback?limit=100')
    expect(body.data.map((one: { verbatim: string }) => one.verbatim)).toContain('before')
    expect((await product.call('GET', '/health/live')).status).toBe(200)
  })

  test('refuses a second start on its data folder, with the process that holds it', async () => {
    const second = product.another(['start'])
    expect(await second.ended).toBe(75)
    expect(second.output).toContain(
      `already runs on the data folder ${product.dataDir} (process ${product.nodePid})`,
    )
    expect(await ready()).toBe(200)
  })

  test('lets a command work beside it', async () => {
    const key = await product.command(['key', 'create', '--name', 'beside', '--scope', 'feedback:read'])
    expect(key.trim()).toMatch(/^hb_/)
    expect(await ready()).toBe(200)
  })
})

test('a start on a port in use says so and leaves the data folder free', async () => {
  await product.stop()
  const occupied = createServer()
  await new Promise<void>((done) => occupied.listen(0, '127.0.0.1', done))
  const { port } = occupied.address() as { port: number }
  const refused = product.another(['start'], { PORT: String(port) })
  expect(await refused.ended).toBe(5)
  expect(refused.output).toContain(`Port ${port} is in use`)
  occupied.close()
  await product.start()
  expect(await ready()).toBe(200)
})
