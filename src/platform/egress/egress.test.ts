import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '#platform/config.ts'
import { egress, type Resolve } from '#platform/egress/egress.ts'

const closed = readConfig({})
const open = readConfig({ HEARBACK_ALLOW_HOSTS: '127.0.0.1,hooks.example' })
let server: Server
let port: number
let calls: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
let connections = 0
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    calls.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    answer(request, response)
  })
  server.on('connection', () => connections++)
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  calls = []
  connections = 0
  answer = (_request, response) => response.setHeader('x-one', 'two').end('hello')
})

const local: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const address = (path = '/') => `http://hooks.example:${port}${path}`
const code = (error: unknown) => (error as { code?: string }).code

describe('a call to a host that is allowed by name', () => {
  test('sends method, headers and body, and answers status, headers and body', async () => {
    answer = (_request, response) => response.writeHead(422, { 'x-one': 'two' }).end('no')
    const result = await egress(
      open,
      { url: address('/in?a=1'), method: 'POST', headers: { 'x-signature': 'abc' }, body: '{"é":1}' },
      local,
    )
    expect(result).toMatchObject({ status: 422, headers: { 'x-one': 'two' } })
    expect(result.body.toString()).toBe('no')
    expect(calls).toMatchObject([
      {
        method: 'POST',
        url: '/in?a=1',
        body: '{"é":1}',
        headers: { host: `hooks.example:${port}`, 'x-signature': 'abc', 'content-length': '8' },
      },
    ])
  })

  test.each([301, 302, 303, 307, 308])('a redirect %d is told and not followed', async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: '/elsewhere' }).end()
    await expect(egress(open, { url: address() }, local)).rejects.toMatchObject({ code: 'egress.redirected' })
    expect(calls.map((call) => call.url)).toEqual(['/'])
  })

  test('an answer above the limit is cut off, with and without its length told', async () => {
    let wasCut = false
    answer = (request, response) => {
      response.on('close', () => {
        wasCut ||= !response.writableFinished
      })
      if (request.url === '/told') response.setHeader('content-length', '9000000')
      const more = () => {
        if (!response.destroyed && response.write('x'.repeat(64_000))) setImmediate(more)
      }
      response.on('drain', more)
      more()
    }
    for (const path of ['/told', '/untold']) {
      await expect(egress(open, { url: address(path), maxBytes: 100_000 }, local)).rejects.toMatchObject({
        code: 'egress.too_large',
      })
    }
    await expect.poll(() => wasCut).toBe(true)
  })

  test('an answer that never ends, or never begins, is given up', async () => {
    answer = (request, response) => {
      if (request.url === '/drip') response.write('a')
    }
    for (const path of ['/drip', '/silent']) {
      await expect(egress(open, { url: address(path), timeoutMs: 200 }, local)).rejects.toMatchObject({
        code: 'egress.timed_out',
      })
    }
  })

  test('a packed answer, which could unpack to anything, is not read', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1_000_000)))
    await expect(egress(open, { url: address() }, local)).rejects.toMatchObject({ code: 'egress.encoded' })
    expect(calls[0]!.headers['accept-encoding']).toBe('identity')
  })

  test.each([
    { host: 'other.example' },
    { 'Content-Length': '1' },
    { 'Transfer-Encoding': 'chunked' },
    { connection: 'upgrade' },
  ])('the header %j cannot be set', async (headers) => {
    await expect(
      egress(open, { url: address(), headers: headers as unknown as Record<string, string> }, local),
    ).rejects.toMatchObject({ code: 'egress.own_header' })
    expect(connections).toBe(0)
  })

  test('a line break in a header is refused', async () => {
    await expect(
      egress(open, { url: address(), headers: { 'x-a': 'b\r\nx-evil: 1' } }, local),
    ).rejects.toMatchObject({ code: 'egress.bad_header' })
    expect(calls).toEqual([])
  })

  test('a server that is not there, and one that hangs up, are reported without inner detail', async () => {
    answer = (request) => request.socket.destroy()
    await expect(egress(open, { url: address() }, local)).rejects.toMatchObject({
      code: 'egress.failed',
      kind: 'unavailable',
    })
    const error = await egress(open, { url: `http://hooks.example:${await freePort()}/` }, local).catch(
      (thrown) => thrown,
    )
    expect(code(error)).toBe('egress.failed')
    expect(error.message).not.toContain('127.0.0.1')
  })
})

describe('a call to anywhere else', () => {
  test('no spelling of this machine or its networks is reached', async () => {
    const octets = fc
      .tuple(fc.constantFrom(127, 10, 0, 169, 192), fc.nat(255), fc.nat(255), fc.nat(255))
      .map((parts) => {
        if (parts[0] === 169) parts[1] = 254
        if (parts[0] === 192) parts[1] = 168
        return parts
      })
    const spelling = fc.tuple(octets, fc.nat(7)).map(([[a, b, c, d], form]) => {
      const number = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
      const pair = `${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`
      return [
        `${a}.${b}.${c}.${d}`,
        `${number}`,
        `0x${number.toString(16)}`,
        `0${a.toString(8)}.${b}.${c}.${d}`,
        `${a}.${b}.${(c << 8) | d}`,
        `[::ffff:${pair}]`,
        `[64:ff9b::${pair}]`,
        `${a}.${b}.${c}.${d}.`,
      ][form]!
    })
    await fc.assert(
      fc.asyncProperty(spelling, async (host) => {
        const error = await egress(closed, { url: `http://${host}:${port}/`, timeoutMs: 2000 }).catch(
          (thrown) => thrown,
        )
        return code(error) === 'egress.not_public'
      }),
      { numRuns: 400 },
    )
    expect(connections).toBe(0)
  })

  test.each([
    'http://localhost',
    'http://[::1]',
    'http://[::]',
    'http://0',
    'http://127.1',
    'http://0x7f000001',
    'http://2130706433',
    'http://017700000001',
    'http://１２７.0.0.1',
  ])('%s is refused', async (start) => {
    await expect(egress(closed, { url: `${start}:${port}/` })).rejects.toMatchObject({
      code: 'egress.not_public',
    })
    expect(connections).toBe(0)
  })

  test('a name with one private address among public ones is refused', async () => {
    const mixed: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.5', family: 4 },
    ]
    await expect(egress(closed, { url: 'https://hooks.other.example/' }, mixed)).rejects.toMatchObject({
      code: 'egress.not_public',
    })
  })

  test('a name server that answers otherwise the second time is asked once', async () => {
    let asked = 0
    const rebinding: Resolve = async () =>
      ++asked === 1 ? [{ address: '192.0.2.1', family: 4 }] : [{ address: '127.0.0.1', family: 4 }]
    const allowed = readConfig({ HEARBACK_ALLOW_HOSTS: 'rebind.example' })
    // 192.0.2.1 is nobody's: with the first answer pinned the call can only fail, with the second it would reach us.
    await expect(
      egress(allowed, { url: `http://rebind.example:${port}/`, timeoutMs: 300 }, rebinding),
    ).rejects.toMatchObject({ kind: 'unavailable' })
    expect(asked).toBe(1)
    expect(connections).toBe(0)
  })

  test.each([
    ['file:///etc/passwd', 'egress.bad_url'],
    ['data:text/plain,hello', 'egress.bad_url'],
    ['javascript:alert(1)', 'egress.bad_url'],
    ['ftp://hooks.example/', 'egress.bad_url'],
    ['gopher://hooks.example/', 'egress.bad_url'],
    ['//hooks.example/', 'egress.bad_url'],
    ['hooks.example', 'egress.bad_url'],
    ['https://user:secret@hooks.example/', 'egress.bad_url'],
    ['http://hooks.example:25/', 'egress.bad_port'],
    ['http://hooks.example:22/', 'egress.bad_port'],
  ])('%s is refused before anything is looked up', async (url, expected) => {
    let asked = 0
    const counting: Resolve = async () => {
      asked++
      return local('')
    }
    await expect(egress(open, { url }, counting)).rejects.toMatchObject({ code: expected })
    expect(asked).toBe(0)
  })

  test('a name that does not exist, and a name server that hangs, are told apart', async () => {
    await expect(
      egress(closed, { url: 'https://nobody.example/' }, async () => Promise.reject(new Error('ENOTFOUND'))),
    ).rejects.toMatchObject({ code: 'egress.unknown_host' })
    await expect(
      egress(closed, { url: 'https://slow.example/', timeoutMs: 100 }, () => new Promise(() => {})),
    ).rejects.toMatchObject({ code: 'egress.timed_out' })
  })
})

test('nothing in the server goes out by HTTP on another way', () => {
  const src = fileURLToPath(new URL('../../', import.meta.url))
  const isServer = (path: string) =>
    /\.tsx?$/.test(path) &&
    !/\.(test|spec)\.tsx?$|(^|\/)(test-[\w-]+\.ts$|(web|embed|testing)\/)|^(platform\/egress|app\/crash)\//.test(
      path,
    )
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(isServer)
  const out = /(?<![.\w])fetch\(|\bhttps?\.(request|get)\(|from '(node:)?(http|https|undici|axios|got)'/
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((path) => out.test(readFileSync(join(src, path), 'utf8')))).toEqual([])
})

async function freePort(): Promise<number> {
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as AddressInfo
  await new Promise((done) => other.close(done))
  return port
}
