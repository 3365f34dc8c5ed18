import type { Answer, Call, Endpoint } from '#platform/endpoint.ts'

/** What the server said when it refused: `code` is `noun.reason`, `message` says what to do. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  readonly requestId: string | undefined

  constructor(status: number, code: string, message: string, details?: unknown, requestId?: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
    this.requestId = requestId
  }
}

export interface CallOptions {
  /** The slug of a workspace; by default the one in the address of the page. */
  workspace?: string
  /** The body of a streamed endpoint (an upload), sent as it is. */
  content?: BodyInit
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Sent again with the same key, a POST happens once. */
  idempotencyKey?: string
}

/** The workspace in the address of the page, if there is one. */
export function currentWorkspace(path: string = location.pathname): string | undefined {
  return path.match(/^\/w\/([^/]+)/)?.[1]
}

/** Where an endpoint is called: in a workspace unless it needs none. */
export function addressOf(
  endpoint: Endpoint,
  input: Record<string, unknown>,
  workspace: string | undefined,
): string {
  let path = endpoint.path
  for (const name of Object.keys(endpoint.params?.shape ?? {})) {
    path = path.replace(`:${name}`, encodeURIComponent(String(input[name] ?? '')))
  }
  const query = new URLSearchParams()
  for (const name of Object.keys(endpoint.query?.shape ?? {})) {
    const value = input[name]
    if (value === undefined || value === null || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, one instanceof Date ? one.toISOString() : String(one))
    }
  }
  const needsNone = endpoint.access === 'public' || endpoint.access === 'signed-in'
  const base = workspace && !needsNone ? `/w/${encodeURIComponent(workspace)}/api/v1` : '/api/v1'
  const text = query.toString()
  return `${base}${path}${text ? `?${text}` : ''}`
}

function bodyOf(endpoint: Endpoint, input: Record<string, unknown>): string | undefined {
  if (!endpoint.body) return undefined
  const names = Object.keys(endpoint.body.shape)
  return JSON.stringify(
    Object.fromEntries(names.filter((name) => name in input).map((name) => [name, input[name]])),
  )
}

/**
 * Calls an endpoint of the product with one flat input, split by the endpoint's own shapes.
 * Throws `ApiError`: status 0 and code `network.unreachable` when no answer came.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: Call<E>,
  options: CallOptions = {},
): Promise<Answer<E>> {
  const flat = input as Record<string, unknown>
  const body = options.content ?? bodyOf(endpoint, flat)
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
  if (body !== undefined && options.content === undefined) headers['content-type'] = 'application/json'
  if (endpoint.method === 'POST') headers['idempotency-key'] = options.idempotencyKey ?? newKey()
  const address = addressOf(endpoint, flat, options.workspace ?? currentWorkspace())
  let response: Response
  try {
    response = await fetch(address, {
      method: endpoint.method,
      credentials: 'same-origin',
      headers,
      body,
      signal: options.signal,
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(
      0,
      'network.unreachable',
      'The server did not answer. Check the connection and try again.',
    )
  }
  if (!response.ok) throw await refusal(response)
  if (response.status === 204 || !endpoint.response) return undefined as Answer<E>
  return (await response.json()) as Answer<E>
}

/** 32 random hex digits. `crypto.randomUUID` is missing on pages without https. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

async function refusal(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => undefined)) as
    | { code?: string; title?: string; details?: unknown; requestId?: string }
    | undefined
  return new ApiError(
    response.status,
    problem?.code ?? 'server.failed',
    problem?.title ?? `The server answered ${response.status}. Try again in a minute.`,
    problem?.details,
    problem?.requestId ?? response.headers.get('x-request-id') ?? undefined,
  )
}

/** The fields of a form the server refused, with what it said of each. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  const { fields } = (error.details ?? {}) as { fields?: { field: string; message: string }[] }
  return Object.fromEntries((fields ?? []).map((one) => [one.field, one.message]))
}
