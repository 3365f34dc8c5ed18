import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { hashPassword } from 'better-auth/crypto'
// The one place of platform that knows the assembled house: only tests import this file.
import { type House, openHouse } from '#app/house.ts'
import { readConfig } from '#platform/config.ts'
import type { Actor, Ctx, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Answer, Call, Endpoint } from '#platform/endpoint.ts'
import { createApiKey } from '#platform/identity/commands.ts'
import { createWorkspaceFor } from '#platform/identity/workspaces.ts'
import { newId } from '#platform/ids.ts'
import { afterFile } from '#platform/testing/after-file.ts'
import { createTestDatabase } from '#platform/testing/cluster.ts'

/** What an endpoint refused, as a client sees it. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown

  constructor(status: number, body: { code?: string; title?: string; details?: unknown }) {
    super(`${status} ${body.code}: ${body.title} ${body.details ? JSON.stringify(body.details) : ''}`)
    this.status = status
    this.code = body.code ?? ''
    this.details = body.details
  }
}

/** A clock that stands still until a test moves it. */
export class TestClock {
  #ms = Date.now()
  readonly now = () => new Date(this.#ms)
  /**
   * Two days back at most: the queue takes what is due by the database's clock, and what is not due by ours it would take
   * again and again. Days of a calendar stand in 2037, whose weekdays are those of 2026.
   */
  set(time: Date | string) {
    const ms = new Date(time).getTime()
    if (ms < Date.now() - 2 * 86_400_000) throw new Error(`${time} is past; set the clock to a day ahead.`)
    this.#ms = ms
  }
  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }) {
    this.#ms +=
      ((by.days ?? 0) * 86_400 + (by.hours ?? 0) * 3600 + (by.minutes ?? 0) * 60 + (by.seconds ?? 0)) * 1000
  }
}

const password = 'correct horse battery'

const hashes = new Map<string, Promise<string>>()
/** Hashing is slow on purpose, and the hundreds of people of the tests share a few passwords. */
const hashOnce = (word: string) => {
  const hash = hashes.get(word) ?? hashPassword(word)
  hashes.set(word, hash)
  return hash
}

/** A caller of the real HTTP app: with a member's session, an API key, or nothing. */
export class Client {
  readonly #send: (request: Request) => Promise<Response>
  readonly #prefix: string
  readonly headers: Record<string, string>
  /** The member behind it, if it is one. */
  readonly memberId: string | undefined

  constructor(
    send: (request: Request) => Promise<Response>,
    prefix: string,
    headers: Record<string, string>,
    memberId?: string,
  ) {
    this.#send = send
    this.#prefix = prefix
    this.headers = headers
    this.memberId = memberId
  }

  /** Sends a request to a path below /api/v1 (`/feedback`), or to any other path of the server when it starts with `//`. */
  async fetch(path: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
    const url = path.startsWith('//')
      ? `http://localhost${path.slice(1)}`
      : `http://localhost${this.#prefix}${path}`
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries(this.headers)) if (!headers.has(name)) headers.set(name, value)
    return this.#send(new Request(url, { ...init, headers }))
  }

  /** Calls an endpoint with one flat input; throws an ApiError when it refuses. */
  async call<E extends Endpoint>(
    endpoint: E,
    input: Call<E>,
    options: { headers?: Record<string, string> } = {},
  ): Promise<Answer<E>> {
    const rest = { ...(input as Record<string, unknown>) }
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
      const value = String(rest[name])
      delete rest[name]
      return encodeURIComponent(value)
    })
    const query = new URLSearchParams()
    for (const name of Object.keys(endpoint.query?.shape ?? {})) {
      const value = rest[name]
      delete rest[name]
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined && one !== null) query.append(name, String(one))
    }
    const text = query.toString()
    const response = await this.fetch(path + (text ? `?${text}` : ''), {
      method: endpoint.method,
      headers: { ...(endpoint.body ? { 'content-type': 'application/json' } : {}), ...options.headers },
      body: endpoint.body ? JSON.stringify(rest) : undefined,
    })
    const body = await response.text()
    if (!response.ok)
      throw new ApiError(response.status, body.startsWith('{') ? JSON.parse(body) : { title: body })
    return (body === '' ? undefined : JSON.parse(body)) as Answer<E>
  }
}

export interface TestWorkspace {
  id: string
  slug: string
  owner: Client
  ownerEmail: string
  ownerPassword: string
  /** A new member with this role. */
  as(role: Role, name?: string): Promise<Client>
  /** A client with a new API key. */
  key(scopes: string[]): Promise<Client & { secret: string }>
  /** Runs a command or query directly, as the owner unless another actor is given. */
  run<T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor): Promise<T>
}

export interface TestApp {
  house: House
  clock: TestClock
  anonymous: Client
  dataDir: string
  /** The environment of a program that works on the same data. */
  env: Record<string, string>
  /** A new workspace; a demo is filled by the next `settle`. */
  workspace(name?: string, start?: 'empty' | 'demo'): Promise<TestWorkspace>
  /** Delivers all events and runs all jobs that are due by the test's clock. */
  settle(): Promise<void>
  /** Listens on a free port of the loopback interface, for browsers and raw sockets. */
  listen(): Promise<string>
}

/** The whole product on a database of its own, closed after the file. `env` adds environment variables. */
export async function testApp(env: Record<string, string> = {}): Promise<TestApp> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'hearback-data-'))
  const clock = new TestClock()
  const config = readConfig({ HEARBACK_DATA: dataDir, DATABASE_POOL: '8', ...env })
  const house = openHouse({
    ...{ config, connections: database.connections, now: clock.now, checkAnswers: true },
    hashPassword: hashOnce,
  })
  const closers: (() => Promise<void>)[] = []
  afterFile(async () => {
    for (const close of closers) await close()
    await house.close()
    await database.drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const send = async (request: Request) => house.http.fetch(request)

  const memberClient = (slug: string, cookies: string[], memberId: string) =>
    new Client(
      send,
      `/w/${slug}/api/v1`,
      { cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; '), 'sec-fetch-site': 'same-origin' },
      memberId,
    )

  let count = 0
  const workspace: TestApp['workspace'] = async (name = `Test ${++count}`, start = 'empty') => {
    const ownerEmail = `owner-${newId()}@hearback.example`
    const signed = (await house.signIn.signUp({ name: 'Olive Owner', email: ownerEmail, password }))!
    const made = await createWorkspaceFor(
      house.door,
      { userId: signed.userId, name: 'Olive Owner', email: ownerEmail },
      { name, start },
    )
    const [{ id: ownerId }] = (await house.door.inWorkspace(
      made.workspaceId,
      { kind: 'job', name: 'test' },
      (ctx) =>
        ctx.db.many<{ id: string }>(sql`select id from members where workspace_id = ${made.workspaceId}`),
    )) as [{ id: string }]
    const owner: Actor = { kind: 'member', id: ownerId, userId: signed.userId, role: 'owner' }
    const run: TestWorkspace['run'] = (work, actor = owner) =>
      house.door.inWorkspace(made.workspaceId, actor, work)
    return {
      id: made.workspaceId,
      slug: made.slug,
      owner: memberClient(made.slug, signed.cookies, ownerId),
      ownerEmail,
      ownerPassword: password,
      run,
      async as(role, personName = `Mara ${role}`) {
        const email = `${role}-${newId()}@hearback.example`
        const person = (await house.signIn.signUp({ name: personName, email, password }))!
        const id = newId()
        await run((ctx) =>
          ctx.db.run(sql`
            insert into members (workspace_id, id, user_id, name, email, role, created_at)
            values (${made.workspaceId}, ${id}, ${person.userId}, ${personName}, ${email}, ${role}, ${ctx.now()})`),
        )
        return memberClient(made.slug, person.cookies, id)
      },
      async key(scopes) {
        const key = await run((ctx) => createApiKey(ctx, { name: 'test', scopes }))
        return Object.assign(new Client(send, '/api/v1', { authorization: `Bearer ${key.secret}` }), {
          secret: key.secret,
        })
      },
    }
  }

  return {
    house,
    clock,
    dataDir,
    env: {
      HEARBACK_DATA: dataDir,
      DATABASE_URL: database.connections.app.connectionString ?? '',
      DATABASE_OWNER_URL: database.connections.owner.connectionString ?? '',
      DATABASE_JOBS_URL: database.connections.jobs.connectionString ?? '',
      HEARBACK_ALLOW_UNSAFE_POSTGRES: '1',
      ...env,
    },
    anonymous: new Client(send, '/api/v1', {}),
    workspace,
    settle: () => house.settle(),
    async listen() {
      const server = serve({ fetch: house.http.fetch, port: 0, hostname: '127.0.0.1' })
      await new Promise((resolve) => server.once('listening', resolve))
      closers.push(
        () =>
          new Promise((resolve) => {
            server.close(() => resolve())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      )
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
  }
}
