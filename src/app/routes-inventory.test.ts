import { beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Actor, Role } from '#platform/context.ts'
import { sql } from '#platform/db/sql.ts'
import type { Endpoint } from '#platform/endpoint.ts'
import type { Route } from '#platform/http/on.ts'
import { encodeId, newId } from '#platform/ids.ts'
import { mayPass, nouns, permissions, roles } from '#platform/policy/rules.ts'
import { type Client, type TestApp, type TestWorkspace, testApp } from '#platform/testing/app.ts'

// Generated tests over every route of the house: what holds for one must hold for all.

// Hundreds of requests a test; a busy machine needs its time.
vi.setConfig({ testTimeout: 300_000 })

let t: TestApp
let ws: TestWorkspace
let other: TestWorkspace
let routes: readonly Route[]
const clients = new Map<Role, Client>()

beforeAll(async () => {
  t = await testApp({ HEARBACK_RATE_LIMIT: '1000000' })
  routes = t.house.routes
  ws = await t.workspace()
  other = await t.workspace()
  clients.set('owner', ws.owner)
  for (const role of roles.slice(1)) clients.set(role, await ws.as(role))
})

const nameOf = ({ endpoint }: { endpoint: Endpoint }) => `${endpoint.method} ${endpoint.path}`
const absentUuid = '0190d3c8-0000-7000-8000-00000000dead'

interface Problem {
  status: number
  code: string
  title: string
  requestId: string
}

async function problemOf(response: Response, what: string): Promise<Problem> {
  expect(response.headers.get('content-type'), what).toBe('application/problem+json')
  const problem = (await response.json()) as Problem
  expect(problem.status, what).toBe(response.status)
  expect(problem.code, what).toMatch(/^[a-z_]+\.[a-z_]+$/)
  expect(problem.requestId, what).toBeTruthy()
  expect(problem.title.length, what).toBeGreaterThan(10)
  return problem
}

/** The prefix a field asks for when it is an id, such as `fb`. */
function prefixOf(field: z.ZodType): string | undefined {
  const issues = field.safeParse('?').error?.issues ?? []
  const message = JSON.stringify(issues)
  return /is not an id of the form ([a-z]+)_ and 26/.exec(message)?.[1]
}

/** A path with ids of nothing in every place, unless others are given. */
function pathOf(endpoint: Endpoint, ids: Record<string, string> = {}): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const field = endpoint.params?.shape[name] as z.ZodType | undefined
    const prefix = field && prefixOf(field)
    return encodeURIComponent(ids[name] ?? (prefix ? encodeId(prefix, absentUuid) : 'x'))
  })
}

describe('the inventory', () => {
  test('every endpoint a contract declares is served, once, and nothing else is', async () => {
    const modules = import.meta.glob('../**/contract.ts', { eager: true }) as Record<
      string,
      Record<string, unknown>
    >
    const declared = Object.values(modules).flatMap((module) =>
      Object.values(module).filter(
        (value): value is Endpoint =>
          typeof value === 'object' &&
          value !== null &&
          'method' in value &&
          'path' in value &&
          'access' in value,
      ),
    )
    const served = routes.map(nameOf)
    expect(served.filter((name, i) => served.indexOf(name) !== i)).toEqual([])
    expect([...new Set(declared.map((endpoint) => nameOf({ endpoint })))].sort()).toEqual([...served].sort())
  })

  test('the OpenAPI document lists exactly the routes', async () => {
    const response = await t.anonymous.fetch('/openapi.json')
    const { paths } = (await response.json()) as {
      paths: Record<string, Record<string, { summary: string }>>
    }
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(listed.sort()).toEqual(routes.map(nameOf).sort())
    for (const methods of Object.values(paths))
      for (const { summary } of Object.values(methods)) expect(summary).toBeTruthy()
  })

  test('every route asks for a right the policy knows, and every right is asked for by its noun', () => {
    for (const route of routes) {
      const { access } = route.endpoint
      if (access === 'public' || access === 'member' || access === 'signed-in') continue
      expect(permissions, nameOf(route)).toContain(access)
      expect(nouns as readonly string[], nameOf(route)).toContain(access.split(':')[0])
    }
  })

  test('bodies and queries refuse what they do not know', () => {
    for (const { endpoint } of routes) {
      for (const shape of [endpoint.body, endpoint.query, endpoint.params]) {
        if (!shape) continue
        const codes = shape.safeParse({ surely_unknown_field: 1 }).error?.issues.map((issue) => issue.code)
        expect(codes, nameOf({ endpoint })).toContain('unrecognized_keys')
      }
    }
  })
})

/** Sends a request that cannot get past the door's checks into the handler, so that it changes nothing. */
function knock(client: Client, { endpoint }: Route, prefix = ''): Promise<Response> {
  const isWrite = endpoint.method !== 'GET'
  return client.fetch(prefix + pathOf(endpoint), {
    method: endpoint.method,
    headers: {
      // A session acts only for pages of this origin; a key only with a sane Idempotency-Key.
      ...(isWrite ? { 'sec-fetch-site': 'cross-site' } : {}),
      ...(endpoint.method === 'POST' ? { 'idempotency-key': 'x'.repeat(300) } : {}),
      ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(isWrite && (endpoint.body || endpoint.stream) ? { body: '{' } : {}),
  })
}

const policyCodes = ['role.too_low', 'key.scope_missing', 'session.missing', 'workspace.not_found']

describe('every route and every caller', () => {
  test('members pass exactly where their role may', async () => {
    for (const role of roles) {
      const client = clients.get(role)!
      const actor: Actor = { kind: 'member', id: '', userId: '', role }
      for (const route of routes) {
        const what = `${role} ${nameOf(route)}`
        const response = await knock(client, route)
        if (mayPass(actor, route.endpoint.access)) {
          if (response.ok) continue
          const { code } = await problemOf(response, what)
          expect(policyCodes, what).not.toContain(code)
        } else {
          expect([what, response.status, (await problemOf(response, what)).code]).toEqual([
            what,
            403,
            'role.too_low',
          ])
        }
      }
    }
  })

  test('without signing in only public routes answer', async () => {
    for (const route of routes) {
      if (route.endpoint.access === 'public') continue
      const what = `anonymous ${nameOf(route)}`
      const response = await knock(t.anonymous, route)
      expect([what, response.status, (await problemOf(response, what)).code]).toEqual([
        what,
        401,
        'session.missing',
      ])
    }
  })

  test('a key passes exactly where its scope says', async () => {
    const reader = await ws.key(['accounts:read'])
    for (const route of routes) {
      const { access } = route.endpoint
      if (access === 'public') continue
      const what = `key ${nameOf(route)}`
      const isAllowed = access === 'accounts:read'
      const response = await knock(reader, route)
      if (!isAllowed) {
        const { code } = await problemOf(response, what)
        expect([what, response.status, code]).toEqual([what, 403, 'key.scope_missing'])
      } else expect([what, response.status]).not.toEqual([what, 403])
    }
    for (const access of new Set(
      routes.map((route) => route.endpoint.access).filter((one) => one.includes(':')),
    )) {
      const key = await ws.key([access])
      for (const route of routes) {
        if (route.endpoint.access !== access) continue
        const response = await knock(key, route)
        const code = response.ok ? '' : (await problemOf(response, nameOf(route))).code
        expect(policyCodes, `key with ${access} ${nameOf(route)}`).not.toContain(code)
      }
    }
  })

  test('to a member of another workspace this one does not exist', async () => {
    for (const route of routes) {
      const { access } = route.endpoint
      if (access === 'public' || access === 'signed-in') continue
      const what = `outsider ${nameOf(route)}`
      const response = await t.anonymous.fetch(`//w/${ws.slug}/api/v1${pathOf(route.endpoint)}`, {
        method: route.endpoint.method,
        headers: { cookie: other.owner.headers.cookie!, 'sec-fetch-site': 'same-origin' },
      })
      expect([what, response.status, (await problemOf(response, what)).code]).toEqual([
        what,
        404,
        'workspace.not_found',
      ])
    }
  })
})

/** The smallest input that fits a JSON schema. */
function sample(schema: Record<string, unknown>): unknown {
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  const options = (schema.anyOf ?? schema.oneOf) as Record<string, unknown>[] | undefined
  if (options) return sample(options.find((option) => option.type !== 'null') ?? options[0]!)
  if (Array.isArray(schema.enum)) return schema.enum[0]
  switch (schema.type) {
    case 'object': {
      const fields = (schema.properties ?? {}) as Record<string, Record<string, unknown>>
      return Object.fromEntries(
        ((schema.required ?? []) as string[]).map((name) => [name, sample(fields[name] ?? {})]),
      )
    }
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () =>
        sample((schema.items ?? {}) as Record<string, unknown>),
      )
    case 'integer':
    case 'number':
      return Number(schema.minimum ?? schema.exclusiveMinimum ?? 1) || 1
    case 'boolean':
      return true
    case 'string':
      if (schema.format === 'email') return 'someone@hearback.example'
      if (schema.format === 'date') return '2026-11-19'
      if (schema.format === 'date-time') return '2026-11-19T08:25:00Z'
      if (schema.format === 'uri') return 'https://hearback.example'
      return 'abcdefghij'.slice(0, Math.max(4, Number(schema.minLength ?? 4)))
    default:
      return 'abcd'
  }
}

const schemaOf = (shape: z.ZodType) =>
  z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>

/** Where ids of another workspace's rows are taken from. */
const tables: Record<string, string> = {
  acct: 'accounts',
  area: 'product_areas',
  case: 'cases',
  chg: 'inbox_changes',
  ct: 'contacts',
  fb: 'feedback_items',
  file: 'files',
  mem: 'members',
  tag: 'tags',
  view: 'inbox_views',
  key: 'api_keys',
  wkey: 'widget_keys',
  mail: 'mails',
  sms: 'sms_messages',
  smsr: 'sms_replies',
  inmail: 'inbound_mails',
  meet: 'meetings',
  note: 'inbox_notes',
  imp: 'import_runs',
  survey: 'surveys',
  wave: 'waves',
  upd: 'updates',
  mrg: 'customer_merges',
  seg: 'segments',
  join: 'join_links',
  qst: 'questions',
  hyp: 'hypotheses',
  evd: 'hypothesis_evidence',
  capa: 'corrective_actions',
  req: 'requests',
  revd: 'request_evidence',
  sfac: 'score_factors',
  smod: 'score_models',
  rel: 'releases',
  ann: 'announcements',
  prom: 'promises',
  shb: 'share_backs',
}

let made: Promise<Map<string, string>> | undefined
const foreignIds = () => (made ??= makeForeign())

async function makeForeign(): Promise<Map<string, string>> {
  const post = (path: string, body: object) =>
    other.owner.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const soon = new Date(t.clock.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10)
  const made = await Promise.all([
    post('/feedback', {
      verbatim: 'Foreign',
      channel: 'email',
      contact: { email: 'foreign@else.example', name: 'Foreign' },
      account: { name: 'Foreign Ltd' },
    }),
    post('/tags', { name: 'Foreign' }),
    post('/inbox/views', { name: 'Foreign', filter: {}, isShared: true }),
    post('/questions', { text: 'Foreign?', hypotheses: ['Foreign'] }),
    post('/actions', { kind: 'product', finding: 'Foreign', dueOn: soon }),
  ])
  expect(made.map((response) => response.status)).toEqual([201, 201, 201, 201, 201])
  const { id } = (await made[0]!.json()) as { id: string }
  await post('/requests', { title: 'Foreign', feedbackId: id, quote: 'Foreign' })
  await post('/inbox/changes', { ids: [id], change: { type: 'praise' } })
  await post(`/feedback/${id}/notes`, { text: 'Foreign note' })
  const { hypotheses } = (await made[3]!.json()) as { hypotheses: { id: string }[] }
  await post(`/hypotheses/${hypotheses[0]!.id}/evidence`, { stance: 'for', note: 'Foreign figure' })
  await other.key(['feedback:read'])
  await t.settle()
  const ids = new Map<string, string>()
  for (const [prefix, table] of Object.entries(tables)) {
    const row = await other.run(async (ctx) => {
      const known = await ctx.db.maybe<{ n: string | null }>(sql`select to_regclass(${table})::text as n`)
      if (!known?.n) return undefined
      return ctx.db.maybe<{ id: string }>(
        sql`select id from ${sql.id(table)} where workspace_id = ${other.id} limit 1`,
      )
    })
    if (row) ids.set(prefix, encodeId(prefix, row.id))
  }
  return ids
}

describe('every place that takes an id', () => {
  test('in paths, ids of another workspace, of nothing and of no form at all are answered alike', async () => {
    const foreign = await foreignIds()
    for (const prefix of [
      'acct',
      'area',
      'chg',
      'ct',
      'fb',
      'mem',
      'tag',
      'view',
      'key',
      'note',
      'qst',
      'hyp',
      'evd',
      'capa',
      'req',
      'revd',
    ])
      expect([...foreign.keys()]).toContain(prefix)
    for (const route of routes) {
      const { endpoint } = route
      if (!endpoint.params || endpoint.access === 'public') continue
      for (const [name, field] of Object.entries(endpoint.params.shape) as [string, z.ZodType][]) {
        const prefix = prefixOf(field)
        if (!prefix) continue
        const body = endpoint.body && JSON.stringify(sample(schemaOf(endpoint.body)))
        const ask = async (id: string) => {
          const response = await ws.owner.fetch(pathOf(endpoint, { [name]: id }), {
            method: endpoint.method,
            headers: body ? { 'content-type': 'application/json' } : {},
            ...(body ? { body } : {}),
          })
          if (response.ok) return { status: response.status }
          const problem = await problemOf(response, `${nameOf(route)} ${id}`)
          return { ...problem, title: problem.title.replaceAll(id, 'the id'), requestId: '' }
        }
        const absent = await ask(encodeId(prefix, newId()))
        const what = `${nameOf(route)} :${name}`
        expect([what, absent.status >= 400 && absent.status < 500]).toEqual([what, true])
        if (foreign.has(prefix)) expect([what, await ask(foreign.get(prefix)!)]).toEqual([what, absent])
        for (const malformed of [
          'x',
          `${prefix}_`,
          `${prefix}_${'!'.repeat(26)}`,
          encodeId('zz', absentUuid),
          `${encodeId(prefix, absentUuid)}0`,
          '%00',
          '..%2f',
        ]) {
          const { status } = await ask(malformed)
          // A body that does not fit may be refused before the place is looked at, in both cases.
          expect([what, malformed, [absent.status, 404].includes(status)]).toEqual([what, malformed, true])
        }
      }
    }
  })

  test('in bodies and queries, ids of another workspace and of nothing are answered alike', async () => {
    const foreign = await foreignIds()
    let checked = 0
    for (const route of routes) {
      const { endpoint } = route
      if (endpoint.access === 'public' || endpoint.stream) continue
      for (const place of ['query', 'body'] as const) {
        const shape = endpoint[place]
        if (!shape) continue
        for (const [name, field] of Object.entries(shape.shape) as [string, z.ZodType][]) {
          const inList = prefixOf(field) ? undefined : listPrefix(field)
          const prefix = prefixOf(field) ?? inList
          if (!prefix || !foreign.has(prefix)) continue
          const ask = async (id: string) => {
            const value = inList ? [id] : id
            const path = pathOf(endpoint)
            const body = endpoint.body && {
              ...(sample(schemaOf(endpoint.body)) as object),
              ...(place === 'body' ? { [name]: value } : {}),
            }
            const response = await ws.owner.fetch(place === 'query' ? `${path}?${name}=${id}` : path, {
              method: endpoint.method,
              headers: body ? { 'content-type': 'application/json' } : {},
              ...(body ? { body: JSON.stringify(body) } : {}),
            })
            const text = await response.text()
            if (response.ok) return { status: response.status }
            return {
              status: response.status,
              title: (JSON.parse(text) as Problem).title.replaceAll(id, 'the id'),
            }
          }
          const what = `${nameOf(route)} ${place} ${name}`
          const none = await ask(encodeId(prefix, newId()))
          expect([what, none.status < 500]).toEqual([what, true])
          expect([what, await ask(foreign.get(prefix)!)]).toEqual([what, none])
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(10)
  })
})

function listPrefix(field: z.ZodType): string | undefined {
  const message = JSON.stringify(field.safeParse(['?']).error?.issues ?? [])
  return /is not an id of the form ([a-z]+)_ and 26/.exec(message)?.[1]
}

describe('every body', () => {
  const withBody = () => routes.filter((route) => route.endpoint.body && !route.endpoint.stream)
  const send = (route: Route, body: string, type = 'application/json') =>
    ws.owner.fetch(pathOf(route.endpoint), {
      method: route.endpoint.method,
      headers: { 'content-type': type },
      body,
    })
  const whole = (route: Route) => sample(schemaOf(route.endpoint.body!)) as object

  test('that is cut off, of another type, or not an object is refused as problem+json', async () => {
    for (const route of withBody()) {
      const what = nameOf(route)
      const text = JSON.stringify({ ...whole(route), padding: 'x' })
      const cut = await send(route, text.slice(0, -3))
      expect([what, cut.status, (await problemOf(cut, what)).code]).toEqual([what, 400, 'body.broken_json'])
      const form = await send(route, 'a=b', 'application/x-www-form-urlencoded')
      expect([what, form.status, (await problemOf(form, what)).code]).toEqual([what, 415, 'body.not_json'])
      for (const wrong of ['null', '[]', '"text"', '17']) {
        const response = await send(route, wrong)
        expect([what, wrong, response.status, (await problemOf(response, what)).code]).toEqual([
          what,
          wrong,
          400,
          'input.invalid',
        ])
      }
    }
  })

  test('with unknown, privileged or __proto__ fields is refused, and says which', async () => {
    for (const route of withBody()) {
      const what = nameOf(route)
      for (const name of [
        'surelyUnknown',
        'isAdmin',
        'workspaceId',
        'workspace_id',
        'constructor',
        '__proto__',
      ]) {
        const text = JSON.stringify(whole(route)).replace(
          /\}$/,
          `${Object.keys(whole(route)).length > 0 ? ',' : ''}${JSON.stringify(name)}:{"x":1}}`,
        )
        const response = await send(route, text)
        const problem = await problemOf(response, `${what} ${name}`)
        expect([what, name, response.status, problem.code]).toEqual([what, name, 400, 'input.invalid'])
        expect(JSON.stringify(problem), `${what} ${name}`).toContain(name)
      }
    }
  })

  test('that is too large is refused before it is read', async () => {
    for (const route of withBody()) {
      const what = nameOf(route)
      const most = route.endpoint.maxBytes ?? 1024 * 1024
      const response = await ws.owner.fetch(pathOf(route.endpoint), {
        method: route.endpoint.method,
        headers: { 'content-type': 'application/json', 'content-length': String(most + 1) },
        body: '{}',
      })
      expect([what, response.status, (await problemOf(response, what)).code]).toEqual([
        what,
        413,
        'body.too_large',
      ])
    }
  })

  test('a query parameter nobody knows is refused', async () => {
    for (const route of routes) {
      if (!route.endpoint.query || route.endpoint.method !== 'GET') continue
      const response = await ws.owner.fetch(`${pathOf(route.endpoint)}?surelyUnknown=1`)
      const what = nameOf(route)
      const { code } = await problemOf(response, what)
      expect([what, ['input.invalid', 'path.not_found'].includes(code)]).toEqual([what, true])
    }
  })
})

test('a cursor that a list did not give out is refused, whatever it holds', async () => {
  const lists = routes.filter(({ endpoint }) => 'cursor' in (endpoint.query?.shape ?? {}))
  const values = ['x', '', '2026-02-31 10:00:00+00', 'infinity or so', '\u0000', 1e300, null]
  const forged = values.flatMap((value) => [
    value,
    [value, absentUuid],
    { at: value, id: absentUuid },
    { due: value, id: absentUuid },
    { at: value, id: value, sort: 'newest' },
  ])
  for (const route of lists) {
    for (const place of forged) {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url')
      const response = await ws.owner.fetch(`${pathOf(route.endpoint)}?cursor=${cursor}`)
      const what = [nameOf(route), JSON.stringify(place)]
      if (response.ok || response.status === 404) continue // a place in the list by chance; nothing to list
      expect([...what, (await problemOf(response, what.join(' '))).status]).toEqual([...what, 400])
    }
  }
  expect(lists.length).toBeGreaterThan(15)
})
